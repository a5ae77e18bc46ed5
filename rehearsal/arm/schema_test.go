package arm_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

func TestCheck(t *testing.T) {
	good := m{"resourceGroupName": "rg", "virtualNetworkName": "net", "location": "swedencentral", "subnets": []any{m{"name": "a"}}, "tags": m{"a": "b"}, "flowTimeoutInMinutes": 4}
	for _, c := range []struct {
		name    string
		token   string
		inputs  m
		reasons []string
	}{
		{"good", vnet, good, nil},
		{"missing at the top", vnet, with(good, m{"resourceGroupName": nil}), []string{"missing required property 'resourceGroupName'"}},
		{"missing in depth", storage, m{"resourceGroupName": "rg", "accountName": "a", "kind": "StorageV2", "sku": m{}}, []string{"missing required property 'sku.name'"}},
		{"missing in the path", blobs, m{"resourceGroupName": "rg", "accountName": "a"}, []string{"missing required property 'blobServicesName'"}},
		{"unknown at the top", vnet, with(good, m{"subnet": "x"}), []string{"unknown property 'subnet' of " + vnet}},
		{"unknown in depth", vnet, with(good, m{"subnets": []any{m{}, m{"networkSecurityGroup": m{"securityRules": []any{}, "rules": 1}}}}), []string{"unknown property 'subnets[1].networkSecurityGroup.rules'"}},
		{"another case", vnet, with(good, m{"Tags": m{}}), []string{"unknown property 'Tags' of " + vnet + " (did you mean 'tags'?)"}},
		{"string for number", vnet, with(good, m{"flowTimeoutInMinutes": "4"}), []string{"'flowTimeoutInMinutes' should be of type 'integer' but got a string"}},
		{"fraction for integer", vnet, with(good, m{"flowTimeoutInMinutes": 4.5}), []string{"'flowTimeoutInMinutes' must be an integer but got 4.5"}},
		{"number for string", vnet, with(good, m{"tags": m{"a": 1}}), []string{"'tags.a' should be of type 'string' but got a number"}},
		{"object for array", vnet, with(good, m{"subnets": m{}}), []string{"'subnets' should be of type 'array' but got an object"}},
		{"array for object", vnet, with(good, m{"addressSpace": []any{}}), []string{"'addressSpace' should be of type 'object' but got an array"}},
		{"text for boolean", vnet, with(good, m{"enableDdosProtection": "yes"}), []string{"'enableDdosProtection' should be of type 'boolean' but got a string"}},
		{"text for map", vnet, with(good, m{"tags": "a"}), []string{"'tags' should be of type 'object' but got a string"}},
		{"all at once", vnet, m{"virtualNetworkName": "n", "a": 1, "b": 2}, []string{"missing required property 'resourceGroupName'", "unknown property 'a'", "unknown property 'b'"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			typ, err := arm.Lookup(c.token)
			require.NoError(t, err)
			problems := typ.Check(properties(c.inputs))
			require.Len(t, problems, len(c.reasons), "%v", problems)
			for i, reason := range c.reasons {
				assert.Contains(t, problems[i].Reason, reason)
			}
		})
	}
}

func TestCheckLooksIntoSecretsAndPassesUnknowns(t *testing.T) {
	typ, err := arm.Lookup(vnet)
	require.NoError(t, err)
	unknown := resource.MakeComputed(resource.NewProperty(""))
	problems := typ.Check(resource.PropertyMap{
		"resourceGroupName": unknown, "virtualNetworkName": unknown, "subnets": unknown,
		"tags": resource.MakeSecret(resource.NewProperty(resource.PropertyMap{"a": resource.NewProperty(1.0)})),
	})
	require.Len(t, problems, 1)
	assert.Equal(t, "tags.a", problems[0].Path)
}

func TestEveryTypeIsWhole(t *testing.T) {
	for _, token := range arm.Tokens() {
		typ, err := arm.Lookup(token)
		require.NoError(t, err)
		assert.NotEmpty(t, typ.ARM, token)
		assert.NotEmpty(t, typ.API, token)
		assert.NotEmpty(t, typ.Schema().Inputs, token)
		assert.Contains(t, typ.Schema().Outputs, "name", token)
		for _, name := range append([]string{}, typ.ForceNew...) {
			assert.Contains(t, typ.Schema().Inputs, name, "%s replaces on a property that it does not have", token)
		}
		if typ.Name != "" {
			assert.Contains(t, typ.Schema().Inputs, typ.Name, token)
			assert.Contains(t, typ.Path, "{"+typ.Name+"}", token)
		}
	}
}

func TestProjectIsWhatAProgramCouldHaveWritten(t *testing.T) {
	typ, err := arm.Lookup(account)
	require.NoError(t, err)
	assert.Equal(t, m{
		"kind": "OpenAI", "identity": m{"type": "UserAssigned", "userAssignedIdentities": []any{"/a", "/b"}},
		"properties": m{"customSubDomainName": "oai"},
	}, typ.Schema().Project(m{
		"name": "oai", "kind": "OpenAI", "etag": "x",
		"identity":   m{"type": "UserAssigned", "principalId": "p", "userAssignedIdentities": m{"/b": m{"clientId": "c"}, "/a": m{}}},
		"properties": m{"customSubDomainName": "oai", "endpoint": "https://oai.openai.azure.com/", "privateEndpointConnections": []any{}},
	}))
}

func TestAutoName(t *testing.T) {
	typ, err := arm.Lookup(storage)
	require.NoError(t, err)
	name, err := typ.AutoName("docs", []byte("seed"))
	require.NoError(t, err)
	assert.Regexp(t, `^docs[0-9a-f]{8}$`, name)
	again, err := typ.AutoName("docs", []byte("seed"))
	require.NoError(t, err)
	assert.Equal(t, name, again, "the same seed gives the same name")
	random, err := typ.AutoName("docs", nil)
	require.NoError(t, err)
	assert.NotEqual(t, name, random)

	typ, err = arm.Lookup(assignment)
	require.NoError(t, err)
	name, err = typ.AutoName("reader", []byte("seed"))
	require.NoError(t, err)
	assert.Regexp(t, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, name)
}
