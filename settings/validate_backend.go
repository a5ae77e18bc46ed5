package settings

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// backend judges the functions behind the gateway (G19 to G23).
func (v *validator) backend() {
	b := v.s.Backend
	if b.Enabled && v.ok("backend.enabled", "gateway.enabled") && !v.s.Gateway.Enabled {
		v.problem("backend.enabled", "is true, and there is no gateway, which alone may call it", "set gateway.enabled, too")
	}
	if b.Enabled && b.ClientID == "" && v.ok("backend.enabled", "backend.clientId") {
		v.problem("backend.clientId", "is not set", "ask the identity team for an app registration that stands for the backend (single tenant, with its enterprise application, application ID URI api://CLIENT_ID, requestedAccessTokenVersion 2, no secret, no redirect URI), and give its application (client) id")
	}
	v.guid("backend.clientId", b.ClientID, "the application id of the app registration that stands for the backend")
	v.guid("backend.tenantId", b.TenantID, "the id of the Entra tenant of that registration")
	for i, id := range b.GatewayClientIDs {
		item := at("backend.gatewayClientIds", i, "")
		v.required(item, id, "give the application (client) id of the gateway's identity")
		v.guid(item, id, "the application (client) id of the gateway's identity")
	}
	v.choice("backend.kind", string(b.Kind), "kind of backend", string(BackendAPI), string(BackendMCP))
	if v.ok("backend.path") && (!pathForm.MatchString(b.Path) || b.Path == "openai") {
		v.problem("backend.path", v.show("backend.path", b.Path)+" cannot be the API's path at the gateway", `use up to 40 lower-case letters, digits and hyphens, such as backend; "openai" is Azure OpenAI's`)
	}
	if v.ok("backend.path", "gateway.mode") && b.Path == facts.SampleAPIPath && v.s.Gateway.Mode == GatewayInternal {
		v.problem("backend.path", v.show("backend.path", b.Path)+" is the path of the sample API that a classic tier is made with, and Azure refuses it for a second one", "use another one, such as backend")
	}
	v.functionsRuntime(b)
	if !slices.Contains(facts.FlexMemory, b.MemoryMB) && v.ok("backend.memoryMB") {
		v.problem("backend.memoryMB", v.number("backend.memoryMB", b.MemoryMB)+" is no size of an instance on Flex Consumption", "use one of "+numbers(facts.FlexMemory))
	}
	if b.Enabled && b.MemoryMB == facts.FlexMemoryDoubtful && v.ok("backend.enabled", "backend.memoryMB") {
		v.warn("backend.memoryMB", "Azure's page has %s, and its API was seen to refuse it (Azure/azure-rest-api-specs#40898): 2048 is sure", v.number("backend.memoryMB", b.MemoryMB))
	}
	v.between("backend.instances", b.Instances, facts.FlexInstancesFewest, facts.FlexInstancesMost, "limit of instances on Flex Consumption")
	v.api("backend", b.API, false)
	if b.Enabled && b.API.Subscriptions == SubscriptionsRequired && v.ok("backend.enabled", "backend.subscriptions") {
		v.warn("backend.subscriptions", "every call needs a subscription key, and gateway.teams have none for the backend: each is made by hand, for the product backend")
	}
}

func (v *validator) functionsRuntime(b Backend) {
	var names []string
	var versions []string
	for _, r := range facts.FlexRuntimes {
		names = append(names, r.Name)
		if r.Name == b.Runtime {
			versions = r.Versions
		}
	}
	if v.choice("backend.runtime", b.Runtime, "language of functions on Flex Consumption", names...) && !slices.Contains(versions, b.RuntimeVersion) && v.ok("backend.runtimeVersion") {
		v.problem("backend.runtimeVersion", fmt.Sprintf("%s is no version of %s on Flex Consumption", v.show("backend.runtimeVersion", b.RuntimeVersion), v.show("backend.runtime", b.Runtime)), "use one of "+strings.Join(versions, ", "))
	}
}
