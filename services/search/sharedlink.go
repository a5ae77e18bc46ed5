package search

import (
	"fmt"
	"strings"

	azopenai "github.com/pulumi/pulumi-azure-native-sdk/cognitiveservices/v2/v20241001"
	azresources "github.com/pulumi/pulumi-azure-native-sdk/resources/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/facts"
	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
	"secure-azure-openai/services/search/internal/azsearch"
)

// SharedPrivateLinkArgs are the decisions of a shared private link from
// Search to an Azure OpenAI account.
type SharedPrivateLinkArgs struct {
	Placement resourcegroup.Placement
	// Name is the link's physical name, 1 to 60 characters.
	Name string
	// Search is the service's physical name.
	Search pulumi.StringInput
	// AccountID and Account are the target's ARM id and physical name.
	AccountID pulumi.StringInput
	Account   pulumi.StringInput
	// After is what must be settled before Azure makes the link; the caller
	// knows why.
	After []pulumi.Resource
}

// SharedPrivateLink is Search's own private endpoint to the account, approved
// on the account's side.
type SharedPrivateLink struct {
	pulumi.ResourceState

	link     *azsearch.SharedPrivateLink
	approval *azresources.Deployment

	ID pulumi.StringOutput
}

// NewSharedPrivateLink makes the link and approves it.
func NewSharedPrivateLink(ctx *pulumi.Context, name string, args *SharedPrivateLinkArgs, opts ...pulumi.ResourceOption) (*SharedPrivateLink, error) {
	if args == nil {
		args = &SharedPrivateLinkArgs{}
	}
	if err := component.Require("search.SharedPrivateLink", name, append(args.Placement.Fields(),
		component.Field{Name: "Name", Present: args.Name != ""},
		component.Field{Name: "Search", Present: args.Search != nil},
		component.Field{Name: "AccountID", Present: args.AccountID != nil},
		component.Field{Name: "Account", Present: args.Account != nil},
	)...); err != nil {
		return nil, err
	}
	l := &SharedPrivateLink{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/search:SharedPrivateLink", name, pulumi.Map{
		"name": pulumi.String(args.Name),
	}, l, opts...); err != nil {
		return nil, fmt.Errorf("registering the shared private link component: %w", err)
	}

	if err := l.createLink(ctx, name, args); err != nil {
		return nil, err
	}
	if err := l.approve(ctx, name, args); err != nil {
		return nil, err
	}
	l.ID = l.link.ID().ToStringOutput()
	return l, ctx.RegisterResourceOutputs(l, pulumi.Map{"id": l.ID})
}

func (l *SharedPrivateLink) createLink(ctx *pulumi.Context, name string, args *SharedPrivateLinkArgs) error {
	var err error
	l.link, err = azsearch.NewSharedPrivateLink(ctx, name+"-link", &azsearch.SharedPrivateLinkArgs{
		ResourceGroupName:             args.Placement.ResourceGroup,
		SearchServiceName:             args.Search,
		SharedPrivateLinkResourceName: pulumi.String(args.Name),
		Properties: pulumi.StringMap{
			"groupId":               pulumi.String(facts.SharedPrivateLinkOpenAI),
			"privateLinkResourceId": args.AccountID,
			"requestMessage":        pulumi.String(requestMessage(args.Name)),
			// What the approval below brings about. Azure answers Pending until
			// then; left out, every refresh would report the change, and one
			// that takes the approval back would look like any other.
			"status": pulumi.String("Approved"),
		},
	},
		pulumi.Parent(l),
		// The caller gives the reason with each of them: the account accepts
		// no link while it is still working.
		pulumi.DependsOn(args.After),
		// A link stays with its target: another one needs another link, and
		// the name is free once the old one is gone.
		pulumi.ReplaceOnChanges([]string{"properties.privateLinkResourceId", "properties.groupId"}),
		pulumi.DeleteBeforeReplace(true),
	)
	if err != nil {
		return fmt.Errorf("creating the shared private link: %w", err)
	}
	return nil
}

// approve accepts the link on the account. The connection's name is Azure's
// own, and the provider refuses to create what exists already, so an inline
// deployment writes the approval to the connection that a look-up finds.
func (l *SharedPrivateLink) approve(ctx *pulumi.Context, name string, args *SharedPrivateLinkArgs) error {
	message := requestMessage(args.Name)
	// The account's name travels through the link's id: the connection exists
	// only once the link does.
	account := azopenai.LookupAccountOutput(ctx, azopenai.LookupAccountOutputArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		AccountName: pulumi.All(args.Account, l.link.ID()).ApplyT(func(known []any) string {
			return known[0].(string)
		}).(pulumi.StringOutput),
	}, pulumi.Parent(l))
	connection := account.Properties().PrivateEndpointConnections().ApplyT(
		func(connections []azopenai.PrivateEndpointConnectionResponse) (string, error) {
			return connectionOf(connections, args.Name, message)
		}).(pulumi.StringOutput)

	var err error
	l.approval, err = azresources.NewDeployment(ctx, name+"-approval", &azresources.DeploymentArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		DeploymentName:    pulumi.String("approve-" + args.Name),
		Tags:              args.Placement.TagMap(),
		Properties: &azresources.DeploymentPropertiesArgs{
			Mode:     azresources.DeploymentModeIncremental,
			Template: approvalTemplate(args.Account, connection, message),
		},
	}, pulumi.Parent(l))
	if err != nil {
		return fmt.Errorf("approving the shared private link: %w", err)
	}
	return nil
}

// requestMessage marks the connection as this link's; the approval writes it
// back unchanged.
func requestMessage(link string) string { return "Shared private link " + link }

// connectionOf is the name of the link's connection: Azure usually begins it
// with the link's own name, and keeps the request message as its description
// until somebody approves it with words of their own.
func connectionOf(connections []azopenai.PrivateEndpointConnectionResponse, link, message string) (string, error) {
	var names []string
	for _, c := range connections {
		name := c.Name[strings.LastIndex(c.Name, "/")+1:]
		if strings.HasPrefix(name, link+".") || description(c) == message {
			return name, nil
		}
		names = append(names, name)
	}
	return "", fmt.Errorf("approving the shared private link: the account has no connection of %s, only %q", link, names)
}

func description(c azopenai.PrivateEndpointConnectionResponse) string {
	if c.Properties == nil || c.Properties.PrivateLinkServiceConnectionState.Description == nil {
		return ""
	}
	return *c.Properties.PrivateLinkServiceConnectionState.Description
}

func approvalTemplate(account, connection pulumi.StringInput, message string) pulumi.Map {
	return pulumi.Map{
		"$schema":        pulumi.String("https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"),
		"contentVersion": pulumi.String("1.0.0.0"),
		"resources": pulumi.Array{pulumi.Map{
			"type":       pulumi.String("Microsoft.CognitiveServices/accounts/privateEndpointConnections"),
			"apiVersion": pulumi.String("2024-10-01"),
			"name":       pulumi.Sprintf("%s/%s", account, connection),
			"properties": pulumi.Map{
				"groupIds": pulumi.ToStringArray([]string{facts.PrivateLinkOpenAI.Group}),
				"privateLinkServiceConnectionState": pulumi.Map{
					"status":      pulumi.String("Approved"),
					"description": pulumi.String(message),
				},
			},
		}},
	}
}
