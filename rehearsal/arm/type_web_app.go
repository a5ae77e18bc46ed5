package arm

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// servicePlanType.
// https://learn.microsoft.com/azure/app-service/overview-hosting-plans
var servicePlanType = Type{
	Token: "azure-native:web/v20240401:AppServicePlan",
	ARM:   armServicePlan,
	API:   "2024-04-01",
	Path:  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Web/serverfarms/{name}",
	Name:  "name",
	// hashicorp/terraform-provider-azurerm#528 has the status; that the code and
	// the words are those for a site is not confirmed.
	Named: named(facts.NamePlan, "BadRequest", "Name %s is not valid."),
	// By x-ms-mutability in Azure's API definition.
	ForceNew: []string{"hostingEnvironmentProfile", "hyperV", "isXenon", "reserved"},
	Validate: func(_ *Tx, r, _ *Resource) error {
		// A Flex Consumption plan is one of Linux; code and words are not confirmed.
		if isFlex(r) && !flag(r.Properties, "reserved") {
			return badRequest("BadRequest", "Server farm '%s' has the SKU %s, which is for Linux alone: reserved must be true.", r.Name(), facts.FlexSKU)
		}
		return nil
	},
	Complete: func(tx *Tx, r, _ *Resource) error {
		r.Properties["status"] = "Ready"
		r.Properties["geoRegion"] = r.Text("location")
		r.Properties["resourceGroup"] = GroupOf(r.ID)
		r.Properties["subscription"] = tx.w.opts.Subscription
		r.Properties["maximumNumberOfWorkers"] = float64(30)
		fill(r.Properties, "kind", "app")
		fill(r.Properties, "reserved", false)
		fill(r.Properties, "zoneRedundant", false)
		if isFlex(r) {
			fill(r.Properties, "sku.capacity", float64(0)) // what runs is counted by use
			set(r.Properties, "sku.tier", facts.FlexTier)
		}
		fill(r.Properties, "sku.capacity", float64(1))
		r.Properties["numberOfWorkers"] = get(r.Properties, "sku.capacity")
		return nil
	},
	View: func(tx *Tx, r *Resource, properties map[string]any) {
		properties["numberOfSites"] = float64(len(tx.Referrers(r.ID)))
	},
	BeforeDelete: func(tx *Tx, r *Resource) error {
		if users := tx.Referrers(r.ID); len(users) > 0 {
			return conflict("Conflict", "Server farm '%s' cannot be deleted because it has web app(s) %s assigned to it.", r.Name(), users[0].Name())
		}
		return nil
	},
}

// webAppType. App settings are taken and never returned.
// https://learn.microsoft.com/azure/app-service/overview-vnet-integration
var webAppType = Type{
	Token:     "azure-native:web/v20240401:WebApp",
	ARM:       armWebApp,
	API:       "2024-04-01",
	Path:      "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Web/sites/{name}",
	Name:      "name",
	Named:     checkWebAppName,
	ForceNew:  []string{"location", "kind"},
	WriteOnly: []string{"siteConfig.appSettings", "siteConfig.connectionStrings"},
	References: []Reference{
		{Path: "serverFarmId", To: []string{armServicePlan}},
		{Path: "virtualNetworkSubnetId", To: []string{armSubnet}},
		{Path: "identity.userAssignedIdentities[]", To: []string{armUserAssignedIdentity}},
	},
	Validate: func(tx *Tx, r, _ *Resource) error {
		plan := tx.Get(r.Text("serverFarmId"))
		if plan != nil && plan.Text("location") != r.Text("location") {
			return conflict("Conflict", "Cannot create a site in location '%s' on server farm '%s' in location '%s'.", r.Text("location"), plan.Name(), plan.Text("location"))
		}
		if tx.elsewhere(r) != nil {
			return conflict("Conflict", "Website with given name %s already exists.", r.Name())
		}
		if err := checkFlex(tx, r); err != nil {
			return err
		}
		return checkIntegration(tx, r)
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		name := r.Name()
		r.Properties["defaultHostName"] = name + ".azurewebsites.net"
		r.Properties["hostNames"] = strs(name + ".azurewebsites.net")
		r.Properties["enabledHostNames"] = strs(name+".azurewebsites.net", name+".scm.azurewebsites.net")
		r.Properties["hostNameSslStates"] = []any{
			map[string]any{"name": name + ".azurewebsites.net", "sslState": "Disabled", "hostType": "Standard"},
			map[string]any{"name": name + ".scm.azurewebsites.net", "sslState": "Disabled", "hostType": "Repository"},
		}
		r.Properties["outboundIpAddresses"] = strings.Join(outbound(r.ID, 4), ",")
		r.Properties["possibleOutboundIpAddresses"] = strings.Join(outbound(r.ID, 8), ",")
		r.Properties["customDomainVerificationId"] = strings.ToUpper(strings.ReplaceAll(r.GUID("domain")+r.GUID("verification"), "-", ""))
		r.Properties["repositorySiteName"] = name
		r.Properties["resourceGroup"] = GroupOf(r.ID)
		r.Properties["state"] = "Running"
		r.Properties["usageState"] = "Normal"
		r.Properties["availabilityState"] = "Normal"
		r.Properties["lastModifiedTimeUtc"] = born
		fill(r.Properties, "enabled", true)
		fill(r.Properties, "kind", "app")
		fill(r.Properties, "httpsOnly", false)
		fill(r.Properties, "keyVaultReferenceIdentity", "SystemAssigned")
		return nil
	},
}

// outbound are addresses that nobody has, out of TEST-NET-2 (RFC 5737).
func outbound(id string, n int) []string {
	addresses := make([]string, n)
	for i := range addresses {
		last := documentationAddress(fmt.Sprintf("%s#%d", id, i))
		addresses[i] = "198.51.100." + last[strings.LastIndex(last, ".")+1:]
	}
	return addresses
}

// What exists with every web app and can only be written: its settings, and
// whether basic credentials may publish, by FTP and by SCM.
// pulumi-azure-native, provider/pkg/resources/defaults.
var (
	ftpAllowedType  = publishingPolicy("WebAppFtpAllowed", "ftp")
	scmAllowedType  = publishingPolicy("WebAppScmAllowed", "scm")
	appSettingsType = Type{
		Token:   "azure-native:web/v20240401:WebAppApplicationSettings",
		ARM:     "Microsoft.Web/sites/config",
		API:     "2024-04-01",
		Path:    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Web/sites/{name}/config/appsettings",
		Default: map[string]any{},
		Validate: func(tx *Tx, r, _ *Resource) error {
			if site := tx.Get(ParentOf(r.ID)); site == nil || !isFlex(tx.Get(site.Text("serverFarmId"))) {
				return nil
			}
			return checkFlexSettings(slices.Sorted(maps.Keys(object(r.Properties, "properties"))))
		},
	}
)

func publishingPolicy(resource, policy string) Type {
	return Type{
		Token:   "azure-native:web/v20240401:" + resource,
		ARM:     "Microsoft.Web/sites/basicPublishingCredentialsPolicies",
		API:     "2024-04-01",
		Path:    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Web/sites/{name}/basicPublishingCredentialsPolicies/" + policy,
		Default: map[string]any{"allow": true},
	}
}
