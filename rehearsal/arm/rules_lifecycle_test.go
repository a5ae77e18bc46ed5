package arm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

// chatSKU is a deployment of a model with a SKU.
func chatSKU(name, version, sku string) m {
	return with(chatInputs(name, version), m{"sku": m{"name": sku, "capacity": 10}})
}

var models = []rule{
	{
		name:    "a model takes deployments until its day",
		good:    create(model, chatInputs("gpt-5.6-terra", "2026-07-09")),
		bad:     create(model, chatInputs("gpt-4o-mini", "2024-07-18")),
		code:    "ServiceModelDeprecated",
		message: "The model 'Format:OpenAI,Name:gpt-4o-mini,Version:2024-07-18' has been deprecated since 10/01/2026 00:00:00.",
	},
	{
		name:    "a SKU is one that models have",
		good:    create(model, chatSKU("gpt-5.6-terra", "2026-07-09", "DataZoneStandard")),
		bad:     create(model, chatSKU("gpt-5.6-terra", "2026-07-09", "Premium")),
		code:    "InvalidResourceProperties",
		message: "The specified SKU 'Premium' of account deployment is not supported by the model 'gpt-5.6-terra' version: '2026-07-09'.",
	},
	{
		name:    "a region offers a model with some SKUs",
		good:    create(model, chatSKU("text-embedding-3-small", "1", "GlobalStandard")),
		bad:     create(model, chatSKU("text-embedding-3-small", "1", "Standard")),
		code:    "InvalidResourceProperties",
		message: "The specified SKU 'Standard' for model 'text-embedding-3-small 1' is not supported in this region 'swedencentral'.",
	},
}

// restoring asks for the account of newWorld back.
func restoring() m {
	return with(accountInputs(), m{"properties": with(accountInputs()["properties"].(m), m{"restore": true})})
}

var restored = []rule{
	{
		name:    "a deleted account comes back only if it is asked for",
		before:  []attempt{drop(accountID)},
		good:    create(account, restoring()),
		bad:     create(account, accountInputs()),
		code:    "FlagMustBeSetForRestore",
		message: "An existing resource with ID '" + accountID + "' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property.",
	},
	{
		name:    "a deleted account keeps its subdomain",
		before:  []attempt{drop(accountID)},
		good:    create(account, with(accountInputs(), m{"accountName": "other", "properties": m{"customSubDomainName": "other"}})),
		bad:     create(account, with(accountInputs(), m{"accountName": "other"})),
		code:    "CustomDomainInUse",
		message: "If the resource using the name was deleted in the last 48 hours, you may need to purge the deleted resource.",
	},
	{
		name: "what was not deleted cannot be restored",
		good: func(w world) error {
			require.NoError(w.t, w.deleted(accountID))
			return create(account, restoring())(w)
		},
		bad:     create(account, with(restoring(), m{"accountName": "never"})),
		code:    "CanNotRestoreANonExistingResource",
		message: "Could not locate a resource to restore",
	},
	{
		name:    "what is there cannot be restored",
		good:    change(account, accountID, with(accountInputs(), m{"tags": m{"a": "b"}})),
		bad:     change(account, accountID, restoring()),
		code:    "CanNotRestoreAnActiveResource",
		message: "Could not restore an active account '" + accountID + "'.",
	},
}

func TestDeletedAccountIsKeptForTwoDays(t *testing.T) {
	w := newWorld(t)
	principal := w.principal()
	require.NoError(t, w.deleted(groupID))
	assert.Empty(t, w.Resources(), "what is kept is no resource")
	require.Len(t, w.Deleted(), 1, "an account is kept, too, when its group is deleted")
	assert.Equal(t, accountID, w.Deleted()[0].Properties["accountId"])

	require.NoError(t, w.Advance(47*time.Hour))
	w.made(group, m{"resourceGroupName": "rg", "location": "swedencentral"})
	_, _, err := w.try(account, accountInputs())
	assert.Equal(t, "FlagMustBeSetForRestore", arm.CodeOf(err))
	w.made(account, restoring())
	assert.Empty(t, w.Deleted())
	assert.Equal(t, principal, w.principal(), "the identity comes back with it")

	require.NoError(t, w.deleted(accountID))
	require.NoError(t, w.Advance(48*time.Hour))
	assert.Empty(t, w.Deleted(), "it is purged")
	w.made(account, accountInputs())
	assert.NotEqual(t, principal, w.principal())
}

func TestWorldThatBeginsAnewBelievesARestoreOnce(t *testing.T) {
	w := world{World: arm.NewWorld(arm.Options{Unremembered: true}), t: t}
	w.made(group, m{"resourceGroupName": "rg", "location": "swedencentral"})
	w.made(account, restoring())
	require.NoError(t, w.deleted(accountID))
	require.NoError(t, w.Advance(48*time.Hour))
	_, _, err := w.try(account, restoring())
	assert.Equal(t, "CanNotRestoreANonExistingResource", arm.CodeOf(err), "this world has seen it purged")
}

func TestClockAndDeletedAccountsAreSaved(t *testing.T) {
	path := t.TempDir() + "/world.json"
	open := func() world {
		opened, err := arm.Open(path, arm.Options{})
		require.NoError(t, err)
		return world{World: opened, t: t}
	}
	w := open()
	w.made(group, m{"resourceGroupName": "rg", "location": "swedencentral"})
	w.made(account, accountInputs())
	require.NoError(t, w.Advance(time.Hour))
	require.NoError(t, w.deleted(accountID))
	require.NoError(t, w.Advance(47*time.Hour))

	w = open()
	require.Len(t, w.Deleted(), 1)
	require.NoError(t, w.Advance(time.Hour), "48 hours after the deletion, not after the beginning")
	assert.Empty(t, w.Deleted())
	assert.Empty(t, open().Deleted())
}
