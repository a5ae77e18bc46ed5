package apipolicy

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// validateToken refuses a call whose token is not one of those described.
// https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy
func (r *run) validateToken(e *Element) (*stop, error) {
	code, err := r.number(e, "failed-validation-httpcode", "401")
	if err != nil {
		return nil, err
	}
	header, err := r.text(e, "header-name", "Authorization")
	if err != nil {
		return nil, err
	}
	why, err := r.tokenFault(e, header)
	if err != nil {
		return nil, err
	}
	if why != "" {
		return &stop{code, e.Path, why, false}, nil
	}
	if name, wanted := e.Attribute("output-token-variable-name"); wanted {
		if name, err = r.resolve(name); err != nil {
			return nil, err
		}
		r.variables[name] = variable{token: r.call.Token}
	}
	return nil, nil
}

// tokenFault is why a token is refused, or empty.
func (r *run) tokenFault(e *Element, header string) (string, error) {
	t := r.call.Token
	if t == nil || find(r.headers, header) != CallersToken {
		return "there is no token", nil
	}
	tenant, err := r.text(e, "tenant-id", "")
	if err != nil {
		return "", err
	}
	name := tenantName(tenant)
	if strings.Contains(name, ".") || !ofEntra(tenant) {
		return "", fmt.Errorf("tenant-id is %q, and can be followed as an id only", graph.Printable(tenant))
	}
	if !slices.Contains(facts.EntraAuthoritiesForAll, name) && !strings.EqualFold(t.Tenant, name) {
		return "the token is of another tenant", nil
	}
	if t.Expired {
		return "the token has expired", nil
	}
	for _, one := range []struct{ list, value, what string }{
		{"client-application-ids", t.ClientID, "the token was given to another application"},
		{"audiences", t.Audience, "the token is for another audience"},
	} {
		allowed, err := r.list(e.texts(one.list))
		if err != nil {
			return "", err
		}
		if e.child(one.list) != nil && !slices.Contains(allowed, one.value) {
			return one.what, nil
		}
	}
	if claims := e.child("required-claims"); claims != nil {
		for _, c := range claims.Children {
			if fault, err := r.claimFault(c, t); fault != "" || err != nil {
				return fault, err
			}
		}
	}
	return "", nil
}

// claimFault is why a token does not satisfy a claim; "all" is the default.
func (r *run) claimFault(c *Element, t *Token) (string, error) {
	name, err := r.text(c, "name", "")
	if err != nil {
		return "", err
	}
	var wanted []string
	for _, v := range c.Children {
		wanted = append(wanted, v.Text)
	}
	if wanted, err = r.list(wanted); err != nil {
		return "", err
	}
	has := t.claim(name)
	if separator := c.attribute("separator", ""); separator != "" {
		has = strings.Split(strings.Join(has, separator), separator)
	}
	missing := func(value string) bool { return !slices.Contains(has, value) }
	satisfied := false
	switch match := c.attribute("match", "all"); match {
	case "all":
		satisfied = len(has) > 0 && !slices.ContainsFunc(wanted, missing)
	case "any":
		satisfied = slices.ContainsFunc(wanted, func(value string) bool { return !missing(value) })
	default:
		return "", fmt.Errorf("match %q cannot be followed", graph.Printable(match))
	}
	if satisfied {
		return "", nil
	}
	return fmt.Sprintf("the token's claim %q is not as required", graph.Printable(name)), nil
}

// limitCalls refuses with 429 beyond its calls.
// https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy
func (r *run) limitCalls(e *Element) (*stop, error) {
	most, err := r.number(e, "calls", "")
	if err != nil {
		return nil, err
	}
	if _, err := r.number(e, "renewal-period", ""); err != nil {
		return nil, err
	}
	if err := r.count(e); err != nil {
		return nil, err
	}
	if r.call.Calls >= most {
		return &stop{429, e.Path, fmt.Sprintf("%d calls were made before, of %d", r.call.Calls, most), false}, nil
	}
	return nil, nil
}

// limitTokens refuses with 429 beyond its rate, and with 403 beyond its quota.
// https://learn.microsoft.com/azure/api-management/llm-token-limit-policy
func (r *run) limitTokens(e *Element) (*stop, error) {
	if err := r.count(e); err != nil {
		return nil, err
	}
	limited := false
	for _, one := range []struct {
		attribute    string
		used, status int
	}{{"tokens-per-minute", r.call.Tokens, 429}, {"token-quota", r.call.QuotaTokens, 403}} {
		if _, there := e.Attribute(one.attribute); !there {
			continue
		}
		limited = true
		most, err := r.number(e, one.attribute, "")
		if err != nil {
			return nil, err
		}
		if one.used >= most {
			return &stop{one.status, e.Path, fmt.Sprintf("%d tokens were used before, of the %d of %s", one.used, most, one.attribute), false}, nil
		}
	}
	if !limited {
		return nil, fmt.Errorf("a limit without tokens-per-minute and token-quota cannot be followed")
	}
	return nil, nil
}

func (r *run) count(e *Element) error {
	key, err := r.text(e, "counter-key", "")
	for _, name := range e.numbers() {
		r.variables[name] = variable{number: true}
	}
	r.answer.Counters = append(r.answer.Counters, Counter{e.Path, key})
	return err
}
