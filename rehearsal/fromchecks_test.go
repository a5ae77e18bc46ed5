package rehearsal

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStatesThatCannotBeTaken(t *testing.T) {
	t.Parallel()
	good := func(change func(resource map[string]any)) string {
		group := map[string]any{
			"urn":    "urn:pulumi:dev::little::azure-native:resources:ResourceGroup::group",
			"custom": true, "type": "azure-native:resources:ResourceGroup", "id": "/subscriptions/5b3c1f6e-1111-4c4c-9d9d-0123456789ab/resourceGroups/rg",
			"inputs": map[string]any{"resourceGroupName": "rg", "location": "swedencentral"},
		}
		stack := map[string]any{"urn": "urn:pulumi:dev::little::pulumi:pulumi:Stack::little-dev", "custom": false, "type": "pulumi:pulumi:Stack"}
		second := map[string]any{}
		for name, value := range group {
			second[name] = value
		}
		second["urn"] = "urn:pulumi:dev::little::azure-native:resources:ResourceGroup::second"
		change(second)
		written, err := json.Marshal(map[string]any{"version": 3, "deployment": map[string]any{"resources": []any{stack, group, second}}})
		require.NoError(t, err)
		return string(written)
	}
	set := func(name string, value any) string { return good(func(r map[string]any) { r[name] = value }) }
	const pending = `{"version":3,"deployment":{"resources":[{"urn":"urn:pulumi:dev::little::pulumi:pulumi:Stack::little-dev","type":"pulumi:pulumi:Stack"}],
		"pending_operations":[{"type":"creating","resource":{"urn":"urn:pulumi:dev::little::a:b:C::vpn-gateway"}}]}}`
	for name, test := range map[string]struct {
		content, stack, says string
	}{
		"not JSON":           {"a shopping list", "", " is no JSON (invalid character 'a' looking for beginning of value): name a file that `pulumi stack export --file FILE` wrote"},
		"empty":              {"", "", " is no JSON (EOF)"},
		"half of it":         {good(func(map[string]any) {})[:200], "", " is no JSON (unexpected EOF)"},
		"other JSON":         {`{"format":"azure-rehearsal-world/1"}`, "", " holds no deployment: name a file"},
		"a list":             {`[]`, "", " is no JSON (json: cannot unmarshal array"},
		"of the wrong shape": {`{"version":3,"deployment":{"resources":7}}`, "", " is no exported state ("},
		"of an old format":   {`{"version":1,"deployment":{"resources":[{}]}}`, "", " is written in version 1 of the format, and this reads 3 and 4"},
		"an empty stack":     {`{"version":3,"deployment":{}}`, "", " holds no resources: the stack was empty"},
		"no URN":             {set("urn", "group"), "", ": resource 3 has no URN ("},
		"another project":    {set("urn", "urn:pulumi:dev::large::a:b:C::group"), "", " is of the project large, and this is little: export a stack of this project"},
		"two stacks":         {set("urn", "urn:pulumi:prod::little::a:b:C::group"), "", " is of two stacks, dev and prod"},
		"another stack": {good(func(map[string]any) {}), "prod", " is of the stack dev, and --stack says prod: URNs and names hold the stack's name, " +
			"so no other stack can take it over; use --stack dev, or leave it out"},
		"pending operations": {pending, "", " has operations that an interrupted run left pending: vpn-gateway (creating); nobody knows what became of them. Run `pulumi refresh`"},
		"half replaced":      {set("delete", true), "", ": second was replaced, and the old one waits for its deletion: run `pulumi up`"},
		"read":               {set("external", true), "", ": second (azure-native:resources:ResourceGroup) was read, not made, by the program"},
		"an unknown type": {set("type", "azure-native:storage/v20180101:StorageAccount"), "",
			" cannot be rehearsed:\n  Resource type azure-native:storage/v20180101:StorageAccount not found in the rehearsal's stand-in for Azure, which knows azure-native:storage/v20240101:StorageAccount"},
		"another cloud":     {set("type", "random:index/randomId:RandomId"), "", "Resource type random:index/randomId:RandomId not found"},
		"no id":             {set("id", "a"), "", `: the id of second is "a", which is no id of Azure's in a subscription`},
		"two subscriptions": {set("id", "/subscriptions/other/resourceGroups/rg"), "", " lies in two subscriptions, 5b3c1f6e-1111-4c4c-9d9d-0123456789ab (group) and other (second)"},
		"nothing in Azure":  {`{"version":3,"deployment":{"resources":[{"urn":"urn:pulumi:dev::little::pulumi:pulumi:Stack::little-dev","type":"pulumi:pulumi:Stack"}]}}`, "", " holds nothing that lies in Azure"},
		"the same twice":    {good(func(map[string]any) {}), "", ": the stand-in for Azure cannot make second (azure-native:resources:ResourceGroup) as the state has it: cannot create already existing resource"},
		"another id":        {set("id", "/subscriptions/5b3c1f6e-1111-4c4c-9d9d-0123456789ab/resourceGroups/other"), "", "cannot make second"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "state.json")
			require.NoError(t, os.WriteFile(file, []byte(test.content), 0o600))
			report, _, err := run(t, &fakeCloud{}, "", func(o *Options) {
				o.From = file
				if test.stack != "" {
					o.Stacks = []string{test.stack}
				}
			})
			require.ErrorContains(t, err, "--from "+file)
			require.ErrorContains(t, err, test.says)
			require.Empty(t, report.Operations)
		})
	}
	_, _, err := run(t, &fakeCloud{}, "", func(o *Options) { o.From = "none.json" })
	require.EqualError(t, err, "--from none.json cannot be read: no such file or directory; name a file that `pulumi stack export --file FILE` wrote")
	folder := t.TempDir()
	_, _, err = run(t, &fakeCloud{}, "", func(o *Options) { o.From = folder })
	require.ErrorContains(t, err, "--from "+folder+" cannot be read: is a directory")
}

func TestAnIdThatItsInputsDoNotMake(t *testing.T) {
	t.Parallel()
	file := exported(t, granting("account", nil), "", `"accountName": "sadev"`, `"accountName": "saother"`)
	_, _, err := from(t, file, granting("account", nil), "")
	require.ErrorContains(t, err, "storageAccounts/sadev in the state, and the stand-in for Azure makes it as ")
	require.ErrorContains(t, err, "was the file edited?")
}
