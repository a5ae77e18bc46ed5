package recorded

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// What the gateway's tests name.
const (
	GatewayPrincipal = "00000000-1111-0000-0000-00000000a001"
	BackendPrincipal = "00000000-1111-0000-0000-00000000a002"
	// BackendClient is the application id of the backend's registration.
	BackendClient = "00000000-0000-0000-0000-00000000b001"

	tenant       = "00000000-bbbb-0000-0000-00000000face"
	subscription = "/subscriptions/00000000-aaaa-0000-0000-00000000face"
	inGroup      = subscription + "/resourceGroups/rg-aoai-prod/providers/"
	service      = "apim-aoai-prod-al3d4i"
	serviceID    = inGroup + "Microsoft.ApiManagement/service/" + service
	backend      = "func-aoai-prod-al3d4i"
	backendID    = inGroup + "Microsoft.Web/sites/" + backend
	host         = "stfuncaoaiprod"
	hostID       = inGroup + "Microsoft.Storage/storageAccounts/" + host
	second       = "oai-aoai-prod-west"
	insightsID   = inGroup + "Microsoft.Insights/components/appi-aoai-prod"
	scopeID      = inGroup + "Microsoft.Insights/privateLinkScopes/ampls-aoai-prod"
	zonesID      = inGroup + "Microsoft.Network/privateDnsZones/"
	vnetID       = inGroup + "Microsoft.Network/virtualNetworks/vnet-aoai-prod"
)

// ref stands for what another resource gets from Azure: the value, and the
// resource that it comes of. A preview does not know it.
type ref struct{ name, value string }

// world adds resources to a copy of the production stack.
type world struct {
	c       *Copy
	preview bool
}

// WithGateway is the plain production stack, deployed or as a preview, with all that
// the gateway brings: the gateway in front of two accounts and a backend, and
// telemetry with a private link scope. What is deployed is in the second phase
// of its lockdown.
func WithGateway(g *graph.Graph) *graph.Graph {
	return Change(g, func(c *Copy) {
		w := world{c, g.Source == graph.FromPreview}
		w.network()
		w.telemetry()
		w.service()
		w.accounts()
		w.backend()
		w.apis()
		w.alerts()
		w.throughGateway()
	})
}

// add puts a resource in. Azure answers what it was sent, and more.
func (w world) add(kind, name, id string, inputs, more map[string]any) *graph.Resource {
	r := w.c.Add(kind, name, map[string]any{})
	inputs["resourceGroupName"] = "rg-aoai-prod"
	r.PropertyDependencies = map[string][]string{}
	for key, value := range inputs {
		r.Inputs[key] = w.resolved(r, key, value)
	}
	if !w.preview {
		r.ID = id
		r.Outputs, _ = deep(map[string]any(r.Inputs)).(map[string]any)
		maps.Copy(r.Outputs, more)
	}
	return r
}

// resolved is a value with its references followed, or unknown.
func (w world) resolved(r *graph.Resource, key string, value any) any {
	switch value := value.(type) {
	case ref:
		of := w.c.Named(value.name).URN
		r.Dependencies = append(r.Dependencies, of)
		r.PropertyDependencies[key] = append(r.PropertyDependencies[key], of)
		if w.preview {
			return Unknown()
		}
		return value.value
	case map[string]any:
		again := map[string]any{}
		for k, v := range value {
			again[k] = w.resolved(r, key, v)
		}
		return again
	case []any:
		again := make([]any, len(value))
		for i, v := range value {
			again[i] = w.resolved(r, key, v)
		}
		return again
	}
	return value
}

// Unknown is a value that Azure decides, and Secret one that nobody can read,
// for Set.
func Unknown() any { return marked(graph.UnknownText) }

// Secret is a value that is there, and that nobody can read.
func Secret() any { return marked(graph.SecretText) }

func marked(text string) any {
	r, err := graph.NewResource("urn:pulumi:s::p::azure-native:k:K::n", "", true, map[string]any{"x": text}, nil)
	if err != nil {
		panic(err)
	}
	return r.Inputs["x"]
}

