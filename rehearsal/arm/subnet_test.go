package arm_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// subnetNames are those in a VNet's list, as a reader sees it.
func (w world) subnetNames(vnetID string) []any {
	var found []any
	list, _ := w.read(vnetID)["subnets"].([]any)
	for _, s := range list {
		found = append(found, s.(m)["name"])
	}
	return found
}

func TestVNetListsSubnetsOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	outputs := w.made(subnet, with(own("own", "10.0.40.0/26"), m{"delegations": to("Microsoft.Web/serverFarms"), "networkSecurityGroup": m{"id": nsgID}}))
	assert.Equal(t, "own", outputs["name"])
	assert.Equal(t, "Disabled", outputs["privateEndpointNetworkPolicies"])
	assert.Equal(t, []any{"pe", "web", "GatewaySubnet", "dns", "own"}, w.subnetNames(vnetID))

	require.NoError(t, w.updated(vnet, vnetID, with(netInputs(), m{"subnets": nil, "tags": m{"a": "b"}})))
	assert.Contains(t, w.subnetNames(vnetID), "own", "a VNet without a list leaves its subnets alone")
	require.NoError(t, w.updated(subnet, ownID, own("own", "10.0.41.0/26")))
	assert.Equal(t, "10.0.41.0/26", w.read(ownID)["addressPrefix"])
	assert.Len(t, w.subnetNames(vnetID), 5, "an update adds no second one")

	require.NoError(t, w.deleted(ownID))
	assert.Equal(t, []any{"pe", "web", "GatewaySubnet", "dns"}, w.subnetNames(vnetID))
}

// TestVNetsListDeletesTheOthers: why a program never mixes the two ways.
func TestVNetsListDeletesTheOthers(t *testing.T) {
	w := newWorld(t)
	w.made(subnet, own("own", "10.0.40.0/26"))
	require.NoError(t, w.updated(vnet, vnetID, with(netInputs(), m{"tags": m{"a": "b"}})))
	_, there := w.Get(ownID)
	assert.False(t, there)

	w.made(subnet, own("own", "10.0.40.0/26"))
	require.NoError(t, w.deleted(siteID), "it holds the last address in use")
	require.NoError(t, w.updated(vnet, vnetID, with(netInputs(), m{"subnets": []any{}})))
	assert.Empty(t, w.subnetNames(vnetID), "an empty list deletes them all")
}

func TestSubnetOfAListCannotBeCreatedAgain(t *testing.T) {
	w := newWorld(t)
	_, _, err := w.try(subnet, own("pe", "10.0.0.0/26"))
	require.EqualError(t, err, "cannot create already existing resource '"+vnetID+"/subnets/pe'")
}

func TestSubnetOfItsOwnGoesWithItsVNet(t *testing.T) {
	w := newWorld(t)
	w.made(subnet, own("own", "10.0.40.0/26"))
	require.NoError(t, w.deleted(siteID))
	require.NoError(t, w.deleted(vnetID))
	_, there := w.Get(ownID)
	assert.False(t, there)
}

// TestRefreshedVNetKeepsOutOfItsSubnets: a VNet that does not list its subnets
// finds no change when there are some, or the next update would list, and so
// one day delete, what is not its own.
func TestRefreshedVNetKeepsOutOfItsSubnets(t *testing.T) {
	w := wired(t, "")
	w.made(group, m{"resourceGroupName": "rg", "location": "swedencentral"})
	outputs := w.made(vnet, with(netInputs(), m{"subnets": nil}))
	w.made(subnet, own("own", "10.0.40.0/26"))

	inputs := w.wire.made[vnetID].inputs
	state, err := w.wire.Read(t.Context(), &pulumirpc.ReadRequest{
		Id: vnetID, Urn: urnOf(vnet), Inputs: pack(t, inputs), Properties: pack(t, resource.NewPropertyMapFromMap(outputs)),
	})
	require.NoError(t, err)
	assert.Equal(t, inputs.Mappable(), unpack(t, state.GetInputs()).Mappable())
}
