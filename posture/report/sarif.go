package report

import (
	"net/url"
	"strings"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/finding"
)

// SARIF 2.1.0, as far as code scanning reads it:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
// https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	// Automation tells the runs of one stack from those of another: an upload
	// replaces the earlier one of the same id.
	Automation struct {
		ID string `json:"id"`
	} `json:"automationDetails"`
	Results []sarifResult `json:"results"`
	// Properties hold what is no result.
	Properties struct {
		Flows jsonFlows `json:"flows"`
	} `json:"properties"`
}

type sarifDriver struct {
	Name  string      `json:"name"`
	Rules []sarifRule `json:"rules"`
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifRule struct {
	ID               string    `json:"id"`
	ShortDescription sarifText `json:"shortDescription"`
	Help             sarifText `json:"help"`
	HelpURI          string    `json:"helpUri,omitempty"`
	Configuration    struct {
		Level string `json:"level"`
	} `json:"defaultConfiguration"`
	Properties struct {
		Tags     []string `json:"tags"`
		Severity string   `json:"security-severity"`
	} `json:"properties"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Kind      string          `json:"kind"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
	// Prints tell the same finding of two runs from another one.
	Prints       map[string]string  `json:"partialFingerprints"`
	Suppressions []sarifSuppression `json:"suppressions,omitempty"`
}

type sarifLocation struct {
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations"`
}

type sarifPhysical struct {
	Artifact struct {
		URI string `json:"uri"`
	} `json:"artifactLocation"`
	Region struct {
		Line int `json:"startLine"`
	} `json:"region"`
}

type sarifLogical struct {
	Name string `json:"name"`
	Full string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification"`
}

// levels and scores are SARIF's and code scanning's words for a severity.
var (
	levels = map[finding.Severity]string{finding.High: "error", finding.Medium: "warning", finding.Low: "note"}
	scores = map[finding.Severity]string{finding.High: "8.0", finding.Medium: "5.0", finding.Low: "2.0"}
)

func sarif(r posture.Report) (string, error) {
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "posture", Rules: []sarifRule{}}
	run.Automation.ID = "posture/" + url.PathEscape(r.Stack) + "/"
	run.Properties.Flows = toJSONFlows(r.Flows)
	index := map[string]int{}
	for _, f := range r.Findings {
		at, there := index[f.ID]
		if !there {
			at = len(run.Tool.Driver.Rules)
			index[f.ID] = at
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(f))
		}
		// A door that is open by decision weighs less than the door itself.
		if rule := &run.Tool.Driver.Rules[at]; scores[f.Severity] > rule.Properties.Severity {
			rule.Configuration.Level, rule.Properties.Severity = levels[f.Severity], scores[f.Severity]
		}
		// What holds is no result: code scanning would make an alert of it.
		if f.Verdict == finding.Fail || f.Verdict == finding.Unknown || f.Verdict == finding.Waived {
			run.Results = append(run.Results, sarifResultOf(r, f, at))
		}
	}
	return indented(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

func sarifRuleOf(f finding.Finding) sarifRule {
	rule := sarifRule{ID: f.ID, ShortDescription: sarifText{Text: f.Title}, HelpURI: f.Link}
	rule.Help = sarifText{Text: strings.TrimSpace(f.Fix + " " + f.Link), Markdown: escape(f.Fix)}
	if f.Link != "" {
		rule.Help.Markdown += "\n\n[The vendor's page](" + f.Link + ")"
	}
	if f.Fix == "" {
		rule.Help = sarifText{Text: f.Title}
	}
	rule.Configuration.Level = levels[f.Severity]
	rule.Properties.Tags = []string{"security"}
	rule.Properties.Severity = scores[f.Severity]
	return rule
}

func sarifResultOf(r posture.Report, f finding.Finding, rule int) sarifResult {
	text := f.Title + ": " + decided(f)
	if f.Name != "" {
		text = f.Title + ": " + f.Name + ": " + decided(f)
	}
	if len(f.Evidence) > 0 {
		text += "; " + strings.Join(f.Evidence, "; ")
	}
	result := sarifResult{
		RuleID: f.ID, RuleIndex: rule, Kind: "fail", Level: levels[f.Severity], Message: sarifText{Text: text},
		Prints: map[string]string{"posture/v1": f.ID + " " + f.Resource + " " + f.Property},
	}
	if f.Verdict == finding.Unknown {
		result.Kind, result.Level = "open", "none"
	}
	if f.Waiver != nil {
		result.Suppressions = []sarifSuppression{{"external", "accepted", f.Waiver.Reason + " (until " + f.Waiver.Expires + ")"}}
	}
	// A resource has no line in a file; the stack file is what decides it.
	var where sarifLocation
	where.Physical.Artifact.URI = url.PathEscape("Pulumi." + r.Stack + ".yaml")
	where.Physical.Region.Line = 1
	where.Logical = []sarifLogical{{Name: f.Name, Full: f.Resource, Kind: "resource"}}
	if f.Name == "" {
		where.Logical[0].Name, where.Logical[0].Full = "the stack", r.Project+"/"+r.Stack
	}
	if f.Resource == "" && f.Name != "" {
		where.Logical[0].Full = f.Name
	}
	result.Locations = []sarifLocation{where}
	return result
}
