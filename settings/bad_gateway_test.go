package settings

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// gateway is a gateway that is on, with more fields; empty means none.
func gateway(fields string) map[string]string {
	return map[string]string{"gateway": with(gatewayOn, fields)}
}

// backend is a backend behind a gateway, likewise.
func backend(fields string) map[string]string {
	return map[string]string{"gateway": gatewayOn, "backend": with(backendOn, fields)}
}

// with adds fields to an object.
func with(object, fields string) string {
	if fields == "" {
		return object
	}
	return strings.TrimSuffix(object, "}") + "," + fields + "}"
}

// accounts are further accounts behind a gateway.
func accounts(items string) map[string]string {
	return map[string]string{"gateway": gatewayOn, "openai": `{"accounts":[` + items + `]}`}
}

// merged is one configuration of several; later ones win.
func merged(values ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, some := range values {
		for key, text := range some {
			all[key] = text
		}
	}
	return all
}

var badGateway = []bad{
	{"misspelt gateway key", gateway(`"subscription":"off"`), []string{
		`gateway.subscription: is no setting; did you mean "subscriptions"? Otherwise use one of enabled, mode, sku, units, publisherName, publisherEmail, lockdown, restore, teams, subscriptions, audiences, callers, clientIds, claims, perSubscription, perCaller`,
	}},
	{"text for the gateway's flag", map[string]string{"gateway": `{"enabled":"true"}`}, []string{
		`gateway.enabled: is the text "true"; use true or false, without quotes`,
	}},
	{"object for teams", gateway(`"teams":{"a":"b"}`), []string{
		`gateway.teams: is an object; use a list of texts`,
	}},
	{"items without a value keep the places of the others", gateway(`"subscriptions":"optional","teams":[null,"with space"],"callers":[null,{"name":"x"}]`), []string{
		`gateway.teams[0]: has no value; remove the item, or fill it in`,
		`gateway.callers[0]: has no value; remove the item, or fill it in`,
		`gateway.teams[1]: "with space" cannot be a part of resource names; use up to 40 letters, digits and hyphens, a letter first, such as search-team`,
		`gateway.callers[1].objectId: is not set; give the object id of a user or of an application's identity in Entra ID`,
	}},
	{"space in an audience", gateway(`"audiences":["not a uri"]`), []string{
		`gateway.audiences[0]: "not a uri" has a space in it: no token is for that; use an application ID URI such as api://CLIENT_ID, or a client id`,
	}},
	{"tokens for Azure itself", gateway(`"audiences":["https://Management.azure.com/"]`), []string{
		`gateway.audiences[0]: "https://Management.azure.com/" is what tokens for Azure itself, or for its directory, are made for: a gateway should be handed none; use an application ID URI such as api://CLIENT_ID, or https://cognitiveservices.azure.com`,
	}},
	{"tokens for the directory", backend(`"audiences":["00000003-0000-0000-c000-000000000000"]`), []string{
		`backend.audiences[0]: "00000003-0000-0000-c000-000000000000" is what tokens for Azure itself, or for its directory, are made for: a gateway should be handed none; use an application ID URI such as api://CLIENT_ID, or https://cognitiveservices.azure.com`,
	}},
	{"the same twice", gateway(`"audiences":["api://a","API://a"],"clientIds":["11111111-2222-3333-4444-555555555555","11111111-2222-3333-4444-555555555555"],"claims":[{"name":"roles","values":["Chat.Use","Chat.Use"]}]`), []string{
		`gateway.audiences[1]: "API://a" is there twice; list each audience once`,
		`gateway.clientIds[1]: "11111111-2222-3333-4444-555555555555" is there twice; list each application once`,
		`gateway.claims[0].values[1]: "Chat.Use" is there twice; list each value once`,
	}},
	{"text for a caller", gateway(`"callers":["me"]`), []string{
		`gateway.callers[0]: is the text "me"; use an object, with one key per setting`,
	}},
	{"text for callers", gateway(`"callers":"me"`), []string{
		`gateway.callers: is the text "me"; use a list of users and identities`,
	}},
	{"object for claims", gateway(`"claims":{"roles":"Chat.Use"}`), []string{
		`gateway.claims: is an object; use a list of claims`,
	}},
	{"misspelt limit", gateway(`"perCaller":{"call":3}`), []string{
		`gateway.perCaller.call: is no setting; did you mean "calls"? Otherwise use one of calls, tokens, quota, quotaPeriod`,
	}},
	{"unknown mode", gateway(`"mode":"external"`), []string{
		`gateway.mode: "external" is no mode of the gateway; did you mean "internal"? Otherwise use one of privateEndpoint, internal`,
	}},
	{"unknown mode without units", gateway(`"mode":"Internal","units":0`), []string{
		`gateway.mode: "Internal" is no mode of the gateway; did you mean "internal"? Otherwise use one of privateEndpoint, internal`,
		`gateway.units: 0 is too few; use 1 or more`,
	}},
	{"unknown tier", gateway(`"sku":"standardv2"`), []string{
		`gateway.sku: "standardv2" is no tier of API Management for this topology; did you mean "StandardV2"? Otherwise use one of StandardV2, PremiumV2, Premium, Developer`,
	}},
	{"Consumption", gateway(`"sku":"Consumption"`), []string{
		`gateway.sku: "Consumption" lies in no VNet and cannot call a private service; use StandardV2`,
	}},
	{"Basic", gateway(`"sku":"Basic"`), []string{
		`gateway.sku: "Basic" lies in no VNet and cannot call a private service; use StandardV2`,
	}},
	{"Standard", gateway(`"sku":"Standard"`), []string{
		`gateway.sku: "Standard" lies in no VNet and cannot call a private service; use StandardV2`,
	}},
	{"BasicV2", gateway(`"sku":"BasicV2"`), []string{
		`gateway.sku: "BasicV2" has no VNet integration and cannot call a private service; use StandardV2`,
	}},
	{"Standard inside", gateway(`"mode":"internal","sku":"Standard","units":-1`), []string{
		`gateway.sku: "Standard" lies in no VNet and cannot call a private service; use Premium`,
		`gateway.units: -1 is too few; use 1 or more`,
	}},
	{"StandardV2 inside", gateway(`"mode":"internal","sku":"StandardV2"`), []string{
		`gateway.sku: "StandardV2" cannot lie in a VNet, which the mode internal is: Azure refuses the VNet type Internal for it; use Premium or Developer, or the mode privateEndpoint`,
	}},
	{"PremiumV2 inside", gateway(`"mode":"internal","sku":"PremiumV2"`), []string{
		`gateway.sku: "PremiumV2" can be put into a VNet at its creation only, in another way than the mode internal does; use Premium or Developer, or the mode privateEndpoint`,
	}},
	{"Premium with a private endpoint", gateway(`"sku":"Premium"`), []string{
		`gateway.sku: "Premium" takes no private endpoint once it lies in a VNet, and calls no private service outside of one; use StandardV2 or PremiumV2, or the mode internal`,
	}},
	{"Developer with a private endpoint", gateway(`"mode":"privateEndpoint","sku":"Developer"`), []string{
		`gateway.sku: "Developer" takes no private endpoint once it lies in a VNet, and calls no private service outside of one; use StandardV2 or PremiumV2, or the mode internal`,
	}},
	{"tier that does not fit, with the gateway off", map[string]string{"gateway": `{"sku":"Premium"}`}, []string{
		`gateway.sku: "Premium" takes no private endpoint once it lies in a VNet, and calls no private service outside of one; use StandardV2 or PremiumV2, or the mode internal`,
	}},
	{"no unit", gateway(`"units":0`), []string{
		`gateway.units: 0 is no number of units for "StandardV2"; use 1 to 10`,
	}},
	{"too many units", gateway(`"sku":"PremiumV2","units":31`), []string{
		`gateway.units: 31 is no number of units for "PremiumV2"; use 1 to 30`,
	}},
	{"two units of Developer", gateway(`"mode":"internal","sku":"Developer","units":2`), []string{
		`gateway.units: 2 is no number of units for "Developer"; use 1`,
	}},
	{"nobody answers for it", map[string]string{"gateway": `{"enabled":true,"publisherName":" "}`}, []string{
		`gateway.publisherName: is not set; name who answers for the gateway, such as the platform team: Azure creates no service without it`,
		`gateway.publisherEmail: is not set; give the address that Azure writes to about the service: it creates none without it`,
	}},
	{"publisher's address without a domain", map[string]string{"gateway": `{"enabled":true,"publisherName":"Platform","publisherEmail":"platform"}`}, []string{
		`gateway.publisherEmail: "platform" is no e-mail address; use one such as platform@example.com`,
	}},
	{"publisher's address with the gateway off", map[string]string{"gateway": `{"publisherEmail":"Platform <platform@example.com>"}`}, []string{
		`gateway.publisherEmail: "Platform <platform@example.com>" is no e-mail address; use one such as platform@example.com`,
	}},
	{"long publisher", map[string]string{"gateway": `{"publisherName":"` + strings.Repeat("ü", 101) + `","publisherEmail":"` + strings.Repeat("a", 90) + `@example.com"}`}, []string{
		`gateway.publisherName: has 101 characters; use at most 100, which is what Azure takes`,
		`gateway.publisherEmail: has 102 characters; use at most 100, which is what Azure takes`,
	}},
	{"lockdown inside", gateway(`"mode":"internal","lockdown":true`), []string{
		`gateway.lockdown: is true, and in the mode internal there is no public address to turn off; leave it out, or use the mode privateEndpoint`,
	}},
	{"teams without subscriptions", gateway(`"teams":["search-team","chat-team"]`), []string{
		`gateway.teams: names 2 teams, and gateway.subscriptions is off, so no team has a subscription; leave it out, or set gateway.subscriptions to "optional" or "required"`,
	}},
	{"teams", gateway(`"subscriptions":"optional","teams":["search team","chat","Chat",""]`), []string{
		`gateway.teams[0]: "search team" cannot be a part of resource names; use up to 40 letters, digits and hyphens, a letter first, such as search-team`,
		`gateway.teams[2]: "Chat" is there twice; name each team once, whatever the letter case`,
		`gateway.teams[3]: is not set; give a short name, such as search-team`,
	}},
	{"endpoint of the program's own", merged(gateway(""), map[string]string{"webApp": `{"settings":{"azure_openai_endpoint":"https://elsewhere.example"}}`}), []string{
		`webApp.settings.azure_openai_endpoint: is a setting that the program decides itself; remove it, and use the configuration that it follows from`,
	}},
	{"gateway's subnet too small", merged(gateway(""), map[string]string{"network": `{"apiGateway":"10.20.3.0/28"}`}), []string{
		`network.apiGateway: "10.20.3.0/28" is too small for API Management's VNet integration; use /27 or larger, as Azure asks for`,
	}},
	{"gateway's subnet too small inside", merged(gateway(`"mode":"internal"`), map[string]string{"network": `{"apiGateway":"10.20.3.0/30"}`}), []string{
		`network.apiGateway: "10.20.3.0/30" is too small for API Management; use /27, or at least /29 for one unit`,
	}},
	{"gateway's subnet too small for its units", merged(gateway(`"mode":"internal","units":2`), map[string]string{"network": `{"apiGateway":"10.20.3.0/29"}`}), []string{
		`network.apiGateway: "10.20.3.0/29" has room for 1 unit of API Management, and gateway.units is 2; use a larger one, such as /26: a unit takes two addresses, its load balancer one, and Azure keeps five`,
	}},
	{"derived subnet too small for the units", gateway(`"mode":"internal","units":14`), []string{
		`network.apiGateway: "10.20.2.128/27" (the default) has room for 13 units of API Management, and gateway.units is 14; use a larger one, such as /26: a unit takes two addresses, its load balancer one, and Azure keeps five`,
	}},
	{"gateway's subnet outside, with the gateway off", map[string]string{"network": `{"apiGateway":"10.21.0.0/27"}`}, []string{
		`network.apiGateway: "10.21.0.0/27" lies outside the address space; use a part of "10.20.0.0/22" (the default)`,
	}},
	{"derived gateway's subnet overlaps", merged(gateway(""), map[string]string{"network": `{"webApp":"10.20.2.0/24"}`}), []string{
		`network.apiGateway: "10.20.2.128/27" (the default) overlaps network.webApp, "10.20.2.0/24"; use a part of the address space that no other subnet uses`,
	}},
	{"small address space with gateway and backend", merged(backend(""), map[string]string{"network": `{"addressSpace":"10.20.0.0/24","endpoints":"10.20.0.0/26","gateway":"10.20.0.64/27","webApp":"10.20.0.128/26"}`}), []string{
		`network.apiGateway: is not set; set it: subnets are derived only from an address space of /22 or larger, and this one is "10.20.0.0/24"`,
		`network.backend: is not set; set it: subnets are derived only from an address space of /22 or larger, and this one is "10.20.0.0/24"`,
	}},
}

