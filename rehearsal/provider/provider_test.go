package provider_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"

	"secure-azure-openai/rehearsal/arm"
	"secure-azure-openai/rehearsal/provider"
)

// marker is a secret that must stay one.
const marker = "marker-that-must-not-be-readable"

type m = map[string]any

const (
	group      = "azure-native:resources:ResourceGroup"
	storage    = "azure-native:storage/v20240101:StorageAccount"
	account    = "azure-native:cognitiveservices/v20241001:Account"
	vnet       = "azure-native:network/v20240501:VirtualNetwork"
	assignment = "azure-native:authorization:RoleAssignment"
	logs       = "azure-native:operationalinsights/v20230901:Workspace"
)

// client talks to a provider as the engine does, over gRPC.
type client struct {
	pulumirpc.ResourceProviderClient
	world  *arm.World
	server *provider.Server
	t      *testing.T
}

func dial(t *testing.T) client {
	t.Helper()
	world := arm.NewWorld(arm.Options{})
	server, err := provider.Serve(context.Background(), world, provider.Options{})
	require.NoError(t, err)
	connection, err := grpc.NewClient(server.Addr(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, connection.Close())
		require.NoError(t, server.Close())
	})
	c := client{pulumirpc.NewResourceProviderClient(connection), world, server, t}
	_, err = c.Configure(t.Context(), &pulumirpc.ConfigureRequest{AcceptSecrets: true})
	require.NoError(t, err)
	return c
}

func urn(token string) string {
	return "urn:pulumi:dev::project::" + token + "::thing"
}

func (c client) pack(inputs resource.PropertyMap) *structpb.Struct {
	s, err := plugin.MarshalProperties(inputs, plugin.MarshalOptions{KeepSecrets: true, KeepUnknowns: true})
	require.NoError(c.t, err)
	return s
}

func (c client) unpack(s *structpb.Struct) resource.PropertyMap {
	p, err := plugin.UnmarshalProperties(s, plugin.MarshalOptions{KeepSecrets: true, KeepUnknowns: true})
	require.NoError(c.t, err)
	return p
}

// state is what the engine keeps of a resource.
type state struct {
	token           string
	id              string
	inputs, outputs resource.PropertyMap
}

func (c client) check(token string, olds, news resource.PropertyMap) (resource.PropertyMap, []string) {
	c.t.Helper()
	response, err := c.Check(c.t.Context(), &pulumirpc.CheckRequest{Urn: urn(token), Olds: c.pack(olds), News: c.pack(news), RandomSeed: []byte("seed")})
	require.NoError(c.t, err)
	var reasons []string
	for _, f := range response.GetFailures() {
		reasons = append(reasons, f.GetReason())
	}
	return c.unpack(response.GetInputs()), reasons
}

func (c client) create(token string, inputs resource.PropertyMap) (state, error) {
	c.t.Helper()
	checked, reasons := c.check(token, nil, inputs)
	require.Empty(c.t, reasons)
	response, err := c.Create(c.t.Context(), &pulumirpc.CreateRequest{Urn: urn(token), Properties: c.pack(checked)})
	if err != nil {
		return state{}, err
	}
	return state{token, response.GetId(), checked, c.unpack(response.GetProperties())}, nil
}

func (c client) made(token string, inputs m) state {
	c.t.Helper()
	s, err := c.create(token, properties(inputs))
	require.NoError(c.t, err)
	return s
}

func (c client) diff(s state, news resource.PropertyMap) *pulumirpc.DiffResponse {
	c.t.Helper()
	checked, reasons := c.check(s.token, s.inputs, news)
	require.Empty(c.t, reasons)
	response, err := c.Diff(c.t.Context(), &pulumirpc.DiffRequest{
		Id: s.id, Urn: urn(s.token), Olds: c.pack(s.outputs), News: c.pack(checked), OldInputs: c.pack(s.inputs),
	})
	require.NoError(c.t, err)
	return response
}

func (c client) read(s state) *pulumirpc.ReadResponse {
	c.t.Helper()
	response, err := c.Read(c.t.Context(), &pulumirpc.ReadRequest{Id: s.id, Urn: urn(s.token), Properties: c.pack(s.outputs), Inputs: c.pack(s.inputs)})
	require.NoError(c.t, err)
	return response
}

