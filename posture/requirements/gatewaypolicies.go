package requirements

import (
	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var gatewayPolicies = []Rule{{
	ID: "G9", Title: "Each API's policy document names its callers, limits them, takes their keys away and calls the backend with the gateway's identity; no document stands above or below it",
	Severity: finding.High, Kind: kindAPIPolicy, Beside: []string{kindServicePolicy, kindProductPolicy, kindOperation, kindFragment},
	Each: judgeDocument, Judge: judgePolicies,
	Fix:  "Write the document as gateway/policies does, and keep to one for each API.",
	Link: apimPage + "api-management-howto-policies",
}}

// judgeDocument judges what the text alone decides: whether it can be read.
// <base /> stands for nothing as long as no other scope has a document.
func judgeDocument(j *judge, r *graph.Resource) {
	if r.Kind != kindAPIPolicy {
		j.fail(r, "value", "a document that is no API's own", "none: what <base /> stands for then is not followed")
		return
	}
	j.value(r, "format", Test{`"xml"`, func(v graph.Value) bool { return v.State == graph.Missing || v.Is("xml") }})
	j.judged(r, "value", r.Value("value"), Given())
	if _, err := document(r); err != nil {
		j.fail(r, "value", err.Error(), "a policy document")
	}
}

// document is a policy's, nil where it is hidden or missing: the one that Azure
// answers, which somebody may have changed there.
func document(r *graph.Resource) (*apipolicy.Document, error) {
	return apipolicy.ReadPolicy(r)
}

// validates reports whether a policy validates the token of every caller, and
// whether that can be told.
func (j *judge) validates(policy *graph.Resource) (does, known bool) {
	d, err := document(policy)
	if d == nil {
		return false, err != nil
	}
	for _, f := range apipolicy.Judge(d, apipolicy.Expect{Keyless: true}) {
		if f.ID == "token-validated" && f.Verdict == finding.Fail {
			return false, true
		}
	}
	return true, true
}

func judgePolicies(j *judge) {
	owned := map[*graph.Resource]bool{}
	for _, api := range j.g.Of(kindAPI) {
		for _, own := range j.ofAPI[kindAPIPolicy+api.URN] {
			owned[own.from] = true
			j.policy(own.from, api)
		}
	}
	for _, r := range j.g.Of(kindAPIPolicy) {
		if !owned[r] {
			j.fail(r, "apiId", r.Inputs.At("apiId").String(), "an API of this stack")
		}
	}
}

// policy judges the document of one API by every rule of such documents.
func (j *judge) policy(r, api *graph.Resource) {
	d, err := document(r)
	if d == nil || err != nil {
		return // judgeDocument says so
	}
	required := api.Value("subscriptionRequired")
	if required.Hidden() {
		j.unknown(api, "subscriptionRequired", "whether a call needs a key")
	}
	values, whole := j.namedValues()
	expect := apipolicy.Expect{
		Keyless:     !required.True() && !required.Hidden(),
		KeyHeader:   api.Value("subscriptionKeyParameterNames.header").Text(),
		KeyQuery:    api.Value("subscriptionKeyParameterNames.query").Text(),
		NamedValues: values, CallsLimited: true,
	}
	j.backendOf(r, d, &expect)
	expect.TokensMeasured = expect.TokensLimited && len(j.g.Of(kindLogger)) > 0
	all := apipolicy.Judge(d, expect)
	for _, f := range all {
		if f.ID == "named-values" && f.Verdict == finding.Fail && !whole {
			f.Verdict = finding.Unknown
		}
		if f.ID == "backend-kept" && f.Verdict == finding.Unknown {
			continue // backendOf knows the backends
		}
		j.byRule(r, f)
	}
	j.admitted(r, d)
	j.pass(r, "value", count(len(all), "finding")+" about the document")
}

// byRule takes over what a rule of documents found.
func (j *judge) byRule(r *graph.Resource, f finding.Finding) {
	if f.Verdict != finding.Fail && f.Verdict != finding.Unknown {
		return
	}
	property := "value"
	if f.Property != "" {
		property += ": " + f.Property
	}
	j.note(outcome{
		resource: r, verdict: f.Verdict, property: property, found: f.Found, want: f.Want,
		by: &part{f.ID, f.Fix, f.Link, f.Severity, append([]string{"policy rule " + f.ID + ": " + f.Title}, f.Evidence...)},
	})
}

// namedValues are the display names of the gateway's, by which a document
// refers to them, and whether all are known.
func (j *judge) namedValues() (names []string, whole bool) {
	whole = true
	for _, r := range j.g.Of(kindNamedValue) {
		name := r.Value("displayName")
		whole = whole && !name.Hidden()
		names = append(names, name.Text())
	}
	return names, whole
}

// elements lists those of a name in a document.
func elements(d *apipolicy.Document, name string) []*apipolicy.Element {
	var all []*apipolicy.Element
	var visit func(e *apipolicy.Element)
	visit = func(e *apipolicy.Element) {
		if e.Name == name {
			all = append(all, e)
		}
		for _, c := range e.Children {
			visit(c)
		}
	}
	for _, s := range d.Sections {
		visit(s)
	}
	return all
}
