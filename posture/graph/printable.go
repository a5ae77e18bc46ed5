package graph

import (
	"strings"
	"unicode"
)

// maxPrintable bounds a text in a message.
const maxPrintable = 200

// Printable makes a text of an input safe to print: whoever names a resource
// must not be able to move a terminal's cursor. Control and formatting
// characters become U+FFFD, and what is very long is cut.
func Printable(text string) string { return PrintableTo(text, maxPrintable) }

// PrintableTo is Printable with another length in characters.
func PrintableTo(text string, most int) string {
	count := 0
	safe := strings.Map(func(r rune) rune {
		count++
		switch {
		case count > most:
			return -1
		case !unicode.IsPrint(r):
			return unicode.ReplacementChar
		}
		return r
	}, text)
	if count > most {
		safe += "…"
	}
	return safe
}