func properties(inputs m) resource.PropertyMap { return resource.NewPropertyMapFromMap(inputs) }

func (c client) group() {
	c.t.Helper()
	c.made(group, m{"resourceGroupName": "rg", "location": "swedencentral"})
}

func storageInputs() m {
	return m{"resourceGroupName": "rg", "accountName": "sto", "kind": "StorageV2", "sku": m{"name": "Standard_LRS"}, "location": "swedencentral"}
}

func TestLife(t *testing.T) {
	c := dial(t)
	c.group()
	s := c.made(storage, storageInputs())
	assert.Equal(t, "sto", s.outputs["name"].StringValue())

	same := c.diff(s, s.inputs)
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, same.GetChanges())

	changed := properties(storageInputs())
	changed["publicNetworkAccess"] = resource.NewProperty("Disabled")
	difference := c.diff(s, changed)
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_SOME, difference.GetChanges())
	assert.Equal(t, pulumirpc.PropertyDiff_ADD, difference.GetDetailedDiff()["publicNetworkAccess"].GetKind())
	assert.Empty(t, difference.GetReplaces())
	assert.False(t, difference.GetDeleteBeforeReplace())

	updated, err := c.Update(t.Context(), &pulumirpc.UpdateRequest{Id: s.id, Urn: urn(storage), Olds: c.pack(s.outputs), News: c.pack(changed), OldInputs: c.pack(s.inputs)})
	require.NoError(t, err)
	s.inputs, s.outputs = changed, c.unpack(updated.GetProperties())
	assert.Equal(t, "Disabled", s.outputs["publicNetworkAccess"].StringValue())

	found := c.read(s)
	assert.Equal(t, s.id, found.GetId())
	assert.Equal(t, s.inputs, c.unpack(found.GetInputs()), "a refresh finds nothing")
	assert.Equal(t, s.outputs, c.unpack(found.GetProperties()))

	_, err = c.Delete(t.Context(), &pulumirpc.DeleteRequest{Id: s.id, Urn: urn(storage)})
	require.NoError(t, err)
	assert.Empty(t, c.read(s).GetId(), "what is gone has no id")
	_, err = c.Delete(t.Context(), &pulumirpc.DeleteRequest{Id: s.id, Urn: urn(storage)})
	require.NoError(t, err, "deleting it again is no error")
}

func TestCreateReadsFirst(t *testing.T) {
	c := dial(t)
	c.group()
	s := c.made(storage, storageInputs())
	_, err := c.create(storage, properties(storageInputs()))
	require.ErrorContains(t, err, "cannot create already existing resource '"+s.id+"'")
}

func TestErrorsLookLikeTheProviders(t *testing.T) {
	c := dial(t)
	_, err := c.create(storage, properties(storageInputs()))
	require.ErrorContains(t, err, `Status=404 Code="ResourceGroupNotFound" Message="Resource group 'rg' could not be found."`)
}

