package settings

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bad is a configuration with one mistake, and every problem that it should
// be answered with, word for word and without the project's prefix.
type bad struct {
	name   string
	values map[string]string
	want   []string
}

var badDecoding = []bad{
	{"no location", map[string]string{"environment": `{}`}, []string{
		`environment.location: is not set; name the Azure region of the stack, such as swedencentral`,
	}},
	{"misspelt section key", map[string]string{"environment": `{"Location":"swedencentral"}`}, []string{
		`environment.Location: is no setting; did you mean "location"? Otherwise use one of location, workload, suffix, tags, protect`,
	}},
	{"misspelt nested key", map[string]string{"webApp": `{"signIn":{"clientID":"11111111-2222-3333-4444-555555555555"}}`}, []string{
		`webApp.signIn.clientID: is no setting; did you mean "clientId"? Otherwise use one of clientId, tenantId`,
	}},
	{"misspelt key in a list", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09","capcity":5},{"name":"embedding","model":"text-embedding-3-large","version":"1"}]}`}, []string{
		`openai.deployments[0].capcity: is no setting; did you mean "capacity"? Otherwise use one of name, model, version, kind, sku, capacity`,
	}},
	{"misspelt developer key", map[string]string{"access": `{"developers":[{"name":"dev","objectID":"11111111-2222-3333-4444-555555555555","type":"User"}]}`}, []string{
		`access.developers[0].objectID: is no setting; did you mean "objectId"? Otherwise use one of name, objectId, type`,
	}},
	{"key that is near nothing", map[string]string{"dns": `{"forwarders":[]}`}, []string{
		`dns.forwarders: is no setting; use resolver`,
	}},
	{"key twice", map[string]string{"vpn": `{"sku":"VpnGw1AZ","sku":"VpnGw2AZ"}`}, []string{
		`vpn.sku: is there twice; keep one of the two`,
	}},
	{"not JSON", map[string]string{"search": `{"sku":`}, []string{
		`search: is no JSON object: it is cut off; use an object, with one key per setting`,
	}},
	{"broken JSON", map[string]string{"search": `{"sku" "basic"}`}, []string{
		`search: is no JSON object: it is broken at character 7; use an object, with one key per setting`,
	}},
	{"two JSON values", map[string]string{"dns": `{} {}`}, []string{
		`dns: is no JSON object: it is followed by something else; use an object, with one key per setting`,
	}},
	{"text for an object", map[string]string{"network": `"10.20.0.0/22"`}, []string{
		`network: is the text "10.20.0.0/22"; use an object, with one key per setting`,
	}},
	{"list for an object", map[string]string{"storage": `[]`}, []string{
		`storage: is a list; use an object, with one key per setting`,
	}},
	{"object for a text", map[string]string{"storage": `{"container":{"name":"documents"}}`}, []string{
		`storage.container: is an object; use a text, or leave the key out for its default`,
	}},
	{"text for a flag", map[string]string{"vpn": `{"enabled":"true"}`}, []string{
		`vpn.enabled: is the text "true"; use true or false, without quotes`,
	}},
	{"number for a flag", map[string]string{"dns": `{"resolver":1}`}, []string{
		`dns.resolver: is the number 1; use true or false, without quotes`,
	}},
	{"text for a number", map[string]string{"search": `{"replicas":"2"}`}, []string{
		`search.replicas: is the text "2"; use a whole number, without quotes`,
	}},
	{"fraction", map[string]string{"webApp": `{"instances":1.5}`}, []string{
		`webApp.instances: is the number 1.5; use a whole number, such as 10`,
	}},
	{"number beyond int", map[string]string{"monitoring": `{"retentionDays":1e99}`}, []string{
		`monitoring.retentionDays: is the number 1e99; use a whole number, such as 10`,
	}},
	{"number for a text", map[string]string{"openai": `{"deployments":[{"name":"embedding","model":"text-embedding-3-large","version":1},{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"}]}`}, []string{
		`openai.deployments[0].version: is the number 1; use a text: put it in quotes, "1"`,
	}},
	{"flag for a text", map[string]string{"storage": `{"container":true}`}, []string{
		`storage.container: is true; use a text: put it in quotes, "true"`,
	}},
	{"unquoted date", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09 00:00:00 +0000 UTC"}]}`}, []string{
		`openai.deployments[0].version: is a date, as YAML reads it without quotes; use a text: put it in quotes, "2026-07-09"`,
	}},
	{"no value", map[string]string{"search": `{"sku":null}`}, []string{
		`search.sku: has no value; use a text, or leave the key out for its default`,
	}},
	{"no value in a list", map[string]string{"access": `{"developers":[null]}`}, []string{
		`access.developers[0]: has no value; remove the item, or fill it in`,
	}},
	{"object for a list", map[string]string{"openai": `{"deployments":{"name":"chat"}}`}, []string{
		`openai.deployments: is an object; use a list of model deployments`,
	}},
	{"text for a list", map[string]string{"network": `{"dynamicEndpoints":"openai"}`}, []string{
		`network.dynamicEndpoints: is the text "openai"; use a list of texts`,
	}},
	{"list for tags", map[string]string{"environment": `{"location":"swedencentral","tags":["a"]}`}, []string{
		`environment.tags: is a list; use an object of texts`,
	}},
	{"number for a tag", map[string]string{"environment": `{"location":"swedencentral","tags":{"cost":12}}`}, []string{
		`environment.tags.cost: is the number 12; use a text: put it in quotes, "12"`,
	}},
	{"tag twice", map[string]string{"environment": `{"location":"swedencentral","tags":{"a":"1","a":"2"}}`}, []string{
		`environment.tags.a: is there twice; keep one of the two`,
	}},
	{"number for an app setting", map[string]string{"webApp": `{"settings":{"UI_LIMIT":12}}`}, []string{
		`webApp.settings.UI_LIMIT: is of the wrong type; use a text: put it in quotes`,
	}},
}

