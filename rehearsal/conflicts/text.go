package conflicts

import (
	"fmt"
	"regexp"
	"strings"

	"secure-azure-openai/internal/words"
)

// Width is how many columns the lines of a conflict's text have at most,
// where no word is longer.
const Width = 76

// String says who is in conflict, what Azure answers, and what would be right,
// in a few lines.
func (c Conflict) String() string {
	first, second := c.First.Name(), c.Second.Name()
	wrong := "neither waits for the other, so in some run they overlap"
	if c.Rule.ordered {
		wrong = "the second does not wait for the first, so in some run it is too early"
	}
	paragraphs := []string{
		fmt.Sprintf("%s and %s: %s.", first, second, wrong),
		fmt.Sprintf("Azure then answers %s: %s", c.Rule.Code, shortIDs(c.message())),
		fmt.Sprintf("It wants %s. Make %s wait: add pulumi.DependsOn with %s to its options.", c.Rule.Instead, second, first),
	}
	if c.Rule.Note != "" {
		paragraphs = append(paragraphs, strings.ToUpper(c.Rule.Note[:1])+c.Rule.Note[1:]+".")
	}
	paragraphs = append(paragraphs, "See "+c.Rule.Source)
	for i, p := range paragraphs {
		paragraphs[i] = words.Wrap(p, Width)
	}
	return strings.Join(paragraphs, "\n")
}

func (c Conflict) message() string {
	return strings.NewReplacer("{thing}", c.Thing, "{one}", c.Second.ID).Replace(c.Rule.Message)
}

var beforeProvider = regexp.MustCompile(`(?i)/subscriptions/[^ ']*?/providers/`)

// shortIDs leaves out the subscription and the resource group, which would
// fill a line each.
func shortIDs(text string) string { return beforeProvider.ReplaceAllString(text, ".../") }
