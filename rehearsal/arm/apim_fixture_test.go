package arm_test

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// The tokens of API Management, short.
const (
	apim          = "azure-native:apimanagement/v20240501:ApiManagementService"
	apimBackend   = "azure-native:apimanagement/v20240501:Backend"
	apimAPI       = "azure-native:apimanagement/v20240501:Api"
	apimPolicy    = "azure-native:apimanagement/v20240501:ApiPolicy"
	apimDiagnosis = "azure-native:apimanagement/v20240501:ApiDiagnostic"
	apimProduct   = "azure-native:apimanagement/v20240501:Product"
	apimLink      = "azure-native:apimanagement/v20240501:ProductApi"
	apimKeys      = "azure-native:apimanagement/v20240501:Subscription"
	apimLogger    = "azure-native:apimanagement/v20240501:Logger"
	apimValue     = "azure-native:apimanagement/v20240501:NamedValue"
	record        = "azure-native:network/v20240601:PrivateRecordSet"

	apimID       = groupID + "/providers/Microsoft.ApiManagement/service/apim"
	openAIAPIID  = apimID + "/apis/azure-openai"
	connectionTo = "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://x.in.applicationinsights.azure.com/"
	caller       = "00000000-0000-0000-0000-0000000ca11e"
)

// apimNet is a second VNet with subnets for gateways of either platform.
var apimNet = create(vnet, apimSubnets(nil))

// apimSubnets are those of apimNet, with some changes to that of the
// integrated gateway.
func apimSubnets(changes m) m {
	group := m{"id": nsgID}
	return subnets(
		with(m{"name": "apim", "addressPrefix": "10.0.0.0/27", "networkSecurityGroup": group, "delegations": to("Microsoft.Web/serverFarms")}, changes),
		m{"name": "inner", "addressPrefix": "10.0.1.0/29", "networkSecurityGroup": group},
		m{"name": "tiny", "addressPrefix": "10.0.2.0/28", "networkSecurityGroup": group, "delegations": to("Microsoft.Web/serverFarms")},
		m{"name": "bare", "addressPrefix": "10.0.3.0/27"},
		m{"name": "bare-v2", "addressPrefix": "10.0.4.0/27", "delegations": to("Microsoft.Web/serverFarms")},
		m{"name": "pe", "addressPrefix": "10.0.5.0/27"},
	)
}

// apimInputs are a service of the tier StandardV2 that reaches into a VNet.
func apimInputs(changes m) m {
	return with(m{
		"serviceName": "apim", "sku": m{"name": "StandardV2", "capacity": 1}, "identity": m{"type": "SystemAssigned"},
		"publisherName": "Contoso", "publisherEmail": "apis@example.com", "virtualNetworkType": "External",
		"virtualNetworkConfiguration": m{"subnetResourceId": net2ID + "/subnets/apim"}, "publicNetworkAccess": "Enabled",
		"apiVersionConstraint": m{"minApiVersion": "2021-08-01"}, "developerPortalStatus": "Disabled", "legacyPortalStatus": "Disabled",
	}, changes)
}

// innerAPIM is a service of the tier Developer that lies in a VNet.
func innerAPIM(changes m) m {
	return apimInputs(with(m{
		"sku": m{"name": "Developer", "capacity": 1}, "virtualNetworkType": "Internal",
		"virtualNetworkConfiguration": m{"subnetResourceId": net2ID + "/subnets/inner"}, "publicNetworkAccess": nil,
		"customProperties": m{"Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10": "false"},
	}, changes))
}

func inAPIM(inputs, changes m) m { return with(with(m{"serviceName": "apim"}, inputs), changes) }

func backendInputs(changes m) m {
	return inAPIM(m{
		"backendId": "openai", "url": "https://oai.openai.azure.com/openai", "protocol": "http",
		"tls":            m{"validateCertificateChain": true, "validateCertificateName": true},
		"circuitBreaker": m{"rules": []any{breakerRule(nil)}},
	}, changes)
}

func breakerRule(changes m) m {
	return with(m{"name": "trip", "tripDuration": "PT1M", "acceptRetryAfter": true, "failureCondition": m{
		"count": 3, "interval": "PT1M", "statusCodeRanges": []any{m{"min": 429, "max": 429}, m{"min": 500, "max": 599}},
	}}, changes)
}

const chatDocument = `{"openapi": "3.0.1", "info": {"title": "Azure OpenAI", "version": "1"}, "servers": [{"url": "https://example.com/openai"}], "paths": {
	"/deployments/{deployment-id}/chat/completions": {"post": {"operationId": "chat", "summary": "Chat"}},
	"/deployments/{deployment-id}/embeddings": {"post": {"operationId": "embed"}}}}`

