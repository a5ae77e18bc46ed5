package words

import "strings"

// Unbroken is a space that Wrap does not break a line at. Wrap writes it as
// any other.
const Unbroken = "\u00a0"

// Wrap breaks a text at its spaces into lines of at most width columns; a
// longer word stays whole.
func Wrap(text string, width int) string {
	var lines []string
	line := ""
	for _, word := range strings.Split(Printable(text), " ") {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return strings.ReplaceAll(strings.Join(append(lines, line), "\n"), Unbroken, " ")
}

// Printable keeps a name on one line, and its terminal as it was.
func Printable(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 {
			return '?'
		}
		return r
	}, name)
}
