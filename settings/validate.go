package settings

import (
	"fmt"
	"regexp"

	"secure-azure-openai/facts"
	"secure-azure-openai/internal/words"
	"secure-azure-openai/naming"
)

// validator judges decoded settings as a whole. A value that already has a
// problem is not judged again, and neither is what builds on it.
type validator struct {
	*report
	s Settings
}

func (v *validator) all() {
	v.environment()
	v.network()
	v.vpn()
	v.openai()
	v.search()
	v.storage()
	v.webApp()
	v.gateway()
	v.backend()
	v.access()
	v.monitoring()
	v.telemetry()
	v.posture()
	v.retrieval()
	v.names()
}

var (
	workloadForm = regexp.MustCompile(`^[a-z][a-z0-9]{1,9}$`)
	suffixForm   = regexp.MustCompile(`^[a-z0-9]{0,8}$`)
	guidForm     = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	placeholder  = regexp.MustCompile(`^00000000-0000-0000-0000-0000000000[0-9]{2}$`)
)

func (v *validator) environment() {
	e := v.s.Environment
	if e.Location == "" && v.ok("environment.location") {
		v.problem("environment.location", "is not set", "name the Azure region of the stack, such as swedencentral")
	}
	v.region("environment.location", e.Location)
	if v.ok("environment.workload") && !workloadForm.MatchString(e.Workload) {
		v.problem("environment.workload", v.show("environment.workload", e.Workload)+" cannot be a part of every name",
			"use 2 to 10 lower-case letters and digits, a letter first, such as aoai")
	}
	if v.ok("environment.suffix") && !suffixForm.MatchString(e.Suffix) {
		v.problem("environment.suffix", v.show("environment.suffix", e.Suffix)+" cannot end every globally unique name",
			"use up to 8 lower-case letters and digits, or leave it out for a derived one")
	}
	v.tags()
}

// region judges a region's name. Unknown ones are not refused: Azure opens
// regions faster than a table follows.
func (v *validator) region(path, name string) {
	if name == "" || !v.ok(path) {
		return
	}
	if form := facts.RegionName(name); form != name {
		want := "use a region's programmatic name, such as swedencentral"
		if _, known := facts.FindRegion(form); known {
			want = "use the programmatic name, " + v.show(path, form)
		}
		v.problem(path, v.show(path, name)+" is no programmatic region name", want)
		return
	}
	if _, known := facts.FindRegion(name); known {
		return
	}
	var names []string
	for _, r := range facts.Regions {
		names = append(names, r.Name)
	}
	hint := ""
	if near := words.Nearest(name, names); near != "" {
		hint = ": is it " + v.show(path, near) + "?"
	}
	v.warn(path, "%s is not among the regions known to this program%s", v.show(path, name), hint)
}

// withoutZones reports whether a region is known to have no availability zones.
func (v *validator) withoutZones(location string) bool {
	region, known := facts.FindRegion(location)
	return known && !region.Zones
}

// guid judges an id that may be left out.
func (v *validator) guid(path, value, what string) {
	switch {
	case value == "" || !v.ok(path):
	case !guidForm.MatchString(value):
		v.problem(path, v.show(path, value)+" is no GUID", "use "+what+", in the form 11111111-2222-3333-4444-555555555555")
	case placeholder.MatchString(value):
		v.warn(path, "%s is a placeholder: a real deployment, or its users' sign-in, fails until it is replaced by %s", v.show(path, value), what)
	}
}

// choice judges a value that has to be one of a few.
func (v *validator) choice(path, value, what string, known ...string) bool {
	if !v.ok(path) {
		return false
	}
	for _, k := range known {
		if k == value {
			return true
		}
	}
	v.problem(path, v.show(path, value)+" is no "+what, v.oneOf(path, value, known))
	return false
}

// between judges a number by its bounds.
func (v *validator) between(path string, n, least, most int, what string) {
	if v.ok(path) && (n < least || n > most) {
		v.problem(path, v.number(path, n)+" is no "+what, fmt.Sprintf("use %d to %d", least, most))
	}
}

// names judges the physical names that follow from workload, suffix and
// stack. A derived suffix has six characters.
func (v *validator) names() {
	e := v.s.Environment
	if naming.Slug(v.s.Stack) == "" {
		v.stackName(v.show("stack", v.s.Stack) + " has no letter or digit, which every name needs")
		return
	}
	if !v.ok("environment.workload", "environment.suffix") {
		return
	}
	parts := naming.Parts{Workload: e.Workload, Stack: v.s.Stack, Suffix: or(e.Suffix, "a12345")}
	broken := v.s.check(parts)
	if len(broken) == 0 {
		v.accountNames(parts)
		return
	}
	says := v.gives(broken[0], "environment")
	shorter := parts
	shorter.Stack = "dev"
	if len(v.s.check(shorter)) == 0 {
		v.stackName(v.show("stack", v.s.Stack) + " " + says)
		return
	}
	v.problem("environment.workload", v.show("environment.workload", e.Workload)+" "+says, "choose another name, such as aoai")
}

// gives says which name follows from a setting and what is wrong with it,
// unless a key that the name is made of holds a secret.
func (v *validator) gives(broken naming.Violation, from ...string) string {
	for _, key := range from {
		if v.secret[key] {
			return "gives a name that Azure refuses"
		}
	}
	return "gives the name " + v.show("stack", broken.Name) + ", which " + broken.Broken
}

func (v *validator) stackName(found string) {
	v.problems = append(v.problems, Problem{Key: "the stack's name", Found: found, Want: "name the stack with up to 35 letters, digits and hyphens, such as dev"})
}

// check lists the names that Azure refuses, of what the stack has.
func (s Settings) check(p naming.Parts) []naming.Violation {
	return naming.New(p).Check(naming.Used{Gateway: s.Gateway.Enabled, Backend: s.Backend.Enabled, Endpoints: s.namedEndpoints()})
}

// namedEndpoints are the private endpoints whose names must be right: all but
// those of a gateway or a backend that is off.
func (s Settings) namedEndpoints() []string {
	var names []string
	for _, e := range Endpoints() {
		switch e {
		case EndpointGateway:
			if !s.Gateway.Enabled {
				continue
			}
		case EndpointBackend, EndpointBackendBlob, EndpointBackendQueue, EndpointBackendTable:
			if !s.Backend.Enabled {
				continue
			}
		}
		names = append(names, string(e))
	}
	return names
}
