package conflicts

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"secure-azure-openai/rehearsal/deployment"
)

const (
	group   = "/subscriptions/s/resourceGroups/rg/providers"
	account = group + "/Microsoft.CognitiveServices/accounts/oai"
	store   = group + "/Microsoft.Storage/storageAccounts/st"
	search  = group + "/Microsoft.Search/searchServices/srch"
	vnet    = group + "/Microsoft.Network/virtualNetworks/vnet"
	gateway = group + "/Microsoft.ApiManagement/service/apim"

	modelToken    = "azure-native:cognitiveservices/v20241001:Deployment"
	endpointToken = "azure-native:network/v20240501:PrivateEndpoint"
	linkToken     = "azure-native:search/v20240601preview:SharedPrivateLinkResource"
	subnetToken   = "azure-native:network/v20240501:Subnet"
)

func urn(name string) string { return "urn:pulumi:dev::project::type::" + name }

func model(name string, after ...string) deployment.Resource {
	return resource(name, modelToken, account+"/deployments/"+name, nil, after)
}

// endpoint is a private endpoint in a subnet, to a target.
func endpoint(name, subnet, target string, after ...string) deployment.Resource {
	return resource(name, endpointToken, group+"/Microsoft.Network/privateEndpoints/"+name, map[string]any{
		"subnet":                        map[string]any{"id": vnet + "/subnets/" + subnet},
		"privateLinkServiceConnections": []any{map[string]any{"privateLinkServiceId": target}},
	}, after)
}

func link(name, target string, after ...string) deployment.Resource {
	return resource(name, linkToken, search+"/sharedPrivateLinkResources/"+name,
		map[string]any{"properties": map[string]any{"privateLinkResourceId": target}}, after)
}

func subnet(name, of string, after ...string) deployment.Resource {
	return resource(name, subnetToken, of+"/subnets/"+name, nil, after)
}

func scoped(name string, after ...string) deployment.Resource {
	return resource(name, "azure-native:insights/v20210701preview:PrivateLinkScopedResource",
		group+"/Microsoft.Insights/privateLinkScopes/ampls/scopedResources/"+name, nil, after)
}

// inGateway is something of an API Management service, by the rest of its id.
func inGateway(kind, name, path string, after ...string) deployment.Resource {
	return resource(name, "azure-native:apimanagement/v20240501:"+kind, gateway+path, nil, after)
}

func subscription(name, scope string, after ...string) deployment.Resource {
	s := inGateway("Subscription", name, "/subscriptions/"+name, after...)
	s.Inputs = map[string]any{"scope": scope}
	return s
}

// owned is a subscription that is somebody's, to a product of its own.
func owned(name, owner string, after ...string) deployment.Resource {
	s := subscription(name, "/products/"+name, after...)
	s.Inputs["ownerId"] = owner
	return s
}

// approval is an inline deployment that writes a connection of the account.
func approval(name, connection string, after ...string) deployment.Resource {
	return resource(name, "azure-native:resources:Deployment", group+"/Microsoft.Resources/deployments/"+name,
		map[string]any{"properties": map[string]any{"template": map[string]any{"resources": []any{map[string]any{
			"type": "Microsoft.CognitiveServices/accounts/privateEndpointConnections", "name": connection,
		}}}}}, after)
}

func resource(name, token, id string, inputs map[string]any, after []string) deployment.Resource {
	r := deployment.Resource{URN: urn(name), Type: token, ID: id, Custom: true, Inputs: inputs}
	for _, a := range after {
		r.Dependencies = append(r.Dependencies, urn(a))
	}
	return r
}

