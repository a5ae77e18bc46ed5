package requirements

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

// element is one of a policy document.
type element struct {
	XMLName    xml.Name
	Attributes []xml.Attr `xml:",any,attr"`
	Elements   []element  `xml:",any"`
	Text       string     `xml:",chardata"`
}

func (e element) attribute(name string) string {
	for _, a := range e.Attributes {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all are the elements of a name below it, in order.
func (e element) all(name string) []element {
	var found []element
	for _, inner := range e.Elements {
		if inner.XMLName.Local == name {
			found = append(found, inner)
		}
		found = append(found, inner.all(name)...)
	}
	return found
}

// texts are those of the elements of a name below it.
func (e element) texts(name string) []string {
	var list []string
	for _, inner := range e.all(name) {
		list = append(list, strings.TrimSpace(inner.Text))
	}
	return list
}

type policyDocument struct{ steps []element }

// readPolicy is what a document does with a request before it calls the
// backend.
func readPolicy(r *recorder.Resource) (policyDocument, error) {
	var root element
	if err := xml.Unmarshal([]byte(r.Input("value")), &root); err != nil {
		return policyDocument{}, fmt.Errorf("%s: the document is no XML: %w", r, err)
	}
	for _, section := range root.Elements {
		if section.XMLName.Local == "inbound" {
			return policyDocument{section.Elements}, nil
		}
	}
	return policyDocument{}, fmt.Errorf("%s: the document has no inbound section", r)
}

// inbound is the first place of a policy, also inside another one, -1 where it
// is not.
func (d policyDocument) inbound(name string) int {
	return slices.IndexFunc(d.steps, func(e element) bool { return e.XMLName.Local == name || len(e.all(name)) > 0 })
}

// deletes is the place where a header is deleted, -1 where it is not.
func (d policyDocument) deletes(header string) int {
	return slices.IndexFunc(d.steps, func(e element) bool {
		return e.XMLName.Local == "set-header" && e.attribute("name") == header && e.attribute("exists-action") == "delete"
	})
}

func checkPolicy(g *recorder.Graph, s settings.Settings, r *recorder.Resource) error {
	d, err := readPolicy(r)
	if err != nil {
		return err
	}
	api := apiOf(s, r.Input("apiId"))
	token := d.inbound("validate-azure-ad-token")
	if token < 0 {
		return fmt.Errorf("%s validates no token", r)
	}
	if err := checkToken(g, s, r, d.steps[token], api); err != nil {
		return err
	}
	limit := d.inbound("rate-limit-by-key")
	for _, header := range []string{"api-key", "Ocp-Apim-Subscription-Key"} {
		if at := d.deletes(header); at < token || limit >= 0 && at > limit {
			return fmt.Errorf("%s: the header %s is not deleted between the token and the limits", r, header)
		}
	}
	if limits := api.PerCaller.Calls > 0 || api.PerSubscription.Calls > 0; limits != (limit > token) {
		return fmt.Errorf("%s: calls are limited: %t, want %t", r, limit > token, limits)
	}
	tokens := r.Input("apiId") == "azure-openai" && (api.PerCaller.TokensAsked() || api.PerSubscription.TokensAsked())
	if got := d.inbound("llm-token-limit"); tokens != (got > token) {
		return fmt.Errorf("%s: tokens are limited: %t, want %t", r, got > token, tokens)
	}
	return checkCalled(g, s, r, d)
}

func checkToken(g *recorder.Graph, s settings.Settings, r *recorder.Resource, e element, api settings.API) error {
	if id := e.attribute("tenant-id"); !guid.MatchString(id) {
		return fmt.Errorf("%s: tenant-id is %q, want one tenant's", r, id)
	}
	if got := e.texts("audience"); !slices.Equal(got, api.Audiences) {
		return fmt.Errorf("%s: the audiences are %q, want %q", r, got, api.Audiences)
	}
	if got := e.texts("application-id"); !slices.Equal(got, api.ClientIDs) {
		return fmt.Errorf("%s: the applications are %q, want %q", r, got, api.ClientIDs)
	}
	asked := []string{only(g, webAppType).Outputs.Text("identity.principalId")}
	for _, c := range api.Callers {
		asked = append(asked, strings.ToLower(c.ObjectID))
	}
	var named []string
	claims := 0
	for _, claim := range e.all("claim") {
		if claim.attribute("name") != "oid" {
			claims++
			continue
		}
		for _, value := range claim.texts("value") {
			named = append(named, valueOf(g, value))
		}
	}
	if !slices.Equal(named, asked) {
		return fmt.Errorf("%s: the callers are %q, want %q", r, named, asked)
	}
	if claims != len(api.Claims) {
		return fmt.Errorf("%s: %d further claims, want %d", r, claims, len(api.Claims))
	}
	return nil
}

// valueOf is what stands for {{name}}.
func valueOf(g *recorder.Graph, text string) string {
	name := strings.TrimSuffix(strings.TrimPrefix(text, "{{"), "}}")
	for _, v := range g.ByType(valueType) {
		if v.Input("displayName") == name {
			return v.Input("value")
		}
	}
	return text
}

// checkCalled asks for the last two steps: the backend, and the identity, whose
// token takes the place of the caller's.
func checkCalled(g *recorder.Graph, s settings.Settings, r *recorder.Resource, d policyDocument) error {
	called, resource := "openai", "https://cognitiveservices.azure.com"
	switch {
	case r.Input("apiId") != "azure-openai":
		called, resource = "backend", s.Backend.ClientID
	case pooled(s):
		called = "azure-openai-pool"
	}
	last := d.steps[len(d.steps)-1]
	if last.XMLName.Local != "authentication-managed-identity" || last.attribute("resource") != resource || last.attribute("client-id") != "" {
		return fmt.Errorf("%s: the last step is %s for %q, want the gateway's identity for %q", r, last.XMLName.Local, last.attribute("resource"), resource)
	}
	at := d.inbound("set-backend-service")
	if at < 0 || d.steps[at].attribute("backend-id") != called {
		return fmt.Errorf("%s does not call backend-id %q", r, called)
	}
	return nil
}

// edit breaks the text of the policy in front of Azure OpenAI.
func edit(from, to, says string) Breach {
	return Breach{Name: from + " becomes " + to, Says: says, Do: func(g *recorder.Graph, _ settings.Settings) {
		r := g.Named("gateway-openai-policy")[0]
		was := r.Input("value")
		if !strings.Contains(was, from) {
			panic("requirements: no " + from + " in " + was)
		}
		r.Inputs.Set("value", strings.ReplaceAll(was, from, to))
	}}
}

func policyBreaches() []Breach {
	return []Breach{
		edit("validate-azure-ad-token", "trace", "validates no token"),
		edit("{{caller-azure-openai-webapp}}", "66666666-0000-4000-8000-00000000000f", "the callers are"),
		edit(`name="oid"`, `name="sub"`, "the callers are"),
		edit("<audience>https://cognitiveservices.azure.com<", "<audience>https://vault.azure.net<", "the audiences are"),
		edit(`tenant-id="`, `tenant-id="common`, "tenant-id"),
		edit(`<set-header name="api-key"`, `<set-header name="X-Other"`, "header api-key"),
		edit("<rate-limit-by-key", "<trace", "calls are limited"),
		edit("<authentication-managed-identity", "<trace", "the last step"),
		edit(`backend-id="`, `backend-id="other-`, "backend-id"),
		edit("</policies>", "", "no XML"),
	}
}
