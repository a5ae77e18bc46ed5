package apipolicy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func newRun(subscription string) *run {
	return &run{
		subscription: subscription,
		call:         Call{Address: "10.0.0.7", Method: "POST"},
		variables: map[string]variable{
			"caller": {text: "alice"},
			"nobody": {null: true},
			"jwt":    {token: &Token{ObjectID: "oid-1", Claims: map[string][]string{"roles": {"a", "b"}}}},
		},
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct{ expression, with, without string }{
		{`plain`, "plain", "plain"},
		{`@("a b")`, "a b", "a b"},
		{`@( context.Request.IpAddress )`, "10.0.0.7", "10.0.0.7"},
		{`@(context.Request.Method)`, "POST", "POST"},
		{`@(context.Subscription?.Id)`, "team", "null"},
		{`@(context.Subscription.Id)`, "team", "500"},
		{`@(context.Subscription?.Id ?? "none")`, "team", "none"},
		{`@(context.Subscription != null ? context.Subscription.Id : "none")`, "team", "none"},
		{`@(context.Subscription == null ? "none" : context.Subscription.Id)`, "team", "none"},
		{`@("s-" + (context.Subscription?.Id ?? (string)context.Variables["caller"]))`, "s-team", "s-alice"},
		{`@("s-" + context.Subscription?.Id)`, "s-team", "s-"},
		{`@((string)context.Variables["nobody"] ?? "none")`, "none", "none"},
		{`@((string)context.Variables["missing"])`, "500", "500"},
		{`@((string)context.Variables["jwt"])`, "500", "500"},
		{`@(((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("oid", ""))`, "oid-1", "oid-1"},
		{`@(((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("roles", ""))`, "a,b", "a,b"},
		{`@(((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("ctry", context.Request.IpAddress))`, "10.0.0.7", "10.0.0.7"},
		{`@(((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("oid", context.Subscription.Id))`, "oid-1", "500"},
		{`@(((Jwt)context.Variables["caller"]).Claims.GetValueOrDefault("oid", ""))`, "500", "500"},
	} {
		for subscription, want := range map[string]string{"team": c.with, "": c.without} {
			text, null, err := newRun(subscription).value(c.expression)
			var failed *failure
			switch {
			case want == "500":
				assert.ErrorAs(t, err, &failed, c.expression)
			case want == "null":
				assert.True(t, null, c.expression)
			default:
				require.NoError(t, err)
				assert.False(t, null, c.expression)
				assert.Equal(t, want, text, c.expression)
			}
		}
	}
}

func TestConditions(t *testing.T) {
	for _, c := range []struct {
		expression    string
		with, without bool
	}{
		{"true", true, true},
		{"False", false, false},
		{"@(true)", true, true},
		{"@(context.Subscription == null)", false, true},
		{"@(context.Subscription != null && context.Request.Method == \"POST\")", true, false},
		{"@(!(context.Subscription != null) || false)", false, true},
		{`@(context.Request.Method != "POST")`, false, false},
		{`@(context.Subscription?.Id == "team")`, true, false},
		{`@((string)context.Variables["caller"] + "!" == "alice!")`, true, true},
		{`@(context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)`, true, true},
		{`@(context.Response.StatusCode > 429 || context.Response.StatusCode < 429 || context.Response.StatusCode != 429)`, false, false},
		{`@(context.Response.StatusCode <= 429)`, true, true},
	} {
		for subscription, want := range map[string]bool{"team": c.with, "": c.without} {
			r := newRun(subscription)
			r.status = 429
			yes, err := r.condition(c.expression)
			require.NoError(t, err, c.expression)
			assert.Equal(t, want, yes, "%s with %q", c.expression, subscription)
		}
	}
	_, err := newRun("").condition("@(context.Response.StatusCode == 200)")
	assert.EqualError(t, err, "context.Response is null: nothing was answered yet")
}

func TestUnknownExpressions(t *testing.T) {
	for _, expression := range []string{
		"@{ return context.Request.IpAddress; }", "@()", "@(context.Request.IpAddress", "@(context.Request.IpAddressX)", `@("a\"b")`, `@("a\n")`, `@("a)`,
		"@(context.User.Id)", `@(context.Variables["a"])`, `@(context.Request.IpAddress.ToString())`, `@("a" "b")`, `@("a" +)`, `@(context.Subscription != null ? "a")`,
		`@(((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("oid"))`, `@(((Jwt)context.Variables["jwt"]).Subject)`,
		"@" + nest(40, `"a"`), `@("` + strings.Repeat("a", maxExpression) + `")`,
	} {
		_, err := parseValue(expression)
		assert.ErrorContains(t, err, "an expression that cannot be followed: @", expression)
	}
	for _, expression := range []string{
		"perhaps", "@(context.Request.Method)", "@(context.Response.StatusCode)", "@(context.Response.StatusCode == a)", "@(context.Response.StatusCode == 99999999999999999999)",
		`@("a" = "a")`, "@(true &&)", "@(!!!)", "@(" + nest(40, "true") + ")", "@(" + string(make([]byte, 40)) + ")",
	} {
		_, err := parseCondition(expression)
		assert.ErrorIs(t, err, errUnknown, expression)
	}
}

func nest(depth int, inner string) string {
	for range depth {
		inner = "(" + inner + ")"
	}
	return inner
}

// TestSubscriptionUse is also about code that is not followed.
func TestSubscriptionUse(t *testing.T) {
	for _, c := range []struct {
		want       guard
		expression string
	}{
		{guarded, `@(context.Request.IpAddress)`},
		{guarded, `@(context.Subscription?.Id ?? "x")`},
		{guarded, `@(context.Subscription != null ? context.Subscription.Id : "x")`},
		{guarded, `@((context.Subscription != null) ? "a" + context.Subscription.Id : "x")`},
		{guarded, `@(context.Subscription == null ? "x" : context.Subscription.Id)`},
		{guarded, `@(context.Subscription != null && context.Subscription.Name == "x")`},
		{guarded, `@(context.Subscription == null || context.Subscription.Name == "x")`},
		{guarded, `@("context.Subscription.Id")`},
		{guarded, `@(/* context.Subscription.Id */ "x")`},
		{guarded, `@(context.SubscriptionX.Id)`},
		{unguarded, `@(context.Subscription.Id)`},
		{unguarded, `@(context . Subscription . Id)`},
		{unguarded, `@(context/* a */.Subscription.Id)`},
		{unguarded, `@((context.Subscription).Id)`},
		{unguarded, `@((context.Subscription?.Id).Length)`},
		{unguarded, `@(context.Subscription != null ? "x" : context.Subscription.Id)`},
		{unguarded, `@(context.Subscription == null ? context.Subscription.Id : "x")`},
		{unguarded, `@(context.Subscription != null || context.Subscription.Name == "x")`},
		{unguarded, `@(context.Subscription == null && context.Subscription.Name == "x")`},
		{unguarded, `@((context.Subscription != null ? "a" : "b") + context.Subscription.Id)`},
		{unguarded, `@((context.Subscription != null && true) + context.Subscription.Id)`},
		{unguarded, `@(context.Subscription?.Id ?? context.Subscription.Name)`},
		{unguarded, `@(context.Subscription != null && true || context.Subscription.Name == "x")`},
		{unguarded, `@(context.Subscription == null || true && context.Subscription.Name == "x")`},
		{unguarded, `@(Pick(context.Subscription != null && true, context.Subscription.Name))`},
		{unguarded, "@{ // context.Subscription?.Id\n return context.Subscription.Id; }"},
		{guarded, "@{ // context.Subscription.Id\n return \"\"; }"},
		{guarded, `@(@"\" + "context.Subscription.Id")`},
		{unguarded, `@($"{context.Subscription.Id}")`},
		{unguarded, `@{ return context.Subscription.Id; }`},
		{notFollowed, `@{ var s = context.Subscription; return s.Id; }`},
		{notFollowed, `@{ if (context.Subscription != null) { return context.Subscription.Id; } return ""; }`},
		{notFollowed, "@(" + strings.Repeat(" ", maxExpression) + ")"},
		{notFollowed, `@(context.\u0053ubscription.Id)`},
		{guarded, `@(null != context.Subscription ? context.Subscription.Id : "x")`},
		{guarded, `@(context.Subscription is null ? "x" : context.Subscription.Id)`},
		{guarded, `@(context.Subscription is not null && context.Subscription.Name == "x")`},
		{guarded, `@(@"a""b" + "context.Subscription.Id")`},
		{unguarded, `@('"' + context.Subscription.Id + '"')`},
		{unguarded, `@(''' + context.Subscription.Id)`},
		{unguarded, `@(@"a""\" + context.Subscription.Id + "")`},
		{unguarded, `@(((context.Subscription?.Id)).Length)`},
		{unguarded, `@(context.Subscription == null ? (true ? "a" : context.Subscription.Id) : "b")`},
		{notFollowed, `@(string.IsNullOrEmpty(context.Subscription?.Id).ToString())`},
		{notFollowed, `@(context?.Subscription.Id)`},
		{notFollowed, `@{ var c = context; return c.Subscription.Id; }`},
		{notFollowed, `@($"{d["k"]} {context.Subscription.Id}")`},
		{notFollowed, `@("""context.Subscription.Id""")`},
	} {
		assert.Equal(t, c.want, subscriptionUse(c.expression), c.expression)
	}
}
