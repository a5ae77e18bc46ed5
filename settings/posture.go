package settings

import (
	"regexp"
	"strings"
	"time"
)

// Posture is what the security check has to know of a stack.
type Posture struct {
	// Guard is what happens to a resource that falls short while the program
	// runs.
	Guard Guard
	// Waivers are the findings that are accepted for a while.
	Waivers []Waiver
}

// Guard is how much the security check stands in the way of a preview.
type Guard string

const (
	// GuardEnforce refuses a resource that falls short.
	GuardEnforce Guard = "enforce"
	// GuardWarn lets it through with a warning.
	GuardWarn Guard = "warn"
)

// Waiver accepts what a requirement or another finding of the check says.
type Waiver struct {
	// ID is the finding's, such as R11.
	ID string
	// Resource is the logical name or the URN of the resource that it is
	// for. Empty means: of every one.
	Resource string
	Reason   string
	// Expires is the last day on which it holds, YYYY-MM-DD.
	Expires string
}

func (p *Posture) read(f *fields) {
	f.text("guard", (*string)(&p.Guard))
	f.list("waivers", "use a list of waivers", func(path string, n node) {
		var w Waiver
		f.readObject(path, n, w.read)
		p.Waivers = append(p.Waivers, w)
	})
}

func (w *Waiver) read(f *fields) {
	f.text("id", &w.ID)
	f.text("resource", &w.Resource)
	f.text("reason", &w.Reason)
	f.day("expires", &w.Expires)
}

// day reads a date, which YAML makes a time of where it has no quotes.
func (f *fields) day(name string, target *string) {
	path, n, found := f.take(name)
	if !found {
		return
	}
	if n.kind == text {
		n.text = strings.TrimSuffix(n.text, yamlDate)
	}
	f.readText(path, n, target)
}

// findingID is a requirement's, a flow's or a door's.
var findingID = regexp.MustCompile(`^(R[1-9][0-9]?k?|G[1-9][0-9]?|[DF]-[a-z0-9]+(-[a-z0-9]+)*)$`)

// posture judges the guard's choice and the form of the waivers. The check
// knows the ids, and whether a waiver is over.
func (v *validator) posture() {
	v.choice("posture.guard", string(v.s.Posture.Guard), "guard", string(GuardEnforce), string(GuardWarn))
	for i, w := range v.s.Posture.Waivers {
		path := at("posture.waivers", i, "")
		if !v.ok(path) {
			continue
		}
		v.required(path+".id", w.ID, "name what is waived, such as R11")
		if w.ID != "" && v.ok(path+".id") && !findingID.MatchString(w.ID) {
			v.problem(path+".id", v.show(path, w.ID)+" is no id of the security check", "use the id that its report shows, such as R11 or D-public-ip")
		}
		if strings.TrimSpace(w.Reason) == "" {
			w.Reason = ""
		}
		v.required(path+".reason", w.Reason, "say why this is accepted")
		v.required(path+".expires", w.Expires, "give the last day on which it holds, such as 2027-01-31")
		if _, err := time.Parse(time.DateOnly, w.Expires); err != nil && w.Expires != "" && v.ok(path+".expires") {
			v.problem(path+".expires", v.show(path, w.Expires)+" is no date", "use the form 2027-01-31")
		}
	}
}

// LoadPosture decodes and validates what a stack says to the security check,
// and nothing else: the rest of the configuration may be another version's.
func LoadPosture(src Source) (Posture, error) {
	only := Source{Project: src.Project, Stack: src.Stack, Values: map[string]Value{}}
	if value, found := src.Values["posture"]; found {
		only.Values["posture"] = value
	}
	r := newReport(or(src.Project, DefaultProject))
	r.secret["posture"] = only.Values["posture"].Secret
	s := Settings{Posture: Defaults().Posture}
	r.decode(&s, only)
	v := validator{report: r, s: s}
	v.posture()
	return s.Posture, r.err(src.Stack)
}
