package arm

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// apiType is an API that a gateway serves. Azure makes its operations out of
// the document that comes with it, which it does not return.
// https://learn.microsoft.com/azure/api-management/import-api-from-oas
var apiType = Type{
	Token: "azure-native:apimanagement/v20240501:Api",
	ARM:   armAPI,
	API:   "2024-05-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/apis/{apiId}",
	Name:  "apiId",
	Named: named(facts.NameAPI, "ValidationError", "The API id '%s' is not valid: it takes 1 to 256 characters, none of * # & + : < > ? /."),
	Validate: func(tx *Tx, r, _ *Resource) error {
		for _, protocol := range texts(r.Properties, "protocols") {
			if !slices.Contains([]string{"http", "https", "ws", "wss"}, protocol) {
				// Not confirmed.
				return fields("ValidationError", "The protocol '%s' of API %s is not valid. Allowed values: http, https, ws, wss.", protocol, r.Name())
			}
		}
		for _, other := range tx.Children(serviceOf(r.ID), armAPI) {
			if !SameID(other.ID, r.ID) && strings.EqualFold(strings.Trim(other.Text("path"), "/"), strings.Trim(r.Text("path"), "/")) {
				// Azure/apiops#343
				return fields("ValidationError", "Cannot create API '%s' with the same Path '%s' as API '%s'  unless it's a part of the same version set", r.Name(), r.Text("path"), other.Name())
			}
		}
		document, err := importedAPI(r)
		if err != nil {
			return err
		}
		if name := or(r.Text("displayName"), text(document, "info.title")); name == "" || len(name) > 300 {
			// The length: the API definition of 2024-05-01. The words are not confirmed.
			return fields("ValidationError", "The display name of API %s takes 1 to 300 characters.", r.Name())
		}
		return nil
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		document, err := importedAPI(r)
		if err != nil {
			return err
		}
		for name, value := range map[string]any{
			"displayName": get(document, "info.title"), "description": get(document, "info.description"),
			"apiRevision": "1", "isCurrent": true, "subscriptionRequired": true, "protocols": strs("https"), "apiType": "http",
			"subscriptionKeyParameterNames.header": facts.SubscriptionKeyHeader, "subscriptionKeyParameterNames.query": facts.SubscriptionKeyQuery,
		} {
			if value != nil {
				fill(r.Properties, name, value)
			}
		}
		if servers := list(document, "servers"); len(servers) > 0 {
			fill(r.Properties, "serviceUrl", text(servers[0], "url"))
		}
		return nil
	},
	AfterPut: makeOperations,
	AfterDelete: func(tx *Tx, r *Resource) {
		for _, link := range tx.Children(serviceOf(r.ID), armAPIProductLink) {
			if strings.EqualFold(link.Name(), r.Name()) {
				tx.remove(link)
			}
		}
	},
}

// importedAPI is the document that comes with a request, or nil.
// The words: hashicorp/terraform-provider-azurerm#24559. That other formats are
// refused is the stand-in's own limit.
func importedAPI(r *Resource) (map[string]any, error) {
	format, value := text(r.inputs, "format"), text(r.inputs, "value")
	switch {
	case format == "" && value == "":
		return nil, nil
	case format != "openapi+json":
		return nil, badRequest("ValidationError", "The rehearsal's stand-in for Azure imports documents of the format openapi+json; API %s has one of the format '%s'.", r.Name(), format)
	}
	var document map[string]any
	if err := json.Unmarshal([]byte(value), &document); err != nil {
		return nil, fields("ValidationError", "Parsing error(s): %s", err.Error())
	}
	_, paths := document["paths"].(map[string]any)
	if !paths || !strings.HasPrefix(text(document, "openapi"), "3.") || text(document, "info.title") == "" || text(document, "info.version") == "" {
		return nil, fields("ValidationError", "Parsing error(s): The input OpenAPI file is not valid for the OpenAPI specification https://github.com/OAI/OpenAPI-Specification/blob/master/versions/3.0.1.md (schema https://github.com/OAI/OpenAPI-Specification/blob/master/schemas/v3.0/schema.yaml).")
	}
	return document, nil
}

// apiOperationType is one operation, which Azure makes out of a document.
var apiOperationType = Type{ARM: armAPIOperation}