// badAPI are refusals of what the gateway asks of callers.
var badAPI = []bad{
	{"unknown way of subscriptions", gateway(`"subscriptions":"none"`), []string{
		`gateway.subscriptions: "none" is no way to use subscription keys; use one of required, optional, off`,
	}},
	{"no audience", gateway(`"audiences":[]`), []string{
		`gateway.audiences: is empty, so a token for any service of the tenant would do; name one, or leave it out for the default`,
	}},
	{"no audience of the backend", backend(`"audiences":[]`), []string{
		`backend.audiences: is empty, so a token for any service of the tenant would do; name one, or leave it out for the default`,
	}},
	{"audiences", gateway(`"audiences":[""," api://a","{{audience}}","api://@(context)","@{return 1;}","a\u0007","https://cognitiveservices.azure.com/.default"]`), []string{
		`gateway.audiences[0]: "" is empty, or has space around it; use the text as it stands in the token`,
		`gateway.audiences[1]: " api://a" is empty, or has space around it; use the text as it stands in the token`,
		`gateway.audiences[2]: "{{audience}}" is a policy expression or a named value to API Management; use plain text`,
		`gateway.audiences[3]: "api://@(context)" is a policy expression or a named value to API Management; use plain text`,
		`gateway.audiences[4]: "@{return 1;}" is a policy expression or a named value to API Management; use plain text`,
		`gateway.audiences[5]: "a\a" holds a control character, or is no UTF-8; use printable text`,
		`gateway.audiences[6]: "https://cognitiveservices.azure.com/.default" is a scope, which a client asks for: no token has it; use the audience, "https://cognitiveservices.azure.com"`,
	}},
	{"callers", gateway(`"callers":[{},{"name":"WebApp","objectId":"me"},{"name":"a b","objectId":"11111111-2222-3333-4444-55555555555A"},{"name":"c","objectId":"11111111-2222-3333-4444-55555555555a"},{"name":"C","objectId":"11111111-2222-3333-4444-666666666666"}]`), []string{
		`gateway.callers[0].name: is not set; give a short name, such as chat-client`,
		`gateway.callers[0].objectId: is not set; give the object id of a user or of an application's identity in Entra ID`,
		`gateway.callers[1].name: "WebApp" is the web app, which is a caller in any case; remove it, or choose another name`,
		`gateway.callers[1].objectId: "me" is no GUID; use the object id of a user or of an application's identity in Entra ID, in the form 11111111-2222-3333-4444-555555555555`,
		`gateway.callers[2].name: "a b" cannot be a part of resource names; use up to 40 letters, digits and hyphens, a letter first, such as chat-client`,
		`gateway.callers[3].objectId: "11111111-2222-3333-4444-55555555555a" is there twice; list each object id once`,
		`gateway.callers[4].name: "C" is there twice; name each caller once, whatever the letter case`,
	}},
	{"applications", gateway(`"clientIds":["","api://chat"]`), []string{
		`gateway.clientIds[0]: is not set; give the application (client) id of an application that may call`,
		`gateway.clientIds[1]: "api://chat" is no GUID; use the application (client) id of an application that may call, in the form 11111111-2222-3333-4444-555555555555`,
	}},
	{"claims", gateway(`"claims":[{},{"name":"OID","values":["x"]},{"name":"roles","match":"some","values":["{{role}}","@(1)"," "]},{"name":"{{claim}}","values":["x"]},{"name":"groups","values":[]}]`), []string{
		`gateway.claims[0].name: is not set; name the claim, such as roles`,
		`gateway.claims[0].values: is empty; name at least one value that the claim must have`,
		`gateway.claims[1].name: "OID" is what callers are told apart by; list them in callers`,
		`gateway.claims[2].match: "some" is no way to match a claim; use one of any, all`,
		`gateway.claims[2].values[0]: "{{role}}" is a policy expression or a named value to API Management; use plain text`,
		`gateway.claims[2].values[1]: "@(1)" is a policy expression or a named value to API Management; use plain text`,
		`gateway.claims[2].values[2]: " " is empty, or has space around it; use the text as it stands in the token`,
		`gateway.claims[3].name: "{{claim}}" is a policy expression or a named value to API Management; use plain text`,
		`gateway.claims[4].values: is empty; name at least one value that the claim must have`,
	}},
	{"negative limits", gateway(`"perCaller":{"calls":-1,"tokens":-2,"quota":-3}`), []string{
		`gateway.perCaller.calls: -1 is no limit; use a number, or 0 for no limit`,
		`gateway.perCaller.tokens: -2 is no limit; use a number, or 0 for no limit`,
		`gateway.perCaller.quota: -3 is no limit; use a number, or 0 for no limit`,
	}},
	{"no limit of calls", gateway(`"perCaller":{"calls":0}`), []string{
		`gateway.perCaller: limits no calls, so one caller can use up what all share; set calls, a number per minute, such as 120`,
	}},
	{"quota without a period", gateway(`"perCaller":{"quota":1000}`), []string{
		`gateway.perCaller.quotaPeriod: is not set, and there is a quota; use one of Hourly, Daily, Weekly, Monthly, Yearly`,
	}},
	{"period without a quota", gateway(`"perCaller":{"quotaPeriod":"Daily"}`), []string{
		`gateway.perCaller.quotaPeriod: is set, and there is no quota; set quota, or leave it out`,
	}},
	{"unknown period", gateway(`"perCaller":{"quota":1000,"quotaPeriod":"daily"}`), []string{
		`gateway.perCaller.quotaPeriod: "daily" is no period of a quota; did you mean "Daily"? Otherwise use one of Hourly, Daily, Weekly, Monthly, Yearly`,
	}},
	{"limits of subscriptions that are off", gateway(`"perSubscription":{"calls":60}`), []string{
		`gateway.perSubscription: limits subscriptions, and gateway.subscriptions is off; leave it out, and set gateway.perCaller`,
	}},
}

