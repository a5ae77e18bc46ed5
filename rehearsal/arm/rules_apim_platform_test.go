package arm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

const cipher = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security."

// letsIn is a rule of the security group of every gateway's subnet.
func letsIn(priority int, access string, changes m) m {
	return with(m{
		"name": access, "priority": priority, "direction": "Inbound", "access": access, "protocol": "Tcp", "sourceAddressPrefix": "ApiManagement",
		"sourcePortRange": "*", "destinationAddressPrefix": "VirtualNetwork", "destinationPortRange": "3443",
	}, changes)
}

func secured(rules ...any) attempt {
	return change(nsg, nsgID, m{"networkSecurityGroupName": "nsg", "securityRules": rules})
}

// injected is a gateway that lies in a VNet on the new platform.
func injected(changes m) m {
	return apimInputs(with(m{"sku": m{"name": "PremiumV2", "capacity": 1}, "virtualNetworkType": "Internal", "publicNetworkAccess": nil}, changes))
}

// gatewayPlatforms are what depends on a tier's platform.
var gatewayPlatforms = []rule{
	{
		name:    "a gateway on the new platform is injected when it is made",
		before:  []attempt{apimNet, create(apim, apimInputs(m{"sku": m{"name": "PremiumV2", "capacity": 1}}))},
		good:    change(apim, apimID, apimInputs(m{"sku": m{"name": "PremiumV2", "capacity": 1}, "virtualNetworkType": "None", "virtualNetworkConfiguration": nil})),
		bad:     change(apim, apimID, injected(nil)),
		code:    "VirtualNetworkTypeNotSupported",
		message: "cannot be changed from External to Internal",
	},
	{
		name:    "and stays where it is",
		before:  []attempt{create(vnet, apimSubnets(m{"delegations": to("Microsoft.Web/hostingEnvironments")})), create(apim, injected(nil))},
		good:    change(apim, apimID, injected(m{"tags": m{"a": "b"}})),
		bad:     change(apim, apimID, injected(m{"virtualNetworkType": "None", "virtualNetworkConfiguration": nil})),
		code:    "VirtualNetworkTypeNotSupported",
		message: "cannot be changed from Internal to None",
	},
	{
		name:    "a classic tier's units have room",
		before:  []attempt{apimNet},
		good:    create(apim, innerAPIM(m{"sku": m{"name": "Premium", "capacity": 1}})),
		bad:     create(apim, innerAPIM(m{"sku": m{"name": "Premium", "capacity": 2}})),
		code:    "SubnetTooSmall",
		message: "it has room for 1 units, and the service has 2",
	},
	{
		name:    "a cipher is one that can be turned off",
		before:  []attempt{apimNet},
		good:    create(apim, innerAPIM(m{"customProperties": m{cipher + "Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA": "False"}})),
		bad:     create(apim, innerAPIM(m{"customProperties": m{cipher + "Ciphers.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384": "false"}})),
		code:    "InvalidParameters",
		message: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384' customProperties are not supported in SkuType Developer.",
	},
	{
		name:    "a cipher is on or off",
		before:  []attempt{apimNet},
		good:    create(apim, innerAPIM(m{"customProperties": m{cipher + "Protocols.Tls11": "false"}})),
		bad:     create(apim, innerAPIM(m{"customProperties": m{cipher + "Protocols.Tls11": "no"}})),
		code:    "InvalidParameters",
		message: "The value 'no' of the customProperty '" + cipher + "Protocols.Tls11' is not true or false.",
	},
	{
		name:    "a gateway inside a VNet is managed through its subnet",
		before:  []attempt{apimNet, create(apim, innerAPIM(nil))},
		good:    inTurn(secured(letsIn(100, "Allow", nil)), create(apimValue, valueInputs(nil))),
		bad:     create(apimValue, valueInputs(nil)),
		code:    "ManagementApiRequestFailed",
		message: "Status=422 Code=\"ManagementApiRequestFailed\" Message=\"Failed to connect to management endpoint apim.management.azure-api.net:3443 for a service deployed in a Virtual Network.",
	},
	{
		name:    "a gateway takes requests of some versions",
		before:  []attempt{apimNet, create(apim, apimInputs(m{"apiVersionConstraint": m{"minApiVersion": "2024-06-01-preview"}})), create(apim, loneAPIM)},
		good:    create(apimValue, valueInputs(m{"serviceName": "apim2"})),
		bad:     create(apimValue, valueInputs(nil)),
		code:    "InvalidApiVersion",
		message: "takes requests of the API version 2024-06-01-preview and later; this one has 2024-05-01.",
	},
}

// inTurn does one thing after the other.
func inTurn(steps ...attempt) attempt {
	return func(w world) error {
		for _, step := range steps {
			if err := step(w); err != nil {
				return err
			}
		}
		return nil
	}
}

// TestManagementIsLetIn: the first rule that fits decides.
func TestManagementIsLetIn(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, inTurn(apimNet, create(apim, innerAPIM(nil)))(w))
	for name, row := range map[string]struct {
		rules []any
		in    bool
	}{
		"none":                {nil, false},
		"from a region":       {[]any{letsIn(100, "Allow", m{"sourceAddressPrefix": "ApiManagement.SwedenCentral"})}, true},
		"from anywhere":       {[]any{letsIn(100, "Allow", m{"sourceAddressPrefix": "*", "protocol": "*", "destinationPortRange": "*"})}, true},
		"from the VNet":       {[]any{letsIn(100, "Allow", m{"sourceAddressPrefix": "VirtualNetwork"})}, false},
		"several of each":     {[]any{letsIn(100, "Allow", m{"sourceAddressPrefix": nil, "sourceAddressPrefixes": []any{"10.0.0.0/8", "Internet"}, "destinationPortRange": nil, "destinationPortRanges": []any{"443", "3000-4000"}})}, true},
		"to the subnet":       {[]any{letsIn(100, "Allow", m{"destinationAddressPrefix": "10.0.1.0/29"})}, true},
		"to another":          {[]any{letsIn(100, "Allow", m{"destinationAddressPrefix": "10.0.2.0/28"})}, false},
		"by another port":     {[]any{letsIn(100, "Allow", m{"destinationPortRange": "443"})}, false},
		"by UDP":              {[]any{letsIn(100, "Allow", m{"protocol": "Udp"})}, false},
		"the other way":       {[]any{letsIn(100, "Allow", m{"direction": "Outbound"})}, false},
		"denied before":       {[]any{letsIn(200, "Allow", nil), letsIn(100, "Deny", m{"sourceAddressPrefix": "Internet", "destinationPortRange": "*"})}, false},
		"denied after":        {[]any{letsIn(300, "Deny", nil), letsIn(200, "Allow", nil)}, true},
		"a port that is none": {[]any{letsIn(100, "Allow", m{"destinationPortRange": "a-b"})}, false},
	} {
		require.NoError(t, secured(row.rules...)(w))
		_, _, err := w.try(apimValue, valueInputs(m{"namedValueId": "v", "displayName": "v"}))
		if row.in {
			require.NoError(t, err, name)
			require.NoError(t, w.deleted(apimID+"/namedValues/v"))
		} else {
			assert.Equal(t, "ManagementApiRequestFailed", arm.CodeOf(err), name)
		}
	}
}
