package arm

import (
	"fmt"
	"net/netip"

	"secure-azure-openai/facts"
)

// apiManagementType. 2024-05-01 is the first version with the v2 tiers
// (pulumi/pulumi-azure-native#4510). The provider replaces nothing but what is
// in the path.
// https://learn.microsoft.com/rest/api/apimanagement/api-management-service
var apiManagementType = Type{
	Token: "azure-native:apimanagement/v20240501:ApiManagementService",
	ARM:   armAPIManagement,
	API:   "2024-05-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}",
	Name:  "serviceName",
	// Code and words are not confirmed.
	Named: named(facts.NameAPIManagement, "InvalidParameters", "Invalid parameter: The API Management service name '%s' is not valid: it takes 1 to 50 letters, digits and hyphens, a letter first and no hyphen at the end."),
	References: []Reference{
		{Path: "virtualNetworkConfiguration.subnetResourceId", To: []string{armSubnet}, SameRegion: true},
		{Path: "publicIpAddressId", To: []string{armPublicIPAddress}, SameRegion: true},
		{Path: "identity.userAssignedIdentities[]", To: []string{armUserAssignedIdentity}},
	},
	WriteOnly: []string{"restore"},
	Validate: func(tx *Tx, r, old *Resource) error {
		back, err := restoreGateway(tx, r, old)
		if err != nil || back {
			return err
		}
		if err := checkGatewayTier(r, old); err != nil {
			return err
		}
		if err := checkPublicAccess(tx, r, old); err != nil {
			return err
		}
		return checkGatewaySubnet(tx, r)
	},
	Complete: completeGateway,
	View: func(tx *Tx, r *Resource, properties map[string]any) {
		// They are also an input: who reads them back into a program's inputs
		// finds a change, and has to ignore it.
		found := flatConnections(tx, r)
		for _, c := range found {
			c := c.(map[string]any)
			c["groupIds"] = clone(get(tx.Get(text(c, "id")).Properties, "properties.groupIds"))
		}
		properties["privateEndpointConnections"] = found
	},
	AfterDelete: keepDeletedGateway,
}

// completeGateway: the host names and addresses of a service. A v2 tier has
// neither the management endpoint nor the old portal and no repository.
// https://learn.microsoft.com/azure/api-management/api-management-features
// That its addresses are only those outbound, and platformVersion, are not
// confirmed.
func completeGateway(tx *Tx, r, old *Resource) error {
	name := r.Name()
	// Whatever a program sends: the connections are those that there are.
	delete(r.Properties, "privateEndpointConnections")
	host := func(part string) string { return fmt.Sprintf("https://%s%s.azure-api.net", name, part) }
	tier, _ := facts.FindGatewayTier(r.Text("sku.name"))
	r.Properties["gatewayUrl"] = host("")
	r.Properties["developerPortalUrl"] = host(".developer")
	r.Properties["outboundPublicIPAddresses"] = strs(documentationAddress(r.ID))
	r.Properties["platformVersion"] = "stv2.1"
	if !tier.V2 {
		r.Properties["gatewayRegionalUrl"] = fmt.Sprintf("https://%s-%s-01.regional.azure-api.net", name, r.Text("location"))
		r.Properties["managementApiUrl"] = host(".management")
		r.Properties["portalUrl"] = host(".portal")
		r.Properties["scmUrl"] = host(".scm")
		r.Properties["publicIPAddresses"] = strs(documentationAddress(r.ID))
	}
	r.Properties["createdAtUtc"] = born
	r.Properties["targetProvisioningState"] = ""
	fill(r.Properties, "virtualNetworkType", "None")
	fill(r.Properties, "publicNetworkAccess", "Enabled")
	fill(r.Properties, "notificationSenderEmail", "apimgmt-noreply@mail.windowsazure.com")
	fill(r.Properties, "developerPortalStatus", "Enabled")
	fill(r.Properties, "legacyPortalStatus", "Disabled")
	fill(r.Properties, "disableGateway", false)
	fill(r.Properties, "natGatewayState", "Disabled")
	fill(r.Properties, "hostnameConfigurations", []any{map[string]any{
		"type": "Proxy", "hostName": name + ".azure-api.net", "certificateSource": "BuiltIn",
		"defaultSslBinding": true, "negotiateClientCertificate": false,
	}})
	if r.Text("virtualNetworkConfiguration.subnetResourceId") != "" {
		set(r.Properties, "virtualNetworkConfiguration.vnetid", "00000000-0000-0000-0000-000000000000")
	}
	return takeGatewayAddress(tx, r, old, tier)
}

// takeGatewayAddress: a service that is injected has an address in its subnet,
// and keeps it (MicrosoftDocs/azure-docs#121559 has what makes it change).
func takeGatewayAddress(tx *Tx, r, old *Resource, tier facts.GatewayTier) error {
	subnet := r.Text("virtualNetworkConfiguration.subnetResourceId")
	if subnet == "" || tier.V2 && r.Text("virtualNetworkType") != "Internal" {
		return nil
	}
	if old != nil && SameID(old.Text("virtualNetworkConfiguration.subnetResourceId"), subnet) && len(texts(old.Properties, "privateIPAddresses")) > 0 {
		r.Properties["privateIPAddresses"] = clone(old.Properties["privateIPAddresses"])
		return nil
	}
	address, err := tx.takeAddress(subnet, "", r.ID)
	if err != nil {
		return err
	}
	r.Properties["privateIPAddresses"] = strs(address)
	return nil
}

// gatewayAddresses are the private addresses of an API Management service in a
// subnet.
func gatewayAddresses(r *Resource, subnetID string) []netip.Addr {
	var found []netip.Addr
	if r.Type != armAPIManagement || !SameID(r.Text("virtualNetworkConfiguration.subnetResourceId"), subnetID) {
		return nil
	}
	for _, a := range texts(r.Properties, "privateIPAddresses") {
		if addr, err := netip.ParseAddr(a); err == nil {
			found = append(found, addr)
		}
	}
	return found
}
