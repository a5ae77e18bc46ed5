package arm_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

// m is an object of a request.
type m = map[string]any

// The tokens of the tests, short.
const (
	group       = "azure-native:resources:ResourceGroup"
	deployment  = "azure-native:resources:Deployment"
	vnet        = "azure-native:network/v20240501:VirtualNetwork"
	subnet      = "azure-native:network/v20240501:Subnet"
	nsg         = "azure-native:network/v20240501:NetworkSecurityGroup"
	publicIP    = "azure-native:network/v20240501:PublicIPAddress"
	gateway     = "azure-native:network/v20240501:VirtualNetworkGateway"
	endpoint    = "azure-native:network/v20240501:PrivateEndpoint"
	zoneGroup   = "azure-native:network/v20240501:PrivateDnsZoneGroup"
	zone        = "azure-native:network/v20240601:PrivateZone"
	zoneLink    = "azure-native:network/v20240601:VirtualNetworkLink"
	resolver    = "azure-native:network/v20220701:DnsResolver"
	inbound     = "azure-native:network/v20220701:InboundEndpoint"
	account     = "azure-native:cognitiveservices/v20241001:Account"
	model       = "azure-native:cognitiveservices/v20241001:Deployment"
	search      = "azure-native:search/v20240601preview:Service"
	sharedLink  = "azure-native:search/v20240601preview:SharedPrivateLinkResource"
	storage     = "azure-native:storage/v20240101:StorageAccount"
	blobs       = "azure-native:storage/v20240101:BlobServiceProperties"
	container   = "azure-native:storage/v20240101:BlobContainer"
	plan        = "azure-native:web/v20240401:AppServicePlan"
	webApp      = "azure-native:web/v20240401:WebApp"
	ftpAllowed  = "azure-native:web/v20240401:WebAppFtpAllowed"
	identity    = "azure-native:managedidentity/v20230131:UserAssignedIdentity"
	workspace   = "azure-native:operationalinsights/v20230901:Workspace"
	diagnostics = "azure-native:insights/v20210501preview:DiagnosticSetting"
	assignment  = "azure-native:authorization:RoleAssignment"
)

const (
	groupID     = "/subscriptions/" + arm.FakeSubscription + "/resourceGroups/rg"
	networkIDs  = groupID + "/providers/Microsoft.Network/"
	nsgID       = networkIDs + "networkSecurityGroups/nsg"
	vnetID      = networkIDs + "virtualNetworks/net"
	accountID   = groupID + "/providers/Microsoft.CognitiveServices/accounts/oai"
	searchID    = groupID + "/providers/Microsoft.Search/searchServices/srch"
	storageID   = groupID + "/providers/Microsoft.Storage/storageAccounts/sto"
	siteID      = groupID + "/providers/Microsoft.Web/sites/app"
	planID      = groupID + "/providers/Microsoft.Web/serverfarms/plan"
	workspaceID = groupID + "/providers/Microsoft.OperationalInsights/workspaces/logs"
	zoneID      = networkIDs + "privateDnsZones/privatelink.openai.azure.com"
	pepID       = networkIDs + "privateEndpoints/pep"

	readerRole = "/subscriptions/" + arm.FakeSubscription + "/providers/Microsoft.Authorization/roleDefinitions/1407120a-92aa-4202-b7e9-c0e197c71c8f"
	someUser   = "00000000-0000-0000-0000-00000000cafe"
)

// world is a world under test.
type world struct {
	*arm.World
	t *testing.T
	// wire is how the world is asked; nil is directly.
	wire *wire
}

// newWorld has what the rules are tried on: a group, a network, and one of
// every service.
func newWorld(t *testing.T) world {
	t.Helper()
	return furnished(world{World: arm.NewWorld(arm.Options{}), t: t})
}

func furnished(w world) world {
	w.t.Helper()
	w.made(group, m{"resourceGroupName": "rg", "location": "swedencentral"})
	w.made(nsg, m{"networkSecurityGroupName": "nsg"})
	w.made(vnet, netInputs())
	w.made(account, accountInputs())
	w.made(search, m{"searchServiceName": "srch", "sku": m{"name": "basic"}, "identity": m{"type": "SystemAssigned"}})
	w.made(storage, m{"accountName": "sto", "kind": "StorageV2", "sku": m{"name": "Standard_LRS"}, "allowBlobPublicAccess": false})
	w.made(workspace, m{"workspaceName": "logs"})
	w.made(plan, m{"name": "plan", "reserved": true, "sku": m{"name": "B1"}})
	w.made(webApp, m{"name": "app", "serverFarmId": planID, "identity": m{"type": "SystemAssigned"}, "virtualNetworkSubnetId": vnetID + "/subnets/web"})
	w.made(zone, m{"privateZoneName": "privatelink.openai.azure.com", "location": "global"})
	return w
}

