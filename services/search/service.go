// Package search makes the Azure AI Search service and, where it is asked
// for, its private link to the Azure OpenAI account.
package search

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
	"secure-azure-openai/services/search/internal/azsearch"
)

// ServiceArgs are the decisions of a Search service.
type ServiceArgs struct {
	Placement resourcegroup.Placement
	Name      string
	// SKU is "basic" or higher: the free one has neither private endpoints
	// nor identities.
	SKU                  string
	Replicas, Partitions int
	// Semantic is the semantic ranker's plan: free, standard or disabled.
	Semantic string
	// LocalAuth leaves API keys on beside Entra tokens. The default is off.
	LocalAuth bool
}

// Service is a Search service that only private endpoints and trusted Azure
// services reach.
type Service struct {
	pulumi.ResourceState

	service *azsearch.Service

	ID   pulumi.StringOutput
	Name pulumi.StringOutput
	// PrincipalID is the object id of the service's system-assigned identity.
	PrincipalID pulumi.StringOutput
	// Host is the name that clients use, known before the service exists.
	Host string
}

// NewService makes the service.
func NewService(ctx *pulumi.Context, name string, args *ServiceArgs, opts ...pulumi.ResourceOption) (*Service, error) {
	if args == nil {
		args = &ServiceArgs{}
	}
	if err := component.Require("search.Service", name, append(args.Placement.Fields(),
		component.Field{Name: "Name", Present: args.Name != ""},
		component.Field{Name: "SKU", Present: args.SKU != ""},
		component.Field{Name: "Replicas", Present: args.Replicas > 0},
		component.Field{Name: "Partitions", Present: args.Partitions > 0},
		component.Field{Name: "Semantic", Present: args.Semantic != ""},
	)...); err != nil {
		return nil, err
	}
	s := &Service{Host: args.Name + ".search.windows.net"}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/search:Service", name, pulumi.Map{
		"name":       pulumi.String(args.Name),
		"location":   pulumi.String(args.Placement.Location),
		"sku":        pulumi.String(args.SKU),
		"replicas":   pulumi.Int(args.Replicas),
		"partitions": pulumi.Int(args.Partitions),
		"semantic":   pulumi.String(args.Semantic),
		"localAuth":  pulumi.Bool(args.LocalAuth),
	}, s, opts...); err != nil {
		return nil, fmt.Errorf("registering the Search component: %w", err)
	}

	var err error
	s.service, err = azsearch.NewService(ctx, name+"-service", &azsearch.ServiceArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		SearchServiceName: pulumi.String(args.Name),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
		Sku:               pulumi.StringMap{"name": pulumi.String(args.SKU)},
		Identity:          pulumi.StringMap{"type": pulumi.String("SystemAssigned")},
		ReplicaCount:      pulumi.Int(args.Replicas),
		PartitionCount:    pulumi.Int(args.Partitions),
		HostingMode:       pulumi.String("default"),
		// The SDK's own default is "enabled".
		PublicNetworkAccess: pulumi.String("disabled"),
		// Without the bypass, Azure OpenAI gets 400 "Call to get Azure Search
		// index failed". The empty list takes away what somebody lets in: a
		// property that is not sent may stay as it is.
		NetworkRuleSet:   pulumi.Map{"bypass": pulumi.String("AzureServices"), "ipRules": pulumi.Array{}},
		DisableLocalAuth: pulumi.Bool(!args.LocalAuth),
		AuthOptions:      authOptions(args.LocalAuth),
		SemanticSearch:   pulumi.String(args.Semantic),
	},
		pulumi.Parent(s),
		// Azure moves no service to another region (InvalidResourceLocation),
		// and its name is free again only once the old one is gone.
		pulumi.ReplaceOnChanges([]string{"location"}),
		pulumi.DeleteBeforeReplace(true),
	)
	if err != nil {
		return nil, fmt.Errorf("creating the Search service: %w", err)
	}

	s.ID = s.service.ID().ToStringOutput()
	s.Name = s.service.Name
	s.PrincipalID = s.service.Identity.PrincipalId()
	return s, ctx.RegisterResourceOutputs(s, pulumi.Map{
		"id": s.ID, "principalId": s.PrincipalID, "host": pulumi.String(s.Host),
	})
}

// authOptions lets Entra tokens in beside keys. Where keys are off there are
// no options: Azure refuses authOptions together with disableLocalAuth.
func authOptions(localAuth bool) pulumi.StringMapMapInput {
	if !localAuth {
		return nil
	}
	return pulumi.StringMapMap{"aadOrApiKey": pulumi.StringMap{
		"aadAuthFailureMode": pulumi.String("http401WithBearerChallenge"),
	}}
}
