package provider_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil/rpcerror"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/emptypb"

	"secure-azure-openai/rehearsal/fault"
	"secure-azure-openai/rehearsal/provider"
)

// breaks lets things go wrong, and remembers what the engine is told to do.
func (c client) breaks(expressions ...string) *[]string {
	c.t.Helper()
	var faults []fault.Fault
	for _, text := range expressions {
		f, err := fault.Parse(text, provider.Known())
		require.NoError(c.t, err)
		faults = append(faults, f)
	}
	calls := &[]string{}
	c.server.Inject(provider.Injection{
		Faults: fault.NewSet(faults),
		Kill:   func() { *calls = append(*calls, "kill") },
		Interrupt: func() {
			*calls = append(*calls, "interrupt")
			_, err := c.Cancel(c.t.Context(), &emptypb.Empty{})
			assert.NoError(c.t, err)
		},
	})
	return calls
}

const stoID = "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/sto"

// TestRetries: what the provider tries again, how often, and what Azure has
// done by then.
func TestRetries(t *testing.T) {
	for expression, want := range map[string]struct {
		says  string
		waits int // seconds
		there bool
	}{
		"create:*=408":    {`Status=408 Code="RequestTimeout"`, 200, false},
		"create:*=409":    {`Status=409 Code="AnotherOperationInProgress"`, 200, false},
		"create:*=429":    {`Status=429 Code="SubscriptionRequestsThrottled"`, 200, false},
		"create:*=500":    {`Status=500 Code="InternalServerError"`, 200, false},
		"create:*=502":    {`Status=502 Code="BadGateway"`, 200, false},
		"create:*=503":    {`Status=503 Code="ServerTimeout"`, 200, false},
		"create:*=504":    {`Status=504 Code="GatewayTimeout"`, 200, false},
		"create:*=400":    {`Status=400 Code="BadRequest"`, 0, false},
		"create:*=401":    {`Status=401 Code="ExpiredAuthenticationToken"`, 0, false},
		"create:*=403":    {`Status=403 Code="AuthorizationFailed"`, 0, false},
		"create:*=404":    {`Status=404 Code="NotFound"`, 0, false},
		"create:*=501":    {`Status=501 Code="NotImplemented"`, 0, false},
		"create:*=499":    {`Status=499 Code="UnknownStatus"`, 0, false},
		"create:*=503x1":  {"", 20, true},
		"create:*=503x2":  {"", 80, true},
		"create:*=503x3":  {"", 200, true},
		"create:*=lost":   {"http2: client connection lost", 200, true},
		"create:*=lostx2": {"", 80, true},
	} {
		t.Run(expression, func(t *testing.T) {
			c := dial(t)
			c.group()
			c.breaks(expression)
			_, err := c.create(storage, properties(storageInputs()))
			if want.says == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, want.says)
			}
			_, there := c.world.Get(stoID)
			assert.Equal(t, want.there, there)
			waits := map[string]int{}
			if want.waits > 0 {
				waits[urn(storage)] = want.waits
			}
			assert.Equal(t, waits, c.server.Waits())

			_, err = c.create(storage, properties(storageInputs()))
			if want.there {
				require.ErrorContains(t, err, "cannot create already existing resource '"+stoID+"'")
			} else {
				require.NoError(t, err, "each fault comes about once")
			}
		})
	}
}

// TestPartialCreation: what Azure failed to finish comes back with all that the
// engine needs to keep it.
func TestPartialCreation(t *testing.T) {
	c := dial(t)
	c.group()
	c.breaks("create:*:StorageAccount=failed", "update:*:StorageAccount=failed")
	checked, _ := c.check(storage, nil, properties(storageInputs()))
	_, err := c.Create(t.Context(), &pulumirpc.CreateRequest{Urn: urn(storage), Properties: c.pack(checked)})
	require.ErrorContains(t, err, `Status=200 Code="InternalServerError" Message="An error occurred."`)
	left := partialOf(t, err)
	assert.Equal(t, stoID, left.GetId())
	assert.Equal(t, []string{`Status=200 Code="InternalServerError" Message="An error occurred."`}, left.GetReasons())
	assert.Equal(t, checked, c.unpack(left.GetInputs()))
	assert.Equal(t, "Failed", c.unpack(left.GetProperties())["provisioningState"].StringValue())

	changed := checked.Copy()
	changed["minimumTlsVersion"] = resource.NewProperty("TLS1_2")
	update := func() (*pulumirpc.UpdateResponse, error) {
		return c.Update(t.Context(), &pulumirpc.UpdateRequest{Id: stoID, Urn: urn(storage), Olds: left.GetProperties(),
			News: c.pack(changed), OldInputs: left.GetInputs()})
	}
	_, err = update()
	left = partialOf(t, err)
	assert.Equal(t, changed, c.unpack(left.GetInputs()), "Azure has the new ones")
	assert.Equal(t, "TLS1_2", c.unpack(left.GetProperties())["minimumTlsVersion"].StringValue())
	whole, err := update()
	require.NoError(t, err)
	assert.Equal(t, "Succeeded", c.unpack(whole.GetProperties())["provisioningState"].StringValue())
}

func partialOf(t *testing.T, err error) *pulumirpc.ErrorResourceInitFailed {
	t.Helper()
	require.Error(t, err)
	failure, ok := rpcerror.FromError(err)
	require.True(t, ok)
	require.Len(t, failure.Details(), 1)
	left, ok := failure.Details()[0].(*pulumirpc.ErrorResourceInitFailed)
	require.True(t, ok)
	return left
}

