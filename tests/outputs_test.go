package tests

import (
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/tests/variants"
)

func key(name string) resource.PropertyKey { return resource.PropertyKey(name) }

// one is the only resource of a type, by the type's last part, beside those of
// the backend and of further accounts.
func one(t *testing.T, g *recorder.Graph, is string) *recorder.Resource {
	t.Helper()
	var found []*recorder.Resource
	for _, r := range g.Custom() {
		component := r.Parent[strings.LastIndex(r.Parent, ":")+1:]
		if kind(r) == is && !strings.HasPrefix(component, "backend") && !strings.HasPrefix(component, "openai-") {
			found = append(found, r)
		}
	}
	require.Len(t, found, 1, is)
	return found[0]
}

func TestStackOutputs(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		names := slices.Sorted(maps.Keys(g.Exports))
		want := []resource.PropertyKey{"endpoints", "hostsFile", "names", "principalIds", "privateAddresses", "signIn", "vpn"}
		if s.Gateway.Enabled {
			want = slices.Insert(want, 1, "gateway")
		}
		assert.Equal(t, want, names)
		for _, name := range names {
			assert.False(t, g.Exports.Unknown(string(name)), "output %s is unknown after up", name)
			assert.False(t, g.Exports.Secret(string(name)), "output %s is secret: nothing in it has to be", name)
		}

		account, search := one(t, g, "Account"), one(t, g, "Service")
		storage, app := one(t, g, "StorageAccount"), one(t, g, "WebApp")
		hosts := map[string]string{
			"openai":  "https://" + account.Input("properties.customSubDomainName") + ".openai.azure.com/",
			"search":  "https://" + search.Input("searchServiceName") + ".search.windows.net",
			"storage": "https://" + storage.Input("accountName") + ".blob.core.windows.net/",
			"webApp":  "https://" + app.Input("name") + ".azurewebsites.net",
		}
		identities := map[string]*recorder.Resource{"openai": account, "search": search, "webApp": app}
		if s.Gateway.Enabled {
			service := one(t, g, "ApiManagementService")
			identities["gateway"] = service
			hosts["gateway"] = service.Outputs.Text("gatewayUrl") + "/"
			assert.Contains(t, hosts["gateway"], service.Input("serviceName"))
		}
		if s.Backend.Enabled {
			identities["backend"] = named(t, g, "backend-app")
			hosts["backend"] = hosts["gateway"] + named(t, g, "gateway-backend-api").Input("path")
		}
		assert.Equal(t, hosts, g.Exports.Map("endpoints"))
		assert.Equal(t, account.Outputs.Text("properties.endpoint"), g.Exports.Text("endpoints.openai"), "what Azure answers")
		assert.Equal(t, storage.Outputs.Text("primaryEndpoints.blob"), g.Exports.Text("endpoints.storage"), "what Azure answers")
		assert.Equal(t, app.Outputs.Text("defaultHostName"), strings.TrimPrefix(g.Exports.Text("endpoints.webApp"), "https://"))

		ids := g.Exports.Map("principalIds")
		for of, r := range identities {
			assert.NotEmpty(t, ids[of])
			assert.Equal(t, r.Outputs.Text("identity.principalId"), ids[of], "the principal of %s", of)
		}
		assert.Len(t, slices.Compact(slices.Sorted(maps.Values(ids))), len(ids), "no two identities are one")
	})
}

func TestOutputNamesAreTheResources(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		want := map[string]string{
			"resourceGroup": one(t, g, "ResourceGroup").Input("resourceGroupName"),
			"vnet":          one(t, g, "VirtualNetwork").Input("virtualNetworkName"),
			"openai":        one(t, g, "Account").Input("accountName"),
			"search":        one(t, g, "Service").Input("searchServiceName"),
			"storage":       one(t, g, "StorageAccount").Input("accountName"),
			"container":     one(t, g, "BlobContainer").Input("containerName"),
			"webApp":        one(t, g, "WebApp").Input("name"),
			"workspace":     one(t, g, "Workspace").Input("workspaceName"),
		}
		if s.Gateway.Enabled {
			want["gateway"] = one(t, g, "ApiManagementService").Input("serviceName")
		}
		if s.Backend.Enabled {
			want["backend"] = named(t, g, "backend-app").Input("name")
			want["backendStorage"] = named(t, g, "backend-storage-account").Input("accountName")
		}
		assert.Equal(t, want, g.Exports.Map("names"))
	})
}

