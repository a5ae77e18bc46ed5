package rehearsal

import (
	"fmt"

	"secure-azure-openai/internal/words"
)

// didYouMean proposes the candidate that is nearest to a word, as the end of a
// sentence, or nothing when none is near.
func didYouMean(word string, candidates []string) string {
	if nearest := words.Nearest(word, candidates); nearest != "" {
		return fmt.Sprintf("; did you mean %q?", nearest)
	}
	return ""
}

// plural chooses the form of a word that goes with a number.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
