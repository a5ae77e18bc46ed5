package tests

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/facts"
	"secure-azure-openai/roles"
	"secure-azure-openai/services/functions"
	"secure-azure-openai/services/monitor"
	"secure-azure-openai/services/openai"
	"secure-azure-openai/services/search"
	"secure-azure-openai/services/storage"
	"secure-azure-openai/services/webapp"
	"secure-azure-openai/settings"
)

// services are the components of the services and of who may use them.
var services = []alone{
	{
		constructor: "services/openai.NewAccount", missing: "Placement.Location, Name", children: []string{"Account"},
		empty: func(ctx *pulumi.Context) error { _, err := openai.NewAccount(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			a, err := openai.NewAccount(ctx, "it", &openai.AccountArgs{Placement: n.place, Name: "Oai-Alone"})
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": a.ID, "name": a.Name, "principal": a.PrincipalID, "host": pulumi.String(a.Host)})
			return nil
		},
		outputs: map[string]string{"id": "/accounts/Oai-Alone", "name": "Oai-Alone", "principal": "-", "host": "oai-alone.openai.azure.com"},
	},
	{
		constructor: "services/search.NewService", missing: "Name, SKU, Replicas, Partitions, Semantic", children: []string{"Service"},
		empty: func(ctx *pulumi.Context) error { _, err := search.NewService(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			s, err := search.NewService(ctx, "it", &search.ServiceArgs{
				Placement: n.place, Name: "srch-alone", SKU: "basic", Replicas: 1, Partitions: 1, Semantic: "free",
			})
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": s.ID, "name": s.Name, "principal": s.PrincipalID, "host": pulumi.String(s.Host)})
			return nil
		},
		outputs: map[string]string{"id": "/searchServices/srch-alone", "name": "srch-alone", "principal": "-", "host": "srch-alone.search.windows.net"},
	},
	{
		constructor: "services/search.NewSharedPrivateLink", missing: "Search, AccountID, Account", children: []string{"Deployment", "SharedPrivateLinkResource"},
		empty: func(ctx *pulumi.Context) error { _, err := search.NewSharedPrivateLink(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			l, err := search.NewSharedPrivateLink(ctx, "it", &search.SharedPrivateLinkArgs{
				Placement: n.place, Name: "spl-alone", Search: pulumi.String("srch"), AccountID: pulumi.String(n.openai), Account: pulumi.String("oai"),
			})
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": l.ID})
			return nil
		},
		outputs: map[string]string{"id": "/sharedPrivateLinkResources/spl-alone"},
	},
	{
		constructor: "services/storage.NewAccount", missing: "Name, SKU, Container", children: []string{"BlobContainer", "BlobServiceProperties", "StorageAccount"},
		empty: func(ctx *pulumi.Context) error { _, err := storage.NewAccount(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			a, err := storage.NewAccount(ctx, "it", &storage.AccountArgs{Placement: n.place, Name: "stalone", SKU: "Standard_LRS", Container: "papers"})
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{
				"id": a.ID, "name": a.Name, "blobs": a.BlobServiceID, "host": pulumi.String(a.BlobHost), "container": a.ContainerURL,
			})
			return nil
		},
		outputs: map[string]string{
			"id": "/storageAccounts/stalone", "name": "stalone", "blobs": "/stalone/blobServices/default",
			"host": "stalone.blob.core.windows.net", "container": "https://stalone.blob.core.windows.net/papers",
		},
	},
	{
		constructor: "services/webapp.NewApp", missing: "Name, PlanName, SKU, Instances, SubnetID, VNet, Exposure, Runtime",
		children: []string{
			"AppServicePlan", "NetworkSecurityGroup", "NetworkSecurityGroup", "VirtualNetwork",
			"WebApp", "WebAppApplicationSettings", "WebAppFtpAllowed", "WebAppScmAllowed",
		},
		empty: func(ctx *pulumi.Context) error { _, err := webapp.NewApp(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			v, err := newNetwork(ctx, n)
			if err != nil {
				return err
			}
			a, err := webapp.NewApp(ctx, "it", &webapp.AppArgs{
				Placement: n.place, Name: "app-alone", PlanName: "asp-alone", SKU: "B1", Instances: 1, SubnetID: v.WebAppID, VNet: v.Resource(),
				Exposure: settings.ExposurePrivate, Runtime: "PYTHON|3.11",
			})
			if err != nil {
				return err
			}
			if err := a.Configure(ctx, nil); err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": a.ID, "name": a.Name, "principal": a.PrincipalID, "host": pulumi.String(a.Host), "scm": pulumi.String(a.SCMHost)})
			return nil
		},
		outputs: map[string]string{"id": "/sites/app-alone", "name": "app-alone", "principal": "-", "host": "app-alone.azurewebsites.net", "scm": "app-alone.scm.azurewebsites.net"},
	},
	{
		constructor: "services/functions.NewApp",
		missing: "Name, PlanName, SubnetID, VNet, Runtime, RuntimeVersion, MemoryMB, MaximumInstances, StorageName, ContainerURL, " +
			"Caller.PrincipalID, Caller.ClientID, Caller.TenantID",
		children: []string{
			"AppServicePlan", "NetworkSecurityGroup", "NetworkSecurityGroup", "VirtualNetwork",
			"WebApp", "WebAppApplicationSettings", "WebAppAuthSettingsV2", "WebAppFtpAllowed", "WebAppScmAllowed",
		},
		empty: func(ctx *pulumi.Context) error { _, err := functions.NewApp(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			v, err := newNetwork(ctx, n)
			if err != nil {
				return err
			}
			a, err := functions.NewApp(ctx, "it", &functions.AppArgs{
				Placement: n.place, Name: "func-alone", PlanName: "asp-alone", SubnetID: n.subnet("functions"), VNet: v.Resource(),
				Runtime: "python", RuntimeVersion: "3.12", MemoryMB: 2048, MaximumInstances: 40,
				StorageName: pulumi.String("stneighbour"), ContainerURL: pulumi.String("https://stneighbour.blob.core.windows.net/code"),
				Caller: functions.Caller{
					PrincipalID: pulumi.String("77777777-0000-4000-8000-000000000002"),
					ClientID:    "77777777-0000-4000-8000-000000000003", TenantID: "77777777-0000-4000-8000-000000000001",
				},
			})
			if err != nil {
				return err
			}
			if err := a.Configure(ctx, nil); err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": a.ID, "name": a.Name, "principal": a.PrincipalID, "host": pulumi.String(a.Host)})
			return nil
		},
		outputs: map[string]string{"id": "/sites/func-alone", "name": "func-alone", "principal": "-", "host": "func-alone.azurewebsites.net"},
	},
	{
		constructor: "services/monitor.NewWorkspace", missing: "Name, RetentionDays", children: []string{"Workspace"},
		empty: func(ctx *pulumi.Context) error { _, err := monitor.NewWorkspace(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			w, err := monitor.NewWorkspace(ctx, "it", &monitor.WorkspaceArgs{Placement: n.place, Name: "log-alone", RetentionDays: 30})
			if err != nil {
				return err
			}
			export(ctx, map[string]pulumi.Input{"id": w.ID, "name": w.Name})
			return nil
		},
		outputs: map[string]string{"id": "/workspaces/log-alone", "name": "log-alone"},
	},
	{
		constructor: "services/monitor.NewDiagnostics", missing: "TargetID, WorkspaceID", children: []string{"DiagnosticSetting"},
		empty: func(ctx *pulumi.Context) error { _, err := monitor.NewDiagnostics(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			_, err := monitor.NewDiagnostics(ctx, "it", &monitor.DiagnosticsArgs{TargetID: pulumi.String(n.openai), WorkspaceID: pulumi.String(n.workspace)})
			return err
		},
	},
	{
		constructor: "services/monitor.NewDefender", missing: "Location", children: []string{"DeploymentAtSubscriptionScope"},
		empty: func(ctx *pulumi.Context) error { _, err := monitor.NewDefender(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, _ *neighbours) error {
			_, err := monitor.NewDefender(ctx, "it", &monitor.DefenderArgs{Location: "westeurope"})
			return err
		},
	},
	{
		constructor: "roles.NewGrants", missing: "SubscriptionID", children: []string{"RoleAssignment"},
		empty: func(ctx *pulumi.Context) error { _, err := roles.NewGrants(ctx, "it", nil); return err },
		build: func(ctx *pulumi.Context, n *neighbours) error {
			_, err := roles.NewGrants(ctx, "it", &roles.GrantsArgs{
				SubscriptionID: strings.Split(n.openai, "/")[2],
				Rules:          []roles.Rule{{Requirement: "R0", Role: facts.RoleStorageBlobDataReader, From: roles.Developer, On: roles.Storage}},
				Principals: map[roles.Party]roles.Principal{
					roles.Developer: {ID: pulumi.String("77777777-0000-4000-8000-000000000002"), Type: "User"}},
				Scopes: map[roles.Party]pulumi.StringInput{roles.Storage: pulumi.String(n.storage)},
			})
			return err
		},
	},
}
