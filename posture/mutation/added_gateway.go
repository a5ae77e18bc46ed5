package mutation

import "secure-azure-openai/posture/graph"

// besideGateway are parts of a gateway that nothing asks for: an open API, a
// policy of another level, a key for everything, a way out.
func (w *world) besideGateway() []addition {
	services := w.graph.Of("apimanagement:ApiManagementService")
	if len(services) == 0 {
		return nil
	}
	group, service := w.groupName(), services[0].ID
	part := func(kind, name, path string, pairs ...any) addition {
		return addition{"apimanagement:" + kind, name, object(append([]any{"resourceGroupName", group, "serviceName", lastPart(service)}, pairs...)...), service + "/" + path}
	}
	const open = "<policies><inbound><base /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>"
	const minted = `<policies><inbound><base /><authentication-managed-identity resource="https://cognitiveservices.azure.com" /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`
	list := []addition{
		part("Api", "open API", "apis/open", "apiId", "open", "path", "open", "protocols", []any{"https"}, "subscriptionRequired", false),
		part("Api", "API for keys", "apis/keys", "apiId", "keys", "path", "keys", "protocols", []any{"https"}, "subscriptionRequired", true),
		part("Policy", "policy for all APIs", "policies/policy", "policyId", "policy", "format", "xml", "value", minted),
		part("ApiPolicy", "second policy", "apis/azure-openai/policies/second", "apiId", "azure-openai", "policyId", "policy", "format", "xml", "value", open),
		part("ApiOperationPolicy", "policy of an operation", "apis/azure-openai/operations/a/policies/policy", "apiId", "azure-openai", "operationId", "a", "policyId", "policy", "format", "xml", "value", open),
		part("ProductPolicy", "policy of a product", "products/azure-openai/policies/policy", "productId", "azure-openai", "policyId", "policy", "format", "xml", "value", minted),
		part("Backend", "backend outside", "backends/outside", "backendId", "outside", "url", "https://outside.example", "protocol", "http"),
		part("Product", "open product", "products/open", "productId", "open", "subscriptionRequired", false, "state", "published"),
		part("ProductApi", "API in no product", "products/open/apis/azure-openai", "productId", "open", "apiId", "azure-openai"),
		part("Subscription", "subscription for all APIs", "subscriptions/all", "sid", "all", "scope", service+"/apis", "state", "active", "allowTracing", true),
		part("NamedValue", "named secret", "namedValues/secret", "namedValueId", "secret", "displayName", "secret", "value", "0", "secret", true),
		part("Logger", "logger to a hub", "loggers/hub", "loggerId", "hub", "loggerType", "azureEventHub", "credentials", object("name", "outside")),
		part("ApiDiagnostic", "bodies logged", "apis/azure-openai/diagnostics/azuremonitor", "apiId", "azure-openai", "diagnosticId", "azuremonitor",
			"frontend", object("request", object("body", object("bytes", 8192.0)))),
		part("Diagnostic", "bodies of all logged", "diagnostics/applicationinsights", "diagnosticId", "applicationinsights", "frontend", object("request", object("body", object("bytes", 8192.0)))),
	}
	for _, kind := range []string{
		"ApiOperation", "ApiRelease", "ApiSchema", "ApiVersionSet", "Authorization", "AuthorizationProvider", "AuthorizationServer", "Cache", "Certificate", "ContentItem", "DelegationSetting",
		"EmailTemplate", "Gateway", "GatewayApiEntityTag", "Group", "GroupUser", "IdentityProvider", "NotificationRecipientEmail", "OpenIdConnectProvider", "PolicyFragment",
		"PrivateEndpointConnectionByName", "ProductGroup", "SignInSetting", "SignUpSetting", "Tag", "TenantAccess", "User", "Workspace", "WorkspaceApi", "WorkspacePolicy",
	} {
		list = append(list, part(kind, "added", kind+"/added"))
	}
	return list
}

// second is the id of another resource of a kind beside the first.
func (w *world) second(kind string) string {
	if all := w.graph.Of(kind); len(all) > 1 {
		return all[1].ID
	}
	return ""
}

// optional is the id of the first resource of a kind that a stack may lack.
func (w *world) optional(kind string) string {
	return idOf(w.graph.Of(kind))
}

func idOf(all []*graph.Resource) string {
	if len(all) == 0 {
		return ""
	}
	return all[0].ID
}
