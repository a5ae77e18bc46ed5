package report

import (
	"encoding/json"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/finding"
)

// JSONVersion is the version of the JSON, which docs/posture.schema.json
// describes. A field that goes or means something else raises it.
const JSONVersion = 1

// The names here are the document's.
type jsonReport struct {
	Version   int             `json:"version"`
	Project   string          `json:"project"`
	Stack     string          `json:"stack"`
	Source    string          `json:"source"`
	Resources int             `json:"resources"`
	Outcome   posture.Outcome `json:"outcome"`
	Summary   jsonSummary     `json:"summary"`
	Findings  []jsonFinding   `json:"findings"`
	Flows     jsonFlows       `json:"flows"`
}

type jsonSummary struct {
	Fail          int `json:"fail"`
	Unknown       int `json:"unknown"`
	Waived        int `json:"waived"`
	Pass          int `json:"pass"`
	NotApplicable int `json:"notApplicable"`
}

type jsonFinding struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Severity finding.Severity `json:"severity"`
	Verdict  finding.Verdict  `json:"verdict"`
	Resource string           `json:"resource,omitempty"`
	Name     string           `json:"name,omitempty"`
	Property string           `json:"property,omitempty"`
	Found    string           `json:"found,omitempty"`
	Want     string           `json:"want,omitempty"`
	Evidence []string         `json:"evidence,omitempty"`
	Fix      string           `json:"fix,omitempty"`
	Link     string           `json:"link,omitempty"`
	Waiver   *jsonWaiver      `json:"waiver,omitempty"`
}

type jsonWaiver struct {
	Reason  string `json:"reason"`
	Expires string `json:"expires"`
}

func toJSON(r posture.Report) (string, error) {
	counts := r.Counts()
	document := jsonReport{
		Version: JSONVersion, Project: r.Project, Stack: r.Stack, Source: string(r.Source),
		Resources: r.Resources, Outcome: r.Outcome(), Findings: []jsonFinding{}, Flows: toJSONFlows(r.Flows),
		Summary: jsonSummary{counts[finding.Fail], counts[finding.Unknown], counts[finding.Waived], counts[finding.Pass], counts[finding.NotApplicable]},
	}
	for _, f := range r.Findings {
		one := jsonFinding{
			ID: f.ID, Title: f.Title, Severity: f.Severity, Verdict: f.Verdict, Resource: f.Resource, Name: f.Name,
			Property: f.Property, Found: f.Found, Want: f.Want, Evidence: f.Evidence, Fix: f.Fix, Link: f.Link,
		}
		if f.Waiver != nil {
			one.Waiver = &jsonWaiver{f.Waiver.Reason, f.Waiver.Expires}
		}
		document.Findings = append(document.Findings, one)
	}
	return indented(document)
}

func indented(document any) (string, error) {
	text, err := json.MarshalIndent(document, "", "  ")
	return string(text) + "\n", err
}
