package facts

import (
	"fmt"
	"regexp"
	"strings"
)

// NameRule is what Azure demands of the name of one kind of resource.
type NameRule struct {
	// Kind is the resource in words.
	Kind string
	Min  int
	Max  int
	// Pattern is what the whole name has to match, beside its length.
	Pattern *regexp.Regexp
	// Says is Pattern in words.
	Says string
	// Global names are unique over all of Azure, not within a group.
	Global bool
}

// The name rules of the resources in this topology:
// https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
// (read 2026-11-21). Where a service is stricter than that table its own rule
// stands here: a custom subdomain and a search service are host names, so
// they are lower case.
var (
	NameResourceGroup = NameRule{"resource group", 1, 90,
		regexp.MustCompile(`^[A-Za-z0-9_.()-]*[A-Za-z0-9_()-]$`),
		"letters, digits, underscores, hyphens, periods and parentheses, no period at the end", false}
	NameNetwork  = networkName("VNet", 2, 64)
	NameSubnet   = networkName("subnet", 1, 80)
	NameNSG      = networkName("network security group", 1, 80)
	NameAddress  = networkName("public IP address", 1, 80)
	NameGateway  = networkName("VNet gateway", 1, 80)
	NameEndpoint = networkName("private endpoint", 2, 64)
	NameNIC      = networkName("network interface", 1, 80)
	NameResolver = networkName("DNS resolver", 1, 80)
	NameZoneLink = networkName("link of a private DNS zone", 1, 80)
	// NameZone is a domain: a single label is no private zone.
	NameZone = NameRule{"private DNS zone", 1, 253, regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_][A-Za-z0-9_-]*)+$`),
		"two labels or more of letters, digits, hyphens and underscores, with periods between them", false}
	// NameSharedLink: https://learn.microsoft.com/azure/search/search-indexer-howto-access-private
	NameSharedLink = NameRule{"shared private link", 1, 60, regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$`),
		"letters, digits, hyphens and underscores, a letter or digit at both ends", false}
	NameOpenAI = NameRule{"Azure OpenAI account", 2, 64, hostLabel,
		"lower-case letters, digits and hyphens, a letter or digit at both ends", true}
	// NameAccount is the name alone, which is no host name: the custom
	// subdomain is. The words are those of InvalidAccountName.
	NameAccount = NameRule{"Cognitive Services account", 2, 64, regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`),
		"letters, digits, underscores, periods and hyphens, a letter or digit first", false}
	NameSearch = NameRule{"search service", 2, 60, regexp.MustCompile(`^[a-z0-9][a-z0-9]([a-z0-9]|-[a-z0-9])*$`),
		"lower-case letters, digits and single hyphens, none among the first two characters or at the end", true}
	NameStorage = NameRule{"storage account", 3, 24, regexp.MustCompile(`^[a-z0-9]+$`),
		"lower-case letters and digits", true}
	NameWebApp = NameRule{"web app", 2, 60, hostLabel,
		"lower-case letters, digits and hyphens, a letter or digit at both ends", true}
	// Azure's own tools give plans names with underscores
	// (microsoft/vscode-azuretools#517), which the table does not allow.
	NamePlan = NameRule{"App Service plan", 1, 60, regexp.MustCompile(`^[A-Za-z0-9_-]+$`),
		"letters, digits, underscores and hyphens", false}
	NameIdentity = NameRule{"managed identity", 3, 128, regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`),
		"letters, digits, hyphens and underscores, a letter or digit first", false}
	NameWorkspace = NameRule{"Log Analytics workspace", 4, 63, regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$`),
		"letters, digits and hyphens, a letter or digit at both ends", false}
	NameComponent   = insightsName("Application Insights component", `%&\?/`)
	NameActionGroup = insightsName("action group", `:<>+/&%\?`)
	NameMetricAlert = insightsName("metric alert", `*#&+:<>?@%{}\/`)
	NameLogAlert    = insightsName("log alert", `*<>%{}&:\?/#`)
	// NameWorkbook is an id: the words that a person reads are displayName
	// (MicrosoftDocs/azure-docs#52844).
	NameWorkbook = NameRule{"workbook", 36, 36, regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`),
		"a GUID", false}
	// NameLinkScope: hashicorp/terraform-provider-azurerm,
	// internal/services/monitor/validate/private_link_scope_name.go. The table
	// has no row for it.
	NameLinkScope = NameRule{"Azure Monitor private link scope", 1, 255, regexp.MustCompile(`^[A-Za-z0-9()_.-]*[A-Za-z0-9_-]$`),
		"letters, digits, underscores, hyphens, periods and parentheses, none of .() at the end", false}
	NameContainer = NameRule{"blob container", 3, 63, regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`),
		"lower-case letters, digits and single hyphens, a letter or digit at both ends", false}
	NameIndex = NameRule{"search index", 2, 128, regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`),
		"lower-case letters, digits and hyphens, a letter or digit at both ends", false}
	NameIndexField = NameRule{"index field", 1, 128, regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`),
		"letters, digits and underscores, a letter first", false}
	NameDeployment = NameRule{"model deployment", 1, 64, regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`),
		"letters, digits, periods, hyphens and underscores, a letter or digit first", false}
	// NameAPIManagement: "Api Management Service - Create Or Update" (REST) has the
	// pattern, the table the length.
	NameAPIManagement = NameRule{"API Management service", 1, 50, regexp.MustCompile(`^[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?$`),
		"letters, digits and hyphens, a letter first, a letter or digit at the end", true}
	// NameAPI is the name of everything in a service, but for the length of some:
	// by the patterns in the API definition of 2024-05-01.
	NameAPI             = inAPIManagement("API", 256)
	NameAPIBackend      = inAPIManagement("backend of API Management", 80)
	NameAPINamed        = inAPIManagement("named value", 256)
	NameAPIProduct      = inAPIManagement("product", 256)
	NameAPILogger       = inAPIManagement("logger", 256)
	NameAPISubscription = inAPIManagement("subscription of API Management", 256)
	// NameAPIDisplay is what a policy writes in two pairs of braces, which is a
	// named value's display name and not its id.
	NameAPIDisplay = NameRule{"named value in a policy", 1, 256, regexp.MustCompile(`^[A-Za-z0-9._-]+$`),
		"letters, digits, periods, hyphens and underscores", false}
	NameRecord = NameRule{"record of a private DNS zone", 1, 253, regexp.MustCompile(`^(@|(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*|\*)$`),
		"@, or labels of letters, digits, hyphens and underscores, with periods between them", false}
	NameAppSetting = NameRule{"app setting", 1, 256, regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.]*$`),
		"letters, digits, periods and underscores, no digit first", false}
)