func TestReplacement(t *testing.T) {
	c := dial(t)
	c.group()
	explicit := c.made(storage, storageInputs())
	unnamed := storageInputs()
	delete(unnamed, "accountName")
	generated := c.made(storage, unnamed)
	require.NotEqual(t, explicit.id, generated.id)
	for _, change := range []struct {
		name        string
		from        state
		values      m
		kind        pulumirpc.PropertyDiff_Kind
		path        string
		deleteFirst bool
	}{
		{"another name", explicit, m{"accountName": "other"}, pulumirpc.PropertyDiff_UPDATE_REPLACE, "accountName", true},
		{"another group", explicit, m{"resourceGroupName": "other"}, pulumirpc.PropertyDiff_UPDATE_REPLACE, "resourceGroupName", true},
		{"another region", explicit, m{"location": "northeurope"}, pulumirpc.PropertyDiff_UPDATE_REPLACE, "location", true},
		{"a property for good", explicit, m{"isHnsEnabled": true}, pulumirpc.PropertyDiff_ADD_REPLACE, "isHnsEnabled", true},
		{"a generated name", generated, m{"location": "northeurope"}, pulumirpc.PropertyDiff_UPDATE_REPLACE, "location", false},
		{"the same region, spelt otherwise", explicit, m{"location": "Sweden Central"}, 0, "", false},
		{"a value in depth", explicit, m{"sku": m{"name": "Standard_ZRS"}}, pulumirpc.PropertyDiff_UPDATE, "sku.name", false},
	} {
		t.Run(change.name, func(t *testing.T) {
			news := change.from.inputs.Copy()
			for k, v := range properties(change.values) {
				news[k] = v
			}
			d := c.diff(change.from, news)
			if change.path == "" {
				assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, d.GetChanges())
				return
			}
			require.Contains(t, d.GetDetailedDiff(), change.path)
			assert.Equal(t, change.kind, d.GetDetailedDiff()[change.path].GetKind())
			if change.kind == pulumirpc.PropertyDiff_UPDATE {
				assert.Empty(t, d.GetReplaces())
			} else {
				assert.Equal(t, []string{change.path}, d.GetReplaces())
			}
			assert.Equal(t, change.deleteFirst, d.GetDeleteBeforeReplace())
		})
	}
}

func TestListsAreComparedByElement(t *testing.T) {
	c := dial(t)
	c.group()
	inputs := func(second string) m {
		return m{"resourceGroupName": "rg", "virtualNetworkName": "net", "location": "swedencentral", "addressSpace": m{"addressPrefixes": []any{"10.0.0.0/16"}},
			"subnets": []any{m{"name": "a", "addressPrefix": "10.0.0.0/24"}, m{"name": "b", "addressPrefix": second}}}
	}
	s := c.made(vnet, inputs("10.0.1.0/24"))
	d := c.diff(s, properties(inputs("10.0.2.0/24")))
	assert.Equal(t, pulumirpc.PropertyDiff_UPDATE, d.GetDetailedDiff()["subnets[1].addressPrefix"].GetKind())
	fewer := inputs("")
	fewer["subnets"] = fewer["subnets"].([]any)[:1]
	d = c.diff(s, properties(fewer))
	assert.Equal(t, pulumirpc.PropertyDiff_DELETE, d.GetDetailedDiff()["subnets[1]"].GetKind())
	assert.Empty(t, d.GetReplaces())
}

func TestCheckCompletesAndRefuses(t *testing.T) {
	c := dial(t)
	c.group()
	inputs, reasons := c.check(logs, nil, properties(m{"resourceGroupName": "rg"}))
	assert.Empty(t, reasons)
	assert.Regexp(t, "^thing[0-9a-f]{8}$", inputs["workspaceName"].StringValue())
	assert.Equal(t, "swedencentral", inputs["location"].StringValue(), "the group's region")

	again, _ := c.check(logs, inputs, properties(m{"resourceGroupName": "rg"}))
	assert.Equal(t, inputs, again, "an old name stays")

	unknown := resource.MakeComputed(resource.NewProperty(""))
	inputs, reasons = c.check(logs, nil, resource.PropertyMap{"resourceGroupName": unknown})
	assert.Empty(t, reasons)
	assert.True(t, inputs["location"].IsComputed(), "the region of a group that is not known yet")

	inputs, _ = c.check(assignment, nil, properties(m{"scope": "/s", "principalId": "p", "roleDefinitionId": "r"}))
	assert.Regexp(t, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, inputs["roleAssignmentName"].StringValue())
	assert.NotContains(t, inputs, resource.PropertyKey("location"))

	_, reasons = c.check(storage, nil, properties(m{"resourceGroupName": "rg", "skuName": "x", "kind": 7}))
	require.Len(t, reasons, 3)
	assert.Equal(t, "'kind' should be of type 'string' but got a number", reasons[0])
	assert.Equal(t, "missing required property 'sku'", reasons[1])
	assert.Contains(t, reasons[2], "unknown property 'skuName'")

	_, err := c.Check(t.Context(), &pulumirpc.CheckRequest{Urn: urn("azure-native:cache:Redis")})
	require.ErrorContains(t, err, "Resource type azure-native:cache:Redis not found")
}