var badEnvironment = []bad{
	{"display name of a region", map[string]string{"environment": `{"location":"Sweden Central"}`}, []string{
		`environment.location: "Sweden Central" is no programmatic region name; use the programmatic name, "swedencentral"`,
	}},
	{"nonsense for a region", map[string]string{"environment": `{"location":"My-Region!"}`}, []string{
		`environment.location: "My-Region!" is no programmatic region name; use a region's programmatic name, such as swedencentral`,
	}},
	{"region of search", map[string]string{"search": `{"location":"westEurope"}`}, []string{
		`search.location: "westEurope" is no programmatic region name; use the programmatic name, "westeurope"`,
	}},
	{"region of Azure OpenAI", map[string]string{"openai": `{"location":"(US) East US 2"}`}, []string{
		`openai.location: "(US) East US 2" is no programmatic region name; use the programmatic name, "eastus2"`,
	}},
	{"workload too long", map[string]string{"environment": `{"location":"swedencentral","workload":"knowledge-base"}`}, []string{
		`environment.workload: "knowledge-base" cannot be a part of every name; use 2 to 10 lower-case letters and digits, a letter first, such as aoai`,
	}},
	{"workload starts with a digit", map[string]string{"environment": `{"location":"swedencentral","workload":"1st"}`}, []string{
		`environment.workload: "1st" cannot be a part of every name; use 2 to 10 lower-case letters and digits, a letter first, such as aoai`,
	}},
	{"workload with a reserved word", map[string]string{"environment": `{"location":"swedencentral","workload":"windows"}`}, []string{
		`environment.workload: "windows" gives the name "oai-windows-test-a12345", which contains the word "windows", which Azure reserves (ReservedResourceName); choose another name, such as aoai`,
	}},
	{"suffix in upper case", map[string]string{"environment": `{"location":"swedencentral","suffix":"EU1"}`}, []string{
		`environment.suffix: "EU1" cannot end every globally unique name; use up to 8 lower-case letters and digits, or leave it out for a derived one`,
	}},
	{"suffix too long", map[string]string{"environment": `{"location":"swedencentral","suffix":"123456789"}`}, []string{
		`environment.suffix: "123456789" cannot end every globally unique name; use up to 8 lower-case letters and digits, or leave it out for a derived one`,
	}},
	{"too many tags", map[string]string{"environment": `{"location":"swedencentral","tags":{"t0":"","t1":"","t2":"","t3":"","t4":"","t5":"","t6":"","t7":"","t8":"","t9":"","t10":"","t11":""}}`}, []string{
		`environment.tags: has 12 tags; use at most 11: a private DNS zone takes 15, and the program sets 4 of its own`,
	}},
	{"tag with a forbidden character", map[string]string{"environment": `{"location":"swedencentral","tags":{"cost/center":"1"}}`}, []string{
		`environment.tags.cost/center: has a character that Azure refuses in a tag's name; use none of < > % & \ ? / and, for private DNS zones, no space or parenthesis`,
	}},
	{"tag with a space", map[string]string{"environment": `{"location":"swedencentral","tags":{"cost center":"1"}}`}, []string{
		`environment.tags.cost center: has a character that Azure refuses in a tag's name; use none of < > % & \ ? / and, for private DNS zones, no space or parenthesis`,
	}},
	{"tag with a digit first", map[string]string{"environment": `{"location":"swedencentral","tags":{"1st":"1"}}`}, []string{
		`environment.tags.1st: starts with a digit, which private DNS zones refuse; start the tag's name with a letter`,
	}},
	{"tag of Azure's own", map[string]string{"environment": `{"location":"swedencentral","tags":{"Microsoft-cost":"1"}}`}, []string{
		`environment.tags.Microsoft-cost: starts with a word that Azure keeps for itself; use another prefix than microsoft, azure, windows`,
	}},
	{"tags that differ in case", map[string]string{"environment": `{"location":"swedencentral","tags":{"Owner":"1","owner":"2"}}`}, []string{
		`environment.tags.owner: differs from another tag in letter case only; keep one of the two: Azure compares tag names without case`,
	}},
	{"tags of the program's own", map[string]string{"environment": `{"location":"swedencentral","tags":{"Managed-By":"me","environment":"dev","PROJECT":"p","workload":"w"}}`}, []string{
		`environment.tags.Managed-By: is a tag that the program sets itself; choose another name than environment, managed-by, project, workload, in any letter case: Azure compares tag names without it`,
		`environment.tags.PROJECT: is a tag that the program sets itself; choose another name than environment, managed-by, project, workload, in any letter case: Azure compares tag names without it`,
		`environment.tags.environment: is a tag that the program sets itself; choose another name than environment, managed-by, project, workload, in any letter case: Azure compares tag names without it`,
		`environment.tags.workload: is a tag that the program sets itself; choose another name than environment, managed-by, project, workload, in any letter case: Azure compares tag names without it`,
	}},
	{"tag without a name", map[string]string{"environment": `{"location":"swedencentral","tags":{"":"1"}}`}, []string{
		`environment.tags."": has a name of 0 characters; use 1 to 128, which is what a storage account takes`,
	}},
}

