package rehearsal

import (
	"fmt"
	"strings"
)

// didYouMean proposes the candidate that is nearest to a word, as the end of a
// sentence, or nothing when none is near.
func didYouMean(word string, candidates []string) string {
	best, nearest := 0, ""
	for _, candidate := range candidates {
		d := distance(strings.ToLower(word), strings.ToLower(candidate))
		if nearest == "" || d < best {
			best, nearest = d, candidate
		}
	}
	if nearest == "" || best > max(2, len(nearest)/3) {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", nearest)
}

// distance is the Levenshtein distance: how many letters to add, drop or
// change to make one word of the other.
func distance(a, b string) int {
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range len(a) {
		current := []int{i + 1}
		for j := range len(b) {
			change := previous[j]
			if a[i] != b[j] {
				change++
			}
			current = append(current, min(change, previous[j+1]+1, current[j]+1))
		}
		previous = current
	}
	return previous[len(b)]
}

// plural chooses the form of a word that goes with a number.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