var badBackend = []bad{
	{"misspelt backend key", backend(`"memory":2048`), []string{
		`backend.memory: is no setting; did you mean "memoryMB"? Otherwise use one of enabled, kind, path, clientId, tenantId, gatewayClientIds, runtime, runtimeVersion, memoryMB, instances, subscriptions, audiences, callers, clientIds, claims, perSubscription, perCaller`,
	}},
	{"backend without a gateway", map[string]string{"backend": backendOn}, []string{
		`backend.enabled: is true, and there is no gateway, which alone may call it; set gateway.enabled, too`,
	}},
	{"backend without a registration", map[string]string{"gateway": gatewayOn, "backend": `{"enabled":true}`}, []string{
		`backend.clientId: is not set; ask the identity team for an app registration that stands for the backend (single tenant, with its enterprise application, application ID URI api://CLIENT_ID, requestedAccessTokenVersion 2, no secret, no redirect URI), and give its application (client) id`,
	}},
	{"ids of the backend", map[string]string{"backend": `{"clientId":"api://backend","tenantId":"example.com","gatewayClientIds":["","gateway"]}`}, []string{
		`backend.clientId: "api://backend" is no GUID; use the application id of the app registration that stands for the backend, in the form 11111111-2222-3333-4444-555555555555`,
		`backend.tenantId: "example.com" is no GUID; use the id of the Entra tenant of that registration, in the form 11111111-2222-3333-4444-555555555555`,
		`backend.gatewayClientIds[0]: is not set; give the application (client) id of the gateway's identity`,
		`backend.gatewayClientIds[1]: "gateway" is no GUID; use the application (client) id of the gateway's identity, in the form 11111111-2222-3333-4444-555555555555`,
	}},
	{"unknown kind of backend", backend(`"kind":"MCP"`), []string{
		`backend.kind: "MCP" is no kind of backend; did you mean "mcp"? Otherwise use one of api, mcp`,
	}},
	{"path of Azure OpenAI", backend(`"path":"openai"`), []string{
		`backend.path: "openai" cannot be the API's path at the gateway; use up to 40 lower-case letters, digits and hyphens, such as backend; "openai" is Azure OpenAI's`,
	}},
	{"path with a slash", backend(`"path":"/orders"`), []string{
		`backend.path: "/orders" cannot be the API's path at the gateway; use up to 40 lower-case letters, digits and hyphens, such as backend; "openai" is Azure OpenAI's`,
	}},
	{"sample API's path", map[string]string{"gateway": with(gatewayOn, `"mode":"internal"`), "backend": with(backendOn, `"path":"echo"`)}, []string{
		`backend.path: "echo" is the path of the sample API that a classic tier is made with, and Azure refuses it for a second one; use another one, such as backend`,
	}},
	{"unknown language", backend(`"runtime":"Python"`), []string{
		`backend.runtime: "Python" is no language of functions on Flex Consumption; did you mean "python"? Otherwise use one of dotnet-isolated, java, node, python, powershell`,
	}},
	{"version of another language", backend(`"runtime":"node"`), []string{
		`backend.runtimeVersion: "3.12" is no version of "node" on Flex Consumption; use one of 20, 22, 24`,
	}},
	{"number for a version", backend(`"runtimeVersion":3.12`), []string{
		`backend.runtimeVersion: is the number 3.12; use a text: put it in quotes, "3.12"`,
	}},
	{"odd memory", backend(`"memoryMB":1024`), []string{
		`backend.memoryMB: 1024 is no size of an instance on Flex Consumption; use one of 512, 2048, 4096`,
	}},
	{"few instances", backend(`"instances":1`), []string{
		`backend.instances: 1 is no limit of instances on Flex Consumption; use 40 to 1000`,
	}},
	{"many instances", backend(`"instances":1001`), []string{
		`backend.instances: 1001 is no limit of instances on Flex Consumption; use 40 to 1000`,
	}},
	{"tokens of a backend", backend(`"perCaller":{"calls":10,"tokens":1000,"quota":5,"quotaPeriod":"Daily"}`), []string{
		`backend.perCaller.tokens: 1000 is a limit that nothing counts: only a language model reports tokens; leave it out, and limit calls`,
		`backend.perCaller.quota: 5 is a limit that nothing counts: only a language model reports tokens; leave it out, and limit calls`,
	}},
	{"backend's callers and limits", backend(`"callers":[{"name":"webapp","objectId":"11111111-2222-3333-4444-555555555555"}],"perSubscription":{"calls":1}`), []string{
		`backend.callers[0].name: "webapp" is the web app, which is a caller in any case; remove it, or choose another name`,
		`backend.perSubscription: limits subscriptions, and backend.subscriptions is off; leave it out, and set backend.perCaller`,
	}},
	{"backend's subnet too small", merged(backend(""), map[string]string{"network": `{"backend":"10.20.3.0/28"}`}), []string{
		`network.backend: "10.20.3.0/28" is too small for functions on Flex Consumption; use /27 or larger, as Azure asks for`,
	}},
	{"backend's subnet on the gateway's", merged(backend(""), map[string]string{"network": `{"backend":"10.20.2.128/26"}`}), []string{
		`network.backend: "10.20.2.128/26" overlaps network.apiGateway, "10.20.2.128/27" (the default); use a part of the address space that no other subnet uses`,
	}},
}

