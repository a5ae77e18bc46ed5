package fault

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// known are types enough for the tests.
var known = []Known{
	{Token: "azure-native:network/v20240501:PrivateEndpoint", Async: true, AsyncDelete: true},
	{Token: "azure-native:network/v20240501:Subnet", Async: true, AsyncDelete: true},
	{Token: "azure-native:storage/v20240101:StorageAccount", Async: true},
	{Token: "azure-native:authorization:RoleAssignment"},
	{Token: "azure-native:resources:ResourceGroup", AsyncDelete: true},
}

func TestParse(t *testing.T) {
	for text, want := range map[string]Fault{
		"create:azure-native:network*:PrivateEndpoint:2=503":    {Op: Create, Type: "azure-native:network*:PrivateEndpoint", N: 2, Outcome: Status, Status: 503},
		"create:azure-native:authorization:RoleAssignment=lost": {Op: Create, Type: "azure-native:authorization:RoleAssignment", N: 1, Outcome: Lost},
		"update:azure-native:network/v20240501:Subnet:12=429x2": {Op: Update, Type: "azure-native:network/v20240501:Subnet", N: 12, Outcome: Status, Status: 429, Count: 2},
		"any:*=lostx1":                     {Op: Any, Type: "*", N: 1, Outcome: Lost, Count: 1},
		"delete:*:ResourceGroup=failed":    {Op: Delete, Type: "*:ResourceGroup", N: 1, Outcome: Failed},
		"create:*Account=crash-before":     {Op: Create, Type: "*Account", N: 1, Outcome: CrashBefore},
		"read:*=404":                       {Op: Read, Type: "*", N: 1, Outcome: Status, Status: 404},
		"create:*:StorageAccount:3=cancel": {Op: Create, Type: "*:StorageAccount", N: 3, Outcome: Cancel},
		"create:*=599":                     {Op: Create, Type: "*", N: 1, Outcome: Status, Status: 599},
	} {
		got, err := Parse(text, known)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
		again, err := Parse(got.String(), known)
		require.NoError(t, err)
		assert.Equal(t, want, again, "%s is read as it was written", got)
	}
}

func TestParseRefuses(t *testing.T) {
	const form = `" is no fault: write OPERATION:TYPE[:N]=OUTCOME[xCOUNT], such as create:*:PrivateEndpoint=503`
	for text, says := range map[string]string{
		"":                 "\"" + form,
		"create":           `"create` + form,
		"create:*":         `"create:*` + form,
		"create=503":       `"create=503` + form,
		"create:=503":      `"create:=503` + form,
		"create:*=":        `"create:*=` + form,
		"crate:*=503":      `"crate:*=503": the operation "crate" is none of create, update, delete, read, any; did you mean "create"?`,
		"replace:*=503":    `"replace:*=503": the operation "replace" is none of create, update, delete, read, any`,
		"create:*:0=503":   `"create:*:0=503": the number 0 must be from 1 to 9999: it says which of the matching operations goes wrong`,
		"create:*=lots":    `"create:*=lots": the outcome "lots" is neither an HTTP status nor one of lost, failed, crash, crash-before, cancel; did you mean "lost"?`,
		"create:*=crashx":  `"create:*=crashx": the outcome "crashx" is neither an HTTP status nor one of lost, failed, crash, crash-before, cancel; did you mean "crash"?`,
		"create:*=200":     `"create:*=200": the status 200 is no failure: it must be from 400 to 599`,
		"create:*=403x1":   `"create:*=403x1": the provider does not try again after a 403, so it is answered once: leave x1 out`,
		"create:*=crashx2": `"create:*=crashx2": "crash" happens once: leave x2 out`,
		"create:*=503x4": `"create:*=503x4": the provider tries again 3 times, so x4 must be from x1 to x3; ` +
			"leave it out for a failure that outlasts all of them",
		"create:*=503x0": `"create:*=503x0": the provider tries again 3 times, so x0 must be from x1 to x3; ` +
			"leave it out for a failure that outlasts all of them",
		"create:azure-native:network/v20240501:Subnets=503": `"create:azure-native:network/v20240501:Subnets=503": no type that the stand-in for Azure knows matches ` +
			`"azure-native:network/v20240501:Subnets"; did you mean "azure-native:network/v20240501:Subnet"?`,
		"create:*:PrivateEndpont=503": `"create:*:PrivateEndpont=503": no type that the stand-in for Azure knows matches "*:PrivateEndpont"; did you mean "*:PrivateEndpoint"?`,
		"create:aws*=503": `"create:aws*=503": no type that the stand-in for Azure knows matches "aws*": ` +
			"it is a Pulumi type such as azure-native:network/v20240501:Subnet, in which * stands for any text",
		"create:*:RoleAssignment=failed": `"create:*:RoleAssignment=failed": the creations of what matches "*:RoleAssignment" are over at once ` +
			"and cannot fail afterwards: give them a status, or lost",
		"delete:*:StorageAccount=failed": `"delete:*:StorageAccount=failed": the deletions of what matches "*:StorageAccount" are over at once ` +
			"and cannot fail afterwards: give them a status, or lost",
		"read:*=failed": `"read:*=failed": a read is over at once and cannot fail afterwards: give it a status, or lost`,
	} {
		_, err := Parse(text, known)
		assert.EqualError(t, err, says, text)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("create:azure-native:network*:PrivateEndpoint:2=503x2")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Parse(text, known)
		if err != nil {
			return
		}
		again, err := Parse(got.String(), known)
		if err != nil || again != got {
			t.Errorf("%q became %q, which is read as %+v, %v", text, got, again, err)
		}
	})
}

func TestMatchGlob(t *testing.T) {
	const token = "azure-native:network/v20240501:PrivateEndpoint"
	for pattern, matches := range map[string]bool{
		token: true, "*": true, "**": true, "azure-native:*": true, "*:PrivateEndpoint": true, "*Endpoint": true,
		"azure-native:network*:PrivateEndpoint": true, "azure*/v2024*:*Endpoint": true, "*network*network*": false,
		"": false, "azure-native:network": false, "PrivateEndpoint": false, "*:Private": false, "azure-native:network/v20240501:PrivateEndpoint*t": false,
	} {
		assert.Equal(t, matches, matchGlob(pattern, token), pattern)
	}
}