var badNetwork = []bad{
	{"no CIDR", map[string]string{"network": `{"addressSpace":"10.20.0.0"}`}, []string{
		`network.addressSpace: "10.20.0.0" is no address range; use CIDR notation, such as 10.20.0.0/22`,
	}},
	{"host bits", map[string]string{"network": `{"addressSpace":"10.20.0.5/22"}`}, []string{
		`network.addressSpace: "10.20.0.5/22" has host bits set; use "10.20.0.0/22", the range that this address lies in`,
	}},
	{"IPv6", map[string]string{"network": `{"addressSpace":"fd00::/48"}`}, []string{
		`network.addressSpace: "fd00::/48" is an IPv6 range; use an IPv4 range, such as 10.20.0.0/22: point-to-site and private endpoints here are IPv4 only`,
	}},
	{"address space too large", map[string]string{"network": `{"addressSpace":"10.0.0.0/7"}`}, []string{
		`network.addressSpace: "10.0.0.0/7" is no size for a VNet; use /8 to /29`,
	}},
	{"address space of Azure's own", map[string]string{"network": `{"addressSpace":"169.254.0.0/20"}`}, []string{
		`network.addressSpace: "169.254.0.0/20" contains addresses that Azure refuses (169.254.0.0/16, link-local); use a private range, such as 10.20.0.0/22`,
	}},
	{"small address space", map[string]string{"network": `{"addressSpace":"10.20.0.0/24"}`}, []string{
		`network.endpoints: is not set; set it: subnets are derived only from an address space of /22 or larger, and this one is "10.20.0.0/24"`,
		`network.gateway: is not set; set it: subnets are derived only from an address space of /22 or larger, and this one is "10.20.0.0/24"`,
		`network.webApp: is not set; set it: subnets are derived only from an address space of /22 or larger, and this one is "10.20.0.0/24"`,
	}},
	{"small address space with a resolver", map[string]string{"network": `{"addressSpace":"10.20.0.0/24","endpoints":"10.20.0.0/26","gateway":"10.20.0.64/27","webApp":"10.20.0.128/26"}`, "dns": `{"resolver":true}`}, []string{
		`network.resolver: is not set; set it: subnets are derived only from an address space of /22 or larger, and this one is "10.20.0.0/24"`,
	}},
	{"subnet outside", map[string]string{"network": `{"endpoints":"10.21.0.0/26"}`}, []string{
		`network.endpoints: "10.21.0.0/26" lies outside the address space; use a part of "10.20.0.0/22" (the default)`,
	}},
	{"subnet larger than the space", map[string]string{"network": `{"endpoints":"10.20.0.0/21"}`}, []string{
		`network.endpoints: "10.20.0.0/21" lies outside the address space; use a part of "10.20.0.0/22" (the default)`,
	}},
	{"subnets overlap", map[string]string{"network": `{"endpoints":"10.20.2.0/25"}`}, []string{
		`network.webApp: "10.20.2.0/26" (the default) overlaps network.endpoints, "10.20.2.0/25"; use a part of the address space that no other subnet uses`,
	}},
	{"given subnets overlap", map[string]string{"network": `{"endpoints":"10.20.0.0/24","gateway":"10.20.0.64/27"}`}, []string{
		`network.gateway: "10.20.0.64/27" overlaps network.endpoints, "10.20.0.0/24"; use a part of the address space that no other subnet uses`,
	}},
	{"derived resolver subnet overlaps without a resolver", map[string]string{"network": `{"gateway":"10.20.1.0/26"}`}, []string{
		`network.resolver: "10.20.1.32/28" (the default) overlaps network.gateway, "10.20.1.0/26"; use a part of the address space that no other subnet uses`,
	}},
	{"given resolver subnet overlaps without a resolver", map[string]string{"network": `{"gateway":"10.20.1.0/26","resolver":"10.20.1.48/28"}`}, []string{
		`network.resolver: "10.20.1.48/28" overlaps network.gateway, "10.20.1.0/26"; use a part of the address space that no other subnet uses`,
	}},
	{"derived subnets overlap without a VPN or a resolver", map[string]string{"network": `{"endpoints":"10.20.1.0/26"}`, "vpn": `{"enabled":false}`}, []string{
		`network.gateway: "10.20.1.0/27" (the default) overlaps network.endpoints, "10.20.1.0/26"; use a part of the address space that no other subnet uses`,
		`network.resolver: "10.20.1.32/28" (the default) overlaps network.endpoints, "10.20.1.0/26"; use a part of the address space that no other subnet uses`,
	}},
	{"web app subnet on the gateway's without a VPN", map[string]string{"network": `{"webApp":"10.20.1.0/28"}`, "vpn": `{"enabled":false}`}, []string{
		`network.webApp: "10.20.1.0/28" overlaps network.gateway, "10.20.1.0/27" (the default); use a part of the address space that no other subnet uses`,
	}},
	{"given gateway subnet too small without a VPN", map[string]string{"network": `{"gateway":"10.20.1.0/28"}`, "vpn": `{"enabled":false}`}, []string{
		`network.gateway: "10.20.1.0/28" is too small for GatewaySubnet; use /27 or larger, as Azure asks for`,
	}},
	{"endpoint subnet too small", map[string]string{"network": `{"endpoints":"10.20.0.0/27"}`}, []string{
		`network.endpoints: "10.20.0.0/27" is too small for the private endpoints; use /26 or larger: every service has a fixed slot in this subnet, so that one more endpoint moves, and so replaces, no other`,
	}},
	{"gateway subnet too small", map[string]string{"network": `{"gateway":"10.20.1.0/28"}`}, []string{
		`network.gateway: "10.20.1.0/28" is too small for GatewaySubnet; use /27 or larger, as Azure asks for`,
	}},
	{"web app subnet too small", map[string]string{"network": `{"webApp":"10.20.2.0/29"}`}, []string{
		`network.webApp: "10.20.2.0/29" is too small for the web app's VNet integration; use /26, or at least /28`,
	}},
	{"resolver subnet too small", map[string]string{"network": `{"resolver":"10.20.1.32/29"}`}, []string{
		`network.resolver: "10.20.1.32/29" is no size for the DNS resolver's subnet; use /28 to /24, as Azure asks for`,
	}},
	{"resolver subnet too large", map[string]string{"network": `{"resolver":"10.20.2.0/23","webApp":"10.20.0.64/26"}`}, []string{
		`network.resolver: "10.20.2.0/23" is no size for the DNS resolver's subnet; use /28 to /24, as Azure asks for`,
	}},
	{"derived resolver subnet that the resolver keeps", map[string]string{"network": `{"addressSpace":"10.0.0.0/22"}`, "dns": `{"resolver":true}`}, []string{
		`network.resolver: "10.0.1.32/28" (the default) has addresses that Azure's DNS resolver keeps for itself, 10.0.1.0 to 10.0.16.255; use a part of the address space outside of them, or another address space, such as 10.20.0.0/22`,
	}},
	{"given resolver subnet that the resolver keeps", map[string]string{"network": `{"addressSpace":"10.0.16.0/20","resolver":"10.0.16.240/28"}`, "dns": `{"resolver":true}`}, []string{
		`network.resolver: "10.0.16.240/28" has addresses that Azure's DNS resolver keeps for itself, 10.0.1.0 to 10.0.16.255; use a part of the address space outside of them, or another address space, such as 10.20.0.0/22`,
	}},
	{"unknown endpoint", map[string]string{"network": `{"dynamicEndpoints":["openAI"]}`}, []string{
		`network.dynamicEndpoints[0]: "openAI" is no private endpoint; did you mean "openai"? Otherwise use one of openai, search, storage, webApp, gateway, backend, backendBlob, backendQueue, backendTable`,
	}},
	{"endpoint twice", map[string]string{"network": `{"dynamicEndpoints":["search","search"]}`}, []string{
		`network.dynamicEndpoints[1]: "search" is there twice; name each endpoint once`,
	}},
}

