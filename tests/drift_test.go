package tests

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/topology"
)

// TestDrift changes both stacks behind the program's back: each change has to
// be found and taken back. What the table has and a stack cannot have is
// listed here, so that a resource that loses a secure setting is noticed.
func TestDrift(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	var out bytes.Buffer
	report, err := rehearsal.Run(t.Context(), rehearsal.Options{
		Program: topology.Deploy, Dir: recorder.Root(t), Stacks: []string{"dev", "prod"}, Drift: true, Out: &out,
	})
	require.NoError(t, err, out.String())
	require.True(t, report.Held(), out.String())
	verdicts := map[string]string{}
	var without []string
	stacksThatKeep := map[string]bool{}
	for _, operation := range report.Operations {
		verdicts[operation.Stack+" "+operation.Name] = operation.Verdict
		for _, line := range operation.Details {
			if operation.Name == "destroy" && strings.HasPrefix(line, "Azure keeps the deleted oai-aoai-"+operation.Stack) {
				stacksThatKeep[operation.Stack] = true
			}
			if strings.HasPrefix(line, "not applicable: ") {
				without = append(without, operation.Stack+": "+line)
			}
		}
	}
	assert.Equal(t, "found 14 of 14", verdicts["dev refresh after drift"])
	assert.Equal(t, "mended 14 of 14", verdicts["dev up after drift"])
	assert.Equal(t, "nothing differs", verdicts["dev refresh after mending"])
	assert.Equal(t, "found 19 of 19", verdicts["prod refresh after drift"])
	assert.Equal(t, "mended 19 of 19", verdicts["prod up after drift"])
	assert.Equal(t, "nothing differs", verdicts["prod refresh after mending"])
	assert.Equal(t, []string{
		"dev: not applicable: public access to the web app switched on: publicNetworkAccess of webapp-app is Enabled, not Disabled",
		"dev: not applicable: the gateway's public access switched on: the stack has no Microsoft.ApiManagement/service",
		"dev: not applicable: an API's policy document replaced: the stack has no Microsoft.ApiManagement/service/apis/policies",
		"dev: not applicable: somebody else put in the place of a gateway's caller: the stack has no Microsoft.ApiManagement/service/namedValues",
		"dev: not applicable: what callers write logged: the stack has no Microsoft.ApiManagement/service/apis/diagnostics",
	}, without)
	assert.Equal(t, map[string]bool{"dev": true, "prod": true}, stacksThatKeep, "a destroy says that the account is kept")
}
