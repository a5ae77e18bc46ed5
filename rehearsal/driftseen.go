package rehearsal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// missed says what a refresh's step does not show of the drift; the step is
// zero where there was none.
func (d drifted) missed(step apitype.StepEventMetadata) string {
	switch {
	case step.URN == "":
		return "the refresh shows no change of it"
	case d.deletes() && step.Op != apitype.OpDelete:
		return "the refresh does not show that it is gone"
	}
	var hidden []string
	for _, s := range d.sets {
		if !slices.ContainsFunc(properties(step), func(shown string) bool { return covers(s.path, shown) }) {
			hidden = append(hidden, s.path)
		}
	}
	if len(hidden) > 0 {
		return "the refresh does not show " + strings.Join(hidden, " and ")
	}
	return ""
}

// unexpected describes what a refresh shows beside the drifts.
func unexpected(changed map[string]apitype.StepEventMetadata, made []drifted) []string {
	var others []string
	for _, urn := range sortedKeys(changed) {
		step := changed[urn]
		var own []drifted
		for _, d := range made {
			if string(d.resource.URN) == urn {
				own = append(own, d)
			}
		}
		if len(own) == 0 {
			others = append(others, "nobody changed: "+describe(step))
			continue
		}
		for _, shown := range properties(step) {
			if !slices.ContainsFunc(own, func(d drifted) bool {
				return slices.ContainsFunc(d.sets, func(s setting) bool { return covers(s.path, shown) })
			}) {
				others = append(others, fmt.Sprintf("nobody changed: %s of %s", shown, own[0].resource.URN.Name()))
			}
		}
	}
	return others
}

// covers says whether a shown property is the one of a path or lies in it.
func covers(path, shown string) bool {
	rest, within := strings.CutPrefix(shown, path)
	return within && (rest == "" || rest[0] == '.' || rest[0] == '[')
}
