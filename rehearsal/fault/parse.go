package fault

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"secure-azure-openai/internal/words"
)

// form is how an expression is written.
const form = "OPERATION:TYPE[:N]=OUTCOME[xCOUNT]"

// example stands in messages.
const example = "create:*:PrivateEndpoint=503"

// Known is a type that a fault can befall.
type Known struct {
	// Token is its Pulumi type ("azure-native:network/v20240501:Subnet").
	Token string
	// Async says whether Azure answers a write before the work is done, and
	// AsyncDelete whether it does so with a deletion.
	Async, AsyncDelete bool
}

// mayFail says whether an operation can fail after Azure has accepted it.
func (k Known) mayFail(op Op) bool {
	switch op {
	case Create, Update:
		return k.Async
	case Delete:
		return k.AsyncDelete
	case Any:
		return k.Async || k.AsyncDelete
	}
	return false
}

var numbered = regexp.MustCompile(`^(.*):([0-9]+)$`)

// Parse reads an expression. The error says which part is wrong, and what
// would be right.
func Parse(text string, known []Known) (Fault, error) {
	left, right, found := cutLast(text, "=")
	op, pattern, divided := strings.Cut(left, ":")
	if !found || !divided || pattern == "" || right == "" {
		return Fault{}, fmt.Errorf("%q is no fault: write %s, such as %s", text, form, example)
	}
	f := Fault{Op: Op(op), Type: pattern, N: 1}
	wrong := func(format string, args ...any) (Fault, error) {
		return Fault{}, fmt.Errorf("%q: "+format, append([]any{text}, args...)...)
	}
	if !slices.Contains(ops, f.Op) {
		return wrong("the operation %q is none of %s%s", op, join(ops), didYouMean(op, texts(ops)))
	}
	if parts := numbered.FindStringSubmatch(pattern); parts != nil {
		n, err := strconv.Atoi(parts[2])
		if err != nil || n < 1 || n > 9999 {
			return wrong("the number %s must be from 1 to 9999: it says which of the matching operations goes wrong", parts[2])
		}
		f.Type, f.N = parts[1], n
	}
	if err := f.parseOutcome(right); err != nil {
		return wrong("%w", err)
	}
	if err := f.checkType(known); err != nil {
		return wrong("%w", err)
	}
	return f, nil
}

var counted = regexp.MustCompile(`^(.+)x([0-9]+)$`)

func (f *Fault) parseOutcome(text string) error {
	what, count := text, ""
	if parts := counted.FindStringSubmatch(text); parts != nil {
		what, count = parts[1], parts[2]
	}
	status, err := strconv.Atoi(what)
	switch {
	case slices.Contains(named, Outcome(what)):
		f.Outcome = Outcome(what)
	case err != nil:
		return fmt.Errorf("the outcome %q is neither an HTTP status nor one of %s%s", what, join(named), didYouMean(what, texts(named)))
	case status < 400 || status > 599:
		return fmt.Errorf("the status %s is no failure: it must be from 400 to 599", what)
	default:
		f.Outcome, f.Status = Status, status
	}
	if count == "" {
		return nil
	}
	n, err := strconv.Atoi(count)
	switch {
	case f.Outcome == Status && !Retried(status):
		return fmt.Errorf("the provider does not try again after a %d, so it is answered once: leave x%s out", status, count)
	case f.Outcome != Status && f.Outcome != Lost:
		return fmt.Errorf("%q happens once: leave x%s out", what, count)
	case err != nil || n < 1 || n > MaxRetries:
		return fmt.Errorf("the provider tries again %d times, so x%s must be from x1 to x%d; "+
			"leave it out for a failure that outlasts all of them", MaxRetries, count, MaxRetries)
	}
	f.Count = n
	return nil
}

// checkType: the pattern must name something that the stand-in has and the
// outcome can befall.
func (f *Fault) checkType(known []Known) error {
	matching, async := 0, 0
	for _, k := range known {
		if matchGlob(f.Type, k.Token) {
			matching++
			if k.mayFail(f.Op) {
				async++
			}
		}
	}
	switch {
	case matching == 0:
		return fmt.Errorf("no type that the stand-in for Azure knows matches %q%s", f.Type, f.nearType(known))
	case f.Outcome == Failed && f.Op == Read:
		return errors.New("a read is over at once and cannot fail afterwards: give it a status, or lost")
	case f.Outcome == Failed && async == 0:
		return fmt.Errorf("the %s of what matches %q are over at once and cannot fail afterwards: give them a status, or lost", f.Op.noun(), f.Type)
	}
	return nil
}

// nearType proposes a type, by its whole token or by its last part alone.
func (f *Fault) nearType(known []Known) string {
	var tokens, names []string
	for _, k := range known {
		tokens = append(tokens, k.Token)
		names = append(names, lastPart(k.Token))
	}
	if near := words.Nearest(f.Type, tokens); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	if name := strings.Trim(lastPart(f.Type), "*"); name != "" {
		if near := words.Nearest(name, names); near != "" {
			return fmt.Sprintf("; did you mean %q?", "*:"+near)
		}
	}
	return ": it is a Pulumi type such as azure-native:network/v20240501:Subnet, in which * stands for any text"
}

func lastPart(token string) string { return token[strings.LastIndex(token, ":")+1:] }

func cutLast(text, separator string) (before, after string, found bool) {
	at := strings.LastIndex(text, separator)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(separator):], true
}

func didYouMean(word string, known []string) string {
	if near := words.Nearest(word, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

func texts[T ~string](all []T) []string {
	var result []string
	for _, one := range all {
		result = append(result, string(one))
	}
	return result
}

func join[T ~string](all []T) string { return strings.Join(texts(all), ", ") }
