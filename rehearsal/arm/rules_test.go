package arm_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

// rule is a refusal of Azure's: what passes, and what is refused with which
// code and words. Both start from the world of newWorld and before.
type rule struct {
	name    string
	before  []attempt
	good    attempt
	bad     attempt
	code    string
	message string
	// day is when it happens; empty is facts.ModelsAsOf.
	day string
}

type attempt func(w world) error

func allRules() []rule {
	return slices.Concat(
		existence, regions, names, networking, subnetRules, delegationRules, ownSubnets, gateways, gatewayPlaces, resolvers, integration,
		zoneLinks, privateLinks, linkGroups, gatewayRules, gatewayNetworks, gatewayBackends, gatewayAPIs, gatewayDocuments, gatewayPolicies, gatewayPlatforms, gatewayProducts, services, models, deprecation, quotas, restored, access, templates, immutable,
		flexPlans, flexConfigs, flexSubnets, signIns, telemetry, alerts, logAlerts, linkScopes,
	)
}

func TestRules(t *testing.T) {
	for _, r := range allRules() {
		t.Run(r.name, func(t *testing.T) {
			require.NoError(t, r.good(r.prepare(direct(t, r.day))), "what Azure takes")

			w := r.prepare(direct(t, r.day))
			before := w.Resources()
			err := r.bad(w)
			require.Error(t, err, "what Azure refuses")
			assert.Equal(t, r.code, arm.CodeOf(err), err.Error())
			assert.Contains(t, err.Error(), r.message)
			assert.Equal(t, before, w.Resources(), "a refused request changes nothing")
		})
	}
}

// direct is an empty world that is asked without a provider.
func direct(t *testing.T, day string) world {
	return world{World: arm.NewWorld(arm.Options{Day: day}), t: t}
}

// prepare furnishes an empty world and does what comes before.
func (r rule) prepare(empty world) world {
	w := furnished(empty)
	for _, step := range r.before {
		require.NoError(w.t, step(w))
	}
	return w
}

func create(token string, inputs m) attempt {
	return func(w world) error {
		_, _, err := w.try(token, inputs)
		return err
	}
}

func change(token, id string, inputs m) attempt {
	return func(w world) error { return w.updated(token, id, inputs) }
}

// edit changes a resource behind the program's back.
func edit(id string, f func(p m)) attempt {
	return func(w world) error { return w.Change(id, f) }
}

func drop(id string) attempt {
	return func(w world) error { return w.deleted(id) }
}
