package apipolicy

import "slices"

// counted is what the value of a counter-key is judged by.
type counted struct {
	// keyless is whether calls may have no subscription: those are judged then.
	keyless bool
	// variables are the values that set-variable gives each, nil for one that
	// is not followed.
	variables map[string][]*node
	// apart and null are what is known of variables already.
	apart, null map[string]bool
}

// tellsApart reports whether a value differs from caller to caller. A variable
// does that has no other value; of what is not followed it is believed.
func (c *counted) tellsApart(n *node) bool {
	switch n.form {
	case address, tokenClaim:
		return true
	case subscriptionGuarded, subscriptionBare:
		return !c.keyless
	case withSubscription:
		return c.tellsApart(c.taken(n))
	case firstKnown, joined:
		return slices.ContainsFunc(n.operands, c.tellsApart)
	case variableText:
		apart, known := c.apart[n.name]
		if !known {
			c.apart[n.name] = false
			apart = !slices.ContainsFunc(c.variables[n.name], func(value *node) bool { return value != nil && !c.tellsApart(value) })
			c.apart[n.name] = apart
		}
		return apart
	}
	return false
}

// ofCallers are the claims that name whom a token is for, or whose it is. The
// others are the same for everybody, such as tid and aud, or new with each
// token, such as uti and iat: a caller who gets another token counts anew.
// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
var ofCallers = []string{"oid", "sub", "azp", "appid", "upn", "preferred_username", "unique_name", "email"}

// otherClaim is a claim in a value that does not name its caller, or empty.
func (c *counted) otherClaim(n *node, seen map[string]bool) (claim string) {
	n.walk(func(one *node) {
		switch {
		case claim != "":
		case one.form == tokenClaim && !slices.Contains(ofCallers, one.text):
			claim = one.text
		case one.form == variableText && !seen[one.name]:
			seen[one.name] = true
			for _, value := range c.variables[one.name] {
				if value != nil && claim == "" {
					claim = c.otherClaim(value, seen)
				}
			}
		}
	})
	return claim
}

// canBeNull reports whether a value is null for some call.
func (c *counted) canBeNull(n *node) bool {
	switch n.form {
	case subscriptionGuarded:
		return c.keyless
	case withSubscription:
		return c.canBeNull(c.taken(n))
	case tokenClaim:
		return c.canBeNull(n.operands[0])
	case firstKnown:
		return !slices.ContainsFunc(n.operands, func(o *node) bool { return !c.canBeNull(o) })
	case variableText:
		null, known := c.null[n.name]
		if !known {
			c.null[n.name] = false
			null = slices.ContainsFunc(c.variables[n.name], func(value *node) bool { return value != nil && c.canBeNull(value) })
			c.null[n.name] = null
		}
		return null
	}
	return false
}

// taken is the value of a test for a subscription that is judged.
func (c *counted) taken(n *node) *node {
	if c.keyless {
		return n.operands[1]
	}
	return n.operands[0]
}

// variables are the values of each set-variable.
func (d *Document) variables() map[string][]*node {
	all := map[string][]*node{}
	d.walk(func(_ string, e *Element) {
		if e.Name == "set-variable" {
			n, err := parseValue(e.attribute("value", ""))
			if err != nil {
				n = nil
			}
			name := e.attribute("name", "")
			all[name] = append(all[name], n)
		}
	})
	return all
}
