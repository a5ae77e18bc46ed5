package guard

import (
	"slices"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

// Refusal says what falls short of one resource.
type Refusal struct {
	// Resource is its kind and logical name.
	Resource string
	Findings []finding.Finding
	// Warned is that it is let through nevertheless.
	Warned bool
}

// Error is the whole message: each rule with the properties that decided it
// and how to mend them, and at the end how to accept them.
func (r *Refusal) Error() string {
	lines := []string{graph.Printable(r.Resource) + " falls short of " + strings.Join(r.ids(), ", ")}
	for i, f := range r.Findings {
		if i == 0 || r.Findings[i-1].ID != f.ID {
			lines = append(lines, "  "+f.ID+" "+f.Title)
		}
		for _, line := range Reasons(f) {
			lines = append(lines, "     - "+line)
		}
		if i == len(r.Findings)-1 || r.Findings[i+1].ID != f.ID {
			lines = append(lines, "     "+f.Fix)
		}
	}
	lines = append(lines, "Mend it, or accept it for a while, with a reason, in posture.waivers of the stack file.")
	if !r.Warned {
		lines = append(lines, "pulumi config set --path posture.guard warn makes this a warning.")
	}
	return strings.Join(lines, "\n")
}

func (r *Refusal) ids() []string {
	var ids []string
	for _, f := range r.Findings {
		ids = append(ids, f.ID)
	}
	return slices.Compact(ids)
}

// Reasons are what a finding was decided by, a line each.
func Reasons(f finding.Finding) []string {
	found := f.Found
	if f.Property != "" {
		found = f.Property + " is " + found
	}
	if f.Want != "" {
		found += ", want " + f.Want
	}
	return append([]string{strings.TrimPrefix(found, ", ")}, f.Evidence...)
}
