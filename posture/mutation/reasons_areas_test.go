package mutation

var sizes = []reason{
	{"cognitiveservices:Deployment", "sku sku.name sku.capacity", "", "", "how much it answers, where, and at what price, is decided in the settings"},
	{"cognitiveservices:Deployment", "properties properties.model properties.model.format properties.model.version properties.versionUpgradeOption", "", "",
		"which version, and when it is replaced; without a model Azure takes no deployment"},
	{"cognitiveservices:Deployment", "properties.model.name", "", ` deleted|=gpt-.*|=text-embedding-.*|=alien|=""`, "which model; one of the wrong use is R48's, and one that Azure does not have it refuses"},
	{"search:Service", "hostingMode partitionCount replicaCount", "", "", "size and price"},
	{"search:Service", "sku.name", "value", `=(basic|standard|standard2|storage_optimized_l1)`, "size and price; R13 wants basic or higher"},
	{"search:Service", "semanticSearch", "value", `=(free|standard)`, "price; R19 wants one of the two where queries are semantic"},
	{"storage:StorageAccount", "sku sku.name kind", "", "", "redundancy, speed and price; kinds without blobs have no group blob for the endpoint, which Azure refuses"},
	{"web:AppServicePlan", "sku.capacity perSiteScaling zoneRedundant isSpot targetWorkerCount", "", "", "size, availability and price"},
	{"web:AppServicePlan", "sku.name", "value", `=(B1|S1|P1v3|EP1)`, "size and price; R44 wants one with VNet integration"},
	{"web:AppServicePlan", "kind hyperV isXenon", "", "", "labels of Windows plans; R44 wants reserved, which makes it Linux"},
	{"operationalinsights:Workspace", "retentionInDays", "delete number", ` deleted|=[39]00`, "30 days are Azure's default, and longer is no loss (D-audit)"},
	{"operationalinsights:Workspace", "sku sku.name", "delete value alien", ` deleted|=(Standalone|LACluster|PerGB2018|alien)|=""`, "price; Free, which keeps logs for a week, is caught (D-audit)"},
	{"network:VirtualNetworkGateway", "vpnGatewayGeneration", "", "", "size and price; R40 knows the one that VpnGw1AZ has"},
	{"network:VirtualNetworkGateway", "activeActive", "", "", "availability: a second instance takes a second address, or Azure refuses it"},
	{"network:PublicIPAddress", "sku.tier publicIPAddressVersion zones zones[]", "", "", "availability; a gateway takes a regional IPv4 address, and R40 wants zones"},
	{"network:PublicIPAddress", "dnsSettings ddosSettings ipTags natGateway", "put", "", "a name, a price or a route of the gateway's address, which is public by decision; a gateway's can have no NAT gateway"},
	{"network:VirtualNetwork", "enableDdosProtection enableVmProtection encryption flowTimeoutInMinutes bgpCommunities privateEndpointVNetPolicies", "", "",
		"of networks with public endpoints, virtual machines or ExpressRoute, of which there are none here"},
	{"storage:BlobServiceProperties", "deleteRetentionPolicy.days containerDeleteRetentionPolicy.days", "number", `=(70|[0-9]{2,})`, "longer is no loss (D-recovery)"},
}

const anyRange = `=(\*|0\.0\.0\.0/0|10\..*|172\.16\..*|VirtualNetwork|AzureLoadBalancer)`

// What is let in comes from private addresses alone, or D-inbound says so. A
// range that nobody in the network has admits nobody until a network is
// connected that has it, and that is caught: D-peering, D-unknown-kind.
const privateRange = `=(10\..*|172\.16\..*|VirtualNetwork|AzureLoadBalancer)`

