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

// checkGroupName: Azure/azure-cli#14481 has code and message for characters;
// that a period at the end and too many characters get the same code is not
// confirmed.
func checkGroupName(name string) error {
	wrong := strings.Map(func(c rune) rune {
		if facts.NameResourceGroup.Pattern.MatchString(string(c) + "a") {
			return -1
		}
		return c
	}, name)
	switch {
	case wrong != "":
		return badRequest("InvalidResourceGroup", "The provided resource group name '%s' has these invalid characters: '%s'. The name can only be a letter, digit, '-', '.', '(', ')' or '_'.", name, wrong)
	case facts.NameResourceGroup.Broken(name) != "":
		return badRequest("InvalidResourceGroup", "The provided resource group name '%s' %s.", name, facts.NameResourceGroup.Broken(name))
	}
	return nil
}

// checkWebAppName: App Service takes capitals, which facts does not advise in
// what becomes a host name. microsoft/vscode-azureappservice#1355
func checkWebAppName(name string) error {
	if word := facts.ReservedWord(name); word == "" && facts.NameWebApp.Broken(strings.ToLower(name)) != "" {
		return badRequest("BadRequest", "Name %s is not valid.", name)
	}
	return named(facts.NameWebApp, "BadRequest", "Name %s is not valid.")(strings.ToLower(name))
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