var badTelemetry = []bad{
	{"misspelt telemetry key", map[string]string{"telemetry": `{"alertEmail":"a@example.com"}`}, []string{
		`telemetry.alertEmail: is no setting; did you mean "alertEmails"? Otherwise use one of bodyBytes, alertEmails, privateLinkScope`,
	}},
	{"bodies too long", map[string]string{"telemetry": `{"bodyBytes":8193}`}, []string{
		`telemetry.bodyBytes: 8193 is no number of bytes that a diagnostic logs; use 0 to 8192`,
	}},
	{"negative bodies", map[string]string{"telemetry": `{"bodyBytes":-1}`}, []string{
		`telemetry.bodyBytes: -1 is no number of bytes that a diagnostic logs; use 0 to 8192`,
	}},
	{"addresses", map[string]string{"telemetry": `{"alertEmails":["","me","a@example.com","A@example.com"]}`}, []string{
		`telemetry.alertEmails[0]: "" is no e-mail address; use one such as platform@example.com`,
		`telemetry.alertEmails[1]: "me" is no e-mail address; use one such as platform@example.com`,
		`telemetry.alertEmails[3]: "A@example.com" is there twice; name each address once, whatever the letter case: an action group's receivers have different names`,
	}},
	{"unknown scope", merged(gateway(""), map[string]string{"telemetry": `{"privateLinkScope":"PrivateOnly"}`}), []string{
		`telemetry.privateLinkScope: "PrivateOnly" is no private link scope; did you mean "privateOnly"? Otherwise use one of off, open, privateOnly`,
	}},
	{"scope without a gateway", map[string]string{"telemetry": `{"privateLinkScope":"open"}`}, []string{
		`telemetry.privateLinkScope: "open" without the gateway has no Application Insights to put into it; set gateway.enabled, or leave it out`,
	}},
}