// methods are the keys of a path in an OpenAPI document that are operations.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// makeOperations: a document that is imported again replaces the operations of
// the one before.
func makeOperations(tx *Tx, r, _ *Resource) error {
	document, err := importedAPI(r)
	if document == nil || err != nil {
		return err
	}
	for _, before := range tx.Children(r.ID, armAPIOperation) {
		tx.remove(before)
	}
	paths := object(document, "paths")
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for _, method := range methods {
			operation, served := get(paths[path], method).(map[string]any)
			if !served {
				continue
			}
			name := or(text(operation, "operationId"), method+strings.NewReplacer("/", "-", "{", "", "}", "").Replace(path))
			tx.Make(armAPIOperation, r.ID+"/operations/"+name, "", map[string]any{
				"name": name, "type": armAPIOperation, "method": strings.ToUpper(method), "urlTemplate": path,
				"displayName": or(text(operation, "summary"), name),
			})
		}
	}
	return nil
}

// apiDiagnosticType is what of an API's calls is logged where.
// https://learn.microsoft.com/rest/api/apimanagement/api-diagnostic
var apiDiagnosticType = Type{
	Token:    "azure-native:apimanagement/v20240501:ApiDiagnostic",
	ARM:      armAPIDiagnostic,
	API:      "2024-05-01",
	Path:     "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/apis/{apiId}/diagnostics/{diagnosticId}",
	Name:     "diagnosticId",
	Validate: checkDiagnostic,
	Complete: func(_ *Tx, r, _ *Resource) error {
		fill(r.Properties, "logClientIp", false)
		fill(r.Properties, "httpCorrelationProtocol", "Legacy")
		return nil
	},
}

// bodyMost is how many bytes of a body are logged at most.
// https://learn.microsoft.com/azure/api-management/diagnostic-logs-reference
const bodyMost = 8192

// diagnosticValues are the words that the API definition of 2024-05-01 allows.
var diagnosticValues = map[string][]string{
	"alwaysLog":               {"allErrors"},
	"verbosity":               {"verbose", "information", "error"},
	"httpCorrelationProtocol": {"None", "Legacy", "W3C"},
	"operationNameFormat":     {"Name", "Url"},
	"sampling.samplingType":   {"fixed"},
}

// checkDiagnostic: a diagnostic has one of three names, a logger of its
// service, and values that there are.
// Words for the logger: Azure/apiops#748, and Azure/apiops#328 for what is no
// logger of the service; the others are not confirmed.
func checkDiagnostic(tx *Tx, r, _ *Resource) error {
	if !slices.Contains([]string{"applicationinsights", "azuremonitor", "local"}, r.Name()) {
		return fields("ValidationError", "The diagnostic id '%s' is not valid. Allowed values: applicationinsights, azuremonitor, local.", r.Name())
	}
	id := loggerOf(r)
	switch {
	case !SameID(ParentOf(id), serviceOf(r.ID)) || !strings.EqualFold(TypeOf(id), armAPILogger):
		return fields("ValidationError", "Invalid field 'loggerId' specified")
	case tx.Get(id) == nil:
		return fields("ValidationError", "Logger Id '%s' does not exist", NameOf(id))
	}
	for _, name := range slices.Sorted(maps.Keys(diagnosticValues)) {
		if v := r.Text(name); v != "" && !slices.Contains(diagnosticValues[name], v) {
			return fields("ValidationError", "The value '%s' of '%s' is not valid. Allowed values: %s.", v, name, strings.Join(diagnosticValues[name], ", "))
		}
	}
	if p, _ := get(r.Properties, "sampling.percentage").(float64); p < 0 || p > 100 {
		return fields("ValidationError", "The sampling percentage %v is not within 0 to 100.", p)
	}
	for _, at := range []string{"frontend.request", "frontend.response", "backend.request", "backend.response"} {
		if n := number(r.Properties, at+".body.bytes"); n < 0 || n > bodyMost {
			return fields("ValidationError", "'%s.body.bytes' is %d and takes 0 to %d.", at, n, bodyMost)
		}
	}
	return nil
}

// loggerOf is the id of a diagnostic's logger, which may be written without
// that of its service.
func loggerOf(diagnostic *Resource) string {
	id := diagnostic.Text("loggerId")
	if strings.HasPrefix(id, "/loggers/") {
		id = serviceOf(diagnostic.ID) + id
	}
	return id
}