func TestConfiguredNamesAndRegion(t *testing.T) {
	c := dial(t)
	_, err := c.Configure(t.Context(), &pulumirpc.ConfigureRequest{Args: c.pack(properties(m{"location": "norwayeast"}))})
	require.NoError(t, err)
	check := func(token string, mode pulumirpc.CheckRequest_AutonamingOptions_Mode) (resource.PropertyMap, []*pulumirpc.CheckFailure) {
		response, err := c.Check(t.Context(), &pulumirpc.CheckRequest{
			Urn: urn(token), News: c.pack(properties(m{"resourceGroupName": "rg", "scope": "/s", "principalId": "p", "roleDefinitionId": "r"})),
			Autonaming: &pulumirpc.CheckRequest_AutonamingOptions{ProposedName: "proposed", Mode: mode},
		})
		require.NoError(t, err)
		return c.unpack(response.GetInputs()), response.GetFailures()
	}
	inputs, _ := check(logs, pulumirpc.CheckRequest_AutonamingOptions_PROPOSE)
	assert.Equal(t, "proposed", inputs["workspaceName"].StringValue())
	assert.Equal(t, "norwayeast", inputs["location"].StringValue())
	inputs, _ = check(assignment, pulumirpc.CheckRequest_AutonamingOptions_PROPOSE)
	assert.NotEqual(t, "proposed", inputs["roleAssignmentName"].StringValue(), "a GUID cannot be proposed")
	_, failures := check(logs, pulumirpc.CheckRequest_AutonamingOptions_DISABLE)
	assert.Contains(t, fmt.Sprint(failures), "missing required property 'workspaceName'")
}

func TestPreviewKnowsOnlyInputs(t *testing.T) {
	c := dial(t)
	inputs := properties(m{"resourceGroupName": "rg", "accountName": "oai", "kind": "OpenAI", "tags": m{"a": "b"},
		"identity": m{"type": "SystemAssigned"}, "properties": m{"customSubDomainName": "oai"}})
	inputs["location"] = resource.MakeSecret(resource.NewProperty("swedencentral"))
	response, err := c.Create(t.Context(), &pulumirpc.CreateRequest{Urn: urn(account), Properties: c.pack(inputs), Preview: true})
	require.NoError(t, err)
	assert.Empty(t, response.GetId())
	assert.Empty(t, c.world.Resources())
	known := c.unpack(response.GetProperties())
	assert.Equal(t, "OpenAI", known["kind"].StringValue())
	assert.Equal(t, "b", known["tags"].ObjectValue()["a"].StringValue())
	assert.True(t, known["location"].IsSecret())
	assert.Equal(t, "oai", known["properties"].ObjectValue()["customSubDomainName"].StringValue())
	assert.True(t, known["name"].IsComputed(), "the name is given as accountName")
	assert.True(t, known["identity"].ObjectValue()["principalId"].IsComputed())
	assert.True(t, known["properties"].ObjectValue()["endpoint"].IsComputed())
	assert.NotContains(t, known, resource.PropertyKey("accountName"))

	update, err := c.Update(t.Context(), &pulumirpc.UpdateRequest{
		Id: "/x", Urn: urn(account), News: c.pack(inputs), Preview: true,
		Olds: c.pack(properties(m{"name": "oai", "location": "swedencentral", "etag": "e"})),
	})
	require.NoError(t, err)
	known = c.unpack(update.GetProperties())
	assert.Equal(t, "oai", known["name"].StringValue(), "no update changes the name")
	assert.True(t, known["etag"].IsComputed())
}

func TestRefreshFindsDrift(t *testing.T) {
	c := dial(t)
	c.group()
	s := c.made(storage, storageInputs())
	require.NoError(t, c.world.Change(s.id, func(p map[string]any) {
		p["publicNetworkAccess"] = "Enabled"
		p["sku"].(m)["name"] = "Standard_ZRS"
		p["statusOfPrimary"] = "unavailable"
	}))
	inputs := c.unpack(c.read(s).GetInputs())
	assert.Equal(t, "Enabled", inputs["publicNetworkAccess"].StringValue(), "what was not set and is now")
	assert.Equal(t, "Standard_ZRS", inputs["sku"].ObjectValue()["name"].StringValue())
	assert.NotContains(t, inputs, resource.PropertyKey("statusOfPrimary"), "an output is no input")
	assert.NotContains(t, inputs, resource.PropertyKey("accessTier"), "Azure's own default is no change")
}

