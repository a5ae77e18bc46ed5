// Package doors reports what stands open and no requirement looks at: a kind
// of resource that nothing here knows, a public address, an exception of a
// firewall, a key left on, a role on something wide. Silence never means
// secure.
//
// What is open by decision is reported too, as passed, with the reason.
package doors

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/requirements"
)

// Door is a way in or out of one sort.
type Door struct {
	ID, Title string
	Severity  finding.Severity
	// each looks at one resource of its kinds (every custom one, where it names none)
	// and at nothing else, so that a guard can ask it before the rest of the
	// stack is known; look looks at the whole graph. A door has one of them,
	// or both.
	kinds []string
	each  func(*watch, *graph.Resource)
	look  func(*watch)
	// Fix is how to shut it, and Link the vendor's page about it.
	Fix, Link string
}

// watch collects what one door's look finds.
type watch struct {
	g *graph.Graph
	// seen are the properties of resources that a door asked for before.
	seen map[*graph.Resource][]property
	door Door
	rows []finding.Finding
}

// Doors are all sorts of doors.
func Doors() []Door {
	return slices.Concat(general, networks, people, auditing, keeping, routing, ruling, states, filtering, transport)
}

// Judge looks at every door of a graph. A door that is shut everywhere is one
// finding that passes.
func Judge(g *graph.Graph) []finding.Finding {
	var all []finding.Finding
	seen := map[*graph.Resource][]property{}
	for _, d := range Doors() {
		w := &watch{g: g, seen: seen, door: d}
		w.eachAlone()
		if d.look != nil {
			d.look(w)
		}
		if len(w.rows) == 0 {
			w.rows = append(w.rows, w.row(nil, finding.Pass, "", "nothing of the kind", ""))
		}
		all = append(all, w.rows...)
	}
	return all
}

// JudgeAlone looks at every resource of a graph as if it were the only one. It
// answers the doors that stand open, or of which nobody can say.
func JudgeAlone(g *graph.Graph) []finding.Finding {
	var all []finding.Finding
	seen := map[*graph.Resource][]property{}
	for _, d := range Doors() {
		w := &watch{g: g, seen: seen, door: d}
		w.eachAlone()
		for _, f := range w.rows {
			if f.Verdict != finding.Pass {
				all = append(all, f)
			}
		}
	}
	return all
}

func (w *watch) eachAlone() {
	if w.door.each == nil {
		return
	}
	if len(w.door.kinds) == 0 {
		for _, r := range w.g.Resources {
			if r.Custom {
				w.door.each(w, r)
			}
		}
	}
	for _, kind := range w.door.kinds {
		for _, r := range w.g.Of(kind) {
			w.door.each(w, r)
		}
	}
}

func (w *watch) row(r *graph.Resource, verdict finding.Verdict, property, found, want string) finding.Finding {
	f := finding.Finding{
		ID: w.door.ID, Title: w.door.Title, Severity: w.door.Severity, Verdict: verdict,
		Property: property, Found: found, Want: want, Fix: w.door.Fix, Link: w.door.Link,
	}
	if r != nil {
		f.Resource, f.Name = r.URN, r.String()
	}
	return f
}

// open reports a door that stands open.
func (w *watch) open(r *graph.Resource, property, found, want string) {
	w.rows = append(w.rows, w.row(r, finding.Fail, property, found, want))
}

// unknown reports one of which nobody can say whether it is open.
func (w *watch) unknown(r *graph.Resource, property, want string) {
	found := "unknown until it is deployed"
	if w.g.Source == graph.FromExport {
		found = "hidden in this file"
	}
	w.rows = append(w.rows, w.row(r, finding.Unknown, property, found, want))
}

// accepted reports one that is open by decision, and why.
func (w *watch) accepted(r *graph.Resource, property, found, why string) {
	f := w.row(r, finding.Pass, property, found, "")
	f.Severity = finding.Low
	f.Evidence = []string{"accepted: " + why}
	w.rows = append(w.rows, f)
}

