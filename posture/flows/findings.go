package flows

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// Unexpected is whether the verdict is not what it should be.
func (v Verdict) Unexpected() bool {
	return v.Expected == Needed && v.Outcome == Denied || v.Expected == Forbidden && v.Outcome == Allowed
}

// Undecided is whether the graph leaves open what it should not.
func (v Verdict) Undecided() bool { return v.Expected != Tolerated && v.Outcome == Unknown }

// ID is the flow's in a report.
func (v Verdict) ID() string {
	return "F-" + simple(v.Actor.ID+"-"+v.Target.ID+"-"+v.Action.Name)
}

// simple keeps an id to what programs take for one.
func simple(id string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, id)
}

// Findings are what is not as it should be: flows that are too many, flows
// that are missing, and what the graph leaves open, one finding for each
// property that does; and, as passes, the flows that are needed and work.
func (r Result) Findings() []finding.Finding {
	if r.TooLarge != "" {
		return r.structure()
	}
	var all []finding.Finding
	open, lines := map[string]*finding.Finding{}, map[string]int{}
	var order []string
	more, wrong, needed := r.More, 0, 0
	for _, v := range r.Verdicts {
		switch {
		case v.Unexpected() && wrong == maxFindings, v.Expected == Needed && v.Outcome == Allowed && needed == maxFindings:
			more.count(v)
		case v.Unexpected():
			wrong++
			all = append(all, v.finding())
		case v.Undecided():
			d := v.Deciding()
			key := string(d.Name) + "\x00" + urnOf(d.Resource) + "\x00" + d.Property
			if open[key] == nil {
				f := v.undecided()
				open[key] = &f
				order = append(order, key)
			}
			if lines[key]++; lines[key] <= maxLines {
				open[key].Evidence = append(open[key].Evidence, v.sentence())
			}
		case v.Expected == Needed:
			needed++
			all = append(all, v.finding())
		}
	}
	slices.SortStableFunc(all, func(a, b finding.Finding) int { return rank(a) - rank(b) })
	for _, key := range order {
		if n := lines[key] - maxLines; n > 0 {
			open[key].Evidence, open[key].More = append(open[key].Evidence, fmt.Sprintf("and %d more", n)), n
		}
		all = append(all, *open[key])
	}
	return append(append(append(r.structure(), all...), more.findings()...), r.others())
}

// others is one row for all the flows that nothing needs and that are denied,
// as they should be. Those that are not have findings of their own.
func (r Result) others() finding.Finding {
	return finding.Finding{
		ID: "F-others", Verdict: finding.Pass, Severity: finding.High, Want: "denied",
		Title: fmt.Sprintf("%d flows that nothing needs are denied", r.Denied), Found: fmt.Sprintf("%d denied", r.Denied),
	}
}

func rank(f finding.Finding) int {
	if f.Verdict == finding.Fail {
		return 0
	}
	return 1
}

// structure is what is wrong with the architecture itself.
func (r Result) structure() []finding.Finding {
	var all []finding.Finding
	if r.TooLarge != "" {
		return []finding.Finding{{
			ID: "F-too-large", Title: "the flows were not judged: there are too many", Severity: finding.High, Verdict: finding.Unknown, TooLarge: true,
			Found: r.TooLarge, Want: r.Limit, Fix: "judge the stacks one by one",
		}}
	}
	for _, name := range r.Missing {
		all = append(all, finding.Finding{
			ID: "F-missing-" + simple(name), Title: "nothing in the graph is the architecture's " + name,
			Severity: finding.High, Verdict: finding.Fail, Found: "none", Want: "one",
		})
	}
	if r.Retrieval == None || r.Retrieval == Both {
		f := finding.Finding{
			ID: "F-retrieval", Title: "who gets at the documents for the application is not clear",
			Severity: finding.High, Verdict: finding.Fail, Found: string(r.Retrieval),
			Want: "the web app may query AI Search (R39), or Azure OpenAI may (R27 to R29), not both",
			Fix:  "assign the roles of one retrieval mode, and take away those of the other",
			Link: "https://learn.microsoft.com/azure/search/search-security-rbac",
		}
		for _, by := range r.RetrievalBy {
			f.Evidence = append(f.Evidence, by.String())
		}
		all = append(all, f)
	}
	return all
}

func (v Verdict) sentence() string {
	return fmt.Sprintf("%s: %s on %s", v.Actor.ID, v.Action.Title, v.Target.ID)
}

// finding says what came of one flow; step by step where it is not what it
// should be.
func (v Verdict) finding() finding.Finding {
	deciding := v.culprit()
	f := finding.Finding{
		ID: v.ID(), Verdict: finding.Pass, Severity: finding.High,
		Resource: urnOf(deciding.Resource), Property: deciding.Property, Found: deciding.Value(),
		Title: fmt.Sprintf("%s may %s on %s", v.Actor.title, v.Action.Title, v.Target.ID),
	}
	if deciding.Resource != nil {
		f.Name = deciding.Resource.String()
	}
	if v.Unexpected() {
		f.Link = links[deciding.Name]
		for _, s := range v.Steps() {
			f.Evidence = append(f.Evidence, fmt.Sprintf("%s: %s", s.Name, s.Evidence()))
		}
	}
	switch {
	case v.Expected == Forbidden:
		f.Verdict = finding.Fail
		f.Want = "denied: nothing in the architecture needs it"
		f.Fix = fixes[deciding.Name]
	case v.Outcome == Denied:
		f.Verdict = finding.Fail
		f.Title = fmt.Sprintf("%s cannot %s on %s, and must (%s)", v.Actor.title, v.Action.Title, v.Target.ID, v.Why)
		f.Want = "allowed: " + v.Why + " needs it"
		f.Fix = repairs[deciding.Name]
		if v.Actor.Kind == Developer {
			f.Severity = finding.Medium
		}
	}
	return f
}

