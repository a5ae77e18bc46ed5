package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/posture/graph"
)

// admitted asks that the tokens that a document takes are of the tenant that
// the gateway's identity is of and for no service of Azure's own, and that
// whoever it names by an object id is a named value: an id in the text itself
// is nobody's that the graph shows.
func (j *judge) admitted(r *graph.Resource, d *apipolicy.Document) {
	for _, e := range elements(d, "validate-azure-ad-token") {
		tenant, _ := e.Attribute("tenant-id")
		id, own := strings.ToLower(strings.TrimSpace(tenant)), j.tenants()
		if slices.Contains(facts.EntraAuthoritiesForAll, id) {
			continue // the rules of documents say so
		}
		if len(own) > 0 && !strings.ContainsAny(id, ".@{") && !slices.Contains(own, id) {
			j.fail(r, "value: "+e.Path, fmt.Sprintf("tenant-id %q", graph.Printable(tenant)), "the tenant of the gateway's identity, "+own[0])
		}
	}
	for _, e := range elements(d, "audience") {
		if slices.Contains(facts.ControlAudiences, strings.ToLower(strings.TrimRight(strings.TrimSpace(j.meant(e.Text)), "/"))) {
			j.fail(r, "value: "+e.Path, fmt.Sprintf("%q", graph.Printable(e.Text)), "an API's own: a token for Azure itself is nothing that a gateway should be handed")
		}
	}
	for _, e := range elements(d, "claim") {
		if name, _ := e.Attribute("name"); !strings.EqualFold(name, "oid") {
			continue
		}
		for _, value := range e.Children {
			if !strings.HasPrefix(value.Text, "{{") {
				j.fail(r, "value: "+value.Path, fmt.Sprintf("%q", graph.Printable(value.Text)), "a named value, which G18 judges")
			}
		}
	}
}

// meant is a text of a document, or the value of the named value that it is.
func (j *judge) meant(text string) string {
	for _, r := range j.g.Of(kindNamedValue) {
		if name := r.Value("displayName").Text(); name != "" && text == "{{"+name+"}}" {
			return r.Value("value").Text()
		}
	}
	return text
}

// tenants are those of the gateways' identities, as Azure answers them.
func (j *judge) tenants() []string {
	var all []string
	for _, service := range j.gateways() {
		if tenant := service.Outputs.At("identity.tenantId").Text(); tenant != "" {
			all = append(all, strings.ToLower(tenant))
		}
	}
	return all
}