// named is the only resource of a logical name.
func named(t *testing.T, g *recorder.Graph, name string) *recorder.Resource {
	t.Helper()
	found := g.Named(name)
	require.Len(t, found, 1, name)
	return found[0]
}

func TestOutputPrivateAddresses(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		want := []settings.Endpoint{settings.EndpointOpenAI, settings.EndpointSearch, settings.EndpointStorage}
		if s.WebApp.Exposure == settings.ExposurePrivate {
			want = append(want, settings.EndpointWebApp)
		}
		if s.Backend.Enabled {
			want = append(want, settings.EndpointBackend, settings.EndpointBackendBlob, settings.EndpointBackendQueue, settings.EndpointBackendTable)
		}
		if s.Gateway.Enabled && s.Gateway.Mode == settings.GatewayPrivateEndpoint {
			want = append(want, settings.EndpointGateway)
		}
		for _, a := range s.OpenAI.Accounts {
			want = append(want, a.Endpoint())
			assert.Equal(t, []string{s.Network.AccountAddress(a).String()}, g.Exports.Texts("privateAddresses."+string(a.Endpoint())))
		}
		if s.Telemetry.PrivateLinkScope != settings.LinkScopeOff {
			// Azure chooses an address for each of its names.
			assert.NotEmpty(t, g.Exports.Texts("privateAddresses.monitor"))
			assert.Equal(t, len(want)+1, g.Exports.Len("privateAddresses"))
		} else {
			assert.Equal(t, len(want), g.Exports.Len("privateAddresses"))
		}
		for _, e := range want {
			got := g.Exports.Texts("privateAddresses." + string(e))
			require.Len(t, got, 1, "%s", e)
			if addr, static := s.Network.Address(e, 0); static {
				assert.Equal(t, addr.String(), got[0], "%s", e)
			}
		}
	})
}

func TestOutputVPN(t *testing.T) {
	eachStack(t, func(t *testing.T, g *recorder.Graph, s settings.Settings) {
		require.True(t, g.Exports.Is("vpn.enabled", s.VPN.Enabled))
		if !s.VPN.Enabled {
			assert.Equal(t, 1, g.Exports.Len("vpn"), "no facts of a gateway that is not there")
			return
		}
		gateway, address := one(t, g, "VirtualNetworkGateway"), one(t, g, "PublicIPAddress")
		assert.NotEmpty(t, address.Outputs.Text("ipAddress"))
		assert.Equal(t, address.Outputs.Text("ipAddress"), g.Exports.Text("vpn.publicAddress"))
		assert.Equal(t, gateway.Input("virtualNetworkGatewayName"), g.Exports.Text("vpn.gateway"))
		assert.Equal(t, gateway.Input("vpnClientConfiguration.aadAudience"), g.Exports.Text("vpn.audience"))
		assert.Equal(t, gateway.Input("vpnClientConfiguration.aadTenant"), "https://login.microsoftonline.com/"+g.Exports.Text("vpn.tenant"))
		assert.Equal(t, gateway.Inputs.Texts("vpnClientConfiguration.vpnClientAddressPool.addressPrefixes"), []string{g.Exports.Text("vpn.clientPool")})
		command := g.Exports.Text("vpn.profileCommand")
		assert.Contains(t, command, "--name "+gateway.Input("virtualNetworkGatewayName"))
		assert.Contains(t, command, "--resource-group "+gateway.Input("resourceGroupName"))
		assert.Equal(t, s.DNS.Resolver, g.Exports.Has("vpn.dnsServer"), "clients get the resolver's address where there is one")
	})
}

