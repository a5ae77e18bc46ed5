package rehearsal

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
)

// judge gives a preview or an up from a state its verdict: nothing may be
// replaced and nothing deleted.
func (t *taken) judge(result *Operation, seen *observer) {
	changed := seen.changed()
	var lost, open, updated, made []string
	var gone, come []apitype.StepEventMetadata
	for _, name := range sortedKeys(changed) {
		step := changed[name]
		switch step.Op {
		case apitype.OpUpdate:
			updated = append(updated, describe(step))
		case apitype.OpCreate:
			made = append(made, describe(step))
			come = append(come, step)
		case apitype.OpReplace, apitype.OpCreateReplacement, apitype.OpDeleteReplaced:
			because := replacing(step)
			if certain := slices.DeleteFunc(slices.Clone(because), func(path string) bool { return unknownIn(step, path) }); len(certain) > 0 || len(because) == 0 {
				lost = append(lost, fmt.Sprintf("replaced: %s, because of %s", name, strings.Join(because, ", ")))
			} else {
				open = append(open, fmt.Sprintf("%s: shown as replaced as long as %s is not known, which the up tells",
					urn.URN(step.URN).Name(), strings.Join(because, ", ")))
			}
		case apitype.OpDelete:
			lost = append(lost, "deleted: "+name)
			gone = append(gone, step)
		}
	}
	for _, old := range gone {
		for _, anew := range come {
			if old.Type == anew.Type {
				lost = append(lost, fmt.Sprintf("if %s is %s under a new name or parent, say so with pulumi.Aliases",
					urn.URN(anew.URN).Name(), urn.URN(old.URN).Name()))
			}
		}
	}
	counts := fmt.Sprintf("%s: %d unchanged, %d updated, %d new", t.file,
		result.Changes[apitype.OpSame], len(updated), len(made))
	switch {
	case len(lost) > 0:
		result.fail("replaced or deleted", append(lost, result.Details...)...)
	case result.Held && len(open) > 0:
		result.Verdict = "nothing deleted"
		result.Details = slices.Concat([]string{counts + ", none deleted, and open which are replaced:"}, updated, made, open)
	case result.Held:
		result.Verdict = "nothing replaced"
		result.Details = slices.Concat([]string{counts + ", none replaced, none deleted"}, updated, made)
	}
}

// unknownIn says whether a preview does not know a property's new value: the
// real provider, too, knows no output of a resource that is to be updated but
// what its inputs say, so that all who use its principal id look different.
func unknownIn(step apitype.StepEventMetadata, path string) bool {
	if step.New == nil {
		return false
	}
	first, _, _ := strings.Cut(path, ".")
	first, _, _ = strings.Cut(first, "[")
	written, err := json.Marshal(step.New.Inputs[first])
	return err == nil && strings.Contains(string(written), plugin.UnknownStringValue)
}

// replacing are the properties that make a step a replacement.
func replacing(step apitype.StepEventMetadata) []string {
	var because []string
	for _, path := range sortedKeys(step.DetailedDiff) {
		if strings.HasSuffix(string(step.DetailedDiff[path].Kind), "-replace") {
			because = append(because, path)
		}
	}
	if len(because) == 0 {
		because = slices.Sorted(slices.Values(step.Keys))
	}
	if len(because) == 0 {
		because = properties(step)
	}
	return because
}