var badAccounts = []bad{
	{"accounts without a gateway", map[string]string{"openai": `{"accounts":[{"name":"france","location":"francecentral","slot":1}]}`}, []string{
		`openai.accounts: has 1 further account, which only the gateway calls, and the gateway is off; set gateway.enabled, or leave the accounts out`,
	}},
	{"object for accounts", map[string]string{"openai": `{"accounts":{"name":"france"}}`}, []string{
		`openai.accounts: is an object; use a list of further accounts`,
	}},
	{"misspelt account key", accounts(`{"name":"france","location":"francecentral","slot":1,"prio":2}`), []string{
		`openai.accounts[0].prio: is no setting; use one of name, location, slot, priority, weight`,
	}},
	{"empty account", accounts(`{}`), []string{
		`openai.accounts[0].name: is not set; give a short name, such as france`,
		`openai.accounts[0].location: is not set; name the account's region, such as francecentral`,
		`openai.accounts[0].slot: is not set; give the place of the account's endpoint, 1 to 8: an address, which stays with the account whatever the list's order`,
	}},
	{"accounts that are alike", accounts(`{"name":"france","location":"francecentral","slot":1},{"name":"France","location":"France Central","slot":1}`), []string{
		`openai.accounts[1].name: "France" is there twice; name each account once, whatever the letter case`,
		`openai.accounts[1].location: "France Central" is no programmatic region name; use the programmatic name, "francecentral"`,
		`openai.accounts[1].slot: 1 is another account's; use a slot that no other account has`,
	}},
	{"places in the pool", accounts(`{"name":"a","location":"francecentral","slot":9,"priority":0,"weight":101},{"name":"b_c","location":"francecentral","slot":0}`), []string{
		`openai.accounts[0].slot: 9 is no place of an account's endpoint; use 1 to 8`,
		`openai.accounts[0].priority: 0 is no priority in a pool, in which the first account has 1; use 1 to 100`,
		`openai.accounts[0].weight: 101 is no weight in a pool; use 1 to 100`,
		`openai.accounts[1].name: "b_c" cannot be a part of resource names; use up to 40 letters, digits and hyphens, a letter first, such as france`,
		`openai.accounts[1].slot: 0 is no place of an account's endpoint; use 1 to 8`,
	}},
	{"account's region without a deployment's model", map[string]string{"gateway": gatewayOn, "openai": `{"location":"eastus2","deployments":[{"name":"chat","model":"gpt-5.6-terra","version":"2026-07-09"},` +
		`{"name":"e","model":"text-embedding-3-small","version":"1","sku":"Standard"}],"accounts":[{"name":"sweden","location":"swedencentral","slot":1}]}`}, []string{
		`openai.accounts[0].location: "swedencentral" does not offer "text-embedding-3-small" with "Standard" (InvalidResourceProperties), and every account has the deployment "e"; use another region, or another deployment`,
	}},
	{"account's name with a hyphen at its end", accounts(`{"name":"france-","location":"francecentral","slot":1}`), []string{
		`openai.accounts[0].name: "france-" gives the name "oai-aoai-test-a12345-france-", which is no valid Azure OpenAI account name (lower-case letters, digits and hyphens, a letter or digit at both ends); use another one, short and without a hyphen at its end, such as france`,
	}},
	{"account's name with a reserved word", accounts(`{"name":"xbox","location":"francecentral","slot":1}`), []string{
		`openai.accounts[0].name: "xbox" gives the name "oai-aoai-test-a12345-xbox", which contains the word "xbox", which Azure reserves (ReservedResourceName); use another one, short and without a hyphen at its end, such as france`,
	}},
}

