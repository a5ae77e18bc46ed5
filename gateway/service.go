// Package gateway makes API Management in front of Azure OpenAI and of a
// backend that only it may call: the service, its APIs with their policies, and
// what is kept of their calls.
package gateway

import (
	"fmt"

	azapim "github.com/pulumi/pulumi-azure-native-sdk/apimanagement/v2/v20240501"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// ServiceArgs are the decisions of an API Management service.
type ServiceArgs struct {
	Placement resourcegroup.Placement
	// Name is the service's, and the first part of its host names.
	Name string
	// SKU is one of facts.GatewayTiersOffered, and Units how many of it.
	SKU   string
	Units int
	// Inside puts the service into the subnet, for a classic tier. Otherwise its
	// calls leave through the subnet, which is delegated to
	// Microsoft.Web/serverFarms.
	Inside   bool
	SubnetID pulumi.StringInput
	// PublicAccess leaves the gateway's public address open. Azure refuses to
	// turn it off while no private endpoint is approved; it has no meaning
	// Inside.
	PublicAccess bool
	// PublisherName and PublisherEmail are who answers for the service.
	PublisherName, PublisherEmail string
	// Restore brings back the soft-deleted service of this name.
	Restore bool
	// After is what must be there before the service; the caller knows why.
	After []pulumi.Resource
}

// Service is an API Management service without portals, with an identity of its
// own.
type Service struct {
	pulumi.ResourceState

	service *azapim.ApiManagementService

	ID   pulumi.StringOutput
	Name pulumi.StringOutput
	// PrincipalID is the object id of the service's system-assigned identity.
	PrincipalID pulumi.StringOutput
	// Host is the name that callers use ("<name>.azure-api.net"), known before
	// the service exists.
	Host string
	// PrivateAddress is that of a service inside the subnet.
	PrivateAddress pulumi.StringOutput
}

// NewService makes the service.
func NewService(ctx *pulumi.Context, name string, args *ServiceArgs, opts ...pulumi.ResourceOption) (*Service, error) {
	if args == nil {
		args = &ServiceArgs{}
	}
	if err := args.validate(name); err != nil {
		return nil, err
	}
	s := &Service{Host: args.Name + ".azure-api.net"}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:gateway:Service", name, pulumi.Map{
		"name":         pulumi.String(args.Name),
		"sku":          pulumi.String(args.SKU),
		"units":        pulumi.Int(args.Units),
		"inside":       pulumi.Bool(args.Inside),
		"publicAccess": pulumi.Bool(args.PublicAccess),
	}, s, opts...); err != nil {
		return nil, fmt.Errorf("registering the gateway component: %w", err)
	}
	if err := s.createService(ctx, name, args); err != nil {
		return nil, err
	}

	s.ID = s.service.ID().ToStringOutput()
	s.Name = s.service.Name
	s.PrincipalID = s.service.Identity.PrincipalId().Elem()
	s.PrivateAddress = s.service.PrivateIPAddresses.Index(pulumi.Int(0))
	return s, ctx.RegisterResourceOutputs(s, pulumi.Map{
		"id": s.ID, "principalId": s.PrincipalID, "host": pulumi.String(s.Host),
	})
}

func (a *ServiceArgs) validate(name string) error {
	return component.Require("gateway.Service", name, append(a.Placement.Fields(),
		component.Field{Name: "Name", Present: a.Name != ""},
		component.Field{Name: "SKU", Present: a.SKU != ""},
		component.Field{Name: "Units", Present: a.Units > 0},
		component.Field{Name: "SubnetID", Present: a.SubnetID != nil},
		component.Field{Name: "PublisherName", Present: a.PublisherName != ""},
		component.Field{Name: "PublisherEmail", Present: a.PublisherEmail != ""},
	)...)
}

func (s *Service) createService(ctx *pulumi.Context, name string, args *ServiceArgs) error {
	service := &azapim.ApiManagementServiceArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		ServiceName:       pulumi.String(args.Name),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
		Sku: &azapim.ApiManagementServiceSkuPropertiesArgs{
			Name: pulumi.String(args.SKU), Capacity: pulumi.Int(args.Units),
		},
		Identity:       &azapim.ApiManagementServiceIdentityArgs{Type: pulumi.String("SystemAssigned")},
		PublisherName:  pulumi.String(args.PublisherName),
		PublisherEmail: pulumi.String(args.PublisherEmail),
		// Always explicit: the SDK's own default is None.
		VirtualNetworkType: pulumi.String("External"),
		VirtualNetworkConfiguration: &azapim.VirtualNetworkConfigurationArgs{
			SubnetResourceId: args.SubnetID.ToStringOutput().ToStringPtrOutput(),
		},
		// Older versions answer with subscription keys and other secrets:
		// https://learn.microsoft.com/azure/api-management/breaking-changes/api-version-retirement-sep-2023
		ApiVersionConstraint:  &azapim.ApiVersionConstraintArgs{MinApiVersion: pulumi.String("2021-08-01")},
		DeveloperPortalStatus: pulumi.String("Disabled"),
		LegacyPortalStatus:    pulumi.String("Disabled"),
	}
	if args.Inside {
		service.VirtualNetworkType = pulumi.String("Internal")
		// A tier of version 2 takes none of them, and has TLS 1.2 in any case.
		service.CustomProperties = pulumi.ToStringMap(weakTLS())
	} else {
		service.PublicNetworkAccess = pulumi.String(access(args.PublicAccess))
	}
	if args.Restore {
		// Sent only when asked for: Azure fails where nothing is to be
		// restored, and where something is, it looks at nothing else.
		service.Restore = pulumi.Bool(true)
	}
	var err error
	s.service, err = azapim.NewApiManagementService(ctx, name+"-service", service,
		pulumi.Parent(s),
		// The caller gives the reason with each of them.
		pulumi.DependsOn(args.After),
		// A classic tier takes 30 to 45 minutes and more, each way.
		pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "3h", Update: "3h", Delete: "2h"}),
		// Azure moves no service, and the provider would try.
		pulumi.ReplaceOnChanges([]string{"location"}),
		pulumi.DeleteBeforeReplace(true),
		// A private endpoint writes itself in here, and a refresh takes it for
		// an input that the program does not set.
		pulumi.IgnoreChanges([]string{"privateEndpointConnections"}),
	)
	if err != nil {
		return fmt.Errorf("creating the API Management service: %w", err)
	}
	return nil
}

// gone is for what lies in the service: it goes with it. Deleted one by one,
// some of it stays: Azure refuses to delete a product that has subscriptions
// (Azure/apiops#288), and a pool made by a template outlives the template.
func (s *Service) gone() pulumi.ResourceOption { return pulumi.DeletedWith(s.service) }

func access(public bool) string {
	if public {
		return "Enabled"
	}
	return "Disabled"
}

// weakTLS turns the protocols and ciphers off that a classic tier still takes:
// https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers
func weakTLS() map[string]string {
	const security = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security."
	off := map[string]string{}
	for _, key := range []string{
		"Protocols.Tls10", "Protocols.Tls11", "Protocols.Ssl30",
		"Backend.Protocols.Tls10", "Backend.Protocols.Tls11", "Backend.Protocols.Ssl30",
		"Ciphers.TripleDes168",
		"Ciphers.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "Ciphers.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
		"Ciphers.TLS_RSA_WITH_AES_128_GCM_SHA256",
		"Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA256", "Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA256",
		"Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA", "Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA",
	} {
		off[security+key] = "false"
	}
	return off
}