var badVPN = []bad{
	{"Basic gateway", map[string]string{"vpn": `{"sku":"Basic"}`}, []string{
		`vpn.sku: "Basic" knows neither OpenVPN nor Entra ID, and so no client of this gateway; use VpnGw1AZ, the smallest that does`,
	}},
	{"gateway without zones", map[string]string{"vpn": `{"sku":"VpnGw2"}`}, []string{
		`vpn.sku: "VpnGw2" has no availability zones, and Azure creates no such gateway any more (retired 2026-09-30); use "VpnGw2AZ"`,
	}},
	{"unknown gateway", map[string]string{"vpn": `{"sku":"vpngw1az"}`}, []string{
		`vpn.sku: "vpngw1az" is no gateway SKU; did you mean "VpnGw1AZ"? Otherwise use one of VpnGw1AZ, VpnGw2AZ, VpnGw3AZ, VpnGw4AZ, VpnGw5AZ`,
	}},
	{"client pool in the VNet", map[string]string{"vpn": `{"clientPool":"10.20.3.0/24"}`}, []string{
		`vpn.clientPool: "10.20.3.0/24" overlaps network.addressSpace, "10.20.0.0/22" (the default); use a range outside the VNet, such as 172.16.201.0/24`,
	}},
	{"client pool too small", map[string]string{"vpn": `{"clientPool":"172.16.201.0/30"}`}, []string{
		`vpn.clientPool: "172.16.201.0/30" is no size for a client pool; use /8 to /29`,
	}},
	{"client pool with host bits", map[string]string{"vpn": `{"clientPool":"172.16.201.1/24"}`}, []string{
		`vpn.clientPool: "172.16.201.1/24" has host bits set; use "172.16.201.0/24", the range that this address lies in`,
	}},
	{"tenant is a domain", map[string]string{"vpn": `{"tenantId":"contoso.onmicrosoft.com"}`}, []string{
		`vpn.tenantId: "contoso.onmicrosoft.com" is no GUID; use the id of the Entra tenant whose users may connect, in the form 11111111-2222-3333-4444-555555555555`,
	}},
	{"no audience", map[string]string{"vpn": `{"audience":""}`}, []string{
		`vpn.audience: is empty; leave it out for the Microsoft-registered client, c632b3df-fb67-4d84-bdcf-b95ad541b5c8`,
	}},
}