// A name that goes with a short stack's may not go with a long one's.
func TestAccountNamesFollowTheStack(t *testing.T) {
	long := strings.Repeat("x", 35)
	const want = `, where %s names take 2 to 64 characters; use another one, short and without a hyphen at its end, such as france`
	for _, row := range []struct{ account, suffix, want string }{
		{"france", "", ""},
		{"france-by-night", "", `"france-by-night" gives the name "oai-aoai-` + long + `-a12345-france-by-night", which has a length of 67` + fmt.Sprintf(want, "Azure OpenAI account")},
		// The account's own name would do.
		{"france-by-night", "a", `"france-by-night" gives the name "pep-aoai-` + long + `-openai-france-by-night", which has a length of 67` + fmt.Sprintf(want, "private endpoint")},
	} {
		src := source(accounts(`{"name":"` + row.account + `","location":"francecentral","slot":1}`))
		src.Stack = long
		src.Values["environment"] = Value{Text: `{"location":"swedencentral","suffix":"` + row.suffix + `"}`}
		_, _, err := Load(src)
		if row.want == "" {
			assert.NoError(t, err)
			continue
		}
		assert.EqualError(t, err, "the configuration of stack \""+long+"\" has 1 problem:\n  secure-azure-openai:openai.accounts[0].name: "+row.want)
	}
}
