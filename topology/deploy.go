// Package topology composes the whole deployment: settings in, components in
// the order of their dependencies, stack outputs out. It is a table of
// contents; every decision is in the packages that it calls.
package topology

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/dns"
	"secure-azure-openai/gateway"
	"secure-azure-openai/naming"
	"secure-azure-openai/network"
	"secure-azure-openai/resourcegroup"
	"secure-azure-openai/roles"
	"secure-azure-openai/services/functions"
	"secure-azure-openai/services/monitor"
	"secure-azure-openai/services/openai"
	"secure-azure-openai/services/search"
	"secure-azure-openai/services/storage"
	"secure-azure-openai/services/webapp"
	"secure-azure-openai/settings"
)

// deployment is one run of the program: what was decided, and what has been
// made so far.
type deployment struct {
	settings settings.Settings
	names    naming.Names
	deployer deployer
	place    resourcegroup.Placement

	group     *resourcegroup.Group
	workspace *monitor.Workspace
	network   *network.Network
	vpn       *network.VPNGateway // nil where the stack has none
	resolver  *network.Resolver   // nil where the stack has none
	zones     *dns.Zones
	openai    *openai.Account
	accounts  []account // further ones behind the gateway
	search    *search.Service
	storage   *storage.Account
	app       *webapp.App
	endpoints []*endpoint

	// These are nil where the stack has no gateway, or no backend.
	gateway        *gateway.Service
	gatewayLog     *gateway.Log
	gatewayNames   *dns.Addresses // nil where it has a private endpoint
	insights       *monitor.Insights
	backend        *functions.App
	backendStorage *storage.Account
	scope          *monitor.PrivateLinkScope

	grants *roles.Grants // of the services
}

// Deploy is the program.
func Deploy(ctx *pulumi.Context) error {
	d, err := decide(ctx)
	if err != nil {
		return err
	}
	for _, step := range []func(*pulumi.Context) error{
		d.guard, // before everything that it guards
		d.createGroup,
		d.createWorkspace,
		d.createInsights,
		d.createNetwork,
		d.createVPN, // takes 30 to 45 minutes, and nothing waits for it
		d.createResolver,
		d.createGateway, // takes as long inside the VNet, and what is private waits for it
		d.createZones,
		d.createOpenAI,
		d.createFurtherAccounts,
		d.createSearch,
		d.createStorage,
		d.createApp,
		d.createBackend,
		d.createScope,
		d.connectServices,
		d.nameGateway,
		d.linkSearchToOpenAI,
		d.createAPIs,
		d.configureApp,
		d.grantServices,
		d.configureBackend,
		d.grantDevelopers,
		d.watch,
		d.watchGateway,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	d.export(ctx)
	return nil
}