func object(pairs ...any) map[string]any {
	o := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		o[pairs[i].(string)] = pairs[i+1]
	}
	return o
}

func securityRule(name, access, direction, from, to, protocol, port string, priority float64) any {
	return object("name", name, "access", access, "direction", direction, "sourceAddressPrefix", from, "destinationAddressPrefix", to,
		"protocol", protocol, "sourcePortRange", "*", "destinationPortRange", port, "priority", priority)
}

// network adds two subnets, each with its group, and the zones.
func (w world) network() {
	to := func(name, from, tag, port string, priority float64) any {
		return securityRule(name, "Allow", "Outbound", from, tag, "Tcp", port, priority)
	}
	const apim, functions, endpoints = "10.30.3.0/27", "10.30.3.32/27", "10.30.0.0/26"
	shut := []any{
		securityRule("allow-resolver-dns", "Allow", "Outbound", "*", "VirtualNetwork", "*", "53", 200),
		securityRule("deny-all-inbound", "Deny", "Inbound", "*", "*", "*", "*", 4096), securityRule("deny-all-outbound", "Deny", "Outbound", "*", "*", "*", "*", 4096),
	}
	w.securityGroup("apigateway", append([]any{
		to("allow-endpoints-https", apim, endpoints, "443", 110), to("allow-entra-https", apim, "AzureActiveDirectory", "443", 120),
		to("allow-storage-https", apim, "Storage", "443", 130), to("allow-key-vault-https", apim, "AzureKeyVault", "443", 140),
		to("allow-monitor-https", apim, "AzureMonitor", "443", 150),
	}, shut...))
	w.securityGroup("backend", append([]any{
		to("allow-endpoints-https", functions, endpoints, "443", 110), to("allow-entra-https", functions, "AzureActiveDirectory", "443", 120),
		to("allow-monitor-https", functions, "AzureMonitor", "443", 130),
	}, shut...))
	callers := w.c.Named("network-endpoints-nsg")
	for i := range callers.Value("securityRules").Items() {
		if at := "securityRules[" + strconv.Itoa(i) + "].sourceAddressPrefixes"; callers.Value(at).IsList() {
			texts := []any{apim, functions}
			for _, text := range callers.Value(at).Texts() {
				texts = append(texts, text)
			}
			Set(callers, at, texts)
		}
	}
	w.subnet("snet-apim", apim, "Microsoft.Web/serverFarms", "apigateway")
	w.subnet("snet-functions", functions, "Microsoft.App/environments", "backend")
	for _, zone := range slices.Concat(facts.PrivateLinkGateway.Zones, facts.PrivateLinkQueue.Zones, facts.PrivateLinkTable.Zones, facts.PrivateLinkMonitor.Zones[:4]) {
		w.zone(zone)
	}
}

func (w world) securityGroup(of string, rules []any) {
	w.add("network:NetworkSecurityGroup", "network-"+of+"-nsg", groupID(of), object("networkSecurityGroupName", "nsg-aoai-prod-"+of, "location", "swedencentral", "securityRules", rules), nil)
}

func groupID(of string) string {
	return inGroup + "Microsoft.Network/networkSecurityGroups/nsg-aoai-prod-" + of
}

func (w world) subnet(name, prefix, delegation, group string) {
	vnet := w.c.Named("network-vnet")
	s := w.resolved(vnet, "subnets", object("name", name, "addressPrefix", prefix, "defaultOutboundAccess", false,
		"delegations", []any{object("name", "delegation", "serviceName", delegation)}, "networkSecurityGroup", object("id", ref{"network-" + group + "-nsg", groupID(group)})))
	for _, o := range []graph.Object{vnet.Inputs, vnet.Outputs} {
		if list, there := o["subnets"].([]any); there {
			o["subnets"] = append(list, deep(s))
		}
	}
}

