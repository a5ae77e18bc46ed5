package apipolicy

import "strings"

// API is what decides about a call beside its policy document.
type API struct {
	// SubscriptionRequired is whether a call needs a subscription key.
	SubscriptionRequired bool
	// KeyHeader and KeyQuery are where a key is looked for, empty for API
	// Management's own names.
	KeyHeader, KeyQuery string
	// NamedValues are what stands for {{name}} in the document; Undecided are
	// the names of further ones that are there, of a value that the deployment
	// decides.
	NamedValues map[string]string
	Undecided   []string
	// Operations are those that are served; none stands for all.
	Operations []Operation
}

// Operation is a method and a path below the API's, with parameters in braces:
// "/deployments/{id}/chat/completions".
type Operation struct{ Method, Path string }

// Key is the subscription key that a call brings.
type Key string

// The keys.
const (
	NoKey        Key = ""
	ValidKey     Key = "valid"
	WrongKey     Key = "wrong"
	SuspendedKey Key = "suspended"
)

// Token is the Entra token that a call brings in Authorization. Its signature
// is taken for right: a wrong one is refused as a missing one is.
type Token struct {
	Tenant, Audience, ClientID, ObjectID string
	// Claims are further ones, by name.
	Claims  map[string][]string
	Expired bool
}

// claim is a claim's values. The client's id is both azp and appid: a token
// has the one of its version.
func (t *Token) claim(name string) []string {
	one := map[string]string{"tid": t.Tenant, "aud": t.Audience, "azp": t.ClientID, "appid": t.ClientID, "oid": t.ObjectID}[name]
	if one != "" {
		return []string{one}
	}
	return t.Claims[name]
}

// Call is a call by one kind of caller.
type Call struct {
	Key Key
	// KeyInQuery is whether it is in the query and not in the header.
	KeyInQuery bool
	// Subscription is the id of a valid key's.
	Subscription string
	// Token is nil where none is sent.
	Token *Token
	// Address is the caller's.
	Address string
	// Method and Path are below the API's path. An API without Operations does
	// not ask for them.
	Method, Path string
	// Headers are further ones of the caller, such as a stolen key; one that
	// is where the API looks for its keys is a wrong key.
	Headers []Header
	// Calls, Tokens and QuotaTokens are what every counter of this caller has
	// counted before it, in its window: calls, tokens of the last minute, and
	// tokens of a quota's period.
	Calls, Tokens, QuotaTokens int
}

// Header is one of a request.
type Header struct{ Name, Value string }

// What stands for a caller's credentials in Sent.
const (
	CallersToken = "the caller's token"
	CallersKey   = "the caller's key"
)

// Answer is what a call gets.
type Answer struct {
	// Status is 200 where the backend decides, else 401, 403, 404, 429, 500
	// for an expression that fails, or what the document answers.
	Status int
	// By is the path of the element that decided it, "api" for what comes
	// before the document, empty where nothing refused it.
	By string
	// Reason is why, in a few words.
	Reason string
	// Sent is what the backend gets, nil where it gets nothing.
	Sent *Sent
	// Counters are those that counted the call, in order.
	Counters []Counter
}

// Counter is one value of a counter-key.
type Counter struct{ By, Key string }

// Sent is a request to the backend.
type Sent struct {
	// Backend is a backend's name or URL, empty for the API's own.
	Backend string
	// Headers and Query are what is left of the caller's, and what was added.
	Headers, Query []Header
	// Identity is whose token Authorization holds: "system-assigned" or the
	// client id of a user-assigned identity, empty for none of the gateway's.
	// Resource is what that token is for.
	Identity, Resource string
	// RequestBuffered is whether the body can be sent again; ResponseBuffered
	// is whether parts of the answer wait for each other.
	RequestBuffered, ResponseBuffered bool
}

// Header is a header's value, empty where it is missing.
func (s *Sent) Header(name string) string { return find(s.Headers, name) }

// Parameter is a query parameter's value, empty where it is missing.
func (s *Sent) Parameter(name string) string { return find(s.Query, name) }

func find(all []Header, name string) string {
	for _, h := range all {
		if strings.EqualFold(h.Name, name) {
			return h.Value
		}
	}
	return ""
}