var ofNetwork = []reason{
	{"network:NetworkSecurityGroup", "securityRules[].sourceAddressPrefixes[]", "range", privateRange,
		"private ranges that only this network's subnets and VPN clients have: who connects another network is caught (D-peering, D-unknown-kind)"},
	{"network:NetworkSecurityGroup", "securityRules[].sourceAddressPrefixes", "list", ` with another entry (10\..*|172\.16\..*|VirtualNetwork|AzureLoadBalancer)`,
		"private ranges that only this network's subnets and VPN clients have: who connects another network is caught (D-peering, D-unknown-kind)"},
	{"network:NetworkSecurityGroup network-endpoints-nsg, network:NetworkSecurityGroup network-resolver-nsg", "securityRules[0].destinationAddressPrefix", "range", anyRange,
		"what reaches the group is for its own subnet, whatever the rule says; one that leaves the service out is a flow that breaks"},
	{"network:NetworkSecurityGroup network-webapp-nsg", "securityRules[1].sourceAddressPrefix securityRules[2].sourceAddressPrefix securityRules[3].sourceAddressPrefix", "range", anyRange,
		"what leaves through the group is from its own subnet, whatever the rule says; one that leaves the app out is a flow that breaks"},
	{"network:NetworkSecurityGroup network-webapp-nsg", "securityRules[1].destinationAddressPrefix securityRules[3].destinationAddressPrefix", "range", privateRange,
		"private ranges in which this network has endpoints and the resolver alone: who connects another network is caught (D-peering, D-unknown-kind)"},
	{"network:NetworkSecurityGroup", "securityRules", "list", ` with another entry allow (Inbound (10\.0\.0\.0/8|VirtualNetwork) to \* 443|Outbound \* to (10\.0\.0\.0/8|VirtualNetwork) 443)`,
		"private ranges that only this network's subnets and VPN clients have: who connects another network is caught (D-peering, D-unknown-kind)"},
	{"network:NetworkSecurityGroup network-webapp-nsg", "securityRules", "list", ` with another entry allow Outbound \* to Internet 443`, "what the app may do by decision (D-outbound)"},
	{"network:NetworkSecurityGroup", "securityRules", "list", ` with another entry deny all (Inbound|Outbound) first`, "stricter: where a flow needs what it denies, that is caught"},
	{"network:NetworkSecurityGroup", "securityRules[].priority", "number", `=1[0-9]00`, "the order of rules that allow, which stays before the one that denies"},
	{"network:NetworkSecurityGroup network-resolver-nsg", "securityRules[0].protocol", "value", `=(Tcp|Udp)`, "DNS over UDP alone is enough to ask; over TCP alone breaks a flow where there is a resolver"},
	{"network:NetworkSecurityGroup network-webapp-nsg", "securityRules[3].protocol", "value", `=(Tcp|Udp)`, "DNS over UDP alone is enough to ask; over TCP alone breaks a flow where there is a resolver"},
	{"dev network:NetworkSecurityGroup network-resolver-nsg", "securityRules[0] securityRules[0].access securityRules[0].direction securityRules[0].destinationAddressPrefix securityRules[0].sourceAddressPrefixes[0] securityRules[0].sourceAddressPrefixes[1]", "", "",
		"dev has no resolver: the subnet that waits for one is empty"},
	{"dev network:NetworkSecurityGroup network-webapp-nsg", "securityRules[3] securityRules[3].access securityRules[3].direction securityRules[3].destinationAddressPrefix securityRules[3].sourceAddressPrefix", "", "",
		"dev has no resolver: the app asks Azure's own server, which no rule is for"},
	{"network:NetworkSecurityGroup", "flushConnection", "put", "", "whether open connections are cut when rules change"},
	{"network:VirtualNetwork", "addressSpace.addressPrefixes addressSpace.addressPrefixes[]", "list range", "", "space without subnets holds nothing; R4 wants the subnets inside, and the client pool outside"},
	{"network:VirtualNetwork", "subnets[].addressPrefix", "range", "", "a size beside which every other range and address still fits (R2, R4, R42)"},
	{"network:VirtualNetwork", "subnets[1].privateEndpointNetworkPolicies subnets[2].privateEndpointNetworkPolicies subnets[3].privateEndpointNetworkPolicies", "", "",
		"subnets without endpoints: R2 wants those in one that is neither delegated nor the gateway's, where D-subnets wants the policies"},
	{"network:VirtualNetwork", "subnets[0].privateEndpointNetworkPolicies", "value", `=NetworkSecurityGroupEnabled`, "the groups apply, as D-subnets wants"},
	{"network:VirtualNetwork", "subnets[].privateLinkServiceNetworkPolicies", "", "", "for private link services of one's own, which are of a kind that the check does not know"},
	{"network:VirtualNetwork", "subnets[].serviceEndpointPolicies", "put", "", "they narrow service endpoints, of which D-routes wants none"},
	{"dev network:VirtualNetwork", "subnets[3].name subnets[3].delegations", "", "", "dev has no resolver: the subnet that waits for one is empty"},
	{"network:PrivateEndpoint", "applicationSecurityGroups extendedLocation", "put", "", "a group for rules that no rule names, and an edge zone that the VNet has no part in"},
	{"network:PrivateEndpoint", "ipConfigurations ipConfigurations[]", "delete list", ` deleted|=\[\]| without entry 0`, "Azure gives an address from the same subnet then, and writes it into the records"},
	{"network:PrivateEndpoint", "ipConfigurations[].groupId", "", "", "Azure takes none but the connection's, which R12, R18, R24 and R52 judge"},
	{"network:PrivateEndpoint", "manualPrivateLinkServiceConnections", "delete", "", "it is empty"},
}

