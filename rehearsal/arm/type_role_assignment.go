package arm

import (
	"net/http"
	"strings"

	"github.com/google/uuid"

	"secure-azure-openai/facts"
)

// roleAssignmentType. Refusals:
// https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
// RoleAssignmentUpdateNotPermitted: Azure/Enterprise-Scale#1747 and many more.
// InvalidRoleDefinitionId was met by people whose definition was none; its
// message is not confirmed.
var roleAssignmentType = Type{
	Token:    "azure-native:authorization:RoleAssignment",
	ARM:      armRoleAssignment,
	API:      "2022-04-01",
	Path:     "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
	Name:     "roleAssignmentName",
	Naming:   NameGUID,
	ForceNew: []string{"principalId", "scope"},
	Validate: validateAssignment,
	Complete: func(tx *Tx, r, _ *Resource) error {
		r.Properties["scope"] = ParentOf(r.ID)
		r.Properties["createdOn"], r.Properties["updatedOn"] = born, born
		r.Properties["createdBy"], r.Properties["updatedBy"] = tx.w.opts.ObjectID, tx.w.opts.ObjectID
		if kind, _ := tx.principalKind(r.Text("principalId")); kind != "" {
			fill(r.Properties, "principalType", kind)
		}
		fill(r.Properties, "principalType", "User")
		return nil
	},
}

func validateAssignment(tx *Tx, r, old *Resource) error {
	if _, err := uuid.Parse(r.Name()); err != nil {
		return badRequest("InvalidRoleAssignmentId", "The role assignment ID '%s' is not valid. The role assignment ID must be a GUID.", r.Name())
	}
	if old != nil {
		for _, fixed := range []string{"principalId", "roleDefinitionId", "principalType"} {
			if !SameID(old.Text(fixed), r.Text(fixed)) {
				return badRequest("RoleAssignmentUpdateNotPermitted", "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.")
			}
		}
	}
	if err := checkRoleDefinition(tx, r.Text("roleDefinitionId")); err != nil {
		return err
	}
	if err := checkPrincipal(tx, r.Text("principalId"), r.Text("principalType")); err != nil {
		return err
	}
	for _, other := range tx.All() {
		if other.Type == armRoleAssignment && !SameID(other.ID, r.ID) && SameID(ParentOf(other.ID), ParentOf(r.ID)) &&
			SameID(other.Text("principalId"), r.Text("principalId")) && SameID(NameOf(other.Text("roleDefinitionId")), NameOf(r.Text("roleDefinitionId"))) {
			return conflict("RoleAssignmentExists", "The role assignment already exists. The ID of the conflicting role assignment is %s.", strings.ReplaceAll(other.Name(), "-", ""))
		}
	}
	return nil
}

// checkRoleDefinition: the id is subscription-qualified or tenant-wide, and
// the role is a built-in one that facts knows. Custom roles are not modelled.
func checkRoleDefinition(tx *Tx, id string) error {
	prefix := strings.TrimSuffix(key(id), "/"+key(NameOf(id)))
	const path = "/providers/microsoft.authorization/roledefinitions"
	if prefix != path && prefix != key("/subscriptions/"+tx.w.opts.Subscription)+path {
		return badRequest("InvalidRoleDefinitionId", "The role definition ID '%s' is not valid. It must look like /subscriptions/{subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{guid}.", id)
	}
	if _, known := facts.RoleByID(id); !known {
		return refuse(http.StatusNotFound, "RoleDefinitionDoesNotExist", "The rehearsal's stand-in for Azure knows no role with the ID '%s'. If Azure has one, add it to facts/roles.go.", NameOf(id))
	}
	return nil
}

// checkPrincipal: managed identities must be the world's; users and groups
// live in a directory that the stand-in does not have, and are believed.
func checkPrincipal(tx *Tx, objectID, kind string) error {
	if _, err := uuid.Parse(objectID); err != nil {
		return badRequest("InvalidPrincipalId", "The Principal ID '%s' is not valid. Principal ID must be a GUID.", objectID)
	}
	actual, young := tx.principalKind(objectID)
	switch {
	case strings.EqualFold(kind, "ServicePrincipal") && actual == "", kind == "" && young:
		// With a type, Azure does not look the principal up. Without, it
		// does not find a new one; here always, in Azure often.
		return badRequest("PrincipalNotFound", "Principal %s does not exist in the directory %s. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.", strings.ReplaceAll(objectID, "-", ""), tx.w.opts.Tenant)
	case actual != "" && kind != "" && !strings.EqualFold(kind, actual):
		return badRequest("UnmatchedPrincipalType", "The PrincipalId '%s' has type '%s', which is different from specified PrinciaplType '%s'.", strings.ReplaceAll(objectID, "-", ""), actual, kind)
	}
	return nil
}
