package gateway

import (
	"fmt"
	"slices"

	azapim "github.com/pulumi/pulumi-azure-native-sdk/apimanagement/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/gateway/policies"
	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// APIArgs are the decisions of one API.
type APIArgs struct {
	// Placement is the service's.
	Placement resourcegroup.Placement
	Service   *Service
	// ID tells APIs apart, and begins the names of what belongs to it; Title is
	// for people.
	ID, Title string
	// Path follows the gateway's host in the URL.
	Path string
	// Document is an OpenAPI document of the operations that are served: see
	// OpenAIDocument, BackendDocument and MCPDocument. Nothing else is.
	Document string
	// KeyName is the header, and the query parameter, in which a subscription
	// key is looked for; empty for API Management's own. A wrong key is refused
	// also where none is required, so an API without subscriptions names none
	// that its clients fill with anything.
	KeyName string
	// Policy is what is asked of a call. Its BackendID and its callers' named
	// values follow from the arguments here.
	Policy policies.Args
	// Callers are whose tokens are taken.
	Callers []Caller
	// Backends are what is called: one, or a pool of several.
	Backends []Backend
	// Teams get a subscription each, where the policy knows subscriptions.
	Teams []string
	// LoggerID is where its telemetry goes. RequestBytes and ResponseBytes are how
	// much of each body goes with it. A server of the Model Context Protocol takes
	// no ResponseBytes: its stream breaks (policies.Args, Streaming).
	LoggerID                    pulumi.StringInput
	RequestBytes, ResponseBytes int
}

// API is one API of a gateway, with its policy, its backends and what is kept
// of its calls.
type API struct {
	pulumi.ResourceState

	api        *azapim.Api
	policy     *azapim.ApiPolicy
	diagnostic *azapim.ApiDiagnostic
	backends   []pulumi.Resource
	values     []pulumi.Resource
	products   []pulumi.Resource
}

// NewAPI makes the API. Until its policy is there the API answers nobody: it
// has no backend of its own.
func NewAPI(ctx *pulumi.Context, name string, args *APIArgs, opts ...pulumi.ResourceOption) (*API, error) {
	if args == nil {
		args = &APIArgs{}
	}
	if err := args.validate(name); err != nil {
		return nil, err
	}
	document, err := args.policy().Render()
	if err != nil {
		return nil, fmt.Errorf("writing the policy of %s: %w", args.ID, err)
	}
	a := &API{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:gateway:API", name, pulumi.Map{
		"id":            pulumi.String(args.ID),
		"path":          pulumi.String(args.Path),
		"subscriptions": pulumi.String(string(args.Policy.Subscription)),
		"callers":       pulumi.ToStringArray(args.callerNames()),
	}, a, opts...); err != nil {
		return nil, fmt.Errorf("registering the API component: %w", err)
	}
	for _, step := range []func(*pulumi.Context, string, *APIArgs) error{
		a.createBackends, a.createValues, a.createAPI,
		func(ctx *pulumi.Context, name string, args *APIArgs) error {
			return a.createPolicy(ctx, name, args, document)
		},
		a.createDiagnostic, a.createProduct,
	} {
		if err := step(ctx, name, args); err != nil {
			return nil, err
		}
	}
	return a, ctx.RegisterResourceOutputs(a, pulumi.Map{})
}

func (a *APIArgs) validate(name string) error {
	return component.Require("gateway.API", name, append(a.Placement.Fields(),
		component.Field{Name: "Service", Present: a.Service != nil},
		component.Field{Name: "ID", Present: a.ID != ""},
		component.Field{Name: "Title", Present: a.Title != ""},
		component.Field{Name: "Path", Present: a.Path != ""},
		component.Field{Name: "Document", Present: a.Document != ""},
		component.Field{Name: "Backends", Present: len(a.Backends) > 0},
		component.Field{Name: "LoggerID", Present: a.LoggerID != nil},
		// Without it nobody would ask who calls.
		component.Field{Name: "Policy.Token", Present: a.Policy.Token != nil || len(a.Callers) == 0},
	)...)
}

// policy completes the policy's arguments.
func (a *APIArgs) policy() policies.Args {
	p := a.Policy
	p.BackendID = a.backendID()
	if p.Token != nil {
		token := *p.Token
		for _, c := range a.Callers {
			token.Callers = append(slices.Clip(token.Callers), policies.Caller{NamedValue: a.valueName(c)})
		}
		p.Token = &token
	}
	return p
}

func (a *API) createAPI(ctx *pulumi.Context, name string, args *APIArgs) error {
	api := &azapim.ApiArgs{
		ResourceGroupName:    args.Placement.ResourceGroup,
		ServiceName:          args.Service.Name,
		ApiId:                pulumi.String(args.ID),
		DisplayName:          pulumi.String(args.Title),
		Path:                 pulumi.String(args.Path),
		Protocols:            pulumi.ToStringArray([]string{"https"}),
		SubscriptionRequired: pulumi.Bool(args.Policy.Subscription == policies.Required),
		// Inline: a link would have to be public.
		Format: pulumi.String("openapi+json"),
		Value:  pulumi.String(args.Document),
	}
	if args.KeyName != "" {
		api.SubscriptionKeyParameterNames = &azapim.SubscriptionKeyParameterNamesContractArgs{
			Header: pulumi.String(args.KeyName), Query: pulumi.String(args.KeyName),
		}
	}
	var err error
	a.api, err = azapim.NewApi(ctx, name+"-api", api, pulumi.Parent(a), args.Service.gone())
	if err != nil {
		return fmt.Errorf("creating the API %s: %w", args.ID, err)
	}
	return nil
}

func (a *API) createPolicy(ctx *pulumi.Context, name string, args *APIArgs, document string) error {
	var err error
	a.policy, err = azapim.NewApiPolicy(ctx, name+"-policy", &azapim.ApiPolicyArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		ServiceName:       args.Service.Name,
		ApiId:             pulumi.String(args.ID),
		PolicyId:          pulumi.String("policy"), // the only one that Azure takes
		Format:            pulumi.String("xml"),
		Value:             pulumi.String(document),
	},
		pulumi.Parent(a), args.Service.gone(),
		// The document names its API, its backend and its callers' values in
		// plain text, and Azure refuses one that names what is not there
		// (ValidationError).
		pulumi.DependsOn(slices.Concat([]pulumi.Resource{a.api}, a.backends, a.values)),
	)
	if err != nil {
		return fmt.Errorf("creating the policy of %s: %w", args.ID, err)
	}
	return nil
}