// culprit is the step to mend. It is the one that decided, but for somebody
// who has the role by right and should not get as far: there it is the door,
// and what decided behind a gateway is not what let the caller in.
func (v Verdict) culprit() Step {
	if v.Outcome == Allowed && v.Expected == Forbidden && (v.Actor.Kind == Away || v.Actor.Kind == Deployer) {
		for _, s := range v.Steps() {
			if s.Name == StepFirewall {
				return s
			}
		}
	}
	if v.Outcome == Allowed && v.Expected == Forbidden && v.Action.behind != "" {
		// What stands behind a gateway lets in the gateway, as it should.
		for _, s := range v.Steps() {
			if s.Name == StepPolicy {
				return s
			}
		}
	}
	return v.Deciding()
}

func (v Verdict) undecided() finding.Finding {
	deciding := v.Deciding()
	f := finding.Finding{
		ID: "F-unknown-" + simple(string(deciding.Name)), Verdict: finding.Unknown, Severity: finding.High,
		Title:    fmt.Sprintf("%s: %s", deciding.Name, deciding.Evidence()),
		Resource: urnOf(deciding.Resource), Property: deciding.Property, Found: deciding.Value(), Want: "a value that is known",
		Fix: "judge the export after the deployment",
	}
	if deciding.Resource != nil {
		f.ID += "-" + simple(graph.Printable(deciding.Resource.Name))
		f.Name = deciding.Resource.String()
	}
	return f
}

func urnOf(r *graph.Resource) string {
	if r == nil {
		return ""
	}
	return r.URN
}

// fixes are how a flow that is too many is stopped, by the step that let it
// through.
var fixes = map[StepName]string{
	StepRole:           "take the role assignment away, or narrow its role or its scope",
	StepKey:            "turn keys off, and take away the role that reads them",
	StepAuthentication: "ask for a sign-in or a token",
	StepFirewall:       "turn public network access off",
	StepTrusted:        "turn the exception for trusted services off",
	StepPolicy:         "have the policy document validate a token and name its callers, or the API ask for a subscription (G8, G9)",
}

// repairs are how a flow that is missing is mended, by the step that ended it.
var repairs = map[StepName]string{
	StepServer:         "give the VNet a name server that the caller reaches, or the caller a hosts file (R42)",
	StepZone:           "link the private DNS zone to the VNet (R43)",
	StepRecord:         "give the endpoint a zone group in the linked zone (R43)",
	StepEndpoint:       "give the service a private endpoint of its group, at the address that the record has",
	StepConnection:     "approve the private endpoint's connection on the service",
	StepRoute:          "connect the two networks",
	StepOutbound:       "allow HTTPS to the endpoints in the caller's network security group",
	StepInbound:        "allow HTTPS from the caller in the endpoints' network security group",
	StepFirewall:       "give the service a private endpoint and its name a private record: its firewall is closed, and rightly so",
	StepTrusted:        "let trusted services through the service's firewall (R8, R17, R20), or make a shared private link (R25)",
	StepSharedLink:     "approve the shared private link (R25)",
	StepAuthentication: "let the service take the caller's token",
	StepPolicy:         "name the caller in the API's policy document, by its object id (G8, G9)",
	StepBackend:        "give the gateway a backend with the address of the account or the site (G10)",
	StepModel:          "deploy a model for it",
	StepRole:           "assign the role that the requirement names",
}

// links are the vendor's pages about the steps.
var links = map[StepName]string{
	StepServer:         "https://learn.microsoft.com/azure/private-link/private-endpoint-dns-integration",
	StepZone:           "https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links",
	StepRecord:         "https://learn.microsoft.com/azure/private-link/private-endpoint-dns",
	StepEndpoint:       "https://learn.microsoft.com/azure/private-link/private-endpoint-overview",
	StepConnection:     "https://learn.microsoft.com/azure/private-link/private-endpoint-overview#access-to-a-private-link-resource-using-approval-workflow",
	StepRoute:          "https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview",
	StepOutbound:       "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
	StepInbound:        "https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy",
	StepFirewall:       "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
	StepTrusted:        "https://learn.microsoft.com/azure/search/search-indexer-howto-access-trusted-service-exception",
	StepSharedLink:     "https://learn.microsoft.com/azure/search/search-indexer-howto-access-private",
	StepAuthentication: "https://learn.microsoft.com/azure/app-service/overview-authentication-authorization",
	StepPolicy:         "https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy",
	StepBackend:        "https://learn.microsoft.com/azure/api-management/backends",
	StepKey:            "https://learn.microsoft.com/azure/ai-services/disable-local-auth",
	StepModel:          "https://learn.microsoft.com/azure/foundry-classic/openai/how-to/create-resource#deploy-a-model",
	StepRole:           "https://learn.microsoft.com/azure/role-based-access-control/overview",
}
