// Package fault says what goes wrong in a rehearsal, and when: a fault is
// written as an expression, or derived from a seed, and decided on while the
// engine works. The package is pure: it makes nothing go wrong itself.
//
// An expression reads OPERATION:TYPE[:N]=OUTCOME[xCOUNT], for example
//
//	create:azure-native:network*:PrivateEndpoint:2=503
//	create:*:Account=lost
//	delete:*=429x2
//
// TYPE is a Pulumi type token in which * stands for any text; N says which of
// the operations that match it is, the first if left out. Which one that is
// among several that run side by side, the engine decides.
package fault

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Op is what the engine asks of the provider.
type Op string

// The operations. Any matches each of them, as far as the outcome can befall it.
const (
	Create Op = "create"
	Update Op = "update"
	Delete Op = "delete"
	Read   Op = "read"
	Any    Op = "any"
)

var ops = []Op{Create, Update, Delete, Read, Any}

// noun is an operation in the plural.
func (o Op) noun() string {
	return map[Op]string{Create: "creations", Update: "updates", Delete: "deletions", Read: "reads", Any: "operations"}[o]
}

// Outcome is what becomes of an operation.
type Outcome string

// The outcomes.
const (
	// Status: Azure answers with an HTTP status and does nothing.
	Status Outcome = "status"
	// Lost: Azure does it, and the answer never arrives.
	Lost Outcome = "lost"
	// Failed: Azure accepts it and works on it, and that ends as Failed.
	Failed Outcome = "failed"
	// Crash: the CLI is killed after Azure has accepted the operation.
	Crash Outcome = "crash"
	// CrashBefore: the CLI is killed before Azure has seen the operation.
	CrashBefore Outcome = "crash-before"
	// Cancel: somebody presses Ctrl-C while Azure works on the operation.
	Cancel Outcome = "cancel"
)

// named are the outcomes that are written as a word.
var named = []Outcome{Lost, Failed, Crash, CrashBefore, Cancel}

// Fault is one thing that goes wrong.
type Fault struct {
	Op Op
	// Type is a type token with * for any text.
	Type string
	// N says which of the matching operations it is, from 1.
	N       int
	Outcome Outcome
	// Status is the HTTP status of the outcome Status.
	Status int
	// Count is how often it happens before a retry of the provider goes
	// through; 0 is until the provider gives up.
	Count int
}

// String is the fault as an expression.
func (f Fault) String() string {
	text := fmt.Sprintf("%s:%s", f.Op, f.Type)
	if f.N > 1 {
		text += fmt.Sprintf(":%d", f.N)
	}
	text += "=" + f.what()
	return text
}

func (f Fault) what() string {
	text := string(f.Outcome)
	if f.Outcome == Status {
		text = fmt.Sprint(f.Status)
	}
	if f.Count > 0 {
		text += fmt.Sprintf("x%d", f.Count)
	}
	return text
}

// Stops says whether the fault ends the engine's run on the spot.
func (f Fault) Stops() bool {
	return f.Outcome == Crash || f.Outcome == CrashBefore || f.Outcome == Cancel
}

// GoesThrough says whether the operation succeeds in the end, because the
// provider tries it often enough.
func (f Fault) GoesThrough() bool { return f.Count > 0 }

// Request is one operation that may go wrong.
type Request struct {
	Op    Op
	Token string
	URN   string
	// Async says whether Azure answers before the work is done.
	Async bool
}

// matches says whether a fault can befall a request, apart from its number.
func (f Fault) matches(r Request) bool {
	return (f.Op == Any || f.Op == r.Op) && matchGlob(f.Type, r.Token) && possible(f.Outcome, r)
}

// possible: only what runs asynchronously can fail after it was accepted, and
// a read changes nothing.
func possible(o Outcome, r Request) bool {
	return o != Failed || r.Async && r.Op != Read
}

// matchGlob compares a text with a pattern in which * stands for any text.
func matchGlob(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	text, found := strings.CutPrefix(text, parts[0])
	if !found {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text = text[at+len(part):]
	}
	return strings.HasSuffix(text, parts[len(parts)-1])
}

// MaxRetries is how often azure-native repeats a request after the first: the
// default of Azure's SDK for Go, which it does not change.
// github.com/Azure/azure-sdk-for-go, sdk/azcore/policy, RetryOptions.MaxRetries.
const MaxRetries = 3

// retried are the statuses that azure-native 2.90 tries again, and 409 where
// its code is AnotherOperationInProgress, which a fault with 409 has.
// github.com/pulumi/pulumi-azure-native, provider/pkg/azure/client_azcore.go, initPipelineOpts.
var retried = []int{
	http.StatusRequestTimeout, http.StatusConflict, http.StatusTooManyRequests, http.StatusInternalServerError,
	http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
}

// Retried says whether azure-native tries again after a status.
func Retried(status int) bool { return slices.Contains(retried, status) }