func TestOutputSignIn(t *testing.T) {
	g, s := variants.Named(t, "public").Graph(t)
	identity := one(t, g, "UserAssignedIdentity")
	assert.True(t, g.Exports.Is("signIn.enabled", true))
	assert.Equal(t, s.WebApp.SignIn.ClientID, g.Exports.Text("signIn.clientId"))
	assert.Equal(t, g.Exports.Text("endpoints.webApp")+"/.auth/login/aad/callback", g.Exports.Text("signIn.redirectUri"))
	assert.Equal(t, identity.Outputs.Text("principalId"), g.Exports.Text("signIn.federatedCredential.subject"))
	assert.Equal(t, identity.Outputs.Text("principalId"), g.Exports.Text("principalIds.webAppSignIn"))
	assert.Equal(t, "api://AzureADTokenExchange", g.Exports.Text("signIn.federatedCredential.audience"))
	issuer := one(t, g, "WebAppAuthSettingsV2").Input("identityProviders.azureActiveDirectory.registration.openIdIssuer")
	assert.Equal(t, issuer, g.Exports.Text("signIn.federatedCredential.issuer"))

	assert.True(t, g.Exports.Is("signIn.idTokens", s.WebApp.PermittedGroupsField != ""))
	plain, _ := variants.Named(t, "no document-level access").Graph(t)
	assert.True(t, plain.Exports.Is("signIn.idTokens", false), "nobody asks for a token to Graph")

	off, _ := variants.Named(t, "no sign-in").Graph(t)
	assert.True(t, off.Exports.Is("signIn.enabled", false))
	assert.Equal(t, 1, off.Exports.Len("signIn"))
}

// TestOutputGateway says how far the gateway is closed, and what comes next.
func TestOutputGateway(t *testing.T) {
	for name, row := range map[string]struct{ lockdown, next string }{
		"gateway, first up": {
			"phase 1 of 2: the gateway's public address is open, and refuses every call without a token that it takes",
			"pulumi config set --path gateway.lockdown true, and pulumi up",
		},
		"gateway":        {"phase 2 of 2: the gateway's public address is off", "nothing"},
		"prod":           {"phase 2 of 2: the gateway's public address is off", "nothing"},
		"gateway inside": {"complete: the gateway lies inside the VNet, and has no public address", "nothing"},
	} {
		g, _ := variants.Named(t, name).Graph(t)
		id := one(t, g, "ApiManagementService").ID
		assert.Equal(t, map[string]string{"id": id, "lockdown": row.lockdown, "next": row.next}, g.Exports.Map("gateway"), name)
	}
}

// TestHostsFileNamesTheGateway: one name where it has an endpoint, and five
// where it lies in the VNet, at its address there.
func TestHostsFileNamesTheGateway(t *testing.T) {
	g, s := variants.Named(t, "gateway").Graph(t)
	address, _ := s.Network.Address(settings.EndpointGateway, 0)
	gateway := g.Exports.Text("names.gateway")
	assert.Contains(t, lines(g), address.String()+" "+gateway+".azure-api.net")
	assert.Equal(t, 1, strings.Count(g.Exports.Text("hostsFile"), gateway))

	g, s = variants.Named(t, "gateway inside").Graph(t)
	gateway = g.Exports.Text("names.gateway")
	own := one(t, g, "ApiManagementService").Outputs.Texts("privateIPAddresses")
	require.Len(t, own, 1)
	assert.True(t, s.Network.APIGateway.Contains(netip.MustParseAddr(own[0])), own[0])
	for _, part := range []string{"", ".portal", ".developer", ".management", ".scm"} {
		assert.Contains(t, lines(g), own[0]+" "+gateway+part+".azure-api.net")
	}
}

func lines(g *recorder.Graph) []string { return strings.Split(g.Exports.Text("hostsFile"), "\n") }
