package arm

import (
	"maps"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// checkInjection: a PremiumV2 is put into a VNet when it is made, and neither
// then nor later does it change between lying in a VNet and reaching into one.
// Code and words are not confirmed.
// https://learn.microsoft.com/azure/api-management/inject-vnet-v2
func checkInjection(r, old *Resource) error {
	if old == nil || !tierOf(r).V2 {
		return nil
	}
	before, now := or(old.Text("virtualNetworkType"), "None"), or(r.Text("virtualNetworkType"), "None")
	if (before == "Internal") != (now == "Internal") {
		return badRequest("VirtualNetworkTypeNotSupported", "The virtualNetworkType of API Management service %s with SKU %s cannot be changed from %s to %s: a service of this SKU is injected into a virtual network when it is created.", r.ID, tierOf(r).Name, before, now)
	}
	return nil
}

const security = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security."

// customKeys are the protocols and ciphers that a classic tier lets one turn
// off, and HTTP/2. The API definition of 2024-05-01 lists them, and ciphers
// that stay on because Azure needs them itself; the page below has Ssl30, too.
// https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers
var customKeys = []string{
	"Microsoft.WindowsAzure.ApiManagement.Gateway.Protocols.Server.Http2",
	security + "Protocols.Tls10", security + "Protocols.Tls11", security + "Protocols.Ssl30",
	security + "Backend.Protocols.Tls10", security + "Backend.Protocols.Tls11", security + "Backend.Protocols.Ssl30",
	security + "Ciphers.TripleDes168",
	security + "Ciphers.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", security + "Ciphers.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
	security + "Ciphers.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", security + "Ciphers.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
	security + "Ciphers.TLS_RSA_WITH_AES_128_GCM_SHA256",
	security + "Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA256", security + "Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA256",
	security + "Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA", security + "Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA",
}

// checkCustomProperties: each key is one that there is, and its value true or
// false. The words are those for Consumption
// (hashicorp/terraform-provider-azurerm#8405), which takes fewer; their code is
// not confirmed, nor what Azure says to a key that it does not know: here a
// misspelt one leaves no cipher on unseen.
func checkCustomProperties(r *Resource, tier facts.GatewayTier) error {
	custom := object(r.Properties, "customProperties")
	var refused []string
	for _, name := range slices.Sorted(maps.Keys(custom)) {
		if tier.V2 || !slices.Contains(customKeys, name) {
			refused = append(refused, name)
		}
	}
	if len(refused) > 0 {
		return badRequest("InvalidParameters", "'%s' customProperties are not supported in SkuType %s.", strings.Join(refused, ","), tier.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(custom)) {
		if value, _ := custom[name].(string); !strings.EqualFold(value, "true") && !strings.EqualFold(value, "false") {
			return badRequest("InvalidParameters", "Invalid parameter: The value '%s' of the customProperty '%s' is not true or false.", value, name)
		}
	}
	return nil
}