var ofNames = []reason{
	{"network:PrivateDnsZoneGroup", "privateDnsZoneConfigs privateDnsZoneConfigs[].recordSets", "list", ` with another entry like the first`, "the same once more"},
	{"network:VirtualNetworkLink", "resolutionPolicy", "delete", "", "Default is Azure's default (R43)"},
	{"storage:BlobContainer", "publicAccess", "delete", "", "None is Azure's default, and R22 forbids any other on the account"},
}

var ofClients = []reason{
	{"network:VirtualNetworkGateway", "ipConfigurations", "list", ` with another entry like the first`, "Azure refuses a second configuration of one name"},
	{"network:VirtualNetworkGateway", "ipConfigurations[].privateIPAllocationMethod", "", "", "Azure takes Dynamic alone"},
	{"network:VirtualNetworkGateway", "enableBgp", "delete", "", "false is Azure's default (D-routes)"},
	{"network:VirtualNetworkGateway", "enableDnsForwarding enablePrivateIpAddress", "put", "", "for connections to other sites, of which there are none"},
	{"network:VirtualNetworkGateway", "vpnClientConfiguration.vpnClientAddressPool.addressPrefixes vpnClientConfiguration.vpnClientAddressPool.addressPrefixes[]", "", ` with another entry 172\.16\..*|=172\.16\..*`,
		"a part of the pool, whose clients the rules admit already"},
}

var ofServices = []reason{
	{"prod cognitiveservices:Account", "identity.principalId", "", "", "with direct retrieval nobody gives this identity a role; in dev it is caught"},
	{"cognitiveservices:Account, search:Service", "identity.type", "value", `=SystemAssigned, UserAssigned`, "the system-assigned identity stays (R7, R14); a further one holds no role of this stack (R38)"},
	{"cognitiveservices:Account, search:Service", "identity.userAssignedIdentities", "put", "", "a further identity holds no role of this stack (R38)"},
	{"storage:StorageAccount", "identity", "put", "", "it holds no role of this stack (R38)"},
	{"prod cognitiveservices:Account", "properties.networkAcls.bypass", "value", `=None`, "Search has its shared private link (R26)"},
	{"cognitiveservices:Account", "properties.networkAcls.ipRules properties.networkAcls.virtualNetworkRules", "delete", "", "they are empty"},
	{"search:Service", "networkRuleSet.ipRules", "delete", "", "it is empty"},
	{"storage:StorageAccount", "networkRuleSet.ipRules networkRuleSet.virtualNetworkRules", "delete", "", "they are empty"},
	{"cognitiveservices:Account", "properties.restore", "put", "", "it brings a deleted account of the name back, with what is asked for here"},
	{"search:Service", "disabledDataExfiltrationOptions", "put", "", "empty is Azure's default"},
	{"search:SharedPrivateLinkResource", "properties.status", "", ` deleted|=(running|degraded|disabled|alien|Pending|Approved)|=""`, "what Azure answered when it was made: the deployment beside it approves it, and a link that was cut off is caught (R25)"},
	{"search:SharedPrivateLinkResource", "properties.resourceRegion", "put", "", "Azure looks for the account by its id"},
	{"storage:StorageAccount", "minimumTlsVersion", "value", `=TLS1_3`, "stricter"},
	{"storage:StorageAccount", "defaultToOAuthAuthentication", "", "", "which credential the portal offers first: keys are off (R23)"},
	{"storage:StorageAccount", "allowedCopyScope isHnsEnabled immutableStorageWithVersioning", "put", "", "stricter, another way to keep blobs behind the same firewall, and Azure's default"},
	{"storage:StorageAccount", "customDomain routingPreference", "put", "", "further names of the same account, whose public access is off (R21)"},
	{"storage:BlobContainer", "enableNfsV3AllSquash enableNfsV3RootSquash metadata", "put", "", "for NFS, which D-blobs forbids, and for people"},
	{"managedidentity:UserAssignedIdentity", "principalId tenantId", "delete alien", ` deleted|=""`, "Azure answers both: what it answers is compared (R49)"},
	{"managedidentity:UserAssignedIdentity", "isolationScope", "put", "", "None is Azure's default"},
	{"resources:ResourceGroup", "properties", "delete", "", "Azure writes it"},
	{"resources:ResourceGroup", "managedBy", "put", "", "a label: Azure gives nobody access by it"},
}
