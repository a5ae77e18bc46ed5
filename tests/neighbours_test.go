package tests

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/resourcegroup"
	"secure-azure-openai/tests/recorder"
)

// neighbours are resources that somebody else made: what a component alone
// refers to.
type neighbours struct {
	world recorder.Azure
	place resourcegroup.Placement
	// ARM ids.
	vnet, openai, storage, workspace, gateway, insights string
	// endpoint is a private endpoint's name.
	endpoint string
}

func (n *neighbours) subnet(name string) pulumi.StringInput {
	return pulumi.String(n.vnet + "/subnets/" + name)
}

func newNeighbours(t *testing.T) *neighbours {
	t.Helper()
	world := recorder.NewWorld(t)
	n := &neighbours{world: world, endpoint: "pep", place: resourcegroup.Placement{ResourceGroup: pulumi.String("rg"), Location: "westeurope"}}
	part := func(token string, inputs map[string]any) string {
		inputs["resourceGroupName"] = "rg"
		id, _, err := world.Create("azure-native:"+token, "neighbour", resource.NewPropertyMapFromMap(inputs))
		require.NoError(t, err)
		return id
	}
	made := func(token string, inputs map[string]any) string {
		inputs["location"] = "westeurope"
		return part(token, inputs)
	}
	made("resources:ResourceGroup", map[string]any{})
	group := made("network/v20240501:NetworkSecurityGroup", map[string]any{"networkSecurityGroupName": "nsg-neighbour"})
	n.vnet = made("network/v20240501:VirtualNetwork", map[string]any{
		"virtualNetworkName": "vnet", "addressSpace": map[string]any{"addressPrefixes": []any{"10.0.0.0/24"}},
		"subnets": []any{
			map[string]any{"name": "endpoints", "addressPrefix": "10.0.0.0/26"},
			map[string]any{"name": "GatewaySubnet", "addressPrefix": "10.0.0.64/27"},
			map[string]any{"name": "resolver", "addressPrefix": "10.0.0.128/28", "delegations": delegation("Microsoft.Network/dnsResolvers")},
			map[string]any{"name": "functions", "addressPrefix": "10.0.0.160/27", "delegations": delegation("Microsoft.App/environments")},
			map[string]any{
				"name": "apim", "addressPrefix": "10.0.0.96/27", "delegations": delegation("Microsoft.Web/serverFarms"),
				"networkSecurityGroup": map[string]any{"id": group},
			},
			map[string]any{"name": "webapp", "addressPrefix": "10.0.0.192/26", "delegations": delegation("Microsoft.Web/serverFarms")},
		},
	})
	n.openai = made("cognitiveservices/v20241001:Account", map[string]any{
		"accountName": "oai", "kind": "OpenAI", "sku": map[string]any{"name": "S0"}, "properties": map[string]any{"customSubDomainName": "oai"},
		"identity": map[string]any{"type": "SystemAssigned"},
	})
	made("search/v20240601preview:Service", map[string]any{
		"searchServiceName": "srch", "sku": map[string]any{"name": "standard"}, "identity": map[string]any{"type": "SystemAssigned"},
	})
	n.storage = made("storage/v20240101:StorageAccount", map[string]any{
		"accountName": "stneighbour", "kind": "StorageV2", "sku": map[string]any{"name": "Standard_LRS"},
	})
	part("storage/v20240101:BlobContainer", map[string]any{"accountName": "stneighbour", "containerName": "code"})
	n.workspace = made("operationalinsights/v20230901:Workspace", map[string]any{"workspaceName": "log-neighbour"})
	n.insights = made("insights/v20200202:Component", map[string]any{
		"resourceName": "appi-neighbour", "kind": "web", "applicationType": "web", "workspaceResourceId": n.workspace,
	})
	n.gateway = made("apimanagement/v20240501:ApiManagementService", map[string]any{
		"serviceName": "apim-neighbour", "sku": map[string]any{"name": "StandardV2", "capacity": 1},
		"publisherName": "Neighbour", "publisherEmail": "apis@example.com",
	})
	made("network/v20240501:PrivateEndpoint", map[string]any{
		"privateEndpointName": "pep", "subnet": map[string]any{"id": n.vnet + "/subnets/endpoints"},
		"privateLinkServiceConnections": []any{map[string]any{"name": "pep", "privateLinkServiceId": n.storage, "groupIds": []any{"blob"}}},
	})
	return n
}

func delegation(service string) []any {
	return []any{map[string]any{"name": "delegation", "serviceName": service}}
}