var hostLabel = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

func inAPIManagement(kind string, longest int) NameRule {
	return NameRule{kind, 1, longest, regexp.MustCompile(`^[^*#&+:<>?/]+$`), "none of * # & + : < > ? /", false}
}

func networkName(kind string, shortest, longest int) NameRule {
	return NameRule{kind, shortest, longest,
		regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$`),
		"letters, digits, underscores, periods and hyphens, a letter or digit first, none of .- at the end", false}
}

// insightsName is the rule of most types of Microsoft.Insights, which differ in
// the characters that they leave out.
func insightsName(kind, without string) NameRule {
	not := `\x00-\x1f\x7f` + regexp.QuoteMeta(without)
	return NameRule{kind, 1, 260,
		regexp.MustCompile("^[^" + not + "]*[^ ." + not + "]$"),
		"none of " + without + " and no control characters, no space or period at the end", false}
}

// reservedWords may be part of no name that becomes a host name
// (ReservedResourceName):
// https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-reserved-resource-name
var reservedWords = []string{"microsoft", "windows", "xbox"}

// Broken says in words which part of the rule a name breaks; empty where it
// breaks none.
func (r NameRule) Broken(name string) string {
	switch {
	case len(name) < r.Min || len(name) > r.Max:
		return fmt.Sprintf("has a length of %d, where %s names take %d to %d characters", len(name), r.Kind, r.Min, r.Max)
	case !r.Pattern.MatchString(name):
		return fmt.Sprintf("is no valid %s name (%s)", r.Kind, r.Says)
	}
	if r.Global {
		if word := ReservedWord(name); word != "" {
			return fmt.Sprintf("contains the word %q, which Azure reserves (ReservedResourceName)", word)
		}
	}
	return ""
}

// ReservedWord is the word in a host name that Azure reserves, or "".
func ReservedWord(name string) string {
	for _, word := range reservedWords {
		if strings.Contains(strings.ToLower(name), word) {
			return word
		}
	}
	return ""
}
