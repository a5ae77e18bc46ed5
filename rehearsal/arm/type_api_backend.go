package arm

import (
	"net/url"
	"regexp"
	"strings"

	"secure-azure-openai/facts"
)

// apiBackendType is where a gateway sends requests. A pool of backends is one,
// too, and only a template can make it: the provider demands url and protocol,
// and Azure refuses them for a pool (Azure/azure-rest-api-specs#35713).
// https://learn.microsoft.com/azure/api-management/backends
var apiBackendType = Type{
	Token: "azure-native:apimanagement/v20240501:Backend",
	ARM:   armAPIBackend,
	API:   "2024-05-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/backends/{backendId}",
	Name:  "backendId",
	// Code and words are not confirmed, here and for the other names in a
	// service.
	Named: named(facts.NameAPIBackend, "ValidationError", "The backend id '%s' is not valid: it takes 1 to 80 characters, none of * # & + : < > ? /."),
	Validate: func(tx *Tx, r, _ *Resource) error {
		if strings.EqualFold(text(r.inputs, "type"), "Pool") {
			return checkPool(tx, r)
		}
		return checkBackend(r)
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		if r.Text("url") != "" {
			fill(r.Properties, "tls.validateCertificateChain", true)
			fill(r.Properties, "tls.validateCertificateName", true)
		}
		return nil
	},
	BeforeDelete: func(tx *Tx, r *Resource) error {
		return unused(r, "Backend", backendUsers(tx, r))
	},
}

// checkBackend: a backend has the address of a web server and one rule of its
// circuit breaker at most.
// Protocol: Azure/bicep#14093. One rule: MicrosoftDocs/azure-docs#123514. The
// bounds: the API definition of 2024-05-01. The words for all but the protocol
// are not confirmed.
func checkBackend(r *Resource) error {
	if protocol := r.Text("protocol"); protocol != "http" && protocol != "soap" {
		return fields("ValidationError", "Protocol is not supported")
	}
	if u, err := url.Parse(r.Text("url")); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return fields("ValidationError", "Url '%s' of backend %s is not an absolute URL with the scheme http or https.", r.Text("url"), r.Name())
	}
	rules := list(r.Properties, "circuitBreaker.rules")
	if len(rules) > 1 {
		return fields("ValidationError", "The circuit breaker of backend %s has %d rules; only one is supported.", r.Name(), len(rules))
	}
	for _, rule := range rules {
		if err := checkBreaker(r.Name(), rule); err != nil {
			return err
		}
	}
	return nil
}

var duration = regexp.MustCompile(`^P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$`)

func checkBreaker(backend string, rule any) error {
	condition := object(rule, "failureCondition")
	count, percentage := number(condition, "count"), number(condition, "percentage")
	if (count > 0) == (percentage > 0) {
		return fields("ValidationError", "The rule '%s' of the circuit breaker of backend %s needs a failureCondition with either count or percentage.", text(rule, "name"), backend)
	}
	for _, d := range []string{text(rule, "tripDuration"), text(condition, "interval")} {
		if !duration.MatchString(d) || strings.HasSuffix(d, "P") || strings.HasSuffix(d, "T") {
			return fields("ValidationError", "'%s' of the circuit breaker of backend %s is not a duration in ISO 8601 format.", d, backend)
		}
	}
	for _, span := range list(condition, "statusCodeRanges") {
		low, high := number(span, "min"), number(span, "max")
		if low < 200 || high > 599 || low > high {
			return fields("ValidationError", "The status codes %d to %d of the circuit breaker of backend %s are not a range within 200 to 599.", low, high, backend)
		}
	}
	return nil
}

// poolMost is how many backends a pool takes.
// https://learn.microsoft.com/azure/api-management/backends#limitations
const poolMost = 30

// checkPool: a pool has nothing but its members, which are backends of its
// service. The words for url and protocol: MicrosoftDocs/azure-docs#122455; the
// others are not confirmed.
func checkPool(tx *Tx, r *Resource) error {
	for _, name := range []string{"Url", "Protocol"} {
		if r.Text(strings.ToLower(name)) != "" {
			return fields("ValidationError", "%s is not supported for backend pool.", name)
		}
	}
	members := list(r.Properties, "pool.services")
	if len(members) == 0 || len(members) > poolMost {
		return fields("ValidationError", "Backend pool %s has %d services; it takes 1 to %d.", r.Name(), len(members), poolMost)
	}
	for _, member := range members {
		id := text(member, "id")
		b := tx.Get(id)
		switch {
		case b == nil || b.Type != armAPIBackend:
			return fields("ValidationError", "Backend '%s' of backend pool %s could not be found.", id, r.Name())
		case !SameID(ParentOf(b.ID), ParentOf(r.ID)):
			return fields("ValidationError", "Backend '%s' of backend pool %s is in another service.", id, r.Name())
		case len(list(b.Properties, "pool.services")) > 0:
			return fields("ValidationError", "Backend '%s' of backend pool %s is a pool itself.", id, r.Name())
		}
	}
	return nil
}

// backendUsers are what names a backend: policies and pools.
func backendUsers(tx *Tx, backend *Resource) []string {
	users := policiesWith(tx, backend, func(d *policyDocument) bool { return d.uses(d.backends, backend.Name()) })
	for _, other := range tx.Children(serviceOf(backend.ID), armAPIBackend) {
		for _, member := range list(other.Properties, "pool.services") {
			if SameID(text(member, "id"), backend.ID) {
				users = append(users, "/backends/"+other.Name())
				break
			}
		}
	}
	return users
}

// unused refuses to let go of what is named elsewhere in the service. Words:
// Azure/apiops-cli#261, for a policy fragment; scripts that look for them in the
// refusal of a backend were found, too. For a named value there is
// Azure/apiops#326, without the words, and for a member of a pool nothing. Azure
// puts each entity on a line of its own.
func unused(r *Resource, kind string, users []string) error {
	if len(users) == 0 {
		return nil
	}
	return badRequest("ValidationError", "The %s '%s' is used by the following entities: %s", kind, r.Name(), strings.Join(users, ", "))
}

// serviceOf is the id of the API Management service that something lies in.
func serviceOf(id string) string {
	for id != "" && !strings.EqualFold(TypeOf(id), armAPIManagement) {
		id = ParentOf(id)
	}
	return id
}

// inService is an id without that of its service ("/apis/echo").
func inService(id string) string {
	return id[min(len(id), len(serviceOf(id))):]
}

// putBackend makes a backend of a template, which alone can be a pool.
func (e evaluator) putBackend(id string, body map[string]any) error {
	_, err := e.tx.Put(&apiBackendType, id, cloneMap(body), nil)
	return err
}
