package gateway

import (
	"fmt"

	azapim "github.com/pulumi/pulumi-azure-native-sdk/apimanagement/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/facts"
)

// createDiagnostic says what is kept of each call: its outcome and times, no
// credential, and of its bodies what was asked for.
func (a *API) createDiagnostic(ctx *pulumi.Context, name string, args *APIArgs) error {
	var err error
	a.diagnostic, err = azapim.NewApiDiagnostic(ctx, name+"-diagnostic", &azapim.ApiDiagnosticArgs{
		ResourceGroupName:       args.Placement.ResourceGroup,
		ServiceName:             args.Service.Name,
		ApiId:                   pulumi.String(args.ID),
		DiagnosticId:            pulumi.String("applicationinsights"),
		LoggerId:                args.LoggerID,
		AlwaysLog:               pulumi.String("allErrors"),
		HttpCorrelationProtocol: pulumi.String("W3C"),
		Verbosity:               pulumi.String("information"),
		Sampling:                &azapim.SamplingSettingsArgs{SamplingType: pulumi.String("fixed"), Percentage: pulumi.Float64(100)},
		// The metrics of the policies, such as token counts, go nowhere without it.
		Metrics:  pulumi.Bool(true),
		Frontend: kept(args.RequestBytes, args.ResponseBytes),
		Backend:  kept(args.RequestBytes, args.ResponseBytes),
	},
		pulumi.Parent(a), args.Service.gone(),
		// It names its API in plain text, and Azure writes one part of an API
		// after the other: two at once end in a PessimisticConcurrencyConflict
		// (Azure/azure-api-management-devops-resource-kit#340).
		pulumi.DependsOn([]pulumi.Resource{a.policy}),
	)
	if err != nil {
		return fmt.Errorf("creating the diagnostic of %s: %w", args.ID, err)
	}
	return nil
}

// kept are the parts of a call on one side of the gateway. Prompts are private,
// and credentials are hidden also where headers are logged one day.
func kept(request, response int) *azapim.PipelineDiagnosticSettingsArgs {
	message := func(bytes int) *azapim.HttpMessageDiagnosticArgs {
		return &azapim.HttpMessageDiagnosticArgs{
			Body: &azapim.BodyDiagnosticSettingsArgs{Bytes: pulumi.Int(bytes)},
			DataMasking: &azapim.DataMaskingArgs{
				Headers:     hidden("Authorization", facts.OpenAIKeyHeader, facts.SubscriptionKeyHeader),
				QueryParams: hidden(facts.OpenAIKeyHeader, facts.SubscriptionKeyQuery),
			},
		}
	}
	return &azapim.PipelineDiagnosticSettingsArgs{Request: message(request), Response: message(response)}
}

func hidden(names ...string) azapim.DataMaskingEntityArray {
	list := azapim.DataMaskingEntityArray{}
	for _, n := range names {
		list = append(list, &azapim.DataMaskingEntityArgs{Value: pulumi.String(n), Mode: pulumi.String("Hide")})
	}
	return list
}
