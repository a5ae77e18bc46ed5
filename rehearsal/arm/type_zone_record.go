package arm

import (
	"net/netip"

	"secure-azure-openai/facts"
)

// zoneRecordType is a set of A records, which zone groups write, or a program.
// https://learn.microsoft.com/azure/dns/private-dns-record-sets
var zoneRecordType = Type{
	Token: "azure-native:network/v20240601:PrivateRecordSet",
	ARM:   armZoneRecord,
	API:   "2024-06-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/privateDnsZones/{privateZoneName}/{recordType}/{relativeRecordSetName}",
	Name:  "relativeRecordSetName",
	// Code and words are not confirmed.
	Named:    named(facts.NameRecord, "BadRequest", "The record set name '%s' is not valid."),
	Validate: checkRecord,
	Complete: func(_ *Tx, r, _ *Resource) error {
		r.Properties["fqdn"] = r.Name() + "." + NameOf(ParentOf(r.ID)) + "."
		if r.Name() == "@" {
			r.Properties["fqdn"] = NameOf(ParentOf(r.ID)) + "."
		}
		r.Properties["isAutoRegistered"] = false
		return nil
	},
}

// checkRecord: a record set has a time to live, without which Azure says no
// more than that the request was wrong (Azure/azure-rest-api-specs#13011), and 1
// to 20 addresses (hashicorp/terraform-provider-azurerm#12406 has the bound and
// the status); other words are not confirmed. That it is one of A records is the
// stand-in's own limit.
func checkRecord(_ *Tx, r, _ *Resource) error {
	if kind := text(r.inputs, "recordType"); kind != "A" && kind != "" {
		return badRequest("BadRequest", "The rehearsal's stand-in for Azure makes record sets of type A; %s is of type %s.", r.ID, kind)
	}
	if number(r.Properties, "ttl") < 1 {
		return badRequest("BadRequest", "The request was invalid.")
	}
	records := list(r.Properties, "aRecords")
	if len(records) == 0 || len(records) > 20 {
		return badRequest("BadRequest", "The record set %s has %d records; it takes 1 to 20.", r.ID, len(records))
	}
	for _, record := range records {
		if a, err := netip.ParseAddr(text(record, "ipv4Address")); err != nil || !a.Is4() {
			return badRequest("BadRequest", "'%s' in the record set %s is not an IPv4 address.", text(record, "ipv4Address"), r.ID)
		}
	}
	return nil
}