func apiInputs(changes m) m {
	return inAPIM(m{
		"apiId": "azure-openai", "path": "openai", "protocols": []any{"https"}, "subscriptionRequired": true, "apiType": "http",
		"subscriptionKeyParameterNames": m{"header": "api-key", "query": "api-key"}, "format": "openapi+json", "value": chatDocument,
	}, changes)
}

const chatPolicy = `<policies>
	<inbound>
		<base />
		<validate-azure-ad-token tenant-id="t">
			<required-claims><claim name="oid" match="any"><value>{{caller-webapp}}</value></claim></required-claims>
		</validate-azure-ad-token>
		<set-header name="api-key" exists-action="delete" />
		<llm-token-limit counter-key="@(context.Request.IpAddress)" tokens-per-minute="1000" estimate-prompt-tokens="false" />
		<set-backend-service backend-id="openai" />
		<authentication-managed-identity resource="https://cognitiveservices.azure.com" />
	</inbound>
	<backend>
		<retry condition="@(context.Response.StatusCode == 429)" count="2" interval="0"><forward-request buffer-request-body="true" /></retry>
	</backend>
	<outbound><base /></outbound>
	<on-error><base /></on-error>
</policies>`

func policyInputs(changes m) m {
	return inAPIM(m{"apiId": "azure-openai", "policyId": "policy", "format": "xml", "value": chatPolicy}, changes)
}

func valueInputs(changes m) m {
	return inAPIM(m{"namedValueId": "caller-webapp", "displayName": "caller-webapp", "value": caller, "secret": false}, changes)
}

func loggerInputs(changes m) m {
	return inAPIM(m{"loggerId": "appinsights", "loggerType": "applicationInsights", "isBuffered": true,
		"credentials": m{"connectionString": connectionTo, "identityClientId": "systemAssigned"}}, changes)
}

func diagnosisInputs(changes m) m {
	side := m{"request": m{"body": m{"bytes": 0}, "dataMasking": m{"headers": []any{m{"value": "api-key", "mode": "Hide"}}}}, "response": m{"body": m{"bytes": 0}}}
	return inAPIM(m{
		"apiId": "azure-openai", "diagnosticId": "applicationinsights", "loggerId": apimID + "/loggers/appinsights", "alwaysLog": "allErrors",
		"httpCorrelationProtocol": "W3C", "metrics": true, "verbosity": "information", "sampling": m{"samplingType": "fixed", "percentage": 100},
		"frontend": side, "backend": side,
	}, changes)
}

func productInputs(changes m) m {
	return inAPIM(m{"productId": "azure-openai", "displayName": "Azure OpenAI", "subscriptionRequired": true, "approvalRequired": true, "state": "published"}, changes)
}

func linkToProduct(changes m) m {
	return inAPIM(m{"productId": "azure-openai", "apiId": "azure-openai"}, changes)
}

func keysInputs(changes m) m {
	return inAPIM(m{"sid": "team", "displayName": "team", "scope": apimID + "/products/azure-openai", "state": "active", "allowTracing": false}, changes)
}

func recordInputs(changes m) m {
	return with(m{"privateZoneName": "privatelink.openai.azure.com", "recordType": "A", "relativeRecordSetName": "@", "ttl": 300,
		"aRecords": []any{m{"ipv4Address": "10.0.1.4"}}}, changes)
}

func apimEndpoint(changes m) m {
	return with(m{
		"privateEndpointName": "apim-pep", "subnet": m{"id": vnetID + "/subnets/pe"},
		"privateLinkServiceConnections": []any{m{"name": "c", "privateLinkServiceId": apimID, "groupIds": []any{"Gateway"}}},
	}, changes)
}

func poolTemplate(properties m, members ...string) m {
	services := []any{}
	for _, id := range members {
		services = append(services, m{"id": id, "priority": 1, "weight": 1})
	}
	return template(m{
		"type": "Microsoft.ApiManagement/service/backends", "apiVersion": "2024-05-01", "name": "apim/openai-pool",
		"properties": with(m{"type": "Pool", "pool": m{"services": services}}, properties),
	})
}

// What comes before the rules of API Management: a gateway, and more and more of
// what is in it.
var (
	anAPIM   = []attempt{apimNet, create(apim, apimInputs(nil))}
	anAPI    = after(anAPIM, create(apimBackend, backendInputs(nil)), create(apimValue, valueInputs(nil)), create(apimAPI, apiInputs(nil)))
	aLogger  = after(anAPI, create(apimLogger, loggerInputs(nil)))
	aPolicy  = after(anAPI, create(apimPolicy, policyInputs(nil)))
	aProduct = after(anAPI, create(apimProduct, productInputs(nil)))
)

// after is what came before and more.
func after(before []attempt, more ...attempt) []attempt { return slices.Concat(before, more) }

func secret(text string) *resource.Secret {
	return &resource.Secret{Element: resource.NewProperty(text)}
}
