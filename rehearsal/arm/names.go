package arm

import (
	"strings"

	"secure-azure-openai/facts"
)

// named is a Type.Named that holds Azure's rule of facts: a name that breaks
// it is refused with the code and message of the service, where %s is the
// name. A name that becomes a host name may contain no reserved word.
// https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
// https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-reserved-resource-name
func named(rule facts.NameRule, code, message string) func(string) error {
	return func(name string) error {
		if word := facts.ReservedWord(name); rule.Global && word != "" {
			return badRequest("ReservedResourceName", "The resource name '%s' or a part of the name is a trademarked or reserved word.", name)
		}
		if rule.Broken(name) != "" {
			return badRequest(code, message, name)
		}
		return nil
	}
}

// inNetwork is named for the types of Microsoft.Network, which share one
// wording. The code and message were seen (rh-mobb/documentation#204); that
// the shortest VNets and private endpoints get the same answer was not.
func inNetwork(rule facts.NameRule) func(string) error {
	return named(rule, "InvalidResourceName", "Resource name %s is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.")
}

// checkWebAppName: App Service takes capitals, which facts does not advise in
// what becomes a host name. Code not confirmed.
func checkWebAppName(name string) error {
	return named(facts.NameWebApp, "InvalidSiteName", "The site name '%s' is invalid. It takes 2 to 60 letters, digits and hyphens, a letter or digit at both ends.")(strings.ToLower(name))
}

// elsewhere is another resource of the same type and name, whatever its
// group, or nil: a name that becomes a host name is the world's only one.
func (tx *Tx) elsewhere(r *Resource) *Resource {
	for _, other := range tx.All() {
		if other.Type == r.Type && !SameID(other.ID, r.ID) && strings.EqualFold(other.Name(), r.Name()) {
			return other
		}
	}
	return nil
}
