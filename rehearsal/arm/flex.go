package arm

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// isFlex reports whether a plan is one of Flex Consumption.
func isFlex(plan *Resource) bool {
	return plan != nil && strings.EqualFold(plan.Text("sku.name"), facts.FlexSKU)
}

// checkFlex: an app on a Flex Consumption plan is alone there, is a function
// app on Linux, and says in functionAppConfig what others say in siteConfig and
// app settings. What is not otherwise marked has been seen with these words:
// that functionAppConfig is required, Azure-Samples/azure-functions-flex-
// consumption-samples and others; that a plan has one app, with the quoted
// words and without a code that anybody wrote down. The words for a wrong kind,
// and for functionAppConfig elsewhere, are not confirmed.
func checkFlex(tx *Tx, r *Resource) error {
	plan, config := tx.Get(r.Text("serverFarmId")), object(r.Properties, "functionAppConfig")
	switch {
	case !isFlex(plan) && config != nil:
		return badRequest("BadRequest", "Site.FunctionAppConfig is invalid.  The FunctionAppConfig section was specified in the request, which is for Flex Consumption sites alone.")
	case !isFlex(plan):
		return nil
	case !strings.Contains(r.Text("kind"), "functionapp") || !strings.Contains(r.Text("kind"), "linux"):
		return badRequest("BadRequest", "Site.Kind is invalid.  The kind '%s' is not one of a Flex Consumption site: it is functionapp,linux.", r.Text("kind"))
	case config == nil:
		return badRequest("BadRequest", "Site.FunctionAppConfig is invalid.  The FunctionAppConfig section was not specified in the request, which is required for Flex Consumption sites.")
	}
	for _, other := range tx.All() {
		if other.Type == armWebApp && !SameID(other.ID, r.ID) && SameID(other.Text("serverFarmId"), plan.ID) {
			return badRequest("BadRequest", "properties.serverFarmId is invalid.  There is already a site linked to the specified Flex Consumption serverfarm %s. There can only be one site per Flex Consumption serverfarm.", plan.ID)
		}
	}
	if err := checkFlexSiteConfig(r); err != nil {
		return err
	}
	for _, check := range []func(*Tx, *Resource, map[string]any) error{checkFlexRuntime, checkFlexScale, checkFlexStorage} {
		if err := check(tx, r, config); err != nil {
			return err
		}
	}
	return nil
}

// checkFlexSiteConfig: Azure/azure-cli#31414 has the words for several, a
// space or none between their paths; Azure/azure-functions-host#10643 those
// for one.
func checkFlexSiteConfig(r *Resource) error {
	var refused []string
	for name := range object(r.inputs, "siteConfig") {
		if contains(facts.FlexSiteConfigRefused, name) {
			refused = append(refused, "Site.SiteConfig."+strings.ToUpper(name[:1])+name[1:])
		}
	}
	slices.Sort(refused)
	if err := refusedOnFlex("site configuration property", "site configuration properties", refused); err != nil {
		return err
	}
	var names []string
	for _, setting := range list(r.inputs, "siteConfig.appSettings") {
		names = append(names, text(setting, "name"))
	}
	return checkFlexSettings(names)
}

// checkFlexSettings: microsoft/vscode-azurefunctions#4142 and many more, for
// FUNCTIONS_WORKER_RUNTIME; that each of the others is refused, and not only
// ignored, is not confirmed. Names compare without regard to case there.
func checkFlexSettings(names []string) error {
	var refused []string
	for _, name := range names {
		if contains(facts.FlexSettingsRefused, strings.ToUpper(name)) {
			refused = append(refused, "Site.SiteConfig.AppSettings."+name)
		}
	}
	slices.Sort(refused)
	return refusedOnFlex("app setting", "app settings", refused)
}

func refusedOnFlex(one, many string, paths []string) error {
	switch len(paths) {
	case 0:
		return nil
	case 1:
		return badRequest("BadRequest", "The following %s (%s) for Flex Consumption sites is invalid.  Please remove or rename it before retrying.", one, paths[0])
	}
	return badRequest("BadRequest", "The following list of %d %s (%s) for Flex Consumption sites is invalid.  Please remove or rename them before retrying.", len(paths), many, strings.Join(paths, ", "))
}

// checkFlexRuntime: people have met all three sets of words. Azure takes most
// versions that it does not have, and the app never starts
// (Azure/Azure-Functions#2666): a rehearsal refuses them all.
func checkFlexRuntime(_ *Tx, _ *Resource, config map[string]any) error {
	name, version := text(config, "runtime.name"), text(config, "runtime.version")
	if name == "" || version == "" {
		return badRequest("BadRequest", "Site.FunctionAppConfig.Runtime is invalid.  Runtime name and version must be provided.")
	}
	runtime, known := facts.FindFlexRuntime(name)
	if !known {
		var names []string
		for _, r := range facts.FlexRuntimes {
			names = append(names, r.Name)
		}
		return badRequest("BadRequest", "Site.FunctionAppConfig.Runtime.Name is invalid.  The specified value of runtime name '%s' is not supported. Please set it to one of the allowed values: %s", name, strings.Join(names, ", "))
	}
	if !contains(runtime.Versions, version) {
		return badRequest("BadRequest", "Site.FunctionAppConfig.Runtime.Version is invalid.  The specified value of runtime version '%s' for runtime name '%s' is not supported. Please set it to one of the allowed values: %s", version, name, strings.Join(runtime.Versions, ", "))
	}
	return nil
}