func netInputs() m {
	return m{
		"virtualNetworkName": "net",
		"addressSpace":       m{"addressPrefixes": []any{"10.0.0.0/16"}},
		"subnets": []any{
			m{"name": "pe", "addressPrefix": "10.0.0.0/26", "networkSecurityGroup": m{"id": networkIDs + "networkSecurityGroups/nsg"}},
			m{"name": "web", "addressPrefix": "10.0.1.0/28", "delegations": to("Microsoft.Web/serverFarms")},
			m{"name": "GatewaySubnet", "addressPrefix": "10.0.2.0/27"},
			m{"name": "dns", "addressPrefix": "10.0.32.0/28", "delegations": to("Microsoft.Network/dnsResolvers")},
		},
	}
}

// to is a subnet's delegation to a service.
func to(service string) []any {
	return []any{m{"name": "delegation", "serviceName": service}}
}

func accountInputs() m {
	return m{
		"accountName": "oai", "kind": "OpenAI", "sku": m{"name": "S0"}, "identity": m{"type": "SystemAssigned"},
		"properties": m{"customSubDomainName": "oai", "publicNetworkAccess": "Disabled"},
	}
}

func endpointInputs() m {
	return m{
		"privateEndpointName": "pep", "subnet": m{"id": vnetID + "/subnets/pe"},
		"privateLinkServiceConnections": []any{m{"name": "c", "privateLinkServiceId": accountID, "groupIds": []any{"account"}}},
	}
}

func linkInputs() m {
	return m{"searchServiceName": "srch", "sharedPrivateLinkResourceName": "link", "properties": m{
		"groupId": "openai_account", "privateLinkResourceId": accountID, "requestMessage": "please",
	}}
}

// with is inputs with some of them changed; nil takes one away.
func with(inputs m, changes m) m {
	changed := maps.Clone(inputs)
	for k, v := range changes {
		if v == nil {
			delete(changed, k)
		} else {
			changed[k] = v
		}
	}
	return changed
}

// try creates a resource in the group.
func (w world) try(token string, inputs m) (string, m, error) {
	if t, err := arm.Lookup(token); err == nil && strings.Contains(t.Path, "{resourceGroupName}") && inputs["resourceGroupName"] == nil {
		inputs = with(inputs, m{"resourceGroupName": "rg"})
	}
	if w.wire != nil {
		return w.wire.create(w.t, token, resource.NewPropertyMapFromMap(inputs))
	}
	id, outputs, err := w.Create(token, "thing", resource.NewPropertyMapFromMap(inputs))
	return id, outputs.Mappable(), err
}

// made creates a resource that must come into being.
func (w world) made(token string, inputs m) m {
	w.t.Helper()
	id, outputs, err := w.try(token, inputs)
	require.NoError(w.t, err)
	require.NotEmpty(w.t, id)
	return outputs
}

// updated writes new inputs to a resource.
func (w world) updated(token, id string, inputs m) error {
	w.t.Helper()
	t, err := arm.Lookup(token)
	require.NoError(w.t, err)
	for name, value := range (m{"resourceGroupName": "rg", "location": "swedencentral"}) {
		if _, has := t.Schema().Inputs[name]; has && inputs[name] == nil {
			inputs = with(inputs, m{name: value})
		}
	}
	if w.wire != nil {
		return w.wire.update(w.t, token, id, resource.NewPropertyMapFromMap(inputs))
	}
	_, err = w.Do(arm.Operation{Kind: arm.Update, Type: t, ID: id, Inputs: resource.NewPropertyMapFromMap(inputs)})
	return err
}

func (w world) deleted(id string) error {
	w.t.Helper()
	if w.wire != nil {
		return w.wire.delete(w.t, id)
	}
	_, err := w.Do(arm.Operation{Kind: arm.Delete, ID: id})
	return err
}

// read is what a reader sees of a resource.
func (w world) read(id string) m {
	w.t.Helper()
	r, err := w.Do(arm.Operation{Kind: arm.Read, ID: id})
	require.NoError(w.t, err)
	return r.Outputs.Mappable()
}

// at is the value at a dotted path.
func at(t *testing.T, v any, path string) any {
	t.Helper()
	for name := range strings.SplitSeq(path, ".") {
		object, ok := v.(m)
		require.True(t, ok, "%s: no object at %s", path, name)
		v = object[name]
	}
	return v
}
