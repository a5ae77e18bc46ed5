package tests

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/gateway"
	"secure-azure-openai/gateway/policies"
	"secure-azure-openai/tests/recorder"
)

// apiGateway are the components of the gateway.
var apiGateway = []alone{
	{
		constructor: "gateway.NewService", missing: "Name, SKU, Units, SubnetID, PublisherName, PublisherEmail", children: []string{"ApiManagementService"},
		empty: func(ctx *pulumi.Context) error { _, err := gateway.NewService(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			s, err := newService(ctx, n)
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": s.ID, "name": s.Name, "principal": s.PrincipalID, "host": pulumi.String(s.Host)})
			return nil
		},
		outputs: map[string]string{"id": "/service/apim-alone", "name": "apim-alone", "principal": "-", "host": "apim-alone.azure-api.net"},
	},
	{
		constructor: "gateway.NewLog", missing: "ResourceGroup, Service, InsightsID, ConnectionString",
		children: []string{"ApiManagementService", "Logger"},
		empty:    func(ctx *pulumi.Context) error { _, err := gateway.NewLog(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			s, err := newService(ctx, n)
			if err != nil {
				return err
			}
			l, err := newLog(ctx, n, s)
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": l.ID})
			return nil
		},
		outputs: map[string]string{"id": "/loggers/appinsights"},
	},
	{
		constructor: "gateway.NewAPI", missing: "Placement.ResourceGroup, Placement.Location, Service, ID, Title, Path, Document, Backends, LoggerID",
		children: []string{
			"Api", "ApiDiagnostic", "ApiManagementService", "ApiPolicy", "Backend", "Backend", "Deployment", "Logger", "NamedValue",
			"Product", "ProductApi", "Subscription",
		},
		empty: func(ctx *pulumi.Context) error { _, err := gateway.NewAPI(ctx, "it", nil); return err },
		build: buildAPI,
	},
}

// buildAPI makes an API with all that it can have: a pool, a caller and a team.
func buildAPI(ctx *pulumi.Context, n *neighbours) error {
	s, err := newService(ctx, n)
	if err != nil {
		return err
	}
	l, err := newLog(ctx, n, s)
	if err != nil {
		return err
	}
	_, err = gateway.NewAPI(ctx, "it-api", &gateway.APIArgs{
		Placement: n.place, Service: s, LoggerID: l.ID,
		ID: "models", Title: "Models", Path: "openai", Document: gateway.OpenAIDocument, KeyName: "api-key",
		Policy: policies.Args{
			Kind: policies.OpenAI, Subscription: policies.Optional, Resource: "https://cognitiveservices.azure.com",
			Token: &policies.Token{
				TenantID: "77777777-0000-4000-8000-000000000001", Audiences: []string{"https://cognitiveservices.azure.com"},
			},
			PerCaller: policies.Limits{Calls: 60},
		},
		Callers: []gateway.Caller{{Name: "app", ObjectID: pulumi.String("77777777-0000-4000-8000-000000000002")}},
		Backends: []gateway.Backend{
			{ID: "first", URL: "https://oai.openai.azure.com/openai", Priority: 1, Weight: 1},
			{ID: "second", URL: "https://oai-spare.openai.azure.com/openai", Priority: 2, Weight: 1},
		},
		Teams: []string{"search-team"},
	})
	return err
}

func newService(ctx *pulumi.Context, n *neighbours) (*gateway.Service, error) {
	return gateway.NewService(ctx, "it", &gateway.ServiceArgs{
		Placement: n.place, Name: "apim-alone", SKU: "StandardV2", Units: 1, SubnetID: n.subnet("apim"), PublicAccess: true,
		PublisherName: "Alone", PublisherEmail: "apis@example.com",
	})
}

func newLog(ctx *pulumi.Context, n *neighbours, s *gateway.Service) (*gateway.Log, error) {
	return gateway.NewLog(ctx, "it-log", &gateway.LogArgs{
		ResourceGroup: n.place.ResourceGroup, Service: s, InsightsID: pulumi.String(n.insights),
		ConnectionString: pulumi.String("InstrumentationKey=77777777-0000-4000-8000-000000000004"),
	})
}

// TestCallersNeedAToken: with a key alone, nobody would ask who calls.
func TestCallersNeedAToken(t *testing.T) {
	_, err := recorder.Run(t, recorder.Program{Project: "another", Stack: "alone", Run: func(ctx *pulumi.Context) error {
		_, err := gateway.NewAPI(ctx, "it", &gateway.APIArgs{
			ID: "models", Policy: policies.Args{Subscription: policies.Required},
			Callers: []gateway.Caller{{Name: "app", ObjectID: pulumi.String("77777777-0000-4000-8000-000000000002")}},
		})
		return err
	}})
	require.ErrorContains(t, err, "LoggerID, Policy.Token")
}