// TestRules has, for each rule, resources that are kept apart, and the same
// with nothing between them, which is refused with the rule's code.
func TestRules(t *testing.T) {
	covered := map[string]bool{}
	for _, row := range []struct {
		rule       string
		apart      []deployment.Resource
		overlap    []deployment.Resource
		code, pair string
	}{
		{
			"model deployments on one account",
			[]deployment.Resource{model("a"), model("b", "a")},
			[]deployment.Resource{model("a"), model("b")}, "RequestConflict", "a b",
		},
		{
			"a connection to an account and a model deployment on it",
			[]deployment.Resource{model("z"), endpoint("e", "one", account, "z")},
			[]deployment.Resource{model("z"), endpoint("e", "one", strings.ToLower(account))}, "AccountProvisioningStateInvalid", "z e",
		},
		{
			"a connection to an account and a model deployment on it",
			[]deployment.Resource{model("z", "l"), link("l", account)},
			[]deployment.Resource{model("z"), link("l", account)}, "AccountProvisioningStateInvalid", "z l",
		},
		{
			"connections to one account",
			[]deployment.Resource{endpoint("e", "one", account), link("l", account, "e")},
			[]deployment.Resource{endpoint("e", "one", account), link("l", account)}, "AccountProvisioningStateInvalid", "e l",
		},
		{
			"private endpoints to one storage account",
			[]deployment.Resource{endpoint("e", "one", store), endpoint("f", "two", store, "e")},
			[]deployment.Resource{endpoint("e", "one", store), endpoint("f", "two", store)}, "StorageAccountOperationInProgress", "e f",
		},
		{
			"private endpoints in one subnet",
			[]deployment.Resource{endpoint("e", "one", store), endpoint("f", "one", search, "e")},
			[]deployment.Resource{endpoint("e", "one", store), endpoint("f", "ONE", search)}, "ReferencedResourceNotProvisioned", "e f",
		},
		{
			"shared private links of one Search service",
			[]deployment.Resource{link("l", account), link("m", store, "l")},
			[]deployment.Resource{link("l", account), link("m", store)}, "Conflict", "l m",
		},
		{
			"a shared private link and its approval",
			[]deployment.Resource{link("l", account), approval("a", "oai/l.0-1", "l")},
			[]deployment.Resource{link("l", account), approval("a", "oai/l.0-1")}, "ResourceNotFound", "l a",
		},
		{ // The other order is wrong, too.
			"a shared private link and its approval",
			[]deployment.Resource{link("l", account), approval("a", "oai/another.0-1")},
			[]deployment.Resource{link("l", account, "a"), approval("a", "oai/l.0-1")}, "ResourceNotFound", "l a",
		},
		{
			"subnets of one VNet",
			[]deployment.Resource{subnet("s", vnet), subnet("t", vnet, "s")},
			[]deployment.Resource{subnet("s", vnet), subnet("t", vnet)}, "AnotherOperationInProgress", "s t",
		},
		{
			"resources of one private link scope",
			[]deployment.Resource{scoped("s"), scoped("t", "s")},
			[]deployment.Resource{scoped("s"), scoped("t")}, "Conflict", "s t",
		},
		{
			"writes to one API of a gateway",
			[]deployment.Resource{inGateway("ApiPolicy", "p", "/apis/a/policies/policy"), inGateway("ApiDiagnostic", "q", "/apis/a/diagnostics/d", "p")},
			[]deployment.Resource{inGateway("ApiPolicy", "p", "/apis/a/policies/policy"), inGateway("ApiDiagnostic", "q", "/APIs/A/diagnostics/d")}, "PessimisticConcurrencyConflict", "p q",
		},
		{
			"writes to one API of a gateway",
			[]deployment.Resource{inGateway("Api", "a", "/apis/a;rev=2"), inGateway("ProductApi", "l", "/products/one/apis/a", "a")},
			[]deployment.Resource{inGateway("Api", "a", "/apis/a;rev=2"), inGateway("ProductApi", "l", "/products/one/apis/a")}, "PessimisticConcurrencyConflict", "a l",
		},
		{
			"writes to one product of a gateway",
			[]deployment.Resource{subscription("s", gateway+"/products/one"), subscription("t", "/products/one", "s")},
			[]deployment.Resource{subscription("s", gateway+"/products/one"), subscription("t", "/products/one")}, "PreconditionFailed", "s t",
		},
		{
			"writes to one product of a gateway",
			[]deployment.Resource{inGateway("ProductApi", "l", "/products/one/apis/a"), subscription("s", gateway+"/products/one", "l")},
			[]deployment.Resource{inGateway("ProductApi", "l", "/products/one/apis/a"), subscription("s", gateway+"/products/one")}, "PreconditionFailed", "l s",
		},
		{
			"writes to one product of a gateway",
			[]deployment.Resource{inGateway("Product", "p", "/products/one"), inGateway("ProductApi", "q", "/products/one/apis/a", "p")},
			[]deployment.Resource{inGateway("Product", "p", "/products/one"), inGateway("ProductApi", "q", "/products/one/apis/a")}, "PreconditionFailed", "p q",
		},
		{
			"subscriptions of one user of a gateway",
			[]deployment.Resource{owned("s", gateway+"/users/1"), owned("t", "/users/1", "s")},
			[]deployment.Resource{owned("s", gateway+"/users/1"), owned("t", "/users/1")}, "PreconditionFailed", "s t",
		},
	} {
		t.Run(row.rule, func(t *testing.T) {
			covered[row.rule] = true
			assert.Empty(t, Find(deployment.Deployment{Resources: row.apart}))
			found := Find(deployment.Deployment{Resources: row.overlap})
			if assert.Len(t, found, 1) {
				assert.Equal(t, row.rule, found[0].Rule.Title)
				assert.Equal(t, row.code, found[0].Rule.Code)
				assert.Equal(t, row.pair, found[0].First.Name()+" "+found[0].Second.Name())
			}
			slices.Reverse(row.overlap)
			assert.Equal(t, found, Find(deployment.Deployment{Resources: row.overlap}), "the order of the file")
		})
	}
	for _, rule := range Rules {
		assert.True(t, covered[rule.Title], "%s: no row fails with it", rule.Title)
		assert.Regexp(t, `^https://`, rule.Source, rule.Title)
	}
}

