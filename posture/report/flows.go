package report

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/graph"
)

// The bounds of what a table or a comment shows; JSON has it all.
const (
	callersShown = 30
	groupsShown  = 40
	actionsShown = 3
)

// What the sections say of themselves.
const (
	flowsMeaning = "Needed: the architecture cannot do without it. Tolerated: it can, but a role that it asks for permits it. " +
		"Denied: nothing needs it, and it does not work."
	unusedMeaning = "A role grants these, and no flow uses them: it is what a role of your own, instead of a built-in one, could take away."
)

// soFar says of a preview that it shows roles in part.
func soFar(r posture.Report) string {
	if r.Source != graph.FromPreview {
		return ""
	}
	return "As far as a preview shows: of an identity that is not made yet, the deployment decides what it holds."
}

// columns are the heads of the callers' table.
var columns = []string{"caller", "needed", "tolerated", "denied", "undecided", "wrong"}

// callerRow are a caller's cells; what is not there is a dash.
func callerRow(c posture.Caller) []string {
	number := func(n int) string {
		if n == 0 {
			return "-"
		}
		return fmt.Sprint(n)
	}
	needed := number(c.Needed)
	if c.Needed > 0 && c.Work < c.Needed {
		needed = fmt.Sprintf("%d of %d", c.Work, c.Needed)
	}
	return []string{c.Name, needed, number(c.Tolerated), number(c.Denied), number(c.Undecided), number(c.Wrong)}
}

// grant is a role that somebody holds, with what of it no flow uses.
type grant struct {
	identity, role, scope string
	actions               []string
}

// grants are the unused data actions by role.
func grants(all []posture.Unused) []grant {
	var list []grant
	for _, u := range all {
		i := slices.IndexFunc(list, func(g grant) bool { return g.identity == u.Identity && g.role == u.Role && g.scope == u.Scope })
		if i < 0 {
			if len(list) > groupsShown {
				break // one more than is shown, so that it shows
			}
			i = len(list)
			list = append(list, grant{identity: u.Identity, role: u.Role, scope: u.Scope})
		}
		text := shortAction(u.DataAction)
		if n := len(u.Used); n > 0 {
			text += fmt.Sprintf(" beyond the %d used", n)
		}
		list[i].actions = append(list[i].actions, text)
	}
	return list
}

// text is what is unused of a grant, whole or in short.
func (g grant) text(all bool) string {
	actions := g.actions
	if !all && len(actions) > actionsShown+1 {
		actions = append(slices.Clone(actions[:actionsShown]), fmt.Sprintf("and %d more", len(actions)-actionsShown))
	}
	return strings.Join(actions, ", ")
}

// shortAction is a data action without its provider and type, which the role
// says already; the type stays where the rest is a verb alone.
func shortAction(action string) string {
	parts := strings.SplitN(action, "/", 3)
	if rest := parts[len(parts)-1]; len(parts) < 3 || strings.Contains(rest, "/") {
		return rest
	}
	return parts[1] + "/" + parts[2]
}

// readers are who can read one service's keys.
type readers struct {
	service, keys string
	who           []string
}

func keyReaders(all []posture.KeyReader) []readers {
	var list []readers
	for _, k := range all {
		if len(list) == 0 || list[len(list)-1].service != k.Service {
			list = append(list, readers{service: k.Service, keys: keysSay(k)})
		}
		who := k.Identity + " (" + k.Role + ")"
		if k.Assumed {
			who = k.Identity + " (" + k.Role + ", taken for granted)"
		}
		last := &list[len(list)-1]
		last.who = append(last.who, who)
	}
	return list
}

// keysSay is whether it matters that a key is read.
func keysSay(k posture.KeyReader) string {
	keys, take := "keys", "open"
	if strings.HasPrefix(k.Action, "Microsoft.Web/") {
		keys = "publishing credentials"
	}
	switch k.Keys {
	case "denied":
		return "its " + keys + " are off, and " + take + " nothing"
	case "allowed":
		return "its " + keys + " are ON: whoever reads one is in"
	}
	return "whether its " + keys + " work is undecided"
}

// named writes a list of people, up to some.
func (r readers) named() string {
	who := r.who
	if len(who) > callersShown {
		who = append(slices.Clone(who[:callersShown]), fmt.Sprintf("and %d more", len(who)-callersShown))
	}
	return strings.Join(who, ", ")
}

// ids are the findings' ids, in short: those of the flows are counted.
func ids(numbers []string) string {
	var shown []string
	flows := 0
	for _, id := range numbers {
		if strings.HasPrefix(id, "F-") && id != "F-others" {
			flows++
			continue
		}
		if id != "F-others" && !slices.Contains(shown, id) {
			shown = append(shown, id)
		}
	}
	text := strings.Join(shown, ", ")
	if flows > 0 {
		if text != "" {
			text += ", and "
		}
		text += things(flows, "flow")
	}
	return text
}
