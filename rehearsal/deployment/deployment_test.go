package deployment

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const file = `{"version": 3, "deployment": {"resources": [
	{"urn": "urn:pulumi:dev::p::pulumi:providers:azure-native::own", "type": "pulumi:providers:azure-native", "custom": true, "id": "1-2"},
	{"urn": "urn:pulumi:dev::p::x:y:Component::stack", "type": "x:y:Component"},
	{"urn": "urn:pulumi:dev::p::t::old", "type": "azure-native:network/v20240501:Subnet", "custom": true, "delete": true},
	{"urn": "urn:pulumi:dev::p::t::read", "type": "azure-native:network/v20240501:Subnet", "custom": true, "external": true},
	{"urn": "urn:pulumi:dev::p::t::subnet", "type": "azure-native:network/v20240501:Subnet", "custom": true,
		"parent": "urn:pulumi:dev::p::x:y:Component::stack",
		"provider": "urn:pulumi:dev::p::pulumi:providers:azure-native::own::1-2",
		"dependencies": ["urn:pulumi:dev::p::t::read"], "propertyDependencies": {"name": ["urn:pulumi:dev::p::t::read"]},
		"inputs": {"name": "snet", "secret": {"ciphertext": "abc"}, "nested": {"list": [{"a": 1}, "text", {"b": 2}]}}}
]}}`

func TestRead(t *testing.T) {
	d, err := Read([]byte(file))
	require.NoError(t, err)
	assert.Equal(t, "dev", d.Stack)
	require.Len(t, d.Resources, 4, "without the one that was replaced")
	var azure []string
	for _, r := range d.Resources {
		if r.OnAzure() {
			azure = append(azure, r.Name())
		}
	}
	assert.Equal(t, []string{"subnet"}, azure)
	subnet := d.Resources[3]
	assert.True(t, subnet.Is("network:Subnet"))
	assert.False(t, subnet.Is("network:VirtualNetwork"))
	assert.False(t, d.Resources[2].Is("network:Subnet"), "only read")
	assert.ElementsMatch(t, []string{
		"urn:pulumi:dev::p::t::read", "urn:pulumi:dev::p::t::read", "urn:pulumi:dev::p::x:y:Component::stack",
		"urn:pulumi:dev::p::pulumi:providers:azure-native::own",
	}, subnet.Before())
	assert.Equal(t, "snet", subnet.Text("name"))
	for _, keys := range [][]string{{"secret"}, {"nested", "list"}, {"name", "deeper"}, {"none"}, {"secret", "none"}} {
		assert.Empty(t, subnet.Text(keys...), keys)
	}
	assert.Len(t, subnet.Items("nested", "list"), 2)
	assert.Empty(t, subnet.Items("name"))
	assert.Empty(t, d.Resources[1].ProviderURN())
}

func TestReadRefuses(t *testing.T) {
	resources := func(list string) string { return `{"deployment": {"resources": [` + list + `]}}` }
	const a = `{"urn": "urn:pulumi:dev::p::t::a"}`
	for _, c := range []struct{ exported, says string }{
		{"", "reading the deployment: unexpected end"},
		{"[]", "reading the deployment: json: cannot unmarshal array"},
		{`{"resources": []}`, `there is no "deployment" in it, as pulumi stack export writes one`},
		{resources(`{"urn": "x"}`), `"x" is no URN`},
		{resources(`{}`), `"" is no URN`},
		{resources(a + "," + a), "::a is in it twice"},
		{resources(`{"urn": "urn:pulumi:dev::p::t::a", "parent": "urn:pulumi:dev::p::t::b"}`), "::a waits for urn:pulumi:dev::p::t::b, which is not in it"},
	} {
		_, err := Read([]byte(c.exported))
		assert.ErrorContains(t, err, c.says)
	}
	d, err := Read([]byte(resources("")))
	require.NoError(t, err)
	assert.Empty(t, d.Resources)
}
