package mutation

import (
	"fmt"
	"slices"

	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// addition is a resource that nothing asks for.
type addition struct {
	kind, name string
	inputs     map[string]any
	id         string
}

// added puts in, one at a time, what a teammate or an attacker would.
func (w *world) added() {
	for _, a := range append(w.openResources(), slices.Concat(w.openRoles(), w.besides(), w.besideGateway())...) {
		w.mutants = append(w.mutants, Mutant{
			Stack: w.stack, Kind: a.kind, Name: a.name, Operator: Add, Change: "added",
			make: func() *graph.Graph {
				return recorded.Plus(w.graph, func(c *recorded.Copy) {
					r := c.Add(a.kind, a.name, copyOf(a.inputs).(map[string]any))
					if a.id != "" {
						r.ID = a.id
					}
				})
			},
		})
	}
}

func (w *world) groupName() string {
	return w.graph.Of("resources:ResourceGroup")[0].Value("resourceGroupName").Text()
}

func (w *world) id(kind string) string { return w.graph.Of(kind)[0].ID }

// openResources are resources of kinds that the topology has, and of some
// that it has not.
func (w *world) openResources() []addition {
	group := w.groupName()
	vnet := w.id("network:VirtualNetwork")
	list := []addition{
		{"storage:StorageAccount", "public-storage", object("accountName", "public", "resourceGroupName", group, "publicNetworkAccess", "Enabled", "allowBlobPublicAccess", true), ""},
		{"storage:StorageAccount", "shut-storage", object("accountName", "shut", "resourceGroupName", group, "publicNetworkAccess", "Disabled", "allowBlobPublicAccess", false,
			"allowSharedKeyAccess", false, "minimumTlsVersion", "TLS1_2", "enableHttpsTrafficOnly", true, "isLocalUserEnabled", false, "allowCrossTenantReplication", false,
			"networkRuleSet", object("bypass", "AzureServices", "defaultAction", "Deny")), ""},
		{"cognitiveservices:Account", "public-account", object("accountName", "public", "kind", "OpenAI", "sku", object("name", "S0"), "resourceGroupName", group), ""},
		{"search:Service", "public-search", object("searchServiceName", "public", "sku", object("name", "basic"), "resourceGroupName", group), ""},
		{"web:WebApp", "public-app", object("name", "public", "resourceGroupName", group, "publicNetworkAccess", "Enabled"), ""},
		{"web:AppServicePlan", "second-plan", object("name", "second", "resourceGroupName", group, "sku", object("name", "B1")), ""},
		{"network:PublicIPAddress", "second-address", object("publicIpAddressName", "second", "resourceGroupName", group), ""},
		{"network:PublicIPPrefix", "prefix", object("publicIpPrefixName", "p", "resourceGroupName", group), ""},
		{"network:VirtualNetwork", "second-vnet", object("virtualNetworkName", "second", "resourceGroupName", group, "addressSpace", object("addressPrefixes", []any{"10.77.0.0/16"})), ""},
		{"network:NetworkSecurityGroup", "open-group", object("networkSecurityGroupName", "open", "resourceGroupName", group), ""},
		{"network:VirtualNetworkGateway", "second-gateway", object("virtualNetworkGatewayName", "second", "resourceGroupName", group), ""},
		{"network:VirtualNetworkPeering", "peering", object("resourceGroupName", group, "remoteVirtualNetwork", object("id", foreign+"Microsoft.Network/virtualNetworks/hub")), vnet + "/virtualNetworkPeerings/hub"},
		{"network:PrivateEndpoint", "second-endpoint", object("privateEndpointName", "second", "resourceGroupName", group, "subnet", object("id", vnet+"/subnets/snet-endpoints"),
			"privateLinkServiceConnections", []any{object("name", "c", "groupIds", []any{"blob"}, "privateLinkServiceId", w.id("storage:StorageAccount"))}), ""},
		{"network:PrivateEndpoint", "foreign-endpoint", object("privateEndpointName", "foreign", "resourceGroupName", group, "subnet", object("id", vnet+"/subnets/snet-endpoints"),
			"privateLinkServiceConnections", []any{object("name", "c", "groupIds", []any{"blob"}, "privateLinkServiceId", foreign+"Microsoft.Storage/storageAccounts/outside")}), ""},
		{"network:PrivateZone", "second-zone", object("privateZoneName", "outside.example", "resourceGroupName", group, "location", "global"), ""},
		{"network:DnsResolver", "second-resolver", object("dnsResolverName", "second", "resourceGroupName", group, "virtualNetwork", object("id", foreign+"Microsoft.Network/virtualNetworks/hub")), ""},
		{"network:InboundEndpoint", "second-inbound", object("inboundEndpointName", "second", "resourceGroupName", group), ""},
		{"managedidentity:UserAssignedIdentity", "second-identity", object("resourceName", "second", "resourceGroupName", group), ""},
		{"resources:ResourceGroup", "second-group", object("resourceGroupName", "second"), ""},
		{"search:SharedPrivateLinkResource", "foreign-link", object("resourceGroupName", group, "searchServiceName", lastPart(w.id("search:Service")), "sharedPrivateLinkResourceName", "foreign",
			"properties", object("groupId", "blob", "privateLinkResourceId", foreign+"Microsoft.Storage/storageAccounts/outside")), w.id("search:Service") + "/sharedPrivateLinkResources/foreign"},
		{"operationalinsights:Workspace", "second-workspace", object("workspaceName", "second", "resourceGroupName", group), ""},
	}
	for _, kind := range []string{
		"keyvault:Vault", "compute:VirtualMachine", "network:NetworkInterface", "network:RouteTable", "network:NatGateway", "network:Subnet", "network:SecurityRule",
		"network:BastionHost", "network:LocalNetworkGateway", "network:VirtualNetworkGatewayConnection", "network:ApplicationGateway", "network:PrivateLinkService",
		"network:ForwardingRule", "network:DnsForwardingRuleset", "network:OutboundEndpoint", "cdn:Profile", "apimanagement:ApiManagementService",
		"storage:LocalUser", "storage:FileShare", "storage:Queue", "storage:ObjectReplicationPolicy", "storage:StorageAccountStaticWebsite", "storage:Blob",
		"web:WebAppSlot", "web:WebAppHostNameBinding", "web:WebAppHybridConnection", "web:WebAppSwiftVirtualNetworkConnection", "web:WebAppConnectionStrings",
		"web:WebAppSourceControl", "web:WebAppAzureStorageAccounts", "web:WebAppSiteExtension", "web:WebAppSitePushSettings", "web:WebAppPublicCertificate",
		"cognitiveservices:RaiPolicy", "cognitiveservices:RaiBlocklist", "cognitiveservices:CommitmentPlan", "cognitiveservices:PrivateEndpointConnection",
		"authorization:RoleDefinition", "authorization:PolicyExemption", "authorization:PolicyAssignment", "authorization:AccessReviewScheduleDefinitionById",
		"managedidentity:FederatedIdentityCredential", "managedservices:RegistrationAssignment", "security:Pricing", "operationalinsights:DataExport",
		"operationalinsights:LinkedStorageAccount", "containerinstance:ContainerGroup", "automation:Automation", "logic:Workflow", "network:Made-up",
	} {
		list = append(list, addition{kind, "added", object("resourceGroupName", group), ""})
	}
	return list
}

// openRoles are role assignments: for a stranger, for a guest's group, for
// the identity of a service, on a resource, the group and the subscription.
func (w *world) openRoles() []addition {
	group := w.id("resources:ResourceGroup")
	scopes := []struct{ name, id string }{
		{"openai", w.id("cognitiveservices:Account")}, {"search", w.id("search:Service")}, {"storage", w.id("storage:StorageAccount")},
		{"webapp", w.id("web:WebApp")}, {"vnet", w.id("network:VirtualNetwork")}, {"workspace", w.id("operationalinsights:Workspace")},
		{"identity", w.id("managedidentity:UserAssignedIdentity")},
		{"container", w.id("storage:BlobContainer")},
		{"gateway", w.optional("apimanagement:ApiManagementService")}, {"insights", w.optional("insights:Component")},
		{"second storage", w.second("storage:StorageAccount")}, {"second app", w.second("web:WebApp")},
		{"group", group}, {"subscription", group[:len("/subscriptions/")+36]}, {"root", "/providers/Microsoft.Management/managementGroups/root"},
	}
	principals := []struct{ name, id, kind string }{
		{"a stranger", stranger, "User"}, {"a strange group", stranger, "Group"}, {"a strange application", stranger, "ServicePrincipal"},
	}
	for i, id := range w.principals {
		principals = append(principals, struct{ name, id, kind string }{fmt.Sprintf("identity %d", i), id, "ServicePrincipal"})
	}
	definitions := group[:len("/subscriptions/")+36] + "/providers/Microsoft.Authorization/roleDefinitions/"
	var list []addition
	for _, scope := range scopes {
		if scope.id == "" {
			continue // the stack has none
		}
		for _, p := range principals {
			for _, role := range roleGUIDs {
				if w.given(p.id, role, scope.id) {
					continue // twice is another mutant
				}
				name := fmt.Sprintf("role %s for %s on the %s", role[:8], p.name, scope.name)
				list = append(list, addition{"authorization:RoleAssignment", name, object(
					"principalId", p.id, "principalType", p.kind, "scope", scope.id, "roleDefinitionId", definitions+role,
				), scope.id + "/providers/Microsoft.Authorization/roleAssignments/99999999-eeee-0000-0000-000000000000"})
			}
		}
	}
	return list
}

func (w *world) given(principal, role, scope string) bool {
	for _, a := range w.graph.Of("authorization:RoleAssignment") {
		if a.Value("principalId").Is(principal) && lastPart(a.Value("roleDefinitionId").Text()) == role && a.Value("scope").Is(scope) {
			return true
		}
	}
	return false
}

// besides are children of what is there: records, links, containers, models,
// settings, templates.
func (w *world) besides() []addition {
	group, vnet := w.groupName(), w.id("network:VirtualNetwork")
	var list []addition
	for _, zone := range w.graph.Of("network:PrivateZone") {
		name := lastPart(zone.ID)
		list = append(list,
			addition{"network:PrivateRecordSet", "record outside in " + name, object("resourceGroupName", group, "privateZoneName", name, "recordType", "A",
				"relativeRecordSetName", "outside", "aRecords", []any{object("ipv4Address", "203.0.113.7")}), zone.ID + "/A/outside"},
			addition{"network:VirtualNetworkLink", "second link of " + name, object("resourceGroupName", group, "privateZoneName", name, "location", "global", "registrationEnabled", false,
				"virtualNetwork", object("id", foreign+"Microsoft.Network/virtualNetworks/hub")), zone.ID + "/virtualNetworkLinks/second"},
		)
	}
	for _, e := range w.graph.Of("network:PrivateEndpoint") {
		list = append(list, addition{"network:PrivateDnsZoneGroup", "second group of " + lastPart(e.ID), object("resourceGroupName", group,
			"privateEndpointName", lastPart(e.ID), "privateDnsZoneGroupName", "second",
			"privateDnsZoneConfigs", []any{object("name", "z", "privateDnsZoneId", w.id("network:PrivateZone"))}), e.ID + "/privateDnsZoneGroups/second"})
	}
	account, storage, app := w.id("cognitiveservices:Account"), w.id("storage:StorageAccount"), w.id("web:WebApp")
	template := func(kind string) map[string]any {
		return object("resourceGroupName", group, "deploymentName", "d", "properties", object("mode", "Incremental", "template", object("resources", []any{object("type", kind, "name", "n")})))
	}
	return append(list,
		addition{"storage:BlobContainer", "public container", object("resourceGroupName", group, "accountName", lastPart(storage), "containerName", "public", "publicAccess", "Container"), storage + "/blobServices/default/containers/public"},
		addition{"storage:BlobContainer", "second container", object("resourceGroupName", group, "accountName", lastPart(storage), "containerName", "second", "publicAccess", "None"), storage + "/blobServices/default/containers/second"},
		addition{"storage:BlobServiceProperties", "no retention", object("resourceGroupName", group, "accountName", lastPart(storage), "blobServicesName", "default",
			"deleteRetentionPolicy", object("enabled", false)), storage + "/blobServices/default"},
		addition{"cognitiveservices:Deployment", "retired model", object("resourceGroupName", group, "accountName", lastPart(account), "deploymentName", "old", "sku", object("name", "GlobalStandard", "capacity", 1.0),
			"properties", object("model", object("name", "gpt-4o", "version", "2024-08-06", "format", "OpenAI"))), account + "/deployments/old"},
		addition{"web:WebAppApplicationSettings", "settings with a key", object("resourceGroupName", group, "name", lastPart(app), "properties", object("AZURE_OPENAI_KEY", "0")), app + "/config/appsettings"},
		addition{"web:WebAppScmAllowed", "credentials for SCM", object("resourceGroupName", group, "name", lastPart(app), "allow", true), app + "/basicPublishingCredentialsPolicies/scm"},
		addition{"web:WebAppFtpAllowed", "credentials for FTP", object("resourceGroupName", group, "name", lastPart(app), "allow", true), app + "/basicPublishingCredentialsPolicies/ftp"},
		addition{"web:WebAppAuthSettingsV2", "sign-in switched off", object("resourceGroupName", group, "name", lastPart(app), "platform", object("enabled", false)), app + "/config/authsettingsV2"},
		addition{"network:VirtualNetworkLink", "link without a zone", object("resourceGroupName", group, "privateZoneName", "outside.example", "virtualNetwork", object("id", vnet)), ""},
		addition{"resources:Deployment", "template with a role", template("Microsoft.Authorization/roleAssignments"), ""},
		addition{"resources:Deployment", "template with a storage account", template("Microsoft.Storage/storageAccounts"), ""},
		addition{"resources:DeploymentAtSubscriptionScope", "template above with a role", template("Microsoft.Authorization/roleAssignments"), ""},
		addition{"resources:DeploymentAtSubscriptionScope", "Defender switched off", object("properties", object("mode", "Incremental", "template",
			object("resources", []any{object("type", "Microsoft.Security/pricings", "name", "AI", "properties", object("pricingTier", "Free"))}))), ""},
		addition{"resources:Deployment", "connection approved", object("resourceGroupName", group, "properties", object("mode", "Incremental", "template",
			object("resources", []any{object("type", "Microsoft.CognitiveServices/accounts/privateEndpointConnections", "name", lastPart(account)+"/outside",
				"properties", object("privateLinkServiceConnectionState", object("status", "Approved")))}))), ""},
		addition{"insights:DiagnosticSetting", "logs to outside", object("name", "outside", "resourceUri", account, "logs", []any{object("categoryGroup", "allLogs", "enabled", true)},
			"workspaceId", foreign+"Microsoft.OperationalInsights/workspaces/outside"), account + "/providers/Microsoft.Insights/diagnosticSettings/outside"},
	)
}
