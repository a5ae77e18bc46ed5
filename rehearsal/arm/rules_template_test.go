package arm_test

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"
)

func template(resources ...any) m {
	return m{"deploymentName": "d", "properties": m{"mode": "Incremental", "template": m{"resources": resources}}}
}

// withOutput is a deployment of nothing with one output.
func withOutput(expression string) m {
	return m{"deploymentName": "d", "properties": m{"mode": "Incremental", "template": m{
		"resources": []any{}, "outputs": m{"o": m{"type": "string", "value": expression}},
	}}}
}

// withVariable is a deployment of nothing with one variable.
func withVariable(value any) m {
	return m{"deploymentName": "d", "properties": m{"mode": "Incremental", "template": m{"resources": []any{}, "variables": m{"v": value}}}}
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
		name:    "an expression can be evaluated",
		good:    create(deployment, withOutput("[concat(resourceGroup().location, '-', subscription().tenantId)]")),
		bad:     create(deployment, withOutput("[uniqueString(resourceGroup().id)]")),
		code:    "DeploymentFailed",
		message: `Code="InvalidTemplate" Message="Unable to process template language expression '[uniqueString(resourceGroup().id)]' in the rehearsal: the function 'uniqueString' with 1 arguments is not one that the stand-in can evaluate.`,
	},
	{
		name:    "an expression in a resource can be evaluated",
		before:  []attempt{create(sharedLink, linkInputs())},
		good:    approve,
		bad:     create(deployment, template(approval("[reference('oai').name]"))),
		code:    "DeploymentFailed",
		message: "the function 'reference' with 1 arguments",
	},
	{
		name:    "a deployment holds no deployments",
		good:    create(subscriptionDeployment, pricing("Standard")),
		bad:     create(subscriptionDeployment, with(template(m{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner", "properties": m{}}), m{"location": "swedencentral"})),
		code:    "DeploymentFailed",
		message: "cannot deploy resources of type 'Microsoft.Resources/deployments' from an inline template",
	},
	{
		name:    "a subscription's deployment has a location",
		good:    create(subscriptionDeployment, pricing("Free")),
		bad:     create(subscriptionDeployment, with(pricing("Free"), m{"location": nil})),
		code:    "LocationRequired",
		message: "The location property is required for this definition.",
	},
	{
		name:    "a template holds no secrets",
		good:    create(deployment, withVariable("plain")),
		bad:     create(deployment, withVariable(&resource.Secret{Element: resource.NewProperty("hidden")})),
		code:    "InvalidTemplate",
		message: "keeps no secrets of an inline template",
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
