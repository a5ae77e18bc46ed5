package gateway

import (
	"fmt"

	azapim "github.com/pulumi/pulumi-azure-native-sdk/apimanagement/v2/v20240501"
	azresources "github.com/pulumi/pulumi-azure-native-sdk/resources/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Backend is what an API calls.
type Backend struct {
	// ID tells backends apart.
	ID string
	// URL is https, and what a call's path is appended to.
	URL string
	// Priority orders the members of a pool, the lowest first; Weight shares the
	// calls among members of one priority. A backend alone needs neither.
	Priority, Weight int
}

// backendID is what the policy calls: the backend, or the pool of several.
func (a *APIArgs) backendID() string {
	if len(a.Backends) > 1 {
		return a.ID + "-pool"
	}
	return a.Backends[0].ID
}

func (a *API) createBackends(ctx *pulumi.Context, name string, args *APIArgs) error {
	for _, b := range args.Backends {
		backend, err := azapim.NewBackend(ctx, name+"-backend-"+b.ID, &azapim.BackendArgs{
			ResourceGroupName: args.Placement.ResourceGroup,
			ServiceName:       args.Service.Name,
			BackendId:         pulumi.String(b.ID),
			Url:               pulumi.String(b.URL),
			// ARM's word for REST, over https too.
			Protocol:       pulumi.String("http"),
			CircuitBreaker: circuitBreaker(),
			Tls: &azapim.BackendTlsPropertiesArgs{
				ValidateCertificateChain: pulumi.Bool(true), ValidateCertificateName: pulumi.Bool(true),
			},
		}, pulumi.Parent(a), args.Service.gone())
		if err != nil {
			return fmt.Errorf("creating the backend %s: %w", b.ID, err)
		}
		a.backends = append(a.backends, backend)
	}
	if len(args.Backends) > 1 {
		return a.createPool(ctx, name, args)
	}
	return nil
}

// circuitBreaker rests a backend that throttles or fails, so that calls get
// their answer at once, from another member of a pool where there is one:
// https://learn.microsoft.com/azure/api-management/backends (circuit breaker).
// Azure takes one rule.
func circuitBreaker() *azapim.BackendCircuitBreakerArgs {
	return &azapim.BackendCircuitBreakerArgs{Rules: azapim.CircuitBreakerRuleArray{&azapim.CircuitBreakerRuleArgs{
		Name: pulumi.String("throttled-or-failing"),
		FailureCondition: &azapim.CircuitBreakerFailureConditionArgs{
			Count:    pulumi.Float64(5),
			Interval: pulumi.String("PT1M"),
			StatusCodeRanges: azapim.FailureStatusCodeRangeArray{
				&azapim.FailureStatusCodeRangeArgs{Min: pulumi.Int(429), Max: pulumi.Int(429)},
				&azapim.FailureStatusCodeRangeArgs{Min: pulumi.Int(500), Max: pulumi.Int(599)},
			},
		},
		TripDuration: pulumi.String("PT1M"),
		// Azure OpenAI says how long it wants to be left alone.
		AcceptRetryAfter: pulumi.Bool(true),
	}}}
}

// createPool makes the pool by a template: the SDK and the provider ask for a
// URL and a protocol, which Azure refuses for a pool.
func (a *API) createPool(ctx *pulumi.Context, name string, args *APIArgs) error {
	members := pulumi.Array{}
	for _, b := range args.Backends {
		members = append(members, pulumi.Map{
			"id":       pulumi.Sprintf("[resourceId('Microsoft.ApiManagement/service/backends', '%s', '%s')]", args.Service.Name, b.ID),
			"priority": pulumi.Int(b.Priority),
			"weight":   pulumi.Int(b.Weight),
		})
	}
	pool, err := azresources.NewDeployment(ctx, name+"-pool", &azresources.DeploymentArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		DeploymentName:    pulumi.String(args.backendID()),
		Tags:              args.Placement.TagMap(),
		Properties: &azresources.DeploymentPropertiesArgs{
			Mode: azresources.DeploymentModeIncremental,
			Template: pulumi.Map{
				"$schema":        pulumi.String("https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"),
				"contentVersion": pulumi.String("1.0.0.0"),
				"resources": pulumi.Array{pulumi.Map{
					"type":       pulumi.String("Microsoft.ApiManagement/service/backends"),
					"apiVersion": pulumi.String("2024-05-01"),
					"name":       pulumi.Sprintf("%s/%s", args.Service.Name, args.backendID()),
					"properties": pulumi.Map{
						"type": pulumi.String("Pool"),
						"pool": pulumi.Map{"services": members},
					},
				}},
			},
		},
	},
		pulumi.Parent(a), args.Service.gone(),
		// The template names its members in plain text.
		pulumi.DependsOn(a.backends),
	)
	if err != nil {
		return fmt.Errorf("creating the pool of %s: %w", args.ID, err)
	}
	a.backends = append(a.backends, pool)
	return nil
}
