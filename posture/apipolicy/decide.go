package apipolicy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// run is one call on its way through a document.
type run struct {
	doc          *Document
	api          API
	call         Call
	subscription string
	headers      []Header
	query        []Header
	variables    map[string]variable
	backend      string
	identity     string
	resource     string
	// status is that of context.Response, zero while there is none.
	status int
	// changed is the status that the document has set on an answer.
	changed *stop
	answer  Answer
}

// stop ends a section: with a refusal, which goes on in on-error, or for good,
// such as with a response of the document.
type stop struct {
	status     int
	by, reason string
	final      bool
}

// Decide walks a document as API Management does for one call: operation,
// subscription key, then the policies in order.
// https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies,
// page of 2020-01-10, has the steps before the policies, and the refusals.
//
// <base /> stands for Azure's default at the broader scopes: nothing, and in
// <backend> a forward-request that buffers the answer.
//
// Its error says which element, attribute or expression cannot be followed; no
// answer can be told then.
func Decide(d *Document, api API, call Call) (Answer, error) {
	if m := d.misfits(); len(m) > 0 {
		return Answer{}, fmt.Errorf("%s (line %d): %s, want %s", m[0].at.Path, m[0].at.Line, m[0].found, m[0].want)
	}
	if err := d.missing(api); err != nil {
		return Answer{}, err
	}
	r := &run{doc: d, api: api, call: call, variables: map[string]variable{}}
	r.begin()
	s, err := r.before()
	if s == nil && err == nil {
		s, err = r.sections("inbound", "backend", "outbound")
	}
	if err == nil && s != nil && !s.final {
		s, err = r.onError(s)
	}
	if s == nil {
		s = r.changed
	}
	switch {
	case err != nil:
		return Answer{}, err
	case s == nil:
		r.answer.Status = 200
	default:
		r.answer.Status, r.answer.By, r.answer.Reason = s.status, s.by, s.reason
	}
	return r.answer, nil
}

// begin takes the credentials from the call.
func (r *run) begin() {
	if r.api.KeyHeader == "" {
		r.api.KeyHeader = facts.SubscriptionKeyHeader
	}
	if r.api.KeyQuery == "" {
		r.api.KeyQuery = facts.SubscriptionKeyQuery
	}
	r.headers = slices.Clone(r.call.Headers)
	if r.call.Token != nil {
		r.headers = append(r.headers, Header{"Authorization", CallersToken})
	}
	switch {
	case r.call.Key == NoKey:
	case r.call.KeyInQuery:
		r.query = append(r.query, Header{r.api.KeyQuery, CallersKey})
	default:
		r.headers = append(r.headers, Header{r.api.KeyHeader, CallersKey})
	}
}

// before decides what comes before the document. A key that is not valid is
// refused even where none is required: "Subscriptions in Azure API
// Management", API request with a subscription key, page of 2023-08-02.
func (r *run) before() (*stop, error) {
	// The API's on-error is not asked: the call belongs to no API.
	if len(r.api.Operations) > 0 && !slices.ContainsFunc(r.api.Operations, r.serves) {
		return &stop{404, "api", "no operation of this method and path", true}, nil
	}
	switch key := r.key(); key {
	case NoKey:
		if r.api.SubscriptionRequired {
			return &stop{401, "api", "the subscription key is missing", false}, nil
		}
	case ValidKey:
		r.subscription = r.call.Subscription
		if r.subscription == "" {
			return nil, errors.New("a call with a valid key needs the id of its subscription")
		}
	default:
		return &stop{401, "api", fmt.Sprintf("the subscription key is %s", key), false}, nil
	}
	return nil, nil
}

// key is the call's, or a wrong one where something else stands in the place
// of keys: the query counts only where the header is missing.
func (r *run) key() Key {
	if (r.call.Key == NoKey || r.call.KeyInQuery) && find(r.call.Headers, r.api.KeyHeader) != "" {
		return WrongKey
	}
	return r.call.Key
}

func (r *run) serves(o Operation) bool {
	want, got := strings.Split(strings.Trim(o.Path, "/"), "/"), strings.Split(strings.Trim(r.call.Path, "/"), "/")
	if !strings.EqualFold(o.Method, r.call.Method) || len(want) != len(got) {
		return false
	}
	for i, part := range want {
		if parameter := strings.HasPrefix(part, "{") && got[i] != ""; !parameter && part != got[i] {
			return false
		}
	}
	return true
}

func (r *run) sections(names ...string) (*stop, error) {
	for _, name := range names {
		if s, err := r.steps(name, r.doc.policies(name)); s != nil || err != nil {
			return s, err
		}
	}
	return nil, nil
}

// onError goes on with a refusal; only the document's own response or status
// changes it.
func (r *run) onError(refused *stop) (*stop, error) {
	r.status, r.changed = refused.status, nil
	s, err := r.steps("on-error", r.doc.policies("on-error"))
	if s != nil || err != nil {
		return s, err
	}
	if r.changed != nil {
		return r.changed, nil
	}
	return refused, nil
}

func (r *run) steps(section string, policies []*Element) (*stop, error) {
	for _, e := range policies {
		s, err := r.step(section, e)
		var failed *failure
		if errors.As(err, &failed) {
			return &stop{500, e.Path, failed.why, false}, nil
		}
		if err != nil {
			// The innermost element is the one that it is about.
			if placed := (*placedError)(nil); !errors.As(err, &placed) {
				err = &placedError{fmt.Errorf("%s (line %d): %w", e.Path, e.Line, err)}
			}
			return nil, err
		}
		if s != nil {
			return s, nil
		}
	}
	return nil, nil
}

// placedError already says where it happened.
type placedError struct{ error }

func (e *placedError) Unwrap() error { return e.error }
