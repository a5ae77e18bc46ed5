package arm_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const getAccount = "azure-native:cognitiveservices/v20241001:getAccount"

// TestLookUpKeepsSecrets: what was secret when it was written is secret for
// whoever looks it up, directly and over the wire.
func TestLookUpKeepsSecrets(t *testing.T) {
	w := wired(t, "")
	w.made(group, m{"resourceGroupName": "rg", "location": "swedencentral"})
	w.made(account, with(accountInputs(), m{"tags": m{"open": "a", "hidden": &resource.Secret{Element: resource.NewProperty("b")}}}))

	args := properties(m{"resourceGroupName": "rg", "accountName": "oai"})
	direct, err := w.Invoke(getAccount, args)
	require.NoError(t, err)
	response, err := w.wire.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: getAccount, Args: pack(t, args)})
	require.NoError(t, err)
	for _, answer := range []resource.PropertyMap{direct, unpack(t, response.GetReturn())} {
		tags := answer["tags"].ObjectValue()
		require.True(t, tags["hidden"].IsSecret())
		assert.Equal(t, "b", tags["hidden"].SecretValue().Element.StringValue())
		assert.Equal(t, "a", tags["open"].StringValue(), "and nothing else is")
	}
}

func TestLookUpsThatAreRefused(t *testing.T) {
	w := wired(t, "")
	w.made(group, m{"resourceGroupName": "rg", "location": "swedencentral"})
	for _, c := range []struct {
		name, token string
		args        m
		says        string
	}{
		{"unknown function", "azure-native:storage/v20240101:listStorageAccountKeys", m{}, "Invoke type azure-native:storage/v20240101:listStorageAccountKeys not found in the rehearsal's stand-in for Azure"},
		{"unknown argument", getAccount, m{"resourceGroupName": "rg", "accountName": "oai", "name": "oai"}, "unknown property 'name'"},
		{"missing argument", getAccount, m{"resourceGroupName": "rg"}, "missing required property 'accountName'"},
		{"nothing there", getAccount, m{"resourceGroupName": "rg", "accountName": "oai"}, `Code="ResourceNotFound"`},
	} {
		_, err := w.wire.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: c.token, Args: pack(t, properties(c.args))})
		require.ErrorContains(t, err, c.says, c.name)
	}
}