var badOpenAI = []bad{
	{"no deployments", map[string]string{"openai": `{"deployments":[]}`}, []string{
		`openai.deployments: has no chat model; deploy one for the web app's answers (AZURE_OPENAI_MODEL), such as gpt-5.6-terra 2026-07-09`,
	}},
	{"no chat model", map[string]string{"openai": `{"deployments":[{"name":"embedding","model":"text-embedding-3-large","version":"1"}]}`}, []string{
		`openai.deployments: has no chat model; deploy one for the web app's answers (AZURE_OPENAI_MODEL), such as gpt-5.6-terra 2026-07-09`,
	}},
	{"retired model", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-4o","version":"2024-11-20"},{"name":"embedding","model":"text-embedding-3-large","version":"1"}]}`}, []string{
		`openai.deployments[0].model: "gpt-4o" "2024-11-20" reached its retirement date, 2026-10-01, and takes no new deployments (ServiceModelDeprecated); use gpt-5.6-terra version 2026-07-09`,
	}},
	{"deprecated model", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-4.1-mini","version":"2025-04-14"}]}`}, []string{
		`openai.deployments[0].model: "gpt-4.1-mini" "2025-04-14" reached its retirement date, 2026-10-14, and takes no new deployments (ServiceModelDeprecated); use gpt-5.6-terra version 2026-07-09`,
	}},
	{"model retired in every version", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.1-chat","version":"2025-11-13"}]}`}, []string{
		`openai.deployments[0].model: "gpt-5.1-chat" "2025-11-13" reached its retirement date, 2026-06-29, and takes no new deployments (ServiceModelDeprecated); use gpt-5.6-terra version 2026-07-09`,
	}},
	{"unknown model without a kind", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-tera","version":"2026-07-09"},{"name":"other","model":"gpt-5.6-terra","version":"2026-07-09"}]}`}, []string{
		`openai.deployments[0].kind: is not set, and the model "gpt-5.6-tera" is unknown to this program; did you mean "gpt-5.6-terra"? Otherwise say what it is for: kind "chat", "embedding" or "other"`,
	}},
	{"kind that does not fit", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"},{"name":"e","model":"text-embedding-3-large","version":"1","kind":"chat"}]}`}, []string{
		`openai.deployments[1].kind: "chat" does not fit "text-embedding-3-large", whose use is embedding; use "embedding", or leave it out`,
	}},
	{"unknown kind", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"},{"name":"e","model":"text-embedding-3-large","version":"1","kind":"embeddings"}]}`}, []string{
		`openai.deployments[1].kind: "embeddings" is no kind of model; did you mean "embedding"? Otherwise use one of chat, embedding, other`,
	}},
	{"chat with a responses-only model", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.4-pro","version":"2026-03-05","kind":"chat"}]}`}, []string{
		`openai.deployments[0].kind: "chat" does not fit "gpt-5.4-pro", whose use is responses-only; use "other", or leave it out`,
	}},
	{"SKU refused in the region", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"},{"name":"e","model":"text-embedding-3-small","version":"1","sku":"Standard"}]}`}, []string{
		`openai.deployments[1].sku: "Standard" is refused for "text-embedding-3-small" in "swedencentral" (InvalidResourceProperties); use one of GlobalStandard, DataZoneStandard`,
	}},
	{"model not in the region", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"},{"name":"e","model":"text-embedding-ada-002","version":"1"}]}`}, []string{
		`openai.deployments[1].model: "text-embedding-ada-002" "1" is not offered in "swedencentral"; use text-embedding-3-large version 1, or another region`,
	}},
	{"unknown deployment SKU", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"},{"name":"e","model":"text-embedding-3-large","version":"1","sku":"globalStandard"}]}`}, []string{
		`openai.deployments[1].sku: "globalStandard" is no deployment type; did you mean "GlobalStandard"? Otherwise use one of GlobalStandard, DataZoneStandard, Standard, GlobalProvisionedManaged, DataZoneProvisionedManaged, ProvisionedManaged, GlobalBatch, DataZoneBatch, DeveloperTier`,
	}},
	{"batch for the application", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09","sku":"GlobalBatch"}]}`}, []string{
		`openai.deployments[0].sku: "GlobalBatch" answers batches only, and the application needs answers at once; use GlobalStandard, or kind "other"`,
	}},
	{"no capacity", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09","capacity":0}]}`}, []string{
		`openai.deployments[0].capacity: 0 is no capacity; use 1 or more (thousands of tokens a minute, or units of a provisioned SKU)`,
	}},
	{"negative capacity", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09","capacity":-5}]}`}, []string{
		`openai.deployments[0].capacity: -5 is no capacity; use 1 or more (thousands of tokens a minute, or units of a provisioned SKU)`,
	}},
	{"empty deployment", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"},{}]}`}, []string{
		`openai.deployments[1].name: is not set; name the deployment, such as chat`,
		`openai.deployments[1].model: is not set; name the model, such as gpt-5.6-terra`,
		`openai.deployments[1].version: is not set; name the model's version, in quotes, such as "2026-07-09"`,
	}},
	{"deployment names differ in case", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"},{"name":"Chat","model":"text-embedding-3-large","version":"1"}]}`}, []string{
		`openai.deployments[1].name: "Chat" is the name of deployment 0 too; name each deployment once: Azure compares the names without case`,
	}},
	{"deployment name with a slash", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"},{"name":"em/1","model":"text-embedding-3-large","version":"1"}]}`}, []string{
		`openai.deployments[1].name: "em/1" is no valid model deployment name (letters, digits, periods, hyphens and underscores, a letter or digit first); use another name, such as chat`,
	}},
	{"deployment name too long", map[string]string{"openai": `{"deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"},{"name":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","model":"text-embedding-3-large","version":"1"}]}`}, []string{
		`openai.deployments[1].name: "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" has a length of 65, where model deployment names take 1 to 64 characters; use another name, such as chat`,
	}},
}

