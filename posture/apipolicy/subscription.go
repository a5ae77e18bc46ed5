package apipolicy

import (
	"regexp"
	"strings"
)

// guard is what becomes of context.Subscription in an expression's code.
type guard int

// From harmless to harmful.
const (
	guarded guard = iota
	// notFollowed is a use that may be guarded in a way not known here.
	notFollowed
	// unguarded throws where the call has no subscription.
	unguarded
)

// subscriptionUse is the worst use of context.Subscription in an expression of
// any form, also of one that is not followed. Guarded are
//
//	context.Subscription?.Id                 as the last step
//	context.Subscription != null ? … : …     before the colon
//	context.Subscription == null ? … : …     after the colon
//	context.Subscription != null && …,  context.Subscription == null || …
func subscriptionUse(expression string) guard {
	const name = "context.Subscription"
	if len(expression) > maxExpression {
		return notFollowed
	}
	code := testsFirst(codeOf(expression))
	worst := guarded
	if hidesSubscription(expression, code) {
		worst = notFollowed
	}
	for from := 0; ; {
		i := strings.Index(code[from:], name)
		if i < 0 {
			return worst
		}
		at := from + i
		from = at + len(name)
		rest := code[from:]
		switch {
		case strings.HasPrefix(rest, "==null"), strings.HasPrefix(rest, "!=null"):
		case strings.HasPrefix(rest, "?."):
			worst = max(worst, afterConditional(code, at, rest[2:]))
		case strings.HasPrefix(rest, "."), strings.HasPrefix(rest, "!."), strings.HasPrefix(rest, ").") && enclosed(code, at):
			worst = max(worst, guardBefore(code[:at]))
		case rest != "" && isWord(rest[0]):
			// Another member, whose name begins with this one's.
		default:
			worst = max(worst, notFollowed)
		}
	}
}

// hidesSubscription reports whether an expression may get at a subscription in
// a way that its code does not show: by an escape that spells the name, by a
// string of a form that is not read, or by another name for the context.
func hidesSubscription(expression, code string) bool {
	if strings.Contains(code, `\u`) || strings.Contains(code, `\U`) {
		return true
	}
	const name = "Subscription"
	has := func(text string) bool { return strings.Contains(expression, text) }
	if has(name) && has(`"""`) {
		return true
	}
	if interpolates := has(`$"`) || has(`$@"`); interpolates && strings.Count(expression, name) > strings.Count(code, name) {
		return true
	}
	for rest := code; ; {
		before, after, there := strings.Cut(rest, "."+name)
		if !there {
			return false
		}
		if (after == "" || !isWord(after[0])) && !strings.HasSuffix(before, "context") {
			return true
		}
		rest = after
	}
}

var nullFirst = regexp.MustCompile(`null([!=]=)context\.Subscription(\?[^.?]|[^.?!\w]|$)`)

// testsFirst writes each test for null in the same way.
func testsFirst(code string) string {
	code = strings.NewReplacer("context.Subscriptionisnotnull", "context.Subscription!=null", "context.Subscriptionisnull", "context.Subscription==null").Replace(code)
	return nullFirst.ReplaceAllString(code, "context.Subscription${1}null$2")
}

// afterConditional judges what follows ?. : (context.Subscription?.Id).Length
// dereferences what is null. Of what a call returns nothing is known.
func afterConditional(code string, at int, rest string) guard {
	end := len(rest) - len(strings.TrimLeftFunc(rest, func(r rune) bool { return r < 0x80 && isWord(byte(r)) }))
	after := strings.TrimLeft(rest[end:], ")")
	if !enclosed(code, at) || after == rest[end:] || !strings.HasPrefix(after, ".") {
		return guarded
	}
	if outside := strings.TrimRight(code[:at], "("); outside != "" && isWord(outside[len(outside)-1]) {
		return notFollowed
	}
	return unguarded
}

// enclosed reports whether a parenthesis stands right before.
func enclosed(code string, at int) bool { return at > 0 && code[at-1] == '(' }

// guardBefore judges a use by the last test for null before it: whether the
// operator after the test leaves only calls with a subscription there.
func guardBefore(before string) guard {
	const length = len("context.Subscription!=null")
	there := strings.LastIndex(before, "context.Subscription!=null")
	missing := strings.LastIndex(before, "context.Subscription==null")
	if there < 0 && missing < 0 {
		return unguarded
	}
	rest := strings.TrimLeft(before[max(there, missing)+length:], ")")
	// What a statement or a block guards is not followed.
	if strings.ContainsAny(rest, ";{}") {
		return notFollowed
	}
	isThere, safe := there > missing, false
	switch {
	case left(rest):
	case strings.HasPrefix(rest, "?"):
		safe = pastColon(rest[1:]) != isThere
	case strings.HasPrefix(rest, "&&"):
		safe = isThere && !strings.ContainsAny(rest, "|:,")
	case strings.HasPrefix(rest, "||"):
		safe = !isThere && !strings.ContainsAny(rest, "&:,")
	}
	if safe {
		return guarded
	}
	return unguarded
}

// pastColon reports whether what follows the question mark of a test gets to
// the colon that belongs to it.
func pastColon(code string) bool {
	depth, inner := 0, 0
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case depth > 0:
		case c == '?' && i+1 < len(code) && strings.IndexByte(".?[", code[i+1]) >= 0:
			i++
		case c == '?':
			inner++
		case c == ':' && inner == 0:
			return true
		case c == ':':
			inner--
		}
	}
	return false
}

// left reports whether code closes a parenthesis that it did not open: the
// test for null is over then.
func left(code string) bool {
	open := 0
	for _, c := range code {
		switch c {
		case '(':
			open++
		case ')':
			if open--; open < 0 {
				return true
			}
		}
	}
	return false
}

// codeOf is an expression without space, comments and what stands in strings;
// of an interpolated string everything stays, because there is code in it.
func codeOf(expression string) string {
	var b strings.Builder
	for i := 0; i < len(expression); {
		rest := expression[i:]
		switch {
		case strings.HasPrefix(rest, "/*"):
			i += skipTo(rest, "*/")
		case strings.HasPrefix(rest, "//"):
			i += skipTo(rest, "\n")
		case rest[0] == '\'' && characterEnd(rest) > 0:
			b.WriteString(`''`)
			i += characterEnd(rest)
		case rest[0] == '"':
			mark := b.String()[max(0, b.Len()-2):]
			verbatim := strings.HasSuffix(mark, "@") || mark == "@$"
			end := stringEnd(rest, verbatim)
			if strings.HasSuffix(mark, "$") || mark == "$@" {
				b.WriteString(codeOf(strings.Trim(rest[:end], `"`)))
			} else {
				b.WriteString(`""`)
			}
			i += end
		case rest[0] <= ' ':
			i++
		default:
			b.WriteByte(rest[0])
			i++
		}
	}
	return b.String()
}

func skipTo(text, end string) int {
	if i := strings.Index(text[2:], end); i >= 0 {
		return 2 + i + len(end)
	}
	return len(text)
}

// stringEnd is the length of the string that a text begins with.
func stringEnd(text string, verbatim bool) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && !verbatim, verbatim && strings.HasPrefix(text[i:], `""`):
			i++
		case text[i] == '"':
			return i + 1
		}
	}
	return len(text)
}

var character = regexp.MustCompile(`^'(?:[^'\\]|\\[^uUx]|\\[uUx][0-9A-Fa-f]{1,8})'`)

// characterEnd is the length of the character literal that a text begins with,
// zero where it begins with none.
func characterEnd(text string) int { return len(character.FindString(text[:min(len(text), 16)])) }

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
