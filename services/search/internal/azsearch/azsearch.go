// Package azsearch binds the two Azure AI Search resource types that this
// program uses, because the SDK's search module resolves at no version. Types
// and property names are the SDK's own, so that moving to it later changes
// nothing in a stack's state.
package azsearch

import (
	"context"
	"reflect"

	"github.com/pulumi/pulumi-azure-native-sdk/v2/utilities"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The API version is the first line of versions that has networkRuleSet.bypass:
// https://learn.microsoft.com/rest/api/searchmanagement (2024-06-01-preview).
const module = "azure-native:search/v20240601preview:"

// Service is an Azure AI Search service.
type Service struct {
	pulumi.CustomResourceState

	Name     pulumi.StringOutput    `pulumi:"name"`
	Identity IdentityResponseOutput `pulumi:"identity"`
}

// ServiceArgs are the inputs of a Service, by ARM's names.
type ServiceArgs struct {
	ResourceGroupName   pulumi.StringInput
	SearchServiceName   pulumi.StringInput
	Location            pulumi.StringInput
	Tags                pulumi.StringMapInput
	Sku                 pulumi.StringMapInput
	Identity            pulumi.StringMapInput
	ReplicaCount        pulumi.IntInput
	PartitionCount      pulumi.IntInput
	HostingMode         pulumi.StringInput
	PublicNetworkAccess pulumi.StringInput
	// NetworkRuleSet has bypass, a text, and ipRules, a list.
	NetworkRuleSet   pulumi.MapInput
	DisableLocalAuth pulumi.BoolInput
	// AuthOptions is the tree aadOrApiKey.aadAuthFailureMode; nil where
	// DisableLocalAuth is true: Azure refuses both together.
	AuthOptions    pulumi.StringMapMapInput
	SemanticSearch pulumi.StringInput
}

type serviceArgs struct {
	ResourceGroupName   string                       `pulumi:"resourceGroupName"`
	SearchServiceName   string                       `pulumi:"searchServiceName"`
	Location            string                       `pulumi:"location"`
	Tags                map[string]string            `pulumi:"tags"`
	Sku                 map[string]string            `pulumi:"sku"`
	Identity            map[string]string            `pulumi:"identity"`
	ReplicaCount        int                          `pulumi:"replicaCount"`
	PartitionCount      int                          `pulumi:"partitionCount"`
	HostingMode         string                       `pulumi:"hostingMode"`
	PublicNetworkAccess string                       `pulumi:"publicNetworkAccess"`
	NetworkRuleSet      map[string]any               `pulumi:"networkRuleSet"`
	DisableLocalAuth    bool                         `pulumi:"disableLocalAuth"`
	AuthOptions         map[string]map[string]string `pulumi:"authOptions"`
	SemanticSearch      string                       `pulumi:"semanticSearch"`
}

// ElementType ties the inputs to their wire names.
func (ServiceArgs) ElementType() reflect.Type { return reflect.TypeOf((*serviceArgs)(nil)).Elem() }

// NewService registers a Search service.
func NewService(ctx *pulumi.Context, name string, args *ServiceArgs, opts ...pulumi.ResourceOption) (*Service, error) {
	var s Service
	return &s, ctx.RegisterResource(module+"Service", name, args, &s, utilities.PkgResourceDefaultOpts(opts)...)
}

// SharedPrivateLink is a private endpoint of a Search service's own, to
// another resource.
type SharedPrivateLink struct {
	pulumi.CustomResourceState

	Name pulumi.StringOutput `pulumi:"name"`
}

// SharedPrivateLinkArgs are the inputs of a SharedPrivateLink.
type SharedPrivateLinkArgs struct {
	ResourceGroupName             pulumi.StringInput
	SearchServiceName             pulumi.StringInput
	SharedPrivateLinkResourceName pulumi.StringInput
	Properties                    pulumi.StringMapInput
}

type sharedPrivateLinkArgs struct {
	ResourceGroupName             string            `pulumi:"resourceGroupName"`
	SearchServiceName             string            `pulumi:"searchServiceName"`
	SharedPrivateLinkResourceName string            `pulumi:"sharedPrivateLinkResourceName"`
	Properties                    map[string]string `pulumi:"properties"`
}

// ElementType ties the inputs to their wire names.
func (SharedPrivateLinkArgs) ElementType() reflect.Type {
	return reflect.TypeOf((*sharedPrivateLinkArgs)(nil)).Elem()
}

// NewSharedPrivateLink registers a shared private link.
func NewSharedPrivateLink(ctx *pulumi.Context, name string, args *SharedPrivateLinkArgs, opts ...pulumi.ResourceOption) (*SharedPrivateLink, error) {
	var l SharedPrivateLink
	return &l, ctx.RegisterResource(module+"SharedPrivateLinkResource", name, args, &l, utilities.PkgResourceDefaultOpts(opts)...)
}

// IdentityResponse is the identity that Azure gave a service.
type IdentityResponse struct {
	PrincipalId string `pulumi:"principalId"`
	TenantId    string `pulumi:"tenantId"`
	Type        string `pulumi:"type"`
}

// IdentityResponseOutput is an IdentityResponse that Azure has yet to give.
type IdentityResponseOutput struct{ *pulumi.OutputState }

// ElementType is IdentityResponse.
func (IdentityResponseOutput) ElementType() reflect.Type {
	return reflect.TypeOf((*IdentityResponse)(nil)).Elem()
}

// ToIdentityResponseOutput is the output itself.
func (o IdentityResponseOutput) ToIdentityResponseOutput() IdentityResponseOutput { return o }

// ToIdentityResponseOutputWithContext is the output itself.
func (o IdentityResponseOutput) ToIdentityResponseOutputWithContext(context.Context) IdentityResponseOutput {
	return o
}

// PrincipalId is the identity's object id.
func (o IdentityResponseOutput) PrincipalId() pulumi.StringOutput {
	return o.ApplyT(func(i IdentityResponse) string { return i.PrincipalId }).(pulumi.StringOutput)
}

func init() { pulumi.RegisterOutputType(IdentityResponseOutput{}) }