var badSearch = []bad{
	{"free search", map[string]string{"search": `{"sku":"free"}`}, []string{
		`search.sku: "free" has neither a managed identity nor a private endpoint; use basic or larger`,
	}},
	{"unknown search SKU", map[string]string{"search": `{"sku":"Standard"}`}, []string{
		`search.sku: "Standard" is no SKU of Azure AI Search; did you mean "standard"? Otherwise use one of basic, standard, standard2, standard3, storage_optimized_l1, storage_optimized_l2`,
	}},
	{"too many replicas", map[string]string{"search": `{"replicas":4}`}, []string{
		`search.replicas: 4 is no number of replicas for "basic"; use 1 to 3`,
	}},
	{"no replica", map[string]string{"search": `{"replicas":0}`}, []string{
		`search.replicas: 0 is no number of replicas for "basic"; use 1 to 3`,
	}},
	{"odd partitions", map[string]string{"search": `{"sku":"standard","partitions":5}`}, []string{
		`search.partitions: 5 is no number of partitions for "standard"; use one of 1, 2, 3, 4, 6, 12`,
	}},
	{"too many units", map[string]string{"search": `{"sku":"standard2","replicas":4,"partitions":12}`}, []string{
		`search.replicas: 4 replicas times 12 partitions is too much; use at most 36 in all, which is what "standard2" takes`,
	}},
	{"unknown semantic plan", map[string]string{"search": `{"semantic":"on"}`}, []string{
		`search.semantic: "on" is no plan of the semantic ranker; use one of free, standard, disabled`,
	}},
	{"semantic query without the ranker", map[string]string{"search": `{"semantic":"disabled"}`}, []string{
		`search.queryType: "vectorSemanticHybrid" needs the semantic ranker, which search.semantic disables; use vectorSimpleHybrid, or set search.semantic to free or standard`,
	}},
	{"unknown query type", map[string]string{"search": `{"queryType":"vector_semantic_hybrid"}`}, []string{
		`search.queryType: "vector_semantic_hybrid" is no query type; did you mean "vectorSemanticHybrid"? Otherwise use one of simple, semantic, vector, vectorSimpleHybrid, vectorSemanticHybrid`,
	}},
	{"index in upper case", map[string]string{"search": `{"index":"Documents"}`}, []string{
		`search.index: "Documents" is no valid search index name (lower-case letters, digits and hyphens, a letter or digit at both ends); use another name, such as documents`,
	}},
}

var badStorage = []bad{
	{"unknown storage SKU", map[string]string{"storage": `{"sku":"standard_zrs"}`}, []string{
		`storage.sku: "standard_zrs" is no redundancy of a storage account; did you mean "Standard_ZRS"? Otherwise use one of Standard_LRS, Standard_ZRS, Standard_GRS, Standard_RAGRS, Standard_GZRS, Standard_RAGZRS`,
	}},
	{"premium storage", map[string]string{"storage": `{"sku":"Premium_LRS"}`}, []string{
		`storage.sku: "Premium_LRS" is of another kind of account than StorageV2; did you mean "Standard_LRS"? Otherwise use one of Standard_LRS, Standard_ZRS, Standard_GRS, Standard_RAGRS, Standard_GZRS, Standard_RAGZRS`,
	}},
	{"container with an underscore", map[string]string{"storage": `{"container":"my_documents"}`}, []string{
		`storage.container: "my_documents" is no valid blob container name (lower-case letters, digits and single hyphens, a letter or digit at both ends); use another name, such as documents`,
	}},
	{"container too short", map[string]string{"storage": `{"container":"d"}`}, []string{
		`storage.container: "d" has a length of 1, where blob container names take 3 to 63 characters; use another name, such as documents`,
	}},
}

