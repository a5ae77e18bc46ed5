package arm_test

import "strings"

// limited is a limit of tokens with these attributes.
func limited(attributes string) m {
	return policyInputs(m{"value": inboundWith(`<llm-token-limit ` + attributes + ` />`)})
}

// metered is a metric of tokens with these dimensions.
func metered(dimensions ...string) m {
	return policyInputs(m{"value": inboundWith(`<llm-emit-token-metric>` + strings.Join(dimensions, "") + `</llm-emit-token-metric>`)})
}

// gatewayPolicies are the rules of what a policy's attributes say.
var gatewayPolicies = []rule{
	{
		name:    "a policy has its attributes",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(m{"value": inboundWith(`<rate-limit-by-key calls="1" renewal-period="60" counter-key="a" />`)})),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<rate-limit-by-key calls="1" renewal-period="60" />`)})),
		code:    "ValidationError",
		message: "Error in element 'rate-limit-by-key' on line 1, column 21: The required attribute 'counter-key' is missing.",
	},
	{
		name:    "a managed identity has a resource",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(m{"value": inboundWith(`<authentication-managed-identity resource="a" />`)})),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<authentication-managed-identity client-id="a" />`)})),
		code:    "ValidationError",
		message: "The required attribute 'resource' is missing.",
	},
	{
		name:    "a policy has no other attributes",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(m{"value": inboundWith(`<validate-azure-ad-token tenant-id="t" header-name="Authorization" />`)})),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<validate-azure-ad-token tenant-id="t" audience="a" />`)})),
		code:    "ValidationError",
		message: "The 'audience' attribute is not declared.",
	},
	{
		name:    "calls are limited for five minutes at most",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(m{"value": inboundWith(`<rate-limit-by-key calls="1" renewal-period="300" counter-key="a" />`)})),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<rate-limit-by-key calls="1" renewal-period="301" counter-key="a" />`)})),
		code:    "ValidationError",
		message: "The 'renewal-period' attribute is invalid - The value '301' is invalid",
	},
	{
		name:    "a bound counts behind a named value",
		before:  after(anAPI, create(apimValue, valueInputs(m{"namedValueId": "hour", "displayName": "hour", "value": "3600"}))),
		good:    create(apimPolicy, policyInputs(m{"value": inboundWith(`<rate-limit-by-key calls="1" renewal-period="@(60)" counter-key="a" />`)})),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<rate-limit-by-key calls="1" renewal-period="{{hour}}" counter-key="a" />`)})),
		code:    "ValidationError",
		message: "The value '3600' is invalid",
	},
	{
		name:    "a policy tries again fifty times at most",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": strings.Replace(chatPolicy, `count="2"`, `count="51"`, 1)})),
		code:    "ValidationError",
		message: "The 'count' attribute is invalid - The value '51' is invalid",
	},
	{
		name:    "one policy calls the backend",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(nil)),
		bad:     create(apimPolicy, policyInputs(m{"value": strings.Replace(chatPolicy, "<backend>", "<backend>\n\t\t<base />", 1)})),
		code:    "ValidationError",
		message: "Error in element 'backend' on line 12, column 3: backend section allows only one policy to be specified",
	},
	{
		name:    "a backend may be an expression",
		before:  anAPI,
		good:    create(apimPolicy, policyInputs(m{"value": inboundWith(`<set-backend-service backend-id="@{return &quot;a&quot;;}" />`)})),
		bad:     create(apimPolicy, policyInputs(m{"value": inboundWith(`<set-backend-service backend-id="a@" />`)})),
		code:    "ValidationError",
		message: "Backend with id 'a@' could not be found.",
	},
	{
		name:    "a limit of tokens has a number",
		before:  anAPI,
		good:    create(apimPolicy, limited(`counter-key="a" estimate-prompt-tokens="true" token-quota="1" token-quota-period="Monthly"`)),
		bad:     create(apimPolicy, limited(`counter-key="a" estimate-prompt-tokens="true"`)),
		code:    "ValidationError",
		message: "Either 'tokens-per-minute', or 'token-quota' and 'token-quota-period', must be specified.",
	},
	{
		name:    "a quota of tokens has a period",
		before:  anAPI,
		good:    create(apimPolicy, limited(`counter-key="a" estimate-prompt-tokens="true" tokens-per-minute="1"`)),
		bad:     create(apimPolicy, limited(`counter-key="a" estimate-prompt-tokens="true" tokens-per-minute="1" token-quota="1"`)),
		code:    "ValidationError",
		message: "'token-quota' and 'token-quota-period' must be specified together",
	},
	{
		name:    "a quota's period is one that there is",
		before:  anAPI,
		good:    create(apimPolicy, limited(`counter-key="a" estimate-prompt-tokens="true" token-quota="1" token-quota-period="Daily"`)),
		bad:     create(apimPolicy, limited(`counter-key="a" estimate-prompt-tokens="true" token-quota="1" token-quota-period="day"`)),
		code:    "ValidationError",
		message: "The value 'day' is not one of Hourly, Daily,",
	},
	{
		name:    "a metric's dimension is known or has a value",
		before:  anAPI,
		good:    create(apimPolicy, metered(`<dimension name="API ID" />`, `<dimension name="Team" value="a" />`)),
		bad:     create(apimPolicy, metered(`<dimension name="Team" />`)),
		code:    "ValidationError",
		message: "The dimension 'Team' needs a value.",
	},
	{
		name:    "a metric has five dimensions at most",
		before:  anAPI,
		good:    create(apimPolicy, metered(strings.Repeat(`<dimension name="API ID" />`, 5))),
		bad:     create(apimPolicy, metered(strings.Repeat(`<dimension name="API ID" />`, 6))),
		code:    "ValidationError",
		message: "Error in element 'llm-emit-token-metric' on line 1, column 21: The policy has more than 5 dimensions.",
	},
}
