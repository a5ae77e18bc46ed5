package dns

import (
	"fmt"

	azdns "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240601"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
)

// AddressesArgs are the decisions of zones that stand for one host each.
type AddressesArgs struct {
	ResourceGroup pulumi.StringInput
	// Zones are full host names, each of which is a zone of From.
	Zones []string
	// Address is the private address of all of them.
	Address pulumi.StringInput
	From    *Zones
}

// Addresses give the names of a service without a private endpoint its address
// in the VNet. Each name is a zone of its own: one for the domain above would
// hide everybody else's service of that domain from the VNet.
type Addresses struct {
	pulumi.ResourceState

	records []*azdns.PrivateRecordSet
}

// NewAddresses makes an A record at the top of each zone.
func NewAddresses(ctx *pulumi.Context, name string, args *AddressesArgs, opts ...pulumi.ResourceOption) (*Addresses, error) {
	if args == nil {
		args = &AddressesArgs{}
	}
	if err := component.Require("dns.Addresses", name,
		component.Field{Name: "ResourceGroup", Present: args.ResourceGroup != nil},
		component.Field{Name: "Zones", Present: len(args.Zones) > 0},
		component.Field{Name: "Address", Present: args.Address != nil},
		component.Field{Name: "From", Present: args.From != nil},
	); err != nil {
		return nil, err
	}
	a := &Addresses{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:dns:Addresses", name, pulumi.Map{
		"zones": pulumi.ToStringArray(args.Zones),
	}, a, opts...); err != nil {
		return nil, fmt.Errorf("registering the DNS addresses component: %w", err)
	}
	for _, zone := range args.Zones {
		made, err := args.From.name(zone)
		if err != nil {
			return nil, fmt.Errorf("giving %s an address: %w", zone, err)
		}
		record, err := azdns.NewPrivateRecordSet(ctx, name+"-"+zone, &azdns.PrivateRecordSetArgs{
			ResourceGroupName:     args.ResourceGroup,
			PrivateZoneName:       made,
			RecordType:            pulumi.String("A"),
			RelativeRecordSetName: pulumi.String("@"), // the zone's own name
			Ttl:                   pulumi.Float64(300),
			ARecords:              azdns.ARecordArray{&azdns.ARecordArgs{Ipv4Address: args.Address.ToStringOutput().ToStringPtrOutput()}},
		}, pulumi.Parent(a))
		if err != nil {
			return nil, fmt.Errorf("creating the address of %s: %w", zone, err)
		}
		a.records = append(a.records, record)
	}
	return a, ctx.RegisterResourceOutputs(a, pulumi.Map{})
}

// Resources are the records, for what needs the names to wait for.
func (a *Addresses) Resources() []pulumi.Resource {
	var list []pulumi.Resource
	for _, r := range a.records {
		list = append(list, r)
	}
	return list
}