func TestFailedDeletionKeepsTheResource(t *testing.T) {
	c := dial(t)
	c.group()
	s := c.made(vnet, m{"resourceGroupName": "rg", "virtualNetworkName": "net", "addressSpace": m{"addressPrefixes": []any{"10.0.0.0/16"}}})
	c.breaks("delete:*=failed")
	_, err := c.Delete(t.Context(), &pulumirpc.DeleteRequest{Id: s.id, Urn: urn(vnet)})
	require.ErrorContains(t, err, `Status=200 Code="InternalServerError"`)
	left, there := c.world.Get(s.id)
	require.True(t, there)
	assert.Equal(t, "Failed", left.Text("provisioningState"))
	_, err = c.Delete(t.Context(), &pulumirpc.DeleteRequest{Id: s.id, Urn: urn(vnet)})
	require.NoError(t, err)
}

// TestKilledAndInterrupted: who is called, and what Azure has done by then.
func TestKilledAndInterrupted(t *testing.T) {
	for expression, want := range map[string]struct {
		call, says string
		there      bool
	}{
		"create:*=crash":        {"kill", "context canceled", true},
		"create:*=crash-before": {"kill", "context canceled", false},
		"create:*=cancel": {"interrupt", `resource created but read failed Get "https://management.azure.com` + stoID +
			`?api-version=2024-01-01": context canceled: context canceled`, true},
	} {
		t.Run(expression, func(t *testing.T) {
			c := dial(t)
			c.group()
			calls := c.breaks(expression)
			_, err := c.create(storage, properties(storageInputs()))
			require.ErrorContains(t, err, want.says)
			assert.Equal(t, []string{want.call}, *calls)
			_, there := c.world.Get(stoID)
			assert.Equal(t, want.there, there)
			if want.call == "interrupt" {
				left := partialOf(t, err)
				assert.Equal(t, stoID, left.GetId(), "the engine keeps its id, ...")
				assert.Empty(t, left.GetProperties().GetFields(), "... and nothing else of what Azure made")
				assert.Equal(t, "sto", c.unpack(left.GetInputs())["accountName"].StringValue())
			}
		})
	}
}

// TestAzuresRefusalComesFirst: what Azure refuses cannot get lost.
func TestAzuresRefusalComesFirst(t *testing.T) {
	c := dial(t)
	c.breaks("create:*=lost")
	_, err := c.create(storage, properties(storageInputs()))
	require.ErrorContains(t, err, `Code="ResourceGroupNotFound"`)
}

func TestAReadThatFails(t *testing.T) {
	c := dial(t)
	c.group()
	s := c.made(storage, storageInputs())
	c.breaks("read:*:StorageAccount=429", "read:*:StorageAccount:2=lost", "read:*:StorageAccount:3=503x1")
	read := func() error {
		_, err := c.Read(t.Context(), &pulumirpc.ReadRequest{Id: s.id, Urn: urn(storage), Properties: c.pack(s.outputs), Inputs: c.pack(s.inputs)})
		return err
	}
	require.ErrorContains(t, read(), `operation 'MICROSOFT.STORAGE/STORAGEACCOUNTS/READ' exceeded`)
	require.ErrorContains(t, read(), `Get "https://management.azure.com`+stoID+`?api-version=2024-01-01": http2: client connection lost`)
	require.NoError(t, read())
	assert.Equal(t, 200+200+20, c.server.Waits()[urn(storage)])
}

// TestWhatIsAsynchronous: everything else is made while the provider waits.
func TestWhatIsAsynchronous(t *testing.T) {
	var prompt []string
	for _, known := range provider.Known() {
		if !known.Async {
			prompt = append(prompt, known.Token)
		}
	}
	assert.Equal(t, []string{
		"azure-native:apimanagement/v20240501:ApiDiagnostic", "azure-native:apimanagement/v20240501:ApiPolicy",
		"azure-native:apimanagement/v20240501:Backend", "azure-native:apimanagement/v20240501:Logger",
		"azure-native:apimanagement/v20240501:Product", "azure-native:apimanagement/v20240501:ProductApi",
		"azure-native:apimanagement/v20240501:Subscription",
		"azure-native:authorization:RoleAssignment",
		"azure-native:insights/v20180301:MetricAlert", "azure-native:insights/v20200202:Component",
		"azure-native:insights/v20210501preview:DiagnosticSetting", "azure-native:insights/v20210701preview:PrivateLinkScope",
		"azure-native:insights/v20230101:ActionGroup", "azure-native:insights/v20230601:Workbook",
		"azure-native:insights/v20231201:ScheduledQueryRule",
		"azure-native:managedidentity/v20230131:UserAssignedIdentity", "azure-native:network/v20240601:PrivateRecordSet",
		"azure-native:resources:ResourceGroup",
		"azure-native:storage/v20240101:BlobContainer", "azure-native:storage/v20240101:BlobServiceProperties",
		"azure-native:web/v20210201:WebAppAuthSettingsV2", "azure-native:web/v20240401:WebAppApplicationSettings",
		"azure-native:web/v20240401:WebAppFtpAllowed", "azure-native:web/v20240401:WebAppScmAllowed",
	}, prompt)
}