func TestImportReadsInputs(t *testing.T) {
	c := dial(t)
	c.group()
	s := c.made(storage, storageInputs())
	response, err := c.Read(t.Context(), &pulumirpc.ReadRequest{Id: s.id, Urn: urn(storage)})
	require.NoError(t, err)
	inputs := c.unpack(response.GetInputs())
	assert.Equal(t, "sto", inputs["accountName"].StringValue())
	assert.Equal(t, "rg", inputs["resourceGroupName"].StringValue())
	assert.Equal(t, "Hot", inputs["accessTier"].StringValue())
	assert.NotContains(t, inputs, resource.PropertyKey("primaryEndpoints"))
	_, reasons := c.check(storage, nil, inputs)
	assert.Empty(t, reasons, "what was imported can be written")

	_, err = c.Read(t.Context(), &pulumirpc.ReadRequest{Id: s.id, Urn: urn(account)})
	require.ErrorContains(t, err, "is not of the form")
}

func TestSecretsStaySecret(t *testing.T) {
	c := dial(t)
	c.group()
	inputs := properties(storageInputs())
	inputs["tags"] = resource.NewProperty(resource.PropertyMap{"key": resource.MakeSecret(resource.NewProperty(marker)), "open": resource.NewProperty("x")})
	s, err := c.create(storage, inputs)
	require.NoError(t, err)
	for what, p := range map[string]resource.PropertyMap{
		"inputs": s.inputs, "outputs": s.outputs,
		"refreshed inputs": c.unpack(c.read(s).GetInputs()), "refreshed outputs": c.unpack(c.read(s).GetProperties()),
	} {
		assert.True(t, p["tags"].ObjectValue()["key"].IsSecret(), what)
		assert.False(t, p["tags"].ObjectValue()["open"].IsSecret(), what)
	}
	imported, err := c.Read(t.Context(), &pulumirpc.ReadRequest{Id: s.id, Urn: urn(storage)})
	require.NoError(t, err)
	assert.True(t, c.unpack(imported.GetInputs())["tags"].ObjectValue()["key"].IsSecret())
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, c.diff(s, inputs).GetChanges(), "secretness alone is no difference")
}

func TestInvoke(t *testing.T) {
	c := dial(t)
	answer, err := c.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: "azure-native:authorization:getClientConfig"})
	require.NoError(t, err)
	assert.Equal(t, arm.FakeTenant, answer.GetReturn().AsMap()["tenantId"])
	_, err = c.Invoke(t.Context(), &pulumirpc.InvokeRequest{Tok: "azure-native:network/v20240501:getNetworkInterface",
		Args: c.pack(properties(m{"resourceGroupName": "rg", "networkInterfaceName": "nic"}))})
	require.ErrorContains(t, err, "request failed /subscriptions/")
}

