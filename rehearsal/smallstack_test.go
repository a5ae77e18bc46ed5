package rehearsal

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/rehearsal/arm"
)

// unit is a component without decisions of its own.
type unit struct{ pulumi.ResourceState }

// smallStack is a program with one of everything that faults are about: a
// component, an order, types that Azure makes at once and types that take it
// a while, a generated name, a secret. version changes something in most
// resources, and takes the identity's role away and gives it another.
func smallStack(version int) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		s := &small{ctx: ctx, tag: []string{"one", "two"}[version-1]}
		return s.deploy(version)
	}
}

type small struct {
	ctx    *pulumi.Context
	tag    string
	parent pulumi.Resource
	err    error
}

// make registers a resource in the group.
func (s *small) make(token, name string, inputs pulumi.Map, after ...pulumi.Resource) *thing {
	made := &thing{}
	if s.err != nil {
		return made
	}
	options := []pulumi.ResourceOption{pulumi.DependsOn(after)}
	if s.parent != nil {
		options = append(options, pulumi.Parent(s.parent))
	}
	s.err = s.ctx.RegisterResource("azure-native:"+token, name, inputs, made, options...)
	return made
}

const inGroup = "/subscriptions/" + arm.FakeSubscription + "/resourceGroups/rg/providers/"

func (s *small) deploy(version int) error {
	tags := pulumi.Map{"version": pulumi.String(s.tag)}
	text := func(t string) pulumi.String { return pulumi.String(t) }
	here := func(inputs pulumi.Map) pulumi.Map {
		inputs["resourceGroupName"], inputs["location"] = text("rg"), text("swedencentral")
		return inputs
	}
	group := s.make("resources:ResourceGroup", "group", pulumi.Map{"resourceGroupName": text("rg"), "location": text("swedencentral"), "tags": tags})
	component := &unit{}
	if err := s.ctx.RegisterComponentResource("small:index:Unit", "unit", component); err != nil {
		return err
	}
	s.parent = component
	nsg := s.make("network/v20240501:NetworkSecurityGroup", "nsg", here(pulumi.Map{"networkSecurityGroupName": text("nsg"), "tags": tags}), group)
	vnet := s.make("network/v20240501:VirtualNetwork", "vnet", here(pulumi.Map{
		"virtualNetworkName": text("vnet"), "tags": tags,
		"addressSpace": pulumi.Map{"addressPrefixes": pulumi.Array{text("10.0.0.0/16")}},
		"subnets": pulumi.Array{pulumi.Map{"name": text("endpoints"), "addressPrefix": text("10.0.0.0/26"),
			"networkSecurityGroup": pulumi.Map{"id": nsg.ID()}}},
	}), group)
	account := s.make("storage/v20240101:StorageAccount", "account", here(pulumi.Map{
		"accountName": text("smallaccount"), "kind": text("StorageV2"), "sku": pulumi.Map{"name": text("Standard_LRS")},
		"tags": pulumi.Map{"version": text(s.tag), "word": pulumi.ToSecret(text("a word that is kept"))},
	}), group)
	identity := &reader{}
	if s.err == nil {
		s.err = s.ctx.RegisterResource("azure-native:managedidentity/v20230131:UserAssignedIdentity", "identity",
			here(pulumi.Map{"resourceName": text("identity"), "tags": tags}), identity,
			pulumi.Parent(component), pulumi.DependsOn([]pulumi.Resource{group}))
	}
	role := "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1" // Storage Blob Data Reader
	if version == 2 {
		role = "ba92f5b4-2d11-453d-a403-e96b0029c9fe" // Storage Blob Data Contributor
	}
	s.make("authorization:RoleAssignment", "role-"+s.tag, pulumi.Map{
		"scope": account.ID(), "principalId": identity.PrincipalID, "principalType": text("ServicePrincipal"),
		"roleDefinitionId": text("/subscriptions/" + arm.FakeSubscription + "/providers/Microsoft.Authorization/roleDefinitions/" + role),
	})
	s.make("storage/v20240101:BlobContainer", "container", pulumi.Map{
		"resourceGroupName": text("rg"), "accountName": text("smallaccount"), "containerName": text("documents"),
		"metadata": pulumi.Map{"version": text(s.tag)},
	}, account)
	s.make("network/v20240501:PrivateEndpoint", "endpoint", here(pulumi.Map{
		"privateEndpointName": text("endpoint"), "tags": tags,
		"subnet": pulumi.Map{"id": text(inGroup + "Microsoft.Network/virtualNetworks/vnet/subnets/endpoints")},
		"privateLinkServiceConnections": pulumi.Array{pulumi.Map{"name": text("blob"),
			"privateLinkServiceId": account.ID(), "groupIds": pulumi.Array{text("blob")}}},
		"ipConfigurations": pulumi.Array{pulumi.Map{"name": text("blob"), "groupId": text("blob"), "memberName": text("blob"),
			"privateIPAddress": text("10.0.0.10")}},
	}), vnet)
	return s.err
}

// reader is an identity with the output that a role needs.
type reader struct {
	pulumi.CustomResourceState

	PrincipalID pulumi.StringOutput `pulumi:"principalId"`
}
