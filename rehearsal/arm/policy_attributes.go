package arm

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"secure-azure-openai/facts"
)

// policyAttributes are those that a policy takes, of the policies that this
// program has to do with; the ones with an exclamation mark are required. Each
// policy has a page of its own in the reference, and what is not in this table
// is believed.
// https://learn.microsoft.com/azure/api-management/api-management-policies
var policyAttributes = map[string]string{
	"authentication-managed-identity": "resource! client-id output-token-variable-name ignore-error",
	"forward-request":                 "http-version timeout timeout-ms continue-timeout follow-redirects buffer-request-body buffer-response fail-on-error-status-code",
	"llm-token-limit":                 tokenLimitAttributes,
	"azure-openai-token-limit":        tokenLimitAttributes,
	"rate-limit-by-key": "calls! renewal-period! counter-key! increment-condition increment-count retry-after-header-name retry-after-variable-name " +
		"remaining-calls-header-name remaining-calls-variable-name total-calls-header-name",
	"retry":               "condition! count! interval! max-interval delta first-fast-retry",
	"set-header":          "name! exists-action",
	"set-query-parameter": "name! exists-action",
	"set-variable":        "name! value!",
	"validate-azure-ad-token": "tenant-id! header-name query-parameter-name token-value authentication-endpoint failed-validation-httpcode " +
		"failed-validation-error-message output-token-variable-name",
}

const tokenLimitAttributes = "counter-key! estimate-prompt-tokens! tokens-per-minute token-quota token-quota-period retry-after-header-name " +
	"retry-after-variable-name remaining-quota-tokens-header-name remaining-quota-tokens-variable-name remaining-tokens-header-name " +
	"remaining-tokens-variable-name tokens-consumed-header-name tokens-consumed-variable-name"

// checkAttributes judges the attributes of a policy. That the service does it
// with an XML schema, in .NET's words, shows
// Azure/api-management-policy-snippets#67.
func checkAttributes(tx *Tx, service *Resource, e policyElement) error {
	words, known := policyAttributes[e.name]
	if !known {
		return nil
	}
	var declared []string
	for word := range strings.FieldsSeq(words) {
		name, required := strings.CutSuffix(word, "!")
		declared = append(declared, name)
		if _, given := e.attributes[name]; required && !given {
			return e.wrong("The required attribute '%s' is missing.", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.attributes)) {
		if !slices.Contains(declared, name) {
			return e.wrong("The '%s' attribute is not declared.", name)
		}
	}
	for _, bound := range policyBounds[e.name] {
		// An expression is worth something for a call alone.
		value := e.resolve(tx, service, bound.attribute)
		if value == "" || strings.HasPrefix(value, "@") {
			continue
		}
		if n, err := strconv.Atoi(value); err != nil || n < bound.least || n > bound.most {
			return e.wrong("The '%s' attribute is invalid - The value '%s' is invalid according to its datatype - it takes %d to %d.", bound.attribute, value, bound.least, bound.most)
		}
	}
	return checkTokenLimit(e)
}

// policyBounds are the numbers that a policy takes. MicrosoftDocs/azure-docs#17231
// has a longer period that the service did not save; the words are not confirmed.
var policyBounds = map[string][]struct {
	attribute   string
	least, most int
}{
	"rate-limit-by-key": {{"renewal-period", 1, facts.RateLimitLongest}},
	"retry":             {{"count", 1, facts.RetriesMost}},
}

// checkTokenLimit: a limit of tokens is one for a minute, or for a period, or
// both. The words are not confirmed.
// https://learn.microsoft.com/azure/api-management/llm-token-limit-policy
func checkTokenLimit(e policyElement) error {
	if e.name != "llm-token-limit" && e.name != "azure-openai-token-limit" {
		return nil
	}
	period, ofPeriod := e.attributes["token-quota-period"]
	_, ofMinute := e.attributes["tokens-per-minute"]
	_, quota := e.attributes["token-quota"]
	switch {
	case quota != ofPeriod:
		return e.wrong("The attributes 'token-quota' and 'token-quota-period' must be specified together.")
	case !ofMinute && !quota:
		return e.wrong("Either 'tokens-per-minute', or 'token-quota' and 'token-quota-period', must be specified.")
	case ofPeriod && !strings.HasPrefix(period, "{{") && !slices.Contains(facts.TokenQuotaPeriods, period):
		return e.wrong("The 'token-quota-period' attribute is invalid - The value '%s' is not one of %s.", period, strings.Join(facts.TokenQuotaPeriods, ", "))
	}
	return nil
}

// checkDimensions: a token metric takes so many dimensions, and one that is not
// known without a value needs one. The words are not confirmed.
// https://learn.microsoft.com/azure/api-management/llm-emit-token-metric-policy
func checkDimensions(d *policyDocument) error {
	var metric policyElement
	dimensions := 0
	for _, e := range d.elements {
		switch {
		case e.name == "llm-emit-token-metric" || e.name == "azure-openai-emit-token-metric":
			metric, dimensions = e, 0
		case e.name == "dimension" && e.parent == metric.name && metric.name != "":
			dimensions++
			if _, valued := e.attributes["value"]; !valued && !slices.Contains(facts.TokenMetricDimensions, e.attributes["name"]) {
				return e.wrong("The dimension '%s' needs a value.", e.attributes["name"])
			}
			if dimensions > facts.TokenMetricDimensionsMost {
				return metric.wrong("The policy has more than %d dimensions.", facts.TokenMetricDimensionsMost)
			}
		}
	}
	return nil
}

// wrong is the refusal of a document because of one of its elements.
func (e policyElement) wrong(format string, args ...any) error {
	return fields("ValidationError", "Error in element '%s' on line %d, column %d: %s", e.name, e.line, e.column, fmt.Sprintf(format, args...))
}
