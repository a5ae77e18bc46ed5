package arm_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"

	"secure-azure-openai/rehearsal/arm"
	"secure-azure-openai/rehearsal/provider"
)

// wire is the way of the engine to a world: the provider protocol, over gRPC.
type wire struct {
	pulumirpc.ResourceProviderClient
	// made is what came into being over this wire, by id.
	made map[string]made
}

type made struct {
	token           string
	inputs, outputs resource.PropertyMap
}

// TestRulesOverTheWire: every rule once more, as the engine would meet it.
func TestRulesOverTheWire(t *testing.T) {
	for _, r := range allRules() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, r.good(r.prepare(wired(t, r.day))), "what Azure takes")

			w := r.prepare(wired(t, r.day))
			before := w.Resources()
			err := r.bad(w)
			require.ErrorContains(t, err, `Code="`+r.code+`"`, "what Azure refuses")
			assert.ErrorContains(t, err, r.message)
			assert.Equal(t, before, w.Resources(), "a refused request changes nothing")
		})
	}
}

// wired is an empty world that is asked over a wire of its own.
func wired(t *testing.T, day string) world {
	t.Helper()
	azure := arm.NewWorld(arm.Options{Day: day})
	server, err := provider.Serve(t.Context(), azure, provider.Options{})
	require.NoError(t, err)
	connection, err := grpc.NewClient(server.Addr(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, connection.Close())
		require.NoError(t, server.Close())
	})
	client := pulumirpc.NewResourceProviderClient(connection)
	_, err = client.Configure(t.Context(), &pulumirpc.ConfigureRequest{AcceptSecrets: true})
	require.NoError(t, err)
	return world{World: azure, t: t, wire: &wire{client, map[string]made{}}}
}

func urnOf(token string) string { return "urn:pulumi:dev::project::" + token + "::thing" }

var keepAll = plugin.MarshalOptions{KeepSecrets: true, KeepUnknowns: true}

func pack(t *testing.T, values resource.PropertyMap) *structpb.Struct {
	t.Helper()
	s, err := plugin.MarshalProperties(values, keepAll)
	require.NoError(t, err)
	return s
}

func unpack(t *testing.T, s *structpb.Struct) resource.PropertyMap {
	t.Helper()
	values, err := plugin.UnmarshalProperties(s, keepAll)
	require.NoError(t, err)
	return values
}

func (w *wire) create(t *testing.T, token string, inputs resource.PropertyMap) (string, m, error) {
	t.Helper()
	checked := w.check(t, token, nil, inputs)
	response, err := w.Create(t.Context(), &pulumirpc.CreateRequest{Urn: urnOf(token), Properties: pack(t, checked)})
	if err != nil {
		return "", nil, err
	}
	outputs := unpack(t, response.GetProperties())
	w.made[response.GetId()] = made{token, checked, outputs}
	return response.GetId(), outputs.Mappable(), nil
}

func (w *wire) check(t *testing.T, token string, olds, news resource.PropertyMap) resource.PropertyMap {
	t.Helper()
	response, err := w.Check(t.Context(), &pulumirpc.CheckRequest{Urn: urnOf(token), Olds: pack(t, olds), News: pack(t, news), RandomSeed: []byte("seed")})
	require.NoError(t, err)
	require.Empty(t, response.GetFailures(), "the provider refuses that before Azure can")
	return unpack(t, response.GetInputs())
}

// update is an update only where the provider would not replace: Azure never
// sees any other.
func (w *wire) update(t *testing.T, token, id string, inputs resource.PropertyMap) error {
	t.Helper()
	old := w.made[id]
	require.Equal(t, token, old.token, "%s was not made over this wire", id)
	checked := w.check(t, token, old.inputs, inputs)
	diff, err := w.Diff(t.Context(), &pulumirpc.DiffRequest{Id: id, Urn: urnOf(token), OldInputs: pack(t, old.inputs), News: pack(t, checked)})
	require.NoError(t, err)
	require.Empty(t, diff.GetReplaces(), "the provider replaces and does not update")
	_, err = w.Update(t.Context(), &pulumirpc.UpdateRequest{Id: id, Urn: urnOf(token), OldInputs: pack(t, old.inputs), News: pack(t, checked)})
	return err
}

func (w *wire) delete(t *testing.T, id string) error {
	t.Helper()
	old, known := w.made[id]
	require.True(t, known, "%s was not made over this wire", id)
	_, err := w.Delete(t.Context(), &pulumirpc.DeleteRequest{Id: id, Urn: urnOf(old.token), OldInputs: pack(t, old.inputs)})
	return err
}
