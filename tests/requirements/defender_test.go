package requirements

import (
	"fmt"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

func defender() []Requirement {
	asked := func(s settings.Settings) bool { return s.Monitoring.DefenderForAI }
	const first = "properties.template.resources[0]."
	return []Requirement{{
		ID: "R51", Text: "Defender for AI is switched on only where asked for, at subscription scope, and stays on when the stack is destroyed",
		Applies: asked,
		Check: func(g *recorder.Graph, s settings.Settings) error {
			if !asked(s) {
				return none(g, subscriptionDeploy)
			}
			r, err := mine(g, subscriptionDeploy)
			if err != nil {
				return err
			}
			if !r.RetainOnDelete {
				return fmt.Errorf("%s: is not retained: destroying the stack would delete it", r)
			}
			if kind := r.Input(first + "type"); !strings.EqualFold(kind, "Microsoft.Security/pricings") {
				return fmt.Errorf("%s: deploys %q, want Microsoft.Security/pricings", r, kind)
			}
			return has(r, want{first + "name", "AI"}, want{first + "properties.pricingTier", "Standard"}, want{"properties.mode", "Incremental"})
		},
		Breaches: []Breach{
			without(subscriptionDeploy, "want one "+subscriptionDeploy),
			{Name: "not retained", Says: "not retained", Do: func(g *recorder.Graph, _ settings.Settings) {
				only(g, subscriptionDeploy).RetainOnDelete = false
			}},
			set(subscriptionDeploy, first+"name", "Api", "name"),
			set(subscriptionDeploy, first+"properties.pricingTier", "Free", "pricingTier"),
			set(subscriptionDeploy, first+"type", "Microsoft.Security/settings", "deploys"),
			{Name: "plan that nobody asked for", Says: "do not ask", When: func(s settings.Settings) bool { return !asked(s) },
				Do: func(g *recorder.Graph, _ settings.Settings) {
					g.Resources = append(g.Resources, &recorder.Resource{Type: subscriptionDeploy, Name: "extra", Custom: true})
				}},
		},
	}}
}
