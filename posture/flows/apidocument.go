package flows

import (
	"regexp"
	"strings"

	"secure-azure-openai/posture/apipolicy"
	"secure-azure-openai/posture/graph"
)

// namedValues are what stands for {{name}}, and the names of those whose value
// is not known.
func (m *model) namedValues(t *Target) (values map[string]string, undecided []string) {
	values = map[string]string{}
	for _, r := range m.partsOf("apimanagement:NamedValue", t) {
		name, v := r.Value("displayName").Text(), r.Value("value")
		switch {
		case v.State == graph.Known:
			values[name] = v.Text()
		case v.Hidden():
			undecided = append(undecided, name)
		}
	}
	return values, undecided
}

// callerPrefix begins the name of a named value that is the object id of one
// whom the gateway's settings name.
const callerPrefix = "caller-"

func callerIDs(values map[string]string) map[string]bool {
	ids := map[string]bool{}
	for name, id := range values {
		if strings.HasPrefix(name, callerPrefix) {
			ids[low(id)] = true
		}
	}
	return ids
}

// read parses the document.
func (g *gatewayAPI) read() {
	document, err := apipolicy.Parse(inherited)
	if g.policy != nil {
		v, format := g.policy.Value("value"), g.policy.Value("format").Text()
		switch {
		case v.State != graph.Known:
			g.unfollowed(g.policy, "value", "the document is decided at deployment, or secret")
		case strings.Contains(low(format), "link"):
			g.unfollowed(g.policy, "format", "the document is somewhere else")
		case v.Text() == "":
			_, err = apipolicy.Parse("")
		default:
			document, err = apipolicy.ReadPolicy(g.policy)
		}
	}
	if err != nil {
		g.unfollowed(g.policy, "value", err.Error())
		return
	}
	g.document = document
	g.asks = asksOf(document, g.settings.NamedValues)
}

var reference = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// resolved puts named values into a text; those that are not known stay.
func resolved(text string, values map[string]string) string {
	return reference.ReplaceAllStringFunc(text, func(found string) string {
		if value, known := values[strings.Trim(found, "{}")]; known {
			return value
		}
		return found
	})
}

// elements visits every element of a document.
func elements(all []*apipolicy.Element, visit func(*apipolicy.Element)) {
	for _, e := range all {
		visit(e)
		elements(e.Children, visit)
	}
}
