package flows

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/internal/words"
	"secure-azure-openai/posture/graph"
)

// explainWidth is how wide a terminal is.
const explainWidth = 80

// Explain prints one flow as a chain that a person can follow: who, what, the
// steps with their evidence, the verdict and what is expected. Its errors name
// what there is to choose from.
func Explain(g *graph.Graph, from, to, action string) (string, error) {
	m := read(g)
	a, err := choose("FROM", "actor", from, m.actors, func(a *Actor) (string, string) { return a.ID, string(a.Kind) })
	if err != nil {
		return "", err
	}
	t, err := choose("TO", "target", to, m.targets, func(t *Target) (string, string) { return t.ID, t.service.name })
	if err != nil {
		return "", err
	}
	what, err := choose("ACTION", "action on "+t.ID, action, actionsOf[t.service.name], func(a *Action) (string, string) { return a.Name, a.Name })
	if err != nil {
		return "", err
	}
	v := Verdict{Actor: a, Target: t, Action: what, Outcome: m.best(a, t, what, false).outcome, model: m}
	v.Expected, v.Why = m.expect().of(a, t, what)
	return v.explain(), nil
}

// choose finds what a word names: one by its whole name, or the only one of
// its kind.
func choose[T any](argument, noun, word string, all []T, names func(T) (id, kind string)) (T, error) {
	var none T
	var of, known, kinds []string
	var found []T
	for _, item := range all {
		id, kind := names(item)
		known, kinds = append(known, id), append(kinds, kind)
		if strings.EqualFold(id, word) {
			return item, nil
		}
		if strings.EqualFold(kind, word) {
			found, of = append(found, item), append(of, id)
		}
	}
	slices.Sort(known)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		meant := ""
		if near := words.Nearest(word, append(slices.Clone(known), kinds...)); near != "" {
			meant = fmt.Sprintf("; did you mean %q?", near)
		}
		known = slices.Compact(known)
		if n := len(known); n > namesShown {
			known = append(known[:namesShown:namesShown], fmt.Sprintf("and %d more", n-namesShown))
		}
		return none, fmt.Errorf("%s: no %s is called %q%s It is one of %s", argument, noun, graph.Printable(word), orStop(meant), strings.Join(known, ", "))
	}
	return none, fmt.Errorf("%s: %q is several: say which of %s", argument, graph.Printable(word), strings.Join(of, ", "))
}

// namesShown bounds a list of what there is to choose from.
const namesShown = 60

func orStop(question string) string {
	if question == "" {
		return "."
	}
	return question
}

// Service is a kind of target, with what can be done to one.
type Service struct {
	Name    string
	Actions []string
}

// Services lists what Explain can be asked about.
func Services() []Service {
	var all []Service
	for _, a := range actions {
		if len(all) == 0 || all[len(all)-1].Name != a.Service {
			all = append(all, Service{Name: a.Service})
		}
		last := &all[len(all)-1]
		last.Actions = append(last.Actions, a.Name)
	}
	return all
}

// marks are how a step reads in a chain.
var marks = map[Outcome]string{Allowed: "ok", Denied: "NO", Unknown: "??"}

// stances are what the architecture says of a flow.
var stances = map[Expectation]string{
	Needed: "needs it", Tolerated: "does not need it, and asks for what permits it", Forbidden: "does not need it: it should be denied",
}

func (v Verdict) explain() string {
	var b strings.Builder
	line := func(indent int, text string) { wrap(&b, indent, text) }
	line(0, fmt.Sprintf("%s -> %s: %s (%s)", v.Actor.ID, v.Target.ID, v.Action.Title, v.Action.Plane))
	b.WriteByte('\n')
	for _, s := range v.Steps() {
		fmt.Fprintf(&b, "%s  %-16s", marks[s.Outcome], s.Name)
		wrap(&b, -20, s.Evidence())
		if source := s.source(); source != "" {
			line(20, "("+source+")")
		}
	}
	b.WriteByte('\n')
	line(0, fmt.Sprintf("%s, decided by: %s", strings.ToUpper(string(v.Outcome)), v.Deciding().Name))
	why := ""
	if v.Why != "" {
		why = " (" + v.Why + ")"
	}
	line(0, "The architecture "+stances[v.Expected]+why+".")
	return b.String()
}

// source names what decided a step: the resource, the property, and its value
// where that is short and says more than the evidence.
func (s Step) source() string {
	if s.Resource == nil {
		return ""
	}
	text := graph.Printable(s.Resource.Name)
	if s.Property != "" {
		text += " " + s.Property[strings.LastIndex(s.Property, "].")+1:]
		text = strings.Replace(text, " .", " ", 1)
	}
	value := s.Resource.Value(s.Property).String()
	if s.Property == "" || strings.Contains(value, "/") || strings.HasPrefix(value, "a list") || strings.HasPrefix(value, "an object") {
		return text
	}
	return text + " = " + graph.Printable(value)
}

// wrap writes a text in lines of the terminal's width, all of them indented;
// a negative indent says that the first line already is.
func wrap(b *strings.Builder, indent int, text string) {
	column := 0
	start := func() {
		b.WriteString(strings.Repeat(" ", indent))
		column = indent
	}
	if indent < 0 {
		indent = -indent
		column = indent
	} else {
		start()
	}
	first := true
	for _, word := range split(text, explainWidth-indent) {
		if !first && column+1+len([]rune(word)) > explainWidth {
			b.WriteByte('\n')
			start()
			first = true
		}
		if !first {
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len([]rune(word))
		first = false
	}
	b.WriteByte('\n')
}

// split cuts a text, and words that no line has room for: behind a slash
// where there is one.
func split(text string, width int) []string {
	var all []string
	for _, word := range strings.Fields(text) {
		runes := []rune(word)
		for len(runes) > width {
			cut := width
			for i := width - 1; i > width/2; i-- {
				if runes[i-1] == '/' {
					cut = i
					break
				}
			}
			all = append(all, string(runes[:cut]))
			runes = runes[cut:]
		}
		all = append(all, string(runes))
	}
	return all
}
