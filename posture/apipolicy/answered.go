package apipolicy

import (
	"html"
	"strings"

	"secure-azure-openai/posture/graph"
)

// Answered reads the document that Azure answers, which somebody may have
// changed there. Azure can answer in a form that is no XML, with plain quotes
// and operators in expressions; own, what the program sends, counts then if it
// is the same apart from that. Its error is an *Error.
// https://learn.microsoft.com/rest/api/apimanagement/api-policy/get, format rawxml
func Answered(answered, own string) (*Document, error) {
	d, err := Parse(answered)
	if err == nil || plain(answered) != plain(own) {
		return d, err
	}
	return Parse(own)
}

// ReadPolicy reads the document of a policy of the graph, nil where it is
// hidden or missing.
func ReadPolicy(policy *graph.Resource) (*Document, error) {
	own, answered := policy.Inputs.At("value"), policy.Outputs.At("value")
	switch {
	case answered.State == graph.Known && answered.Text() != "":
		return Answered(answered.Text(), own.Text())
	case own.State == graph.Known && own.Text() != "":
		return Parse(own.Text())
	}
	return nil, nil
}

// plain is a text without space, in which what XML escapes stands for itself.
func plain(text string) string {
	return strings.Join(strings.Fields(html.UnescapeString(text)), "")
}