func (w world) zone(name string) {
	vnet := object("id", ref{"network-vnet", vnetID})
	w.add("network:PrivateZone", "dns-"+name, zonesID+name, object("privateZoneName", name, "location", "global"), object("name", name))
	link := w.add("network:VirtualNetworkLink", "dns-"+name+"-link", zonesID+name+"/virtualNetworkLinks/vnet", object("privateZoneName", ref{"dns-" + name, name}, "location", "global",
		"registrationEnabled", false, "virtualNetwork", vnet), nil)
	w.before(link)
}

// before lets the settings of both apps wait for a resource.
func (w world) before(r *graph.Resource) {
	for _, settings := range w.c.Of("web:WebAppApplicationSettings") {
		settings.Dependencies = append(slices.Clone(settings.Dependencies), r.URN)
	}
}

// endpoint gives a service a private endpoint with its records.
func (w world) endpoint(of, to, id, address, label string, link facts.PrivateLink) {
	name := "pep-aoai-prod-" + of
	endpointID := inGroup + "Microsoft.Network/privateEndpoints/" + name
	var configurations []any
	for _, member := range link.Members {
		configurations = append(configurations, object("groupId", link.Group, "memberName", member, "name", member, "privateIPAddress", address))
	}
	connection := object("name", name, "groupIds", []any{link.Group}, "privateLinkServiceId", ref{to, id})
	r := w.add("network:PrivateEndpoint", "endpoint-"+of+"-endpoint", endpointID, object("privateEndpointName", name, "customNetworkInterfaceName", "nic-"+of, "location", "swedencentral",
		"ipConfigurations", configurations, "subnet", object("id", ref{"network-vnet", vnetID + "/subnets/snet-endpoints"}), "privateLinkServiceConnections", []any{connection}), nil)
	if !w.preview {
		r.Outputs["privateLinkServiceConnections"].([]any)[0].(map[string]any)["privateLinkServiceConnectionState"] = object("status", "Approved")
	}
	var configs, answered []any
	for _, zone := range link.Zones {
		config := object("name", strings.ReplaceAll(zone, ".", "-"), "privateDnsZoneId", ref{"dns-" + zone, zonesID + zone})
		configs = append(configs, config)
		sets := []any{object("recordSetName", label, "recordType", "A", "ipAddresses", []any{address})}
		if link.Group == facts.PrivateLinkSites.Group {
			sets = append(sets, object("recordSetName", label+".scm", "recordType", "A", "ipAddresses", []any{address}))
		}
		answered = append(answered, object("name", config["name"], "privateDnsZoneId", zonesID+zone, "recordSets", sets))
	}
	group := w.add("network:PrivateDnsZoneGroup", "records-"+of+"-group", endpointID+"/privateDnsZoneGroups/default", object("privateDnsZoneGroupName", "default",
		"privateEndpointName", ref{"endpoint-" + of + "-endpoint", name}, "privateDnsZoneConfigs", configs), object("privateDnsZoneConfigs", answered))
	w.before(group)
}

// role gives an identity a role.
func (w world) role(from, principal string, role facts.Role, on, scope string) {
	w.add("authorization:RoleAssignment", "roles-"+from+"-"+strings.ToLower(strings.ReplaceAll(role.Name, " ", "-"))+"-on-"+on, scope+"/providers/Microsoft.Authorization/roleAssignments/"+role.ID, object(
		"principalId", ref{from, principal}, "principalType", "ServicePrincipal", "scope", ref{on, scope},
		"roleDefinitionId", subscription+"/providers/Microsoft.Authorization/roleDefinitions/"+role.ID), nil)
}

// logs sends what a service logs to the workspace.
func (w world) logs(of, id string, more ...any) {
	w.add("insights:DiagnosticSetting", "diagnostics-"+of+"-setting", id+"/providers/Microsoft.Insights/diagnosticSettings/to-log-analytics", object(append([]any{
		"name", "to-log-analytics", "resourceUri", ref{of, id}, "workspaceId", ref{"workspace-workspace", workspaceID},
		"logs", []any{object("categoryGroup", "allLogs", "enabled", true)}}, more...)...), nil)
}

const workspaceID = inGroup + "Microsoft.OperationalInsights/workspaces/log-aoai-prod"
