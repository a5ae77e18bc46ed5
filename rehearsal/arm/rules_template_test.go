package arm_test

import "github.com/stretchr/testify/require"

func template(resources ...any) m {
	return m{"deploymentName": "d", "properties": m{"mode": "Incremental", "template": m{"resources": resources}}}
}

func approval(name string) m {
	return m{
		"type": "Microsoft.CognitiveServices/accounts/privateEndpointConnections", "apiVersion": "2024-10-01", "name": name,
		"properties": m{"privateLinkServiceConnectionState": m{"status": "Approved", "description": "yes"}},
	}
}

// connection is the name of the shared link's connection, as a look-up of the
// account gives it.
func (w world) connection() string {
	list, _ := at(w.t, w.read(accountID), "properties.privateEndpointConnections").([]any)
	require.Len(w.t, list, 1)
	return list[0].(m)["name"].(string)
}

func approve(w world) error {
	return create(deployment, template(approval("oai/"+w.connection())))(w)
}

var templates = []rule{
	{
		name:    "a connection that is approved exists",
		before:  []attempt{create(sharedLink, linkInputs())},
		good:    approve,
		bad:     create(deployment, template(approval("oai/nothing"))),
		code:    "DeploymentFailed",
		message: `Details=[Code="ResourceNotFound"`,
	},
	{
		name:   "a connection's new state is one",
		before: []attempt{create(sharedLink, linkInputs())},
		good:   approve,
		bad: func(w world) error {
			return create(deployment, template(with(approval("oai/"+w.connection()), m{"properties": m{"privateLinkServiceConnectionState": m{"status": "Yes"}}})))(w)
		},
		code:    "DeploymentFailed",
		message: `Code="InvalidPrivateLinkServiceConnectionState" Message="The connection state 'Yes'`,
	},
	{
		name:    "type and name agree",
		before:  []attempt{create(sharedLink, linkInputs())},
		good:    approve,
		bad:     create(deployment, template(approval("oai"))),
		code:    "DeploymentFailed",
		message: "has 2 segments and the name 'oai' has 1; they must agree",
	},
	{
		name:    "a Defender plan has a tier",
		good:    create(subscriptionDeployment, pricing("Standard")),
		bad:     create(subscriptionDeployment, pricing("Gold")),
		code:    "DeploymentFailed",
		message: `Code="InvalidInputPricingTier" Message="The pricing tier 'Gold' of AI is not valid.`,
	},
	{
		name:    "a Defender plan is the subscription's",
		good:    create(subscriptionDeployment, pricing("Free")),
		bad:     create(deployment, with(pricing("Free"), m{"location": nil})),
		code:    "DeploymentFailed",
		message: `Code="InvalidScope" Message="Resources of type Microsoft.Security/pricings lie in a subscription`,
	},
	{
		name:    "only known types are deployed",
		before:  []attempt{create(sharedLink, linkInputs())},
		good:    approve,
		bad:     create(deployment, template(m{"type": "Microsoft.Cache/redis", "apiVersion": "1", "name": "r"})),
		code:    "DeploymentFailed",
		message: "cannot deploy resources of type 'Microsoft.Cache/redis'",
	},
	{
		name:    "a resource of a template is complete",
		before:  []attempt{create(sharedLink, linkInputs())},
		good:    approve,
		bad:     create(deployment, template(m{"type": "Microsoft.Security/pricings", "name": "AI"})),
		code:    "DeploymentFailed",
		message: "a resource needs type, apiVersion and name; found type 'Microsoft.Security/pricings', apiVersion ''",
	},
	{
		name:    "a deployment is incremental",
		good:    create(deployment, template()),
		bad:     create(deployment, m{"deploymentName": "d", "properties": m{"mode": "Complete", "template": m{"resources": []any{}}}}),
		code:    "InvalidDeploymentMode",
		message: "asks for 'Complete'",
	},
	{
		name:    "a deployment has its template inline",
		good:    create(deployment, template()),
		bad:     create(deployment, m{"deploymentName": "d", "properties": m{"mode": "Incremental", "templateLink": m{"uri": "https://example.com/t.json"}}}),
		code:    "InvalidTemplate",
		message: "has no inline template",
	},
}