// TestWhatKeepsApart: any number of steps, values and parents do.
func TestWhatKeepsApart(t *testing.T) {
	between := resource("between", "secure-azure-openai:network:Network", "", nil, []string{"a"})
	between.Custom = false
	child := model("child")
	child.Parent = urn("between")
	taker := model("taker")
	taker.PropertyDependencies = map[string][]string{"x": {urn("child")}}
	assert.Empty(t, Find(deployment.Deployment{Resources: []deployment.Resource{model("a"), between, child, taker}}))

	other := model("other")
	other.ID = group + "/Microsoft.CognitiveServices/accounts/other/deployments/m"
	read := model("read")
	read.External = true
	elsewhere := subnet("s", group+"/Microsoft.Network/virtualNetworks/another")
	assert.Empty(t, Find(deployment.Deployment{Resources: []deployment.Resource{
		model("a"), other, read, subnet("t", vnet), elsewhere,
		endpoint("e", "one", store), endpoint("f", "two", search), link("l", account, "a"),
	}}), "other things, and what is only read")
}

// TestWhatIsApartInAGateway: what is of different APIs and products, and what
// is of the service alone.
func TestWhatIsApartInAGateway(t *testing.T) {
	other := inGateway("ApiPolicy", "elsewhere", "")
	other.ID = group + "/Microsoft.ApiManagement/service/other/apis/a/policies/policy"
	assert.Empty(t, Find(deployment.Deployment{Resources: []deployment.Resource{
		inGateway("ApiManagementService", "service", ""), inGateway("ApiPolicy", "a", "/apis/a/policies/policy"),
		inGateway("ApiPolicy", "b", "/apis/b/policies/policy"), other,
		inGateway("Backend", "backend-1", "/backends/one"), inGateway("Backend", "backend-2", "/backends/two"),
		inGateway("NamedValue", "value-1", "/namedValues/one"), inGateway("NamedValue", "value-2", "/namedValues/two"),
		inGateway("Logger", "logger", "/loggers/one"), inGateway("Product", "product-1", "/products/one"), inGateway("Product", "product-2", "/products/two"),
		subscription("all-1", "/apis"), subscription("all-2", gateway+"/apis"), subscription("none", ""), subscription("of-api", "/apis/a"), owned("odd", "/groups/1"),
	}}))
}

