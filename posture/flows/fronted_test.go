package flows

import (
	"fmt"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// The gateway, the backend and its storage, as they are added to prod.
const (
	inGroup     = subscription + "/resourceGroups/rg-aoai-prod/providers/"
	apimName    = "apim-aoai-prod-al3d4i"
	apimID      = inGroup + "Microsoft.ApiManagement/service/" + apimName
	siteName    = "func-aoai-prod-al3d4i"
	siteID      = inGroup + "Microsoft.Web/sites/" + siteName
	hostName    = "sthostprodal3d4i"
	hostID      = inGroup + "Microsoft.Storage/storageAccounts/" + hostName
	apimNSG     = "network-apim-nsg"
	backendNSG  = "network-backend-nsg"
	apimNet     = "10.30.2.64/27"
	backendNet  = "10.30.2.96/27"
	apimAddress = "10.30.2.68"
	gatewayOID  = "00000000-0000-0000-0000-0000000a91a0"
	backendOID  = "00000000-0000-0000-0000-00000000f00d"
	backendApp  = "00000000-0000-0000-0000-0000000b4c4e"
	appOID      = "e8b3fb6a-e6fc-5f31-ba47-b9431fb12732"
	tenantID    = "00000000-bbbb-0000-0000-00000000face"
)

// document is one that the gateway could have: its validation, and what it
// sends where.
func document(validation, backend, resource string) string {
	return `<policies><inbound><base />` + validation +
		`<set-header name="api-key" exists-action="delete" /><set-backend-service backend-id="` + backend + `" />` +
		`<authentication-managed-identity resource="` + resource + `" /></inbound>` +
		`<backend><forward-request timeout="120" buffer-response="false" /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`
}

// validation asks for a token of the tenant, for an audience, and for claims.
func validation(tenant, audience string, parts ...string) string {
	return `<validate-azure-ad-token tenant-id="` + tenant + `" header-name="Authorization" failed-validation-httpcode="401">` +
		`<audiences><audience>` + audience + `</audience></audiences>` + strings.Join(parts, "") + `</validate-azure-ad-token>`
}

// claims asks that one of a claim's values is there.
func claims(name string, values ...string) string {
	text := `<required-claims><claim name="` + name + `" match="any">`
	for _, v := range values {
		text += "<value>" + v + "</value>"
	}
	return text + `</claim></required-claims>`
}

var (
	named        = claims("oid", "{{caller-webapp}}")
	openaiPolicy = document(validation(tenantID, facts.CognitiveServicesResource, named), "openai", facts.CognitiveServicesResource)
)

// ofGateway puts a resource of the gateway in, with the id that Azure gives it.
func ofGateway(c *recorded.Copy, kind, name, id string, inputs map[string]any) *graph.Resource {
	inputs["serviceName"] = apimName
	parts := strings.Split(strings.TrimPrefix(id, apimID+"/"), "/")
	for i := 0; i+1 < len(parts) && id != apimID; i += 2 {
		inputs[map[string]string{"apis": "apiId", "backends": "backendId", "policies": "policyId", "namedValues": "namedValueId", "products": "productId"}[parts[i]]] = parts[i+1]
	}
	r := c.Add(kind, name, inputs)
	r.ID = id
	r.Outputs["name"] = lastPart(id)
	return r
}

// fronted puts the gateway before the models, and the backend behind it.
func fronted(c *recorded.Copy) {
	c.Remove(c.Named("roles-webapp-cognitive-services-openai-user-on-openai"))
	addSubnet(c, "snet-apim", apimNet, apimNSG)
	addSubnet(c, "snet-backend", backendNet, backendNSG)
	recorded.Set(c.Named(endpointsNSG), "securityRules[0].sourceAddressPrefixes", []any{appNet, "172.16.202.0/24", apimNet, backendNet})
	addGateway(c)
	addAPI(c, "openai", "openai", openaiPolicy)
	addAPI(c, "backend", "backend", document(validation(tenantID, backendApp, named), "backend", backendApp))
	addBackend(c)
	attach(c, "gateway", apimID, "Gateway", "privatelink.azure-api.net", apimName, "10.30.0.40")
	attach(c, "backend", siteID, "sites", "privatelink.azurewebsites.net", siteName, "10.30.0.41")
	for i, part := range []string{"blob", "queue", "table"} {
		attach(c, "backend-"+part, hostID, part, "privatelink."+part+".core.windows.net", hostName, fmt.Sprintf("10.30.0.%d", 42+i))
	}
	assign(c, gatewayOID, "ServicePrincipal", facts.RoleCognitiveServicesOpenAIUser.ID, idOf(c, "openai-account"))
}

// addSubnet puts a subnet in whose group is the web app's, with its addresses.
func addSubnet(c *recorded.Copy, name, prefix, group string) {
	nsg := c.Twice(c.Named(webappNSG), group)
	vnet := c.Named("network-vnet")
	for _, object := range []graph.Object{nsg.Inputs, nsg.Outputs} {
		rules, _ := object["securityRules"].([]any)
		for _, item := range rules {
			if rule := item.(map[string]any); rule["sourceAddressPrefix"] == appNet {
				rule["sourceAddressPrefix"] = prefix
			}
		}
	}
	for _, object := range []graph.Object{vnet.Inputs, vnet.Outputs} {
		subnets, there := object["subnets"].([]any)
		if !there {
			continue // a preview's
		}
		object["subnets"] = append(subnets, map[string]any{"name": name, "addressPrefix": prefix, "networkSecurityGroup": map[string]any{"id": nsg.ID}})
	}
}

func addGateway(c *recorded.Copy) {
	r := ofGateway(c, "apimanagement:ApiManagementService", "gateway-service", apimID, map[string]any{
		"sku": map[string]any{"name": "StandardV2"}, "identity": map[string]any{"type": "SystemAssigned"},
		"virtualNetworkType": "External", "publicNetworkAccess": "Disabled",
		"virtualNetworkConfiguration": map[string]any{"subnetResourceId": idOf(c, "network-vnet") + "/subnets/snet-apim"},
	})
	r.Outputs["identity"] = map[string]any{"type": "SystemAssigned", "principalId": gatewayOID, "tenantId": tenantID}
	ofGateway(c, "apimanagement:NamedValue", "gateway-value-webapp", apimID+"/namedValues/caller-webapp", map[string]any{"displayName": "caller-webapp", "value": appOID, "secret": false})
	ofGateway(c, "apimanagement:Backend", "gateway-backend-openai", apimID+"/backends/openai", map[string]any{"url": "https://oai-aoai-prod-al3d4i.openai.azure.com/openai", "protocol": "http"})
	ofGateway(c, "apimanagement:Backend", "gateway-backend-backend", apimID+"/backends/backend", map[string]any{"url": "https://" + siteName + ".azurewebsites.net/api", "protocol": "http"})
}

// addAPI puts an API in, with its document.
func addAPI(c *recorded.Copy, name, path, policy string) {
	id := apimID + "/apis/" + name
	ofGateway(c, "apimanagement:Api", "gateway-"+name, id, map[string]any{
		"path": path, "protocols": []any{"https"}, "subscriptionRequired": false,
		"subscriptionKeyParameterNames": map[string]any{"header": "api-key", "query": "api-key"},
	})
	ofGateway(c, "apimanagement:ApiPolicy", "gateway-"+name+"-policy", id+"/policies/policy", map[string]any{"format": "xml", "value": policy})
}

func addBackend(c *recorded.Copy) {
	storage := c.Add("storage:StorageAccount", "backend-storage", map[string]any{
		"accountName": hostName, "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "publicNetworkAccess": "Disabled",
		"networkRuleSet": map[string]any{"defaultAction": "Deny", "bypass": "None"},
	})
	storage.ID, storage.Outputs["name"] = hostID, hostName
	app := c.Add("web:WebApp", "backend-app", map[string]any{
		"name": siteName, "kind": "functionapp,linux", "publicNetworkAccess": "Disabled", "vnetRouteAllEnabled": true,
		"identity":               map[string]any{"type": "SystemAssigned"},
		"virtualNetworkSubnetId": idOf(c, "network-vnet") + "/subnets/snet-backend",
		"functionAppConfig":      map[string]any{"deployment": map[string]any{"storage": map[string]any{"value": "https://" + hostName + ".blob.core.windows.net/deployments"}}},
	})
	app.ID = siteID
	app.Outputs["identity"] = map[string]any{"type": "SystemAssigned", "principalId": backendOID, "tenantId": tenantID}
	scm := c.Add("web:WebAppScmAllowed", "backend-scm", map[string]any{"name": siteName, "allow": false})
	scm.ID = siteID + "/basicPublishingCredentialsPolicies/scm"
	auth := c.Add("web:WebAppAuthSettingsV2", "backend-auth", map[string]any{
		"platform":         map[string]any{"enabled": true},
		"globalValidation": map[string]any{"requireAuthentication": true, "unauthenticatedClientAction": "Return401"},
		"identityProviders": map[string]any{"azureActiveDirectory": map[string]any{
			"enabled": true, "registration": map[string]any{"clientId": backendApp},
			"validation": map[string]any{
				"allowedAudiences":           []any{backendApp, "api://" + backendApp},
				"defaultAuthorizationPolicy": map[string]any{"allowedPrincipals": map[string]any{"identities": []any{gatewayOID}}},
			},
		}},
	})
	auth.ID = siteID + "/config/authsettingsV2"
	for _, role := range []facts.Role{hostBlobs, hostQueues, hostTables} {
		assign(c, backendOID, "ServicePrincipal", role.ID, hostID)
	}
}

// attach gives something a private endpoint and a record, in a zone that is
// made where there is none yet.
func attach(c *recorded.Copy, name, to, group, zone, label, address string) {
	e := c.Twice(c.Named("endpoint-search-endpoint"), "endpoint-"+name+"-endpoint")
	e.ID = inGroup + "Microsoft.Network/privateEndpoints/pep-aoai-prod-" + name
	recorded.Set(e, "privateLinkServiceConnections[0].privateLinkServiceId", to)
	recorded.Set(e, "privateLinkServiceConnections[0].groupIds", []any{group})
	recorded.Set(e, "ipConfigurations[0].privateIPAddress", address)
	recorded.Delete(e, "customDnsConfigs")
	id := addZone(c, zone)
	records := c.Twice(c.Named("records-search-group"), "records-"+name+"-group")
	records.ID = e.ID + "/privateDnsZoneGroups/default"
	recorded.Set(records, "privateDnsZoneConfigs[0].privateDnsZoneId", id)
	recorded.Set(records, "privateDnsZoneConfigs[0].recordSets[0].recordSetName", label)
	recorded.Set(records, "privateDnsZoneConfigs[0].recordSets[0].ipAddresses", []any{address})
}

// addZone puts a zone in that is linked to the VNet.
func addZone(c *recorded.Copy, name string) string {
	id := inGroup + "Microsoft.Network/privateDnsZones/" + name
	for _, r := range c.Of("network:PrivateZone") {
		if strings.EqualFold(r.ID, id) {
			return id
		}
	}
	c.Twice(c.Named("dns-privatelink.search.windows.net"), "dns-"+name).ID = id
	c.Twice(c.Named("dns-privatelink.search.windows.net-link"), "dns-"+name+"-link").ID = id + "/virtualNetworkLinks/vnet-aoai-prod"
	return id
}

// inside makes the gateway one that stands in the VNet: no endpoint, and five
// zones with a record of their own name.
func inside(c *recorded.Copy) {
	c.Remove(c.Named("endpoint-gateway-endpoint"), c.Named("records-gateway-group"), c.Named("dns-privatelink.azure-api.net"), c.Named("dns-privatelink.azure-api.net-link"))
	r := c.Named("gateway-service")
	recorded.Delete(r, "publicNetworkAccess")
	recorded.Set(r, "virtualNetworkType", "Internal")
	r.Outputs["privateIPAddresses"] = []any{apimAddress}
	for _, label := range []string{"", ".portal", ".developer", ".management", ".scm"} {
		zone := addZone(c, apimName+label+".azure-api.net")
		record := c.Add("network:PrivateRecordSet", "record-gateway"+label, map[string]any{
			"recordType": "A", "relativeRecordSetName": "@", "ttl": 300.0, "aRecords": []any{map[string]any{"ipv4Address": apimAddress}},
		})
		record.ID = zone + "/A/@"
	}
	secRule(apimNSG, 110, "Allow", "Inbound", appNet, apimNet, "443")(c)
	secRule(webappNSG, 115, "Allow", "Outbound", appNet, apimNet, "443")(c)
}