var badWebApp = []bad{
	{"free plan", map[string]string{"webApp": `{"sku":"F1"}`}, []string{
		`webApp.sku: "F1" cannot integrate with a VNet; use B1 or larger`,
	}},
	{"unknown plan", map[string]string{"webApp": `{"sku":"P1V5"}`}, []string{
		`webApp.sku: "P1V5" is no size of a plan for this web app; did you mean "P1v2"? Otherwise use a Basic, Standard or Premium size, such as B1, S1 or P1v3`,
	}},
	{"plan in another letter case", map[string]string{"webApp": `{"sku":"P1V3"}`}, []string{
		`webApp.sku: "P1V3" is not in Azure's letter case; use "P1v3"`,
	}},
	{"too many instances", map[string]string{"webApp": `{"instances":4}`}, []string{
		`webApp.instances: 4 is no number of instances for "B1"; use 1 to 3`,
	}},
	{"zones on a Basic plan", map[string]string{"webApp": `{"zoneRedundant":true,"instances":2}`}, []string{
		`webApp.zoneRedundant: is true, and "B1" cannot be spread over zones; use a Premium v2, v3 or v4 size, such as P1v3`,
	}},
	{"zones with one instance", map[string]string{"webApp": `{"sku":"P1v3","zoneRedundant":true}`}, []string{
		`webApp.zoneRedundant: is true, and there is one instance only; set webApp.instances to 2 or more`,
	}},
	{"unknown exposure", map[string]string{"webApp": `{"exposure":"internal"}`}, []string{
		`webApp.exposure: "internal" is no exposure; use one of private, public`,
	}},
	{"public without sign-in", map[string]string{"webApp": `{"exposure":"public"}`}, []string{
		`webApp.exposure: "public" without sign-in lets anyone on the internet use the application; set webApp.signIn.clientId, or use private`,
	}},
	{"tenant without a client", map[string]string{"webApp": `{"signIn":{"tenantId":"11111111-2222-3333-4444-555555555555"}}`}, []string{
		`webApp.signIn.tenantId: is set, and webApp.signIn.clientId is not, so nobody signs in; set clientId too, or leave tenantId out`,
	}},
	{"client id is no GUID", map[string]string{"webApp": `{"signIn":{"clientId":"my-app"}}`}, []string{
		`webApp.signIn.clientId: "my-app" is no GUID; use the application id of the app registration that users sign in with, in the form 11111111-2222-3333-4444-555555555555`,
	}},
	{"old Python", map[string]string{"webApp": `{"runtime":"PYTHON|3.9"}`}, []string{
		`webApp.runtime: "PYTHON|3.9" is older than the sample application runs on, or no version; use PYTHON|3.11 or later`,
	}},
	{"no runtime", map[string]string{"webApp": `{"runtime":"python 3.11"}`}, []string{
		`webApp.runtime: "python 3.11" is no runtime; use the form STACK|VERSION, such as PYTHON|3.11`,
	}},
	{"field with a hyphen", map[string]string{"webApp": `{"permittedGroupsField":"group-ids"}`}, []string{
		`webApp.permittedGroupsField: "group-ids" is no valid index field name (letters, digits and underscores, a letter first); use another name, such as group_ids`,
	}},
	{"app setting of the program's own", map[string]string{"webApp": `{"settings":{"azure_search_index":"other"}}`}, []string{
		`webApp.settings.azure_search_index: is a setting that the program decides itself; remove it, and use the configuration that it follows from`,
	}},
	{"key of Azure OpenAI", map[string]string{"webApp": `{"settings":{"AZURE_OPENAI_KEY":"hush"}}`}, []string{
		`webApp.settings.AZURE_OPENAI_KEY: puts a service's key into the application; remove it: the web app's identity has the roles that it needs`,
	}},
	{"key of Search", map[string]string{"webApp": `{"settings":{"AZURE_SEARCH_KEY":"hush"}}`}, []string{
		`webApp.settings.AZURE_SEARCH_KEY: puts a service's key into the application; remove it: the web app's identity has the roles that it needs`,
	}},
	{"app setting with a hyphen", map[string]string{"webApp": `{"settings":{"UI-TITLE":"hush"}}`}, []string{
		`webApp.settings.UI-TITLE: is no valid app setting name (letters, digits, periods and underscores, no digit first); use another name, such as UI_TITLE`,
	}},
}

var badAccess = []bad{
	{"unknown profile", map[string]string{"access": `{"profile":"Article"}`}, []string{
		`access.profile: "Article" is no profile; did you mean "article"? Otherwise use one of keyless, article`,
	}},
	{"developer names twice", map[string]string{"access": `{"developers":[{"name":"dev","objectId":"11111111-2222-3333-4444-555555555555","type":"User"},{"name":"Dev","objectId":"11111111-2222-3333-4444-666666666666","type":"User"}]}`}, []string{
		`access.developers[1].name: "Dev" is there twice; name each developer once, whatever the letter case`,
	}},
	{"developer ids twice", map[string]string{"access": `{"developers":[{"name":"a","objectId":"11111111-2222-3333-4444-55555555555A","type":"User"},{"name":"b","objectId":"11111111-2222-3333-4444-55555555555a","type":"Group"}]}`}, []string{
		`access.developers[1].objectId: "11111111-2222-3333-4444-55555555555a" is there twice; list each object id once: Azure refuses the same role assignment twice (RoleAssignmentExists)`,
	}},
	{"developer id is a mail address", map[string]string{"access": `{"developers":[{"name":"a","objectId":"a@contoso.com","type":"User"}]}`}, []string{
		`access.developers[0].objectId: "a@contoso.com" is no GUID; use the object id of a user or group in Entra ID, in the form 11111111-2222-3333-4444-555555555555`,
	}},
	{"developer is an application", map[string]string{"access": `{"developers":[{"name":"a","objectId":"11111111-2222-3333-4444-555555555555","type":"ServicePrincipal"}]}`}, []string{
		`access.developers[0].type: "ServicePrincipal" is no type of a developer; use one of User, Group`,
	}},
	{"empty developer", map[string]string{"access": `{"developers":[{}]}`}, []string{
		`access.developers[0].name: is not set; give the developer a short name, such as platform-team`,
		`access.developers[0].objectId: is not set; give the object id of the user or group in Entra ID`,
		`access.developers[0].type: is not set; say what the object id stands for, User or Group: Azure needs it for a role assignment`,
	}},
	{"developer name with a space", map[string]string{"access": `{"developers":[{"name":"platform team","objectId":"11111111-2222-3333-4444-555555555555","type":"Group"}]}`}, []string{
		`access.developers[0].name: "platform team" cannot be a part of resource names; use up to 40 letters, digits and hyphens, a letter first, such as platform-team`,
	}},
	{"role administrator without developers", map[string]string{"access": `{"roleAdministrator":true}`}, []string{
		`access.roleAdministrator: is true, and there is no developer to give the role to; list access.developers, or leave it out`,
	}},
}

