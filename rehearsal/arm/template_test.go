package arm_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

const subscriptionDeployment = "azure-native:resources:DeploymentAtSubscriptionScope"

func TestDefenderPlanAtSubscriptionScope(t *testing.T) {
	w := newWorld(t)
	outputs := w.made(subscriptionDeployment, pricing("Standard"))
	id := "/subscriptions/" + arm.FakeSubscription + "/providers/Microsoft.Security/pricings/AI"
	assert.Equal(t, []any{m{"id": id}}, at(t, outputs, "properties.outputResources"))
	assert.Equal(t, "Standard", at(t, w.read(id), "properties.pricingTier"))
}

// pricing is a deployment of the Defender plan for AI.
func pricing(tier string) m {
	return with(template(m{
		"type": "Microsoft.Security/pricings", "apiVersion": "2024-01-01", "name": "AI", "properties": m{"pricingTier": tier},
	}), m{"location": "swedencentral"})
}

func TestExpressions(t *testing.T) {
	for _, c := range []struct {
		expression string
		want       any
		refused    string
	}{
		{"plain", "plain", ""},
		{"[[literal]", "[literal]", ""},
		{"[parameters('p')]", "given", ""},
		{"[parameters('d')]", "default", ""},
		{"[variables('v')]", "given!", ""},
		{"[concat('it''s ', parameters('p'), '-', 7)]", "it's given-7", ""},
		{"[format('{0}/{1}', 'a', 'b')]", "a/b", ""},
		{"[resourceGroup().location]", "swedencentral", ""},
		{"[subscription().tenantId]", arm.FakeTenant, ""},
		{"[resourceId('Microsoft.Web/sites', 'app')]", siteID, ""},
		{"[subscriptionResourceId('Microsoft.Security/pricings', 'AI')]", "/subscriptions/" + arm.FakeSubscription + "/providers/Microsoft.Security/pricings/AI", ""},
		{"[uniqueString('a')]", nil, "the function 'uniqueString' with 1 arguments is not one that the stand-in can evaluate"},
		{"[parameters('nobody')]", nil, "the template's parameters have no 'nobody'"},
		{"[concat('a'", nil, ""},
		{"[concat('a]", nil, "a quoted text has no end"},
		{"[concat('a' 'b')]", nil, "expected ',' or ')'"},
		{"[concat]", nil, "expected '(' after 'concat'"},
		{"[concat('a') x]", nil, "unexpected 'x'"},
		{"[resourceGroup().colour]", nil, "'resourceGroup' has no member 'colour'"},
		{"[]", nil, "expected a function"},
		{"[-]", nil, "'-' is no number"},
	} {
		t.Run(c.expression, func(t *testing.T) {
			w := newWorld(t)
			outputs, err := evaluate(w, c.expression)
			switch {
			case c.refused != "":
				require.ErrorContains(t, err, c.refused)
				assert.Equal(t, "DeploymentFailed", arm.CodeOf(err))
			case c.want == nil:
				require.NoError(t, err)
				assert.Equal(t, c.expression, outputs, "what does not end like an expression is none")
			default:
				require.NoError(t, err)
				assert.Equal(t, c.want, outputs)
			}
		})
	}
}

func evaluate(w world, expression string) (any, error) {
	_, outputs, err := w.try(deployment, m{"deploymentName": "d", "properties": m{
		"mode":       "Incremental",
		"parameters": m{"p": m{"value": "given"}},
		"template": m{
			"parameters": m{"p": m{"type": "string"}, "d": m{"type": "string", "defaultValue": "default"}},
			"variables":  m{"v": "[concat(parameters('p'), '!')]"},
			"resources":  []any{},
			"outputs":    m{"o": m{"type": "string", "value": expression}},
		},
	}})
	if err != nil {
		return nil, err
	}
	return at(w.t, outputs, "properties.outputs.o.value"), nil
}

func TestSecretInTemplateIsRefused(t *testing.T) {
	w := newWorld(t)
	inputs := properties(with(template(), m{"resourceGroupName": "rg"}))
	inputs["properties"].ObjectValue()["template"].ObjectValue()["variables"] = resource.MakeSecret(resource.NewProperty("x"))
	_, _, err := w.Create(deployment, "d", inputs)
	require.ErrorContains(t, err, "keeps no secrets of an inline template")
}
