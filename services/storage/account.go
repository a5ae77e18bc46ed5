// Package storage makes the storage accounts: the one that holds the
// documents, and the one of a Functions host.
package storage

import (
	"fmt"

	azstorage "github.com/pulumi/pulumi-azure-native-sdk/storage/v2/v20240101"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// AccountArgs are the decisions of a storage account.
type AccountArgs struct {
	Placement resourcegroup.Placement
	// Name is 3 to 24 lower-case letters and digits.
	Name string
	SKU  string
	// Container is the account's one blob container, for the documents or for
	// the code that is published.
	Container string
	// SharedKey leaves key authentication on. The default is off.
	SharedKey bool
}

// Account is a storage account that only private endpoints and trusted Azure
// services reach.
type Account struct {
	pulumi.ResourceState

	account   *azstorage.StorageAccount
	blobs     *azstorage.BlobServiceProperties
	container *azstorage.BlobContainer

	ID   pulumi.StringOutput
	Name pulumi.StringOutput
	// BlobServiceID is where the logs of blob requests come from.
	BlobServiceID pulumi.StringOutput
	// ContainerURL is the container's address
	// ("https://<account>.blob.core.windows.net/<container>"), known once it
	// exists.
	ContainerURL pulumi.StringOutput
	// BlobHost is the name that clients use, known before the account exists.
	BlobHost string
}

// deletedDays is how long a deleted blob or container can be brought back.
const deletedDays = 7

// NewAccount makes the account and its container.
func NewAccount(ctx *pulumi.Context, name string, args *AccountArgs, opts ...pulumi.ResourceOption) (*Account, error) {
	if args == nil {
		args = &AccountArgs{}
	}
	if err := component.Require("storage.Account", name, append(args.Placement.Fields(),
		component.Field{Name: "Name", Present: args.Name != ""},
		component.Field{Name: "SKU", Present: args.SKU != ""},
		component.Field{Name: "Container", Present: args.Container != ""},
	)...); err != nil {
		return nil, err
	}
	a := &Account{BlobHost: args.Name + ".blob.core.windows.net"}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/storage:Account", name, pulumi.Map{
		"name":      pulumi.String(args.Name),
		"sku":       pulumi.String(args.SKU),
		"container": pulumi.String(args.Container),
		"sharedKey": pulumi.Bool(args.SharedKey),
	}, a, opts...); err != nil {
		return nil, fmt.Errorf("registering the storage component: %w", err)
	}

	if err := a.createAccount(ctx, name, args); err != nil {
		return nil, err
	}
	if err := a.createContainer(ctx, name, args); err != nil {
		return nil, err
	}

	a.ID = a.account.ID().ToStringOutput()
	a.Name = a.account.Name
	a.BlobServiceID = pulumi.Sprintf("%s/blobServices/default", a.account.ID())
	a.ContainerURL = pulumi.Sprintf("https://%s/%s", a.BlobHost, a.container.Name)
	return a, ctx.RegisterResourceOutputs(a, pulumi.Map{"id": a.ID, "blobHost": pulumi.String(a.BlobHost)})
}

func (a *Account) createAccount(ctx *pulumi.Context, name string, args *AccountArgs) error {
	var err error
	a.account, err = azstorage.NewStorageAccount(ctx, name+"-account", &azstorage.StorageAccountArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		AccountName:       pulumi.String(args.Name),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
		Kind:              pulumi.String("StorageV2"),
		Sku:               &azstorage.SkuArgs{Name: pulumi.String(args.SKU)},
		// The trusted-service exception below stays in effect.
		PublicNetworkAccess: pulumi.String("Disabled"),
		NetworkRuleSet: &azstorage.NetworkRuleSetArgs{
			DefaultAction: azstorage.DefaultActionDeny,
			// Search reads the documents, and Azure OpenAI the uploads, with
			// their identities.
			Bypass: pulumi.String("AzureServices"),
			// The empty lists take away what somebody lets in: a property that
			// is not sent stays as it is (pulumi/pulumi-azure-native#2507).
			IpRules:             azstorage.IPRuleArray{},
			VirtualNetworkRules: azstorage.VirtualNetworkRuleArray{},
		},
		AllowBlobPublicAccess: pulumi.Bool(false),
		AllowSharedKeyAccess:  pulumi.Bool(args.SharedKey),
		// Portal and tools ask for Entra tokens first, also where keys are on.
		DefaultToOAuthAuthentication: pulumi.Bool(true),
		AllowCrossTenantReplication:  pulumi.Bool(false),
		IsLocalUserEnabled:           pulumi.Bool(false),
		MinimumTlsVersion:            pulumi.String("TLS1_2"),
		EnableHttpsTrafficOnly:       pulumi.Bool(true),
	}, pulumi.Parent(a))
	if err != nil {
		return fmt.Errorf("creating the storage account: %w", err)
	}
	return nil
}

// createContainer goes through ARM, which works with public access off.
func (a *Account) createContainer(ctx *pulumi.Context, name string, args *AccountArgs) error {
	var err error
	a.blobs, err = azstorage.NewBlobServiceProperties(ctx, name+"-blobs", &azstorage.BlobServicePropertiesArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		AccountName:       a.account.Name,
		BlobServicesName:  pulumi.String("default"),
		DeleteRetentionPolicy: &azstorage.DeleteRetentionPolicyArgs{
			Enabled: pulumi.Bool(true), Days: pulumi.Int(deletedDays),
		},
		ContainerDeleteRetentionPolicy: &azstorage.DeleteRetentionPolicyArgs{
			Enabled: pulumi.Bool(true), Days: pulumi.Int(deletedDays),
		},
	}, pulumi.Parent(a))
	if err != nil {
		return fmt.Errorf("setting the blob service's properties: %w", err)
	}
	a.container, err = azstorage.NewBlobContainer(ctx, name+"-container", &azstorage.BlobContainerArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		AccountName:       a.account.Name,
		ContainerName:     pulumi.String(args.Container),
		PublicAccess:      azstorage.PublicAccessNone,
	}, pulumi.Parent(a))
	if err != nil {
		return fmt.Errorf("creating the container %s: %w", args.Container, err)
	}
	return nil
}