func TestCirclesAndGapsEnd(t *testing.T) {
	assert.Empty(t, Find(deployment.Deployment{}))
	assert.Empty(t, Find(deployment.Deployment{Resources: []deployment.Resource{model("a", "b"), model("b", "a")}}))
	odd := approval("a", "[concat('oai/l')]")
	assert.Empty(t, Find(deployment.Deployment{Resources: []deployment.Resource{
		link("l", account), odd, approval("b", "oai"), approval("c", ""), resource("d", modelToken, "", nil, nil),
		resource("e", endpointToken, "", map[string]any{"subnet": "text", "privateLinkServiceConnections": []any{"text"}}, nil),
	}}))
}

func TestOnePairIsToldOnce(t *testing.T) {
	found := Find(deployment.Deployment{Resources: []deployment.Resource{
		endpoint("e", "one", account), endpoint("f", "one", account),
	}})
	if assert.Len(t, found, 1) {
		assert.Equal(t, "AccountProvisioningStateInvalid", found[0].Rule.Code)
	}
}

func TestText(t *testing.T) {
	found := Find(deployment.Deployment{Resources: []deployment.Resource{
		endpoint("endpoint-search", "snet-endpoints", search), endpoint("endpoint-storage", "snet-endpoints", store),
		subnet("s", vnet), subnet("t", vnet), link("l", account), approval("a", "oai/l.0"),
	}})
	if !assert.Len(t, found, 3) {
		return
	}
	assert.Equal(t, `endpoint-search and endpoint-storage: neither waits for the other, so in
some run they overlap.
Azure then answers ReferencedResourceNotProvisioned: Cannot proceed with
operation because resource
.../Microsoft.Network/virtualNetworks/vnet/subnets/snet-endpoints used by
resource .../Microsoft.Network/privateEndpoints/endpoint-storage is not in
Succeeded state. Resource is in Updating state and the last operation that
updated/is updating the resource is PutSubnetOperation.
It wants one endpoint at a time in the subnet. Make endpoint-storage wait:
add pulumi.DependsOn with endpoint-search to its options.
See https://github.com/hashicorp/terraform-provider-azurerm/issues/17649`, found[0].String())
	assert.Contains(t, found[1].String(), "the second does not wait for the first")
	assert.Contains(t, found[2].String(), "The provider tries again after 20, 60 and 120 seconds")
}

func TestLocksAndSequence(t *testing.T) {
	endpoint := endpoint("e", "One", account)
	locks := Locks(endpoint)
	if assert.Len(t, locks, 2) {
		assert.Equal(t, Lock{ID: "account " + strings.ToLower(account), Why: "one operation at a time on the account"}, locks[0])
		assert.Equal(t, "subnet "+strings.ToLower(vnet)+"/subnets/one", locks[1].ID)
	}
	assert.Equal(t, locks[:1], Locks(model("a")))
	assert.Empty(t, Locks(approval("a", "oai/l.0")))

	first := func(resources ...deployment.Resource) string {
		var pairs []string
		for _, c := range Sequence(deployment.Deployment{Resources: resources}) {
			pairs = append(pairs, c.First.Name()+"<"+c.Second.Name())
		}
		return strings.Join(pairs, " ")
	}
	assert.Equal(t, "a<e b<e", first(model("a"), model("b"), endpoint))
	assert.Empty(t, first(model("a", "e"), endpoint), "the program has it the other way")
	// Each model deployment waits for an endpoint of its own: to let each
	// endpoint wait for the other's would be a circle.
	other := endpoint
	other.URN = urn("f")
	assert.Equal(t, "a<f", first(model("a", "e"), model("b", "f"), endpoint, other))
}
