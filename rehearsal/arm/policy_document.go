package arm

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// policyDocument is a policy of API Management as far as the service looks at
// it when it is saved.
type policyDocument struct {
	elements []policyElement
	// backends and values are what it names: ids and display names.
	backends, values []string
}

type policyElement struct {
	name, parent, section string
	// line and column are where its name begins, from 1.
	line, column int
	attributes   map[string]string
	// values are the named values in its attributes and its text.
	values []string
}

var valueReference = regexp.MustCompile(`\{\{([A-Za-z0-9._-]+)\}\}`)

// parsePolicy reads well-formed XML with one element around all others.
func parsePolicy(value string) (*policyDocument, error) {
	d, decoder := &policyDocument{}, xml.NewDecoder(strings.NewReader(value))
	var open []int // indices into d.elements
	for {
		at := int(decoder.InputOffset())
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(open) == 0 && len(d.elements) > 0 {
				return nil, errors.New("there are multiple root elements")
			}
			d.elements = append(d.elements, d.element(token, open, value[:at]))
			open = append(open, len(d.elements)-1)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				d.note(open[len(open)-1], string(token))
			}
		}
	}
	if len(d.elements) == 0 {
		return nil, errors.New("root element is missing")
	}
	for i, e := range d.elements {
		for _, text := range e.attributes {
			d.note(i, text)
		}
		if id := e.attributes["backend-id"]; id != "" {
			d.backends = append(d.backends, id)
		}
	}
	return d, nil
}

func (d *policyDocument) element(token xml.StartElement, open []int, before string) policyElement {
	e := policyElement{
		name: token.Name.Local, line: 1 + strings.Count(before, "\n"),
		column: len(before) - strings.LastIndex(before, "\n") + 1, attributes: map[string]string{},
	}
	for _, a := range token.Attr {
		e.attributes[a.Name.Local] = a.Value
	}
	if len(open) > 0 {
		e.parent = d.elements[open[len(open)-1]].name
	}
	if len(open) > 1 {
		e.section = d.elements[open[1]].name
	}
	return e
}

// note keeps the named values in a text of an element.
func (d *policyDocument) note(element int, text string) {
	for _, match := range valueReference.FindAllStringSubmatch(text, -1) {
		d.values = append(d.values, match[1])
		d.elements[element].values = append(d.elements[element].values, match[1])
	}
}

// uses reports whether a name is among those that a document names.
func (d *policyDocument) uses(names []string, name string) bool { return slices.Contains(names, name) }

// resolve is an attribute with its named values put in.
func (e policyElement) resolve(tx *Tx, service *Resource, attribute string) string {
	return valueReference.ReplaceAllStringFunc(e.attributes[attribute], func(reference string) string {
		if v := tx.namedValue(service.ID, strings.Trim(reference, "{}")); v != nil {
			return v.Text("value")
		}
		return reference
	})
}

// policySections are the parts of a document, policyNames the policies that
// there are.
// https://learn.microsoft.com/azure/api-management/api-management-policies
var (
	policySections = []string{"inbound", "backend", "outbound", "on-error"}
	policyNames    = strings.Fields(`
		base
		authentication-basic authentication-certificate authentication-managed-identity
		azure-openai-emit-token-metric azure-openai-semantic-cache-lookup azure-openai-semantic-cache-store azure-openai-token-limit
		cache-lookup cache-lookup-value cache-remove-value cache-store cache-store-value
		check-header choose cors cosmosdb-data-source cross-domain
		emit-metric find-and-replace forward-request get-authorization-context graphql-data http-data-source
		include-fragment invoke-dapr-binding ip-filter json-to-xml jsonp
		limit-concurrency llm-content-safety llm-emit-token-metric llm-semantic-cache-lookup llm-semantic-cache-store llm-token-limit log-to-eventhub
		mock-response proxy publish-event publish-to-dapr
		quota quota-by-key rate-limit rate-limit-by-key redirect-content-urls retry return-response rewrite-uri
		send-one-way-request send-request send-service-bus-message set-backend-service set-body set-header set-method set-query-parameter set-status set-variable sql-data-source
		trace validate-azure-ad-token validate-client-certificate validate-content validate-graphql-request validate-headers validate-jwt validate-odata-request validate-parameters validate-status-code
		wait xml-to-json xsl-transform`)
)

// holdsPolicies reports whether an element holds policies, and not only parts
// of the one that it is.
func holdsPolicies(name string) bool {
	return slices.Contains(policySections, name) || slices.Contains([]string{"when", "otherwise", "retry", "limit-concurrency", "wait"}, name)
}

// placed are policies that stand in some sections only, by each one's page, of
// those that this program has to do with.
var placed = map[string][]string{
	"authentication-managed-identity": {"inbound"},
	"azure-openai-emit-token-metric":  {"inbound"}, "llm-emit-token-metric": {"inbound"},
	"azure-openai-token-limit": {"inbound"}, "llm-token-limit": {"inbound"},
	"cors": {"inbound"}, "forward-request": {"backend"},
	"quota": {"inbound"}, "quota-by-key": {"inbound"}, "rate-limit": {"inbound"}, "rate-limit-by-key": {"inbound"},
	"set-backend-service":     {"inbound", "backend"},
	"validate-azure-ad-token": {"inbound"}, "validate-jwt": {"inbound"},
}

func inSection(e policyElement) bool {
	sections, narrow := placed[e.name]
	return !narrow || slices.Contains(sections, e.section)
}

// inTier reports whether a tier has a policy.
// https://learn.microsoft.com/azure/api-management/api-management-policies
func inTier(tier facts.GatewayTier, policy string) bool {
	switch policy {
	case "quota-by-key":
		return !tier.V2 && tier.Name != "Consumption"
	case "rate-limit-by-key", "azure-openai-token-limit", "llm-token-limit", "get-authorization-context":
		return tier.Name != "Consumption"
	}
	return true
}