// checkFlexScale: polymind-inc/acmebot#946 has the words for the instances,
// with a range that facts.FlexInstancesFewest tells of. Those for the memory
// are made after them: Azure/azure-rest-api-specs#40898 tells what they say.
func checkFlexScale(_ *Tx, _ *Resource, config map[string]any) error {
	most, memory := number(config, "scaleAndConcurrency.maximumInstanceCount"), number(config, "scaleAndConcurrency.instanceMemoryMB")
	switch {
	case most < facts.FlexInstancesFewest || most > facts.FlexInstancesMost:
		return badRequest("BadRequest", "Site.FunctionAppConfig.ScaleAndConcurrency is invalid.  InvalidMaximumInstanceCount - The specified value of maximumInstanceCount (%d) is not allowed, the allowed value range is [%d, %d].", most, facts.FlexInstancesFewest, facts.FlexInstancesMost)
	case !slices.Contains(facts.FlexMemory, memory):
		return badRequest("BadRequest", "Site.FunctionAppConfig.ScaleAndConcurrency is invalid.  InvalidInstanceMemoryMB - The specified value of instanceMemoryMB (%d) is not allowed, the allowed values are %s.", memory, strings.Trim(fmt.Sprint(facts.FlexMemory), "[]"))
	}
	return nil
}

// flexAuthentications are the ways to the deployment package.
// https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#configure-deployment-settings
var flexAuthentications = []string{"SystemAssignedIdentity", "UserAssignedIdentity", "StorageAccountConnectionString"}

// checkFlexStorage: the package lies in a container that is there, and an
// identity reads it that the app has. Azure's words are not confirmed.
func checkFlexStorage(tx *Tx, r *Resource, config map[string]any) error {
	kind, value, way := text(config, "deployment.storage.type"), text(config, "deployment.storage.value"), text(config, "deployment.storage.authentication.type")
	switch {
	case kind != "blobContainer":
		return badRequest("BadRequest", "Site.FunctionAppConfig.Deployment.Storage.Type is invalid.  The specified value '%s' is not supported: it is blobContainer.", kind)
	case !contains(flexAuthentications, way):
		return badRequest("BadRequest", "Site.FunctionAppConfig.Deployment.Storage.Authentication.Type is invalid.  The specified value '%s' is not one of %s.", way, strings.Join(flexAuthentications, ", "))
	case way == "SystemAssignedIdentity" && !strings.Contains(r.Text("identity.type"), "SystemAssigned"):
		return badRequest("BadRequest", "Site.FunctionAppConfig.Deployment.Storage.Authentication is invalid.  The site %s has no system-assigned identity.", r.Name())
	case tx.containerAt(value) == nil:
		return badRequest("BadRequest", "Site.FunctionAppConfig.Deployment.Storage.Value is invalid.  '%s' is not the https URL of a blob container that exists.", value)
	}
	return nil
}

// containerAt is the blob container with a URL, or nil.
func (tx *Tx) containerAt(address string) *Resource {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" {
		return nil
	}
	for _, r := range tx.All() {
		if r.Type != armBlobContainer {
			continue
		}
		account := tx.Get(ParentOf(ParentOf(r.ID)))
		if account != nil && host(account.Text("primaryEndpoints.blob")) == u.Host && strings.Trim(u.Path, "/") == r.Name() {
			return r
		}
	}
	return nil
}

// checkFlexIntegration: an app on Flex Consumption reaches a VNet of its region
// through a subnet that is delegated to Microsoft.App, which links itself to
// the subnet. SubnetMissingRequiredDelegation: Azure/ai-document-processor#75,
// with the words of MicrosoftDocs/azure-docs#48902; a client that waits may see
// none of it (hashicorp/terraform-provider-azurerm#30786). That a name has no
// underscore: MicrosoftDocs/azure-docs#123860. The codes for name and size are
// not confirmed. Several apps can share a subnet.
func checkFlexIntegration(r, subnet *Resource, region string) error {
	vnet := NameOf(ParentOf(subnet.ID))
	switch {
	case !delegated(subnet, facts.FlexDelegation):
		return badRequest("SubnetMissingRequiredDelegation", "Subnet %s requires any of the following delegation(s) [%s] to reference service association link %s/serviceAssociationLinks/legionservicelink.", subnet.ID, facts.FlexDelegation, subnet.ID)
	case region != r.Text("location"):
		return badRequest("BadRequest", "The function app %s is in %s and cannot be integrated with VNET %s in %s.", r.Name(), r.Text("location"), vnet, region)
	case strings.Contains(subnet.Name(), facts.FlexSubnetForbidden):
		return badRequest("BadRequest", "Subnet %s in VNET %s cannot be used by a Flex Consumption site: its name contains '%s'.", subnet.Name(), vnet, facts.FlexSubnetForbidden)
	}
	if prefix, err := subnetPrefix(subnet.Properties); err == nil && prefix.Bits() > facts.FlexSubnetSmallest {
		return badRequest("BadRequest", "Subnet %s in VNET %s with address prefix %s is too small for a Flex Consumption site, which needs /%d or larger.", subnet.Name(), vnet, prefix, facts.FlexSubnetSmallest)
	}
	return nil
}
