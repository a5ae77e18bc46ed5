package arm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

// capacity is a data-zone deployment of the chat model with a capacity.
func capacity(name string, thousands int) m {
	return with(chatInputs("gpt-5.6-terra", "2026-07-09"), m{"deploymentName": name, "sku": m{"name": "DataZoneStandard", "capacity": thousands}})
}

// farAccount is an account in another region than newWorld's.
var farAccount = create(account, inNorth(with(accountInputs(), m{"accountName": "far", "properties": m{}})))

var quotas = []rule{
	{
		name:    "deployments of a model share a quota in a region",
		before:  []attempt{create(model, capacity("chat", 300)), farAccount},
		good:    create(model, with(capacity("more", 50), m{"accountName": "far"})),
		bad:     create(model, capacity("more", 50)),
		code:    "InsufficientQuota",
		message: "This operation require 50 new capacity in quota One Thousand Tokens Per Minute - gpt-5.6-terra - DataZoneStandard, which is bigger than the current available capacity 33. The current quota usage is 300 and the quota limit is 333 for quota One Thousand Tokens Per Minute - gpt-5.6-terra - DataZoneStandard.",
	},
	{
		name:    "a SKU has a quota of its own",
		before:  []attempt{create(model, capacity("chat", 333))},
		good:    create(model, with(capacity("more", 1), m{"sku": m{"name": "GlobalStandard", "capacity": 1000}})),
		bad:     create(model, capacity("more", 1)),
		code:    "InsufficientQuota",
		message: "This operation require 1 new capacity",
	},
	{
		name:    "a deployment grows within the quota",
		before:  []attempt{create(model, capacity("chat", 300))},
		good:    change(model, accountID+"/deployments/chat", capacity("chat", 333)),
		bad:     change(model, accountID+"/deployments/chat", capacity("chat", 334)),
		code:    "InsufficientQuota",
		message: "This operation require 34 new capacity",
	},
	{
		name: "a deleted account keeps its quota until it is purged",
		before: []attempt{
			create(model, capacity("chat", 300)), drop(groupID),
			create(group, m{"resourceGroupName": "rg", "location": "swedencentral"}),
			create(account, with(accountInputs(), m{"accountName": "other", "properties": m{}})),
		},
		good: func(w world) error {
			require.NoError(w.t, w.Advance(48*time.Hour))
			return create(model, with(capacity("chat", 50), m{"accountName": "other"}))(w)
		},
		bad:     create(model, with(capacity("chat", 50), m{"accountName": "other"})),
		code:    "InsufficientQuota",
		message: "The current quota usage is 300 and the quota limit is 333",
	},
}

func TestDeletedDeploymentGivesItsQuotaBack(t *testing.T) {
	w := newWorld(t)
	w.made(model, capacity("chat", 300))
	require.NoError(t, w.deleted(accountID+"/deployments/chat"))
	require.NoError(t, w.deleted(accountID))
	w.made(account, with(accountInputs(), m{"accountName": "other", "properties": m{}}))
	w.made(model, with(capacity("chat", 333), m{"accountName": "other"}))
}

func TestSubscriptionWithAnyQuota(t *testing.T) {
	w := furnished(world{World: arm.NewWorld(arm.Options{AnyQuota: true}), t: t})
	w.made(model, capacity("chat", 100000))
}

func TestModelThatIsNotListedHasNoQuota(t *testing.T) {
	w := newWorld(t)
	w.made(model, with(chatInputs("house-model", "7"), m{"sku": m{"name": "GlobalStandard", "capacity": 100000}}))
}

// deprecation is judged for a day on which gpt-4.1 was deprecated and not
// retired yet.
var deprecation = []rule{
	{
		name:    "a model that is deprecated takes no new deployment",
		day:     "2026-10-01",
		good:    create(model, chatInputs("gpt-5.6-terra", "2026-07-09")),
		bad:     create(model, chatInputs("gpt-4.1", "2025-04-14")),
		code:    "ServiceModelDeprecating",
		message: "The model 'Format:OpenAI,Name:gpt-4.1,Version:2025-04-14' is in deprecating state and cannot be used for new deployments.",
	},
	{
		name: "a deployment goes on with a model that is deprecated",
		day:  "2026-10-01",
		before: []attempt{
			create(model, chatInputs("gpt-5.6-terra", "2026-07-09")),
			edit(accountID+"/deployments/chat", func(p m) {
				p["properties"].(m)["model"] = m{"format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14"}
			}),
		},
		good:    change(model, accountID+"/deployments/chat", with(chatInputs("gpt-4.1", "2025-04-14"), m{"sku": m{"name": "GlobalStandard", "capacity": 20}})),
		bad:     change(model, accountID+"/deployments/chat", with(chatInputs("gpt-4.1", "2025-04-14"), m{"sku": m{"name": "DataZoneStandard", "capacity": 10}})),
		code:    "ServiceModelDeprecating",
		message: "is in deprecating state",
	},
	{
		name:    "a model retires on its day",
		day:     "2026-10-14",
		good:    create(model, chatInputs("o3", "2025-04-16")),
		bad:     create(model, chatInputs("gpt-4.1", "2025-04-14")),
		code:    "ServiceModelDeprecated",
		message: "has been deprecated since 10/14/2026 00:00:00",
	},
}

// TestDayIsTheOpeners: a world that is opened later lives later.
func TestDayIsTheOpeners(t *testing.T) {
	path := t.TempDir() + "/world.json"
	open := func(day string) world {
		opened, err := arm.Open(path, arm.Options{Day: day})
		require.NoError(t, err)
		return world{World: opened, t: t}
	}
	w := open("2026-10-01")
	w.made(group, m{"resourceGroupName": "rg", "location": "swedencentral"})
	w.made(account, accountInputs())
	w.made(model, chatInputs("o3", "2025-04-16"))

	w = open("2026-10-16")
	require.NoError(t, w.updated(model, accountID+"/deployments/chat", with(chatInputs("o3", "2025-04-16"), m{"sku": m{"name": "GlobalStandard", "capacity": 20}})))
	_, _, err := w.try(model, with(chatInputs("o3", "2025-04-16"), m{"deploymentName": "second"}))
	assert.Equal(t, "ServiceModelDeprecated", arm.CodeOf(err))
}
