package facts

import "slices"

// A Flex Consumption plan: "Azure Functions Flex Consumption plan hosting"
// (MicrosoftDocs/azure-docs, articles/azure-functions/flex-consumption-plan.md,
// page of 2025-05-12). One app per plan, Linux alone, and not in every region:
// `az functionapp list-flexconsumption-locations` is the list.
const (
	FlexSKU  = "FC1"
	FlexTier = "FlexConsumption"
	// FlexInstancesFewest and FlexInstancesMost bound maximumInstanceCount. In
	// 2026 Azure began to take 1 (Azure/azure-functions-host#10523 has the
	// regions of the preview, polymind-inc/acmebot#946 the range [1, 1000]):
	// what is in the older range is taken everywhere.
	FlexInstancesFewest = 40
	FlexInstancesMost   = 1000
	// FlexDelegation is the service that an app's subnet is delegated to. Azure
	// compares it with regard to case. The resource provider Microsoft.App must
	// be registered (Azure/terraform-provider-azapi#625).
	FlexDelegation = "Microsoft.App/environments"
	// FlexSubnetSmallest is the smallest subnet of an app. Azure's page counts
	// up to 40 addresses for one app and does not enforce it; what is smaller
	// than /27 holds no environment of Microsoft.App:
	// https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#enable-virtual-network-integration
	// https://learn.microsoft.com/azure/container-apps/custom-virtual-networks
	FlexSubnetSmallest = 27
	// FlexSubnetForbidden may be in no name of such a subnet:
	// MicrosoftDocs/azure-docs#123860.
	FlexSubnetForbidden = "_"
)

// FlexMemory are the sizes of an instance, in MB:
// https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan#instance-memory
var FlexMemory = []int{512, 2048, 4096}

// FlexMemoryDoubtful is the size that the API version in use here was once seen
// to refuse, against that page: Azure/azure-rest-api-specs#40898.
const FlexMemoryDoubtful = 512

// FlexRuntime is a language of a Flex Consumption app.
type FlexRuntime struct {
	Name     string
	Versions []string
}

// FlexRuntimes are the table of the page above, with the versions that people
// have run since (python 3.13 and 3.14, node 24). Azure takes a version that
// it does not have, and the app never starts (Azure/Azure-Functions#2666).
var FlexRuntimes = []FlexRuntime{
	{"dotnet-isolated", []string{"8.0", "9.0", "10.0"}},
	{"java", []string{"11", "17", "21"}},
	{"node", []string{"20", "22", "24"}},
	{"python", []string{"3.10", "3.11", "3.12", "3.13", "3.14"}},
	{"powershell", []string{"7.4"}},
}

// FindFlexRuntime finds a language by the name that functionAppConfig has
// for it.
func FindFlexRuntime(name string) (FlexRuntime, bool) {
	i := slices.IndexFunc(FlexRuntimes, func(r FlexRuntime) bool { return r.Name == name })
	if i < 0 {
		return FlexRuntime{}, false
	}
	return FlexRuntimes[i], true
}

// FlexSettingsRefused are the app settings that a Flex Consumption app must not
// have, because functionAppConfig or the platform has taken their place:
// https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
var FlexSettingsRefused = []string{
	"ENABLE_ORYX_BUILD",
	"FUNCTIONS_EXTENSION_VERSION",
	"FUNCTIONS_WORKER_RUNTIME",
	"FUNCTIONS_WORKER_RUNTIME_VERSION",
	"SCM_DO_BUILD_DURING_DEPLOYMENT",
	"WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
	"WEBSITE_CONTENTOVERVNET",
	"WEBSITE_CONTENTSHARE",
	"WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT",
	"WEBSITE_RUN_FROM_PACKAGE",
	"WEBSITE_TIME_ZONE",
	"WEBSITE_VNET_ROUTE_ALL",
	"WEBSITES_CONTAINER_START_TIME_LIMIT",
}

// FlexSiteConfigRefused are the members of siteConfig that a Flex Consumption
// app must not have. Older regions ignore them, newer ones refuse them, and
// that is meant for all (Azure/terraform-azurerm-avm-res-web-site#345 and
// #360). Seen refused: Azure/azure-cli#31414,
// Azure/azure-functions-host#10643, Azure/terraform-azurerm-avm-res-web-site#283.
// The provider's SDK adds netFrameworkVersion to every siteConfig
// (pulumi/pulumi-azure-native#4168): an app of Pulumi's has none at all.
var FlexSiteConfigRefused = []string{
	"alwaysOn",
	"ftpsState",
	"functionAppScaleLimit",
	"functionsRuntimeScaleMonitoringEnabled",
	"linuxFxVersion",
	"netFrameworkVersion",
	"preWarmedInstanceCount",
	"use32BitWorkerProcess",
	"windowsFxVersion",
}
