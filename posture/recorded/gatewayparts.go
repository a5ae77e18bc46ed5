package recorded

import (
	"fmt"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

func (w world) telemetry() {
	w.add("insights:Component", "telemetry-component", insightsID, object("resourceName", "appi-aoai-prod", "kind", "web", "applicationType", "web", "ingestionMode", "LogAnalytics",
		"workspaceResourceId", ref{"workspace-workspace", workspaceID}, "disableLocalAuth", true, "publicNetworkAccessForIngestion", "Disabled", "publicNetworkAccessForQuery", "Enabled"), nil)
	w.add("insights:PrivateLinkScope", "scope-scope", scopeID, object("scopeName", "ampls-aoai-prod", "location", "global",
		"accessModeSettings", object("ingestionAccessMode", "Open", "queryAccessMode", "Open")), nil)
	for name, to := range map[string]ref{"workspace": {"workspace-workspace", workspaceID}, "insights": {"telemetry-component", insightsID}} {
		w.add("insights:PrivateLinkScopedResource", "scope-"+name, scopeID+"/scopedResources/"+name, object("name", name, "scopeName", ref{"scope-scope", "ampls-aoai-prod"}, "linkedResourceId", to), nil)
	}
	w.endpoint("monitor", "scope-scope", scopeID, "10.30.0.60", "api", facts.PrivateLinkMonitor)
}

func (w world) service() {
	w.add("apimanagement:ApiManagementService", "gateway-service", serviceID, object("serviceName", service, "location", "swedencentral", "sku", object("name", "StandardV2", "capacity", 1.0),
		"identity", object("type", "SystemAssigned"), "publisherName", "AI platform", "publisherEmail", "ai@example.com", "virtualNetworkType", "External",
		"virtualNetworkConfiguration", object("subnetResourceId", ref{"network-vnet", vnetID + "/subnets/snet-apim"}), "publicNetworkAccess", "Disabled",
		"apiVersionConstraint", object("minApiVersion", "2021-08-01"), "developerPortalStatus", "Disabled", "legacyPortalStatus", "Disabled"),
		object("identity", object("type", "SystemAssigned", "principalId", GatewayPrincipal, "tenantId", tenant), "provisioningState", "Succeeded"))
	w.endpoint("gateway", "gateway-service", serviceID, "10.30.0.40", service, facts.PrivateLinkGateway)
	w.logs("gateway-service", serviceID, "logAnalyticsDestinationType", "Dedicated")
	w.role("gateway-service", GatewayPrincipal, facts.RoleMonitoringMetricsPublisher, "telemetry-component", insightsID)
	w.role("gateway-service", GatewayPrincipal, facts.RoleCognitiveServicesOpenAIUser, "openai-account", accountID("oai-aoai-prod-al3d4i"))
	w.inService("Logger", "gateway-log-logger", "loggers/appinsights", object("loggerId", "appinsights", "loggerType", "applicationInsights", "isBuffered", true,
		"resourceId", ref{"telemetry-component", insightsID}, "credentials", object("connectionString", Secret(), "identityClientId", "systemAssigned")))
	w.c.Named("gateway-log-logger").PropertyDependencies["credentials"] = []string{w.c.Named("telemetry-component").URN}
}

func accountID(name string) string { return inGroup + "Microsoft.CognitiveServices/accounts/" + name }

// inService adds something of the gateway's.
func (w world) inService(kind, name, path string, inputs map[string]any) {
	inputs["serviceName"] = ref{"gateway-service", service}
	w.add("apimanagement:"+kind, name, serviceID+"/"+path, inputs, nil)
}

// accounts adds a second account, which only the gateway calls.
func (w world) accounts() {
	first := w.c.Named("openai-account")
	r := w.c.Twice(first, "openai-west-account")
	for _, path := range []string{"accountName", "properties.customSubDomainName"} {
		Set(r, path, second)
	}
	if !w.preview {
		r.ID, r.Outputs["name"] = accountID(second), second
		Set(r, "identity.principalId", "00000000-1111-0000-0000-00000000a003")
	}
	for _, of := range w.c.Of("cognitiveservices:Deployment") {
		model := w.c.Twice(of, of.Name+"-west")
		Set(model, "accountName", second)
		model.PropertyDependencies = map[string][]string{"accountName": {r.URN}}
		if !w.preview {
			model.ID = accountID(second) + "/deployments/" + of.Inputs["deploymentName"].(string)
		}
	}
	w.endpoint("openai-west", "openai-west-account", accountID(second), "10.30.0.41", second, facts.PrivateLinkOpenAI)
	w.logs("openai-west-account", accountID(second))
	w.role("gateway-service", GatewayPrincipal, facts.RoleCognitiveServicesOpenAIUser, "openai-west-account", accountID(second))
}

func (w world) backend() {
	w.storage()
	w.add("web:AppServicePlan", "backend-plan", inGroup+"Microsoft.Web/serverfarms/asp-func", object("name", "asp-func", "kind", "functionapp", "location", "swedencentral", "reserved", true,
		"sku", object("name", "FC1", "tier", "FlexConsumption")), nil)
	w.add("web:WebApp", "backend-app", backendID, object("name", backend, "kind", "functionapp,linux", "location", "swedencentral", "reserved", true, "httpsOnly", true, "publicNetworkAccess", "Disabled",
		"serverFarmId", ref{"backend-plan", inGroup + "Microsoft.Web/serverfarms/asp-func"}, "identity", object("type", "SystemAssigned"),
		"virtualNetworkSubnetId", ref{"network-vnet", vnetID + "/subnets/snet-functions"}, "siteConfig", object("minTlsVersion", "1.2", "scmMinTlsVersion", "1.2"),
		"functionAppConfig", object("deployment", object("storage", object("type", "blobContainer", "value", ref{"backend-storage-account", "https://" + host + ".blob.core.windows.net/deployments"},
			"authentication", object("type", "SystemAssignedIdentity"))), "runtime", object("name", "python", "version", "3.12"))),
		object("identity", object("type", "SystemAssigned", "principalId", BackendPrincipal, "tenantId", tenant), "state", "Running", "enabled", true))
	of := ref{"backend-app", backend}
	w.add("web:WebAppFtpAllowed", "backend-ftp", backendID+"/basicPublishingCredentialsPolicies/ftp", object("name", of, "allow", false), nil)
	w.add("web:WebAppScmAllowed", "backend-scm", backendID+"/basicPublishingCredentialsPolicies/scm", object("name", of, "allow", false), nil)
	w.add("web:WebAppAuthSettingsV2", "backend-guard", backendID+"/config/authsettingsV2", object("name", of, "platform", object("enabled", true, "runtimeVersion", "~1"),
		"globalValidation", object("requireAuthentication", true, "unauthenticatedClientAction", "Return401"), "httpSettings", object("requireHttps", true),
		"login", object("tokenStore", object("enabled", false)), "identityProviders", object("azureActiveDirectory", object("enabled", true,
			"registration", object("clientId", BackendClient, "openIdIssuer", "https://login.microsoftonline.com/"+tenant+"/v2.0"),
			"validation", object("allowedAudiences", []any{BackendClient, "api://" + BackendClient}, "defaultAuthorizationPolicy",
				object("allowedPrincipals", object("identities", []any{ref{"gateway-service", GatewayPrincipal}})))))), nil)
	settings := w.add("web:WebAppApplicationSettings", "backend-settings", backendID+"/config/appsettings", object("name", of, "properties", object("AzureWebJobsStorage__accountName", ref{"backend-storage-account", host},
		"APPLICATIONINSIGHTS_CONNECTION_STRING", Secret(), "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=AAD")), object("properties", Secret()))
	settings.PropertyDependencies["properties"] = append(settings.PropertyDependencies["properties"], w.c.Named("telemetry-component").URN)
	settings.Dependencies = append(settings.Dependencies, w.c.Named("dns-privatelink.blob.core.windows.net-link").URN)
	for i, link := range []facts.PrivateLink{facts.PrivateLinkBlob, facts.PrivateLinkQueue, facts.PrivateLinkTable} {
		w.endpoint("backend-"+link.Group, "backend-storage-account", hostID, fmt.Sprintf("10.30.0.%d", 43+i), host, link)
	}
	w.endpoint("backend", "backend-app", backendID, "10.30.0.42", backend, facts.PrivateLinkSites)
	w.logs("backend-app", backendID)
	for _, role := range []facts.Role{facts.RoleStorageBlobDataOwner, facts.RoleStorageQueueDataContributor, facts.RoleStorageTableDataContributor} {
		w.role("backend-app", BackendPrincipal, role, "backend-storage-account", hostID)
	}
	w.role("backend-app", BackendPrincipal, facts.RoleMonitoringMetricsPublisher, "telemetry-component", insightsID)
}

// storage is the account of the backend's host: as the documents', but for its
// exception for trusted services, which it needs not.
func (w world) storage() {
	account := w.c.Twice(w.c.Named("storage-account"), "backend-storage-account")
	Set(account, "accountName", host)
	Set(account, "networkRuleSet.bypass", "None")
	if !w.preview {
		account.ID, account.Outputs["name"] = hostID, host
	}
	of := ref{"backend-storage-account", host}
	days := object("enabled", true, "days", 7.0)
	w.add("storage:BlobServiceProperties", "backend-storage-blobs", hostID+"/blobServices/default", object("accountName", of, "blobServicesName", "default",
		"deleteRetentionPolicy", days, "containerDeleteRetentionPolicy", days), nil)
	w.add("storage:BlobContainer", "backend-storage-container", hostID+"/blobServices/default/containers/deployments", object("accountName", of, "containerName", "deployments", "publicAccess", "None"), nil)
	w.add("insights:DiagnosticSetting", "diagnostics-backend-storage-setting", hostID+"/blobServices/default/providers/Microsoft.Insights/diagnosticSettings/to-log-analytics", object(
		"name", "to-log-analytics", "resourceUri", ref{"backend-storage-account", hostID + "/blobServices/default"}, "workspaceId", ref{"workspace-workspace", workspaceID},
		"logs", []any{object("categoryGroup", "allLogs", "enabled", true)}), nil)
}

func (w world) apis() {
	w.gatewayBackend("openai", "https://oai-aoai-prod-al3d4i.openai.azure.com/openai")
	w.gatewayBackend("openai-west", "https://"+second+".openai.azure.com/openai")
	w.gatewayBackend("backend", "https://"+backend+".azurewebsites.net/api")
	var members []any
	for _, id := range []string{"openai", "openai-west"} {
		members = append(members, object("id", ref{"gateway-service", "[resourceId('Microsoft.ApiManagement/service/backends', '" + service + "', '" + id + "')]"}, "priority", 1.0, "weight", 1.0))
	}
	w.add("resources:Deployment", "gateway-openai-pool", inGroup+"Microsoft.Resources/deployments/azure-openai-pool", object("properties", object("mode", "Incremental", "template", object(
		"resources", []any{object("type", "Microsoft.ApiManagement/service/backends", "apiVersion", "2024-05-01", "name", ref{"gateway-service", service + "/azure-openai-pool"},
			"properties", object("type", "Pool", "pool", object("services", members)))}))), nil)
	w.api("openai", "azure-openai", "openai", Document("azure-openai", "azure-openai-pool", facts.CognitiveServicesResource, facts.CognitiveServicesResource), object(
		"subscriptionRequired", true, "subscriptionKeyParameterNames", object("header", "api-key", "query", "api-key")))
	w.api("backend", "backend", "backend", Document("backend", "backend", BackendClient, BackendClient), object("subscriptionRequired", false))
	w.inService("Product", "gateway-openai-product", "products/azure-openai", object("productId", "azure-openai", "subscriptionRequired", true, "approvalRequired", true, "state", "published"))
	w.inService("ProductApi", "gateway-openai-product-api", "products/azure-openai/apis/azure-openai", object("productId", "azure-openai", "apiId", "azure-openai"))
	w.inService("Subscription", "gateway-openai-subscription-team", "subscriptions/azure-openai-team", object("sid", "azure-openai-team", "scope", ref{"gateway-openai-product", serviceID + "/products/azure-openai"},
		"state", "active", "allowTracing", false))
}

func (w world) gatewayBackend(id, url string) {
	w.inService("Backend", "gateway-backend-"+id, "backends/"+id, object("backendId", id, "url", url, "protocol", "http",
		"tls", object("validateCertificateChain", true, "validateCertificateName", true), "circuitBreaker", object("rules", []any{object("name", "throttled-or-failing",
			"failureCondition", object("count", 5.0, "interval", "PT1M", "statusCodeRanges", []any{object("min", 429.0, "max", 429.0), object("min", 500.0, "max", 599.0)}),
			"tripDuration", "PT1M", "acceptRetryAfter", true)})))
}

func (w world) api(of, id, path, document string, more map[string]any) {
	name := "gateway-" + of
	more["apiId"], more["path"], more["protocols"], more["format"], more["value"] = id, path, []any{"https"}, "openapi+json", `{"paths": {"/deployments/{deployment-id}/chat/completions": {"post": {}}}}`
	value := "caller-" + id + "-webapp"
	w.inService("NamedValue", name+"-caller-webapp", "namedValues/"+value, object("namedValueId", value, "displayName", value, "value", ref{"webapp-app", "e8b3fb6a-e6fc-5f31-ba47-b9431fb12732"}, "secret", false))
	w.inService("Api", name+"-api", "apis/"+id, more)
	w.inService("ApiPolicy", name+"-policy", "apis/"+id+"/policies/policy", object("apiId", id, "policyId", "policy", "format", "xml", "value", document))
	side := func() map[string]any {
		hide := func(name string) any { return object("value", name, "mode", "Hide") }
		message := func() any {
			return object("body", object("bytes", 0.0), "dataMasking", object("headers", []any{hide("Authorization"), hide("api-key"), hide("Ocp-Apim-Subscription-Key")},
				"queryParams", []any{hide("api-key"), hide("subscription-key")}))
		}
		return object("request", message(), "response", message())
	}
	w.inService("ApiDiagnostic", name+"-diagnostic", "apis/"+id+"/diagnostics/applicationinsights", object("apiId", id, "diagnosticId", "applicationinsights",
		"loggerId", ref{"gateway-log-logger", serviceID + "/loggers/appinsights"}, "metrics", true, "frontend", side(), "backend", side()))
}

// Document is the policy document of an API of the gateway.
func Document(api, backend, audience, resource string) string {
	const text = `<policies>
  <inbound>
    <base />
    <validate-azure-ad-token tenant-id="TENANT" output-token-variable-name="caller-token">
      <audiences>
        <audience>AUDIENCE</audience>
      </audiences>
      <required-claims>
        <claim name="oid" match="any">
          <value>{{caller-API-webapp}}</value>
        </claim>
      </required-claims>
    </validate-azure-ad-token>
    <set-header name="api-key" exists-action="delete" />
    <set-header name="Ocp-Apim-Subscription-Key" exists-action="delete" />
    <set-query-parameter name="api-key" exists-action="delete" />
    <set-query-parameter name="subscription-key" exists-action="delete" />
    <rate-limit-by-key calls="120" renewal-period="60" counter-key="@(context.Request.IpAddress)" />
    <llm-token-limit tokens-per-minute="20000" counter-key="@(context.Request.IpAddress)" estimate-prompt-tokens="true" /><llm-emit-token-metric namespace="tokens"><dimension name="Subscription ID" /></llm-emit-token-metric>
    <set-backend-service backend-id="BACKEND" />
    <authentication-managed-identity resource="RESOURCE" />
  </inbound>
  <backend>
    <forward-request timeout="120" buffer-response="false" />
  </backend>
  <outbound>
    <base />
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>`
	return strings.NewReplacer("TENANT", tenant, "AUDIENCE", audience, "API", api, "BACKEND", backend, "RESOURCE", resource).Replace(text)
}

func (w world) alerts() {
	const groupID = inGroup + "Microsoft.Insights/actionGroups/ag-aoai-prod"
	w.add("insights:ActionGroup", "alerts-group", groupID, object("actionGroupName", "ag-aoai-prod", "groupShortName", "aoai", "enabled", true,
		"emailReceivers", []any{object("name", "team", "emailAddress", "team@example.com")}), nil)
	for name, codes := range map[string][]any{"throttled": {"429"}, "refused": {"401", "403"}} {
		w.add("insights:MetricAlert", "alerts-"+name, inGroup+"Microsoft.Insights/metricAlerts/"+name, object("ruleName", name, "enabled", true, "scopes", []any{ref{"gateway-service", serviceID}},
			"criteria", object("allOf", []any{object("metricName", "Requests", "dimensions", []any{object("name", "GatewayResponseCode", "operator", "Include", "values", codes)})}),
			"actions", []any{object("actionGroupId", ref{"alerts-group", groupID})}), nil)
	}
	for name, where := range map[string]string{
		"circuit": "ResponseCode == 503", "backend": "BackendResponseCode >= 500", "certificate": `LastErrorMessage has "certificate"`,
	} {
		w.add("insights:ScheduledQueryRule", "alerts-"+name, inGroup+"Microsoft.Insights/scheduledQueryRules/"+name, object("ruleName", name, "description", "Calls fail.", "enabled", true,
			"scopes", []any{ref{"workspace-workspace", workspaceID}}, "criteria", object("allOf", []any{object("query", "ApiManagementGatewayLogs | where "+where)}),
			"actions", object("actionGroups", []any{ref{"alerts-group", groupID}})), nil)
	}
	w.add("insights:Workbook", "workbook-workbook", inGroup+"Microsoft.Insights/workbooks/w", object("displayName", "Gateway", "category", "workbook", "serializedData", "{}"), nil)
}

// throughGateway lets the web app call the gateway, and takes its role on the
// account.
func (w world) throughGateway() {
	w.c.Remove(w.c.Named("roles-webapp-cognitive-services-openai-user-on-openai"))
	settings := w.c.Named("webapp-settings").Inputs["properties"].(map[string]any)
	delete(settings, "AZURE_OPENAI_RESOURCE")
	settings["AZURE_OPENAI_ENDPOINT"] = "https://" + service + ".azure-api.net/"
	stack := w.c.Stack()
	if lines, is := stack.Outputs["hostsFile"].(string); is {
		stack.Outputs["hostsFile"] = lines + "\n10.30.0.40 " + service + ".azure-api.net\n10.30.0.41 " + second + ".openai.azure.com"
	}
}

// Inside moves the gateway into the VNet: a classic tier with an address of
// its subnet, and zones of its own names.
func Inside(c *Copy) {
	w := world{c, c.from.Source == graph.FromPreview}
	const address, apim = "10.30.3.4", "10.30.3.0/27"
	gateway := c.Named("gateway-service")
	Set(gateway, "virtualNetworkType", "Internal")
	Set(gateway, "sku.name", "Premium")
	Set(gateway, "sku.capacity", 2.0)
	Delete(gateway, "publicNetworkAccess")
	off := map[string]any{}
	const security = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security."
	for _, key := range []string{
		"Protocols.Tls10", "Protocols.Tls11", "Protocols.Ssl30", "Backend.Protocols.Tls10", "Backend.Protocols.Tls11", "Backend.Protocols.Ssl30", "Ciphers.TripleDes168",
		"Ciphers.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "Ciphers.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "Ciphers.TLS_RSA_WITH_AES_128_GCM_SHA256",
		"Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA256", "Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA256", "Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA", "Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA",
	} {
		off[security+key] = "False"
	}
	Set(gateway, "customProperties", off)
	if !w.preview {
		gateway.Outputs["privateIPAddresses"] = []any{address}
	}
	for _, name := range []string{"endpoint-gateway-endpoint", "records-gateway-group", "dns-privatelink.azure-api.net", "dns-privatelink.azure-api.net-link"} {
		c.Remove(c.Named(name))
	}
	for _, part := range []string{"", ".portal", ".developer", ".management", ".scm"} {
		name := service + part + ".azure-api.net"
		w.zone(name)
		w.before(w.add("network:PrivateRecordSet", "records-gateway-"+name, zonesID+name+"/A/@", object("privateZoneName", ref{"dns-" + name, name}, "recordType", "A", "relativeRecordSetName", "@", "ttl", 300.0,
			"aRecords", []any{object("ipv4Address", ref{"gateway-service", address})}), nil))
	}
	subnets := []graph.Object{c.Named("network-vnet").Inputs, c.Named("network-vnet").Outputs}
	for _, o := range subnets {
		list, _ := o["subnets"].([]any)
		for _, s := range list {
			if s := s.(map[string]any); s["name"] == "snet-apim" {
				delete(s, "delegations")
				s["privateEndpointNetworkPolicies"] = "Enabled"
			}
		}
	}
	nsg := c.Named("network-apigateway-nsg")
	rules := nsg.Inputs["securityRules"].([]any)
	Set(nsg, "securityRules", append([]any{
		securityRule("allow-callers-https", "Allow", "Inbound", "10.30.2.0/26", apim, "Tcp", "443", 100),
		securityRule("allow-management", "Allow", "Inbound", "ApiManagement", "VirtualNetwork", "Tcp", "3443", 160),
		securityRule("allow-load-balancer", "Allow", "Inbound", "AzureLoadBalancer", "VirtualNetwork", "Tcp", "6390", 170),
		securityRule("allow-counters-inbound", "Allow", "Inbound", apim, apim, "Udp", "4290", 180),
		securityRule("allow-counters", "Allow", "Outbound", apim, apim, "Udp", "4290", 190),
		securityRule("allow-certificates-http", "Allow", "Outbound", apim, "Internet", "Tcp", "80", 200),
		securityRule("allow-sql", "Allow", "Outbound", apim, "Sql", "Tcp", "1433", 210),
		securityRule("allow-monitor-metrics", "Allow", "Outbound", apim, "AzureMonitor", "Tcp", "1886", 220),
	}, rules...))
	app := c.Named("network-webapp-nsg")
	Set(app, "securityRules", append([]any{securityRule("allow-gateway-https", "Allow", "Outbound", "10.30.2.0/26", apim, "Tcp", "443", 105)}, app.Inputs["securityRules"].([]any)...))
	stack := c.Stack()
	if lines, is := stack.Outputs["hostsFile"].(string); is {
		stack.Outputs["hostsFile"] = strings.Replace(lines, "10.30.0.40 ", address+" ", 1)
	}
}
