package posture

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"secure-azure-openai/posture/doors"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/flows"
	"secure-azure-openai/posture/requirements"
)

// Waiver accepts a finding that falls short, for a while and with a reason.
type Waiver struct {
	ID string
	// Resource is the logical name or the URN of the resource that it is for;
	// empty means: of every one.
	Resource, Reason string
	// Expires is the last day on which it holds, YYYY-MM-DD.
	Expires string
}

// The findings about waivers themselves.
const (
	waiverRule    = "W-rule"
	waiverExpired = "W-expired"
	waiverUnused  = "W-unused"
)

// waive marks what waivers accept, and adds a finding for each waiver that
// names nothing, is over, or is not needed.
func waive(all []finding.Finding, waivers []Waiver, today string, followed flows.Result) []finding.Finding {
	all = slices.Clone(all)
	for _, w := range waivers {
		switch {
		case !knownID(w.ID, all, followed):
			all = append(all, w.finding(waiverRule, "Every waiver names a finding of this check", finding.Fail,
				fmt.Sprintf("%q, which is no id of a finding", w.ID), "an id that the report shows, such as R11"))
		case w.over(today):
			all = append(all, w.finding(waiverExpired, "No waiver is over", finding.Fail,
				fmt.Sprintf("over since %s (%s)", w.Expires, w.Reason), "a day to come, or no waiver and the finding mended"))
		case !w.apply(all):
			all = append(all, w.finding(waiverUnused, "Every waiver is needed", finding.NotApplicable,
				fmt.Sprintf("not needed: nothing of %s falls short%s (%s, until %s)", w.ID, w.of(), w.Reason, w.Expires), ""))
		}
	}
	return all
}

func (w Waiver) of() string {
	if w.Resource == "" {
		return ""
	}
	return " at " + w.Resource
}

func (w Waiver) over(today string) bool {
	_, err := time.Parse(time.DateOnly, w.Expires)
	return err != nil || w.Expires < today || strings.TrimSpace(w.Reason) == ""
}

// apply reports whether the waiver accepts anything.
func (w Waiver) apply(all []finding.Finding) bool {
	used := false
	for i, f := range all {
		if f.ID != w.ID || (f.Verdict != finding.Fail && f.Verdict != finding.Unknown) {
			continue
		}
		name := f.Resource[strings.LastIndex(f.Resource, "::")+1:]
		if w.Resource != "" && w.Resource != f.Resource && ":"+w.Resource != name {
			continue
		}
		all[i].Verdict, all[i].Waiver = finding.Waived, &finding.Waiver{Reason: w.Reason, Expires: w.Expires}
		used = true
	}
	return used
}

func (w Waiver) finding(id, title string, verdict finding.Verdict, found, want string) finding.Finding {
	return finding.Finding{
		ID: id, Title: title, Severity: finding.Medium, Verdict: verdict, Name: "waiver of " + w.ID + w.of(),
		Found: found, Want: want, Fix: "Change posture.waivers in the stack file.",
		Link: "https://www.pulumi.com/docs/iac/concepts/config/",
	}
}

// knownID reports whether a finding can have an id: a requirement's, a
// door's, a flow's, or one that is there.
func knownID(id string, all []finding.Finding, followed flows.Result) bool {
	return slices.ContainsFunc(requirements.Rules(), func(r requirements.Rule) bool { return r.ID == id }) ||
		slices.ContainsFunc(doors.Doors(), func(d doors.Door) bool { return d.ID == id }) ||
		slices.ContainsFunc(all, func(f finding.Finding) bool { return f.ID == id }) ||
		strings.HasPrefix(id, "F-") && slices.ContainsFunc(followed.Verdicts, func(v flows.Verdict) bool { return v.ID() == id })
}