// value reports a property that is there and not as wanted.
func (w *watch) value(r *graph.Resource, property string, v graph.Value, ok bool, want string) {
	switch {
	case v.State == graph.Unknown || v.State == graph.Secret:
		w.unknown(r, property, want)
	case !ok:
		w.open(r, property, v.String(), want)
	}
}

// property is one that lies anywhere in a resource.
type property struct {
	path, name string
	value      graph.Value
}

// properties lists what a resource has of what doors ask for, by what Azure answered and, where it
// did not, what the program asks for. Of a template's it lists none: R38 says
// which templates there may be.
func (w *watch) properties(r *graph.Resource) []property {
	if all, known := w.seen[r]; known {
		return all
	}
	seen := map[string]bool{}
	all := []property{}
	for _, object := range []graph.Object{r.Outputs, r.Inputs} {
		for _, p := range list(object) {
			if !seen[p.path] {
				seen[p.path] = true
				all = append(all, p)
			}
		}
	}
	slices.SortFunc(all, func(a, b property) int { return strings.Compare(a.path, b.path) })
	w.seen[r] = all
	return all
}

func list(object graph.Object) []property {
	var all []property
	var visit func(path, name string, v graph.Value)
	visit = func(path, name string, v graph.Value) {
		// What is null is not there.
		if path != "" && asked(name) && v.State != graph.Missing {
			all = append(all, property{path, name, v})
		}
		for _, key := range v.Keys() {
			inner := key
			if path != "" {
				inner = path + "." + key
			}
			if key != "tags" && key != "template" {
				visit(inner, key, v.Field(key))
			}
		}
		for i, item := range v.Items() {
			visit(fmt.Sprintf("%s[%d]", path, i), name, item)
		}
	}
	visit("", "", object.Value())
	return all
}

// asked reports whether a door looks for properties of a name.
func asked(name string) bool {
	name = strings.ToLower(name)
	_, isSwitch := switches[name]
	return isSwitch || exceptions[name] || encrypts(name) || strings.HasPrefix(name, "publicnetworkaccess") || strings.HasSuffix(name, "defaultaction")
}

// judged reports whether a property of a kind has a requirement of its own:
// the key services' public access, firewalls, keys and encryption, and what
// the web app asks of TLS. In another place or spelling nothing else sees it.
func judged(kind, path string) bool {
	return slices.ContainsFunc(required[kind], func(own string) bool {
		return path == own || strings.HasPrefix(path, own+".") || strings.HasPrefix(path, own+"[")
	})
}

var required = map[string][]string{
	"cognitiveservices:Account": {"properties.publicNetworkAccess", "properties.networkAcls", "properties.disableLocalAuth"},
	"search:Service":            {"publicNetworkAccess", "networkRuleSet", "disableLocalAuth"},
	"storage:StorageAccount":    {"publicNetworkAccess", "networkRuleSet", "allowSharedKeyAccess", "minimumTlsVersion", "enableHttpsTrafficOnly"},
	"web:WebApp":                {"httpsOnly", "siteConfig.minTlsVersion", "siteConfig.scmMinTlsVersion"},
	"web:WebAppAuthSettingsV2":  {"httpSettings.requireHttps"},
	apiService:                  {"publicNetworkAccess"}, // G3
	"insights:Component":        {"disableLocalAuth"},    // G15
}

const apiService = "apimanagement:ApiManagementService"

// watched are the kinds that no requirement looks at and doors do, with why
// they need no more.
var watched = map[string]string{
	"insights:DiagnosticSetting":    "where it sends logs is looked at below",
	"operationalinsights:Workspace": "its ways in are looked at below",
	"storage:BlobContainer":         "its public access is looked at below",
	"storage:BlobServiceProperties": "it says how long deleted blobs are kept",
}

func knownKind(kind string) bool {
	_, is := watched[kind]
	return is || slices.Contains(requirements.Known(), kind)
}
