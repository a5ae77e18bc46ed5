package arm

import (
	"maps"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// apiLoggerType is where a gateway writes its telemetry to. Its credentials are
// not returned: Azure keeps each in a named value that it makes for it, and
// shows how a policy would name that. There each write makes another one and
// leaves the old (Azure/azure-powershell#12228); here the same secret keeps its
// name.
// https://learn.microsoft.com/azure/api-management/api-management-howto-app-insights
var apiLoggerType = Type{
	Token: "azure-native:apimanagement/v20240501:Logger",
	ARM:   armAPILogger,
	API:   "2024-05-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/loggers/{loggerId}",
	Name:  "loggerId",
	Named: named(facts.NameAPILogger, "ValidationError", "The logger id '%s' is not valid: it takes 1 to 256 characters, none of * # & + : < > ? /."),
	// The type of what is logged to is not looked at.
	References: []Reference{{Path: "resourceId"}},
	Validate:   checkLogger,
	Complete: func(_ *Tx, r, _ *Resource) error {
		fill(r.Properties, "isBuffered", true)
		return nil
	},
	AfterPut: hideCredentials,
	BeforeDelete: func(tx *Tx, r *Resource) error {
		// Azure deletes one that is attached only where the request says force
		// (its API definition of 2019-01-01), which the provider's does not. The
		// words are not confirmed.
		for _, d := range tx.Children(serviceOf(r.ID), armAPIDiagnostic) {
			if SameID(loggerOf(d), r.ID) {
				return badRequest("ValidationError", "Logger '%s' cannot be deleted since it is attached to the diagnostic %s.", r.Name(), inService(d.ID))
			}
		}
		return nil
	},
}

var loggerTypes = []string{"applicationInsights", "azureEventHub", "azureMonitor"}

// checkLogger: a logger has a type, and one to Application Insights has the
// component's key or connection string; with an identity, the service has that.
// Words for the key: Azure/apiops#101; the others are not confirmed.
func checkLogger(tx *Tx, r, _ *Resource) error {
	if !slices.Contains(loggerTypes, r.Text("loggerType")) {
		return fields("ValidationError", "The logger type '%s' is not valid. Allowed values: %s.", r.Text("loggerType"), strings.Join(loggerTypes, ", "))
	}
	if r.Text("loggerType") != loggerTypes[0] {
		return nil
	}
	key, connection := r.Text("credentials.instrumentationKey"), r.Text("credentials.connectionString")
	if key == "" && !strings.Contains(connection, "InstrumentationKey=") && !strings.HasPrefix(connection, "{{") {
		return badRequest("ValidationError", "Validation failed for logger-id '%s'. Exception Received 'Invalid instrumentation key for Application Insights Logger'", r.Name())
	}
	service := tx.Get(serviceOf(r.ID))
	if identity := r.Text("credentials.identityClientId"); strings.EqualFold(identity, "systemAssigned") && service.Text("identity.principalId") == "" {
		return fields("ValidationError", "Logger '%s' uses the system-assigned identity, and service %s has none.", r.Name(), service.Name())
	}
	return nil
}

// hideCredentials keeps a logger's secrets in named values. Which client id it
// uses is none.
func hideCredentials(tx *Tx, r, _ *Resource) error {
	done := tx.Edit(r.ID)
	credentials := object(done.Properties, "credentials")
	for _, name := range slices.Sorted(maps.Keys(credentials)) {
		value, _ := credentials[name].(string)
		if name == "identityClientId" || name == "name" || strings.HasPrefix(value, "{{") {
			continue
		}
		display := "Logger-Credentials--" + strings.ReplaceAll(done.GUID(name+value), "-", "")[:24]
		id := serviceOf(r.ID) + "/namedValues/" + strings.ToLower(display[len("Logger-Credentials--"):])
		tx.Make(armAPINamedValue, id, "", map[string]any{
			"name": NameOf(id), "type": armAPINamedValue, "displayName": display, "secret": true, "provisioningState": "Succeeded",
		})
		credentials[name] = "{{" + display + "}}"
	}
	return nil
}