func TestProtocol(t *testing.T) {
	c := dial(t)
	handshake, err := c.Handshake(t.Context(), &pulumirpc.ProviderHandshakeRequest{})
	require.NoError(t, err)
	configured, err := c.Configure(t.Context(), &pulumirpc.ConfigureRequest{})
	require.NoError(t, err)
	assert.Equal(t, configured.GetAcceptSecrets(), handshake.GetAcceptSecrets())
	assert.Equal(t, configured.GetSupportsAutonamingConfiguration(), handshake.GetSupportsAutonamingConfiguration())
	assert.True(t, configured.GetSupportsPreview())

	info, err := c.GetPluginInfo(t.Context(), &emptypb.Empty{})
	require.NoError(t, err)
	assert.Equal(t, provider.Version, info.GetVersion())
	schema, err := c.GetSchema(t.Context(), &pulumirpc.GetSchemaRequest{})
	require.NoError(t, err)
	assert.JSONEq(t, `{"name":"azure-native","version":"2.90.0"}`, schema.GetSchema())
	_, err = c.GetSchema(t.Context(), &pulumirpc.GetSchemaRequest{Version: 1})
	require.Error(t, err)

	config := c.pack(properties(m{"location": "swedencentral"}))
	checked, err := c.CheckConfig(t.Context(), &pulumirpc.CheckRequest{News: config})
	require.NoError(t, err)
	assert.Equal(t, config.AsMap(), checked.GetInputs().AsMap())
	difference, err := c.DiffConfig(t.Context(), &pulumirpc.DiffRequest{})
	require.NoError(t, err)
	assert.Empty(t, difference.GetReplaces())
	_, err = c.Cancel(t.Context(), &emptypb.Empty{})
	require.NoError(t, err)
	_, err = c.GetPluginInfo(t.Context(), &emptypb.Empty{})
	require.NoError(t, err, "a cancelled command leaves the provider to the next one")
	_, err = c.Parameterize(t.Context(), &pulumirpc.ParameterizeRequest{})
	assert.Equal(t, codes.Unimplemented, status.Code(err))
	_, err = c.Check(t.Context(), &pulumirpc.CheckRequest{Urn: "nonsense"})
	require.ErrorContains(t, err, `reading the URN "nonsense"`)
}

func TestContextStopsServer(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server, err := provider.Serve(ctx, arm.NewWorld(arm.Options{}), provider.Options{Version: "1.2.3"})
	require.NoError(t, err)
	assert.NotZero(t, server.Port())
	cancel()
	require.NoError(t, server.Close())
	require.NoError(t, server.Close(), "closing twice is no error")
}

// TestManyAtOnce is for the race detector.
func TestManyAtOnce(t *testing.T) {
	c := dial(t)
	c.group()
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			inputs := properties(storageInputs())
			inputs["accountName"] = resource.NewProperty(fmt.Sprintf("st%d", i))
			response, err := c.Create(t.Context(), &pulumirpc.CreateRequest{Urn: urn(storage), Properties: c.pack(inputs)})
			if !assert.NoError(t, err) {
				return
			}
			_, err = c.Read(t.Context(), &pulumirpc.ReadRequest{Id: response.GetId(), Urn: urn(storage)})
			assert.NoError(t, err)
			_, err = c.Delete(t.Context(), &pulumirpc.DeleteRequest{Id: response.GetId(), Urn: urn(storage)})
			assert.NoError(t, err)
		})
	}
	all.Wait()
	assert.Len(t, c.world.Resources(), 1)
}

// TestUpDestroyUp is what a second deployment after a destroy meets: the
// account is kept, and comes back only where the program asks for it.
func TestUpDestroyUp(t *testing.T) {
	c := dial(t)
	c.group()
	inputs := func(restore bool) resource.PropertyMap {
		properties := m{"customSubDomainName": "oai"}
		if restore {
			properties["restore"] = true
		}
		return resource.NewPropertyMapFromMap(m{"resourceGroupName": "rg", "accountName": "oai", "location": "swedencentral", "kind": "OpenAI",
			"identity": m{"type": "SystemAssigned"}, "properties": properties})
	}
	first, err := c.create(account, inputs(false))
	require.NoError(t, err)
	_, err = c.Delete(t.Context(), &pulumirpc.DeleteRequest{Id: first.id, Urn: urn(account)})
	require.NoError(t, err)
	assert.Empty(t, c.read(first).GetId(), "to a reader it is gone")

	_, err = c.create(account, inputs(false))
	require.ErrorContains(t, err, `Status=409 Code="FlagMustBeSetForRestore" Message="An existing resource with ID '`+first.id+`' has been soft-deleted.`)

	again, err := c.create(account, inputs(true))
	require.NoError(t, err)
	assert.Equal(t, first.id, again.id)
	assert.Equal(t, first.outputs["identity"], again.outputs["identity"])
	assert.Equal(t, again.inputs, c.unpack(c.read(again).GetInputs()), "a refresh finds nothing, although Azure does not return restore")
}
