package arm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

func TestWhatIsKept(t *testing.T) {
	w := newWorld(t)
	assert.Empty(t, w.Kept(), "nothing is deleted")
	require.NoError(t, w.deleted(storageID))
	assert.Empty(t, w.Kept(), "Azure keeps no storage account's name")
	require.NoError(t, w.deleted(accountID))
	assert.Equal(t, []arm.Kept{{ID: accountID, Name: "oai", Refusal: "FlagMustBeSetForRestore", For: 48 * time.Hour}}, w.Kept())
	require.NoError(t, w.Advance(47*time.Hour))
	assert.Equal(t, time.Hour, w.Kept()[0].For)
	require.NoError(t, w.Advance(time.Hour))
	assert.Empty(t, w.Kept(), "it is purged")
}