var badOthers = []bad{
	{"retention too short", map[string]string{"monitoring": `{"retentionDays":7}`}, []string{
		`monitoring.retentionDays: 7 is no retention that Log Analytics offers; use 30 to 730 days`,
	}},
	{"retention too long", map[string]string{"monitoring": `{"retentionDays":731}`}, []string{
		`monitoring.retentionDays: 731 is no retention that Log Analytics offers; use 30 to 730 days`,
	}},
	{"unknown retrieval", map[string]string{"retrieval": `onyourdata`}, []string{
		`retrieval: "onyourdata" is no way of retrieval; did you mean "onYourData"? Otherwise use one of direct, onYourData`,
	}},
	{"unknown key", map[string]string{"webapp": `{}`}, []string{
		`webapp: is no configuration key; did you mean "webApp"? Otherwise use one of environment, network, vpn, dns, openai, search, storage, webApp, gateway, backend, access, monitoring, telemetry, posture, retrieval`,
	}},
	{"key that is near no other", map[string]string{"keyVault": `{}`}, []string{
		`keyVault: is no configuration key; use one of environment, network, vpn, dns, openai, search, storage, webApp, gateway, backend, access, monitoring, telemetry, posture, retrieval`,
	}},
}

var badPosture = []bad{
	{"misspelt guard", map[string]string{"posture": `{"guard":"off"}`}, []string{
		`posture.guard: "off" is no guard; use one of enforce, warn`,
	}},
	{"empty waiver", map[string]string{"posture": `{"waivers":[{}]}`}, []string{
		`posture.waivers[0].id: is not set; name what is waived, such as R11`,
		`posture.waivers[0].reason: is not set; say why this is accepted`,
		`posture.waivers[0].expires: is not set; give the last day on which it holds, such as 2027-01-31`,
	}},
	{"blank reason", map[string]string{"posture": `{"waivers":[{"id":"R11","reason":"  ","expires":"2027-01-31"}]}`}, []string{
		`posture.waivers[0].reason: is not set; say why this is accepted`,
	}},
	{"waiver without an id of the check", map[string]string{"posture": `{"waivers":[{"id":"R11,R23","reason":"keys","expires":"2027-01-31"}]}`}, []string{
		`posture.waivers[0].id: "R11,R23" is no id of the security check; use the id that its report shows, such as R11 or D-public-ip`,
	}},
	{"day that is not in the calendar", map[string]string{"posture": `{"waivers":[{"id":"R11","reason":"keys","expires":"2027-02-30"}]}`}, []string{
		`posture.waivers[0].expires: "2027-02-30" is no date; use the form 2027-01-31`,
	}},
	{"year for a date", map[string]string{"posture": `{"waivers":[{"id":"R11","reason":"keys","expires":2027}]}`}, []string{
		`posture.waivers[0].expires: is the number 2027; use a text: put it in quotes, "2027"`,
	}},
	{"misspelt waiver key", map[string]string{"posture": `{"waivers":[{"id":"R11","reason":"keys","expiry":"2027-01-31"}]}`}, []string{
		`posture.waivers[0].expiry: is no setting; did you mean "expires"? Otherwise use one of id, resource, reason, expires`,
	}},
	{"object for waivers", map[string]string{"posture": `{"waivers":{"id":"R11"}}`}, []string{
		`posture.waivers: is an object; use a list of waivers`,
	}},
}

func TestBadConfigurations(t *testing.T) {
	tables := [][]bad{
		badDecoding, badEnvironment, badNetwork, badVPN, badOpenAI, badSearch, badStorage, badWebApp,
		badGateway, badAPI, badBackend, badTelemetry, badAccounts, badAccess, badPosture, badOthers,
	}
	for _, table := range tables {
		for _, row := range table {
			t.Run(row.name, func(t *testing.T) {
				src := source(row.values)
				_, _, err := Load(src)

				var problems *Problems
				require.ErrorAs(t, err, &problems)
				var got []string
				for _, p := range problems.List {
					assert.NotEmpty(t, p.Found)
					assert.NotEmpty(t, p.Want)
					got = append(got, p.String())
				}
				var want []string
				for _, line := range row.want {
					want = append(want, DefaultProject+":"+line)
				}
				assert.Equal(t, want, got)
			})
		}
	}
}

// source is a configuration that is good but for the given values.
func source(values map[string]string) Source {
	src := Source{Project: DefaultProject, Stack: "test", Values: map[string]Value{
		"environment": {Text: `{"location":"swedencentral"}`},
	}}
	for key, text := range values {
		src.Values[key] = Value{Text: text}
	}
	return src
}
