package requirements

import (
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// The names of a service inside a VNet.
// https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet#access-on-default-host-names
func internalNames(service string) []string {
	var all []string
	for _, of := range []string{"", ".portal", ".developer", ".management", ".scm"} {
		all = append(all, service+of+apiDomain)
	}
	return all
}

const apiDomain = ".azure-api.net"

func judgeGatewayNames(j *judge) {
	zones := map[string]*graph.Resource{}
	for _, z := range j.g.Of(kindZone) {
		name := nameOf(z, "privateZoneName")
		zones[name] = z
		if name == strings.TrimPrefix(apiDomain, ".") {
			j.fail(z, "privateZoneName", `"`+name+`", which hides the names of every other gateway`, "a zone for each of the gateway's own names")
		}
	}
	sets := map[*graph.Resource][]*graph.Resource{}
	for _, set := range j.g.Of(kindRecordSet) {
		if zone, _ := j.named(set, "privateZoneName", kindZone, zones); zone != nil && nameOf(set, "relativeRecordSetName") == "@" {
			sets[zone] = append(sets[zone], set)
		}
	}
	asked := map[*graph.Resource]bool{}
	for _, service := range j.gateways() {
		if !internal(service) {
			j.reachable(service, facts.PrivateLinkGateway)
			continue
		}
		if n := len(j.endpoints[service.URN]); n > 0 {
			j.fail(service, "", count(n, "private endpoint"), "none: Azure refuses one on a service inside a VNet")
		}
		name := nameOf(service, "serviceName")
		if name == "" {
			j.unknown(service, "serviceName", "a zone for each of its names")
			continue
		}
		for _, zone := range internalNames(name) {
			for _, set := range sets[zones[zone]] {
				asked[set] = true
			}
			j.internalZone(service, zone, zones[zone], sets[zones[zone]])
		}
	}
	for _, set := range j.g.Of(kindRecordSet) {
		if !asked[set] {
			j.fail(set, "", "a record of "+graph.Printable(nameOf(set, "privateZoneName")), "none but those of a gateway inside the VNet")
		}
	}
}

// internalZone: a zone that is a whole name has its record at @.
func (j *judge) internalZone(service *graph.Resource, name string, zone *graph.Resource, sets []*graph.Resource) {
	if zone == nil {
		j.fail(service, "", "no zone "+name, "one, with the record @")
		return
	}
	if len(j.zoneLinks[zone.URN]) == 0 {
		j.fail(zone, "", "no link to a VNet", "one: without it nobody finds the gateway")
	}
	own := service.Value("privateIPAddresses[0]")
	address := Test{"the gateway's private address", func(v graph.Value) bool { return v.Text() != "" && v.Is(own.Text()) }}
	for _, set := range sets {
		j.judged(set, "recordType", set.Inputs.At("recordType"), Equal("A"))
		records := set.Value("aRecords")
		switch {
		case records.Hidden() || own.Hidden() || own.State == graph.Missing && j.g.Source == graph.FromPreview:
			j.unknown(set, "aRecords", address.Says)
		case len(records.Items()) != 1:
			j.fail(set, "aRecords", count(len(records.Items()), "record"), "one")
		default:
			j.judged(set, "aRecords[0].ipv4Address", records.Items()[0].At("ipv4Address"), address)
		}
	}
	if len(sets) == 0 {
		j.fail(zone, "", "no record @", "one with "+address.Says)
	}
}
