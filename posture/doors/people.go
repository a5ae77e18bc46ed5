package doors

import (
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var people = []Door{{
	ID: "D-wide-role", Title: "Nobody is made Owner, Contributor or administrator of access of more than one resource", Severity: finding.High, each: wideRoles, kinds: []string{"authorization:RoleAssignment"},
	Fix:  "Give the role on the one resource that needs it, or a data role instead.",
	Link: "https://learn.microsoft.com/azure/role-based-access-control/best-practices",
}}

// powerful are the roles that can reopen what is shut, or let others do so.
// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged
var powerful = map[string]string{
	"8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
	"b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
	"18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
	"f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
}

func wideRoles(w *watch, a *graph.Resource) {
	definition := a.Value("roleDefinitionId")
	if definition.Hidden() {
		w.unknown(a, "roleDefinitionId", "no powerful role")
		return
	}
	guid := definition.Text()[strings.LastIndex(definition.Text(), "/")+1:]
	name, is := powerful[strings.ToLower(guid)]
	if !is {
		return
	}
	scope := a.Value("scope")
	switch {
	case scope.State != graph.Known && scope.State != graph.Missing:
		w.unknown(a, "scope", "one resource for "+name)
	case wide(scope.Text()):
		w.open(a, "scope", name+" on "+graph.Printable(scope.Text()), "one resource")
	}
}

// wide reports whether a scope holds more than one resource: a group, a
// subscription, a management group, the whole tenant.
func wide(scope string) bool {
	_, rest, inGroup := strings.Cut(strings.ToLower(scope), "/resourcegroups/")
	if !inGroup {
		return true
	}
	_, resource, found := strings.Cut(rest, "/providers/")
	return !found || resource == ""
}
