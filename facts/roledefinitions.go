package facts

import "strings"

// RoleDefinition is what a built-in role of Azure RBAC permits.
type RoleDefinition struct {
	Role
	// Actions and NotActions are of the control plane: the requests to
	// Azure Resource Manager, and those that a service's own host checks as
	// such. DataActions and NotDataActions are of the data plane. Each is a
	// pattern: "*" stands for any text, slashes too.
	Actions, NotActions, DataActions, NotDataActions []string
	// Published says where a published text lags the service; empty where
	// none does.
	Published string
}

// roleDefinitions are those of the roles that this program assigns, and of
// those that would change a verdict of the check. Each is as the service
// answered on 2026-08-22 (roleDefinitions API, in the daily export
// github.com/iann0036/iam-dataset@2073fa52ac,
// azure/built-in-roles-raw.json), compared with
// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles.
var roleDefinitions = indexRoles(generalRoles, aiRoles, dataRoles, platformRoles)

func indexRoles(groups ...[]RoleDefinition) map[string]*RoleDefinition {
	index := map[string]*RoleDefinition{}
	for _, group := range groups {
		for i := range group {
			index[group[i].ID] = &group[i]
		}
	}
	return index
}

// RoleDefinitionByID finds what a role permits by the GUID that ends a role
// definition id; nil where the role is not among these facts.
func RoleDefinitionByID(definitionID string) *RoleDefinition {
	return roleDefinitions[strings.ToLower(definitionID[strings.LastIndex(definitionID, "/")+1:])]
}

// Permits is whether the role permits an action: one of its patterns matches,
// and none of those that it leaves out. What one role leaves out another one
// can still permit: NotActions are no denial.
// https://learn.microsoft.com/azure/role-based-access-control/role-definitions#notactions
func (d *RoleDefinition) Permits(action string, data bool) bool {
	with, without := d.Actions, d.NotActions
	if data {
		with, without = d.DataActions, d.NotDataActions
	}
	return anyMatches(with, action) && !anyMatches(without, action)
}

func anyMatches(patterns []string, action string) bool {
	for _, pattern := range patterns {
		if ActionMatches(pattern, action) {
			return true
		}
	}
	return false
}

// ActionMatches is whether a pattern of a role covers an action. Case does
// not count, and "*" spans slashes:
// https://learn.microsoft.com/azure/role-based-access-control/role-definitions#actions-format
func ActionMatches(pattern, action string) bool {
	p, a := 0, 0
	// star is behind the last "*" met, and from where the text goes on after
	// what it stands for now. Only the last one can have to give way, so the
	// time is bounded by the product of the two lengths.
	star, from := -1, 0
	for a < len(action) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			p++
			star, from = p, a
		case p < len(pattern) && lower(pattern[p]) == lower(action[a]):
			p++
			a++
		case star >= 0:
			from++
			p, a = star, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// lower is for the letters that actions have.
func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
