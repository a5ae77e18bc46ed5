package arm_test

import (
	"time"

	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/arm"
)

func roleInputs(changes m) m {
	return with(m{
		"scope": searchID, "roleDefinitionId": readerRole, "principalId": someUser, "principalType": "User",
		"roleAssignmentName": "11111111-1111-1111-1111-111111111111",
	}, changes)
}

var access = []rule{
	{
		name:    "an assignment's name is a GUID",
		good:    create(assignment, roleInputs(nil)),
		bad:     create(assignment, roleInputs(m{"roleAssignmentName": "reader"})),
		code:    "InvalidRoleAssignmentId",
		message: "The role assignment ID must be a GUID.",
	},
	{
		name:    "the role exists",
		good:    create(assignment, roleInputs(nil)),
		bad:     create(assignment, roleInputs(m{"roleDefinitionId": readerRole[:len(readerRole)-1] + "0"})),
		code:    "RoleDefinitionDoesNotExist",
		message: "stand-in for Azure knows no role with the ID '1407120a-92aa-4202-b7e9-c0e197c71c80'. If Azure has one, add it to facts/roles.go.",
	},
	{
		name:    "the role definition is an id",
		good:    create(assignment, roleInputs(nil)),
		bad:     create(assignment, roleInputs(m{"roleDefinitionId": "1407120a-92aa-4202-b7e9-c0e197c71c8f"})),
		code:    "InvalidRoleDefinitionId",
		message: "It must look like /subscriptions/{subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{guid}.",
	},
	{
		name: "without a type, a new principal may not be found",
		good: func(w world) error {
			principal := w.principal()
			require.NoError(w.t, w.Advance(5*time.Minute))
			return create(assignment, roleInputs(m{"principalType": nil, "principalId": principal}))(w)
		},
		bad: func(w world) error {
			return create(assignment, roleInputs(m{"principalType": nil, "principalId": w.principal()}))(w)
		},
		code:    "PrincipalNotFound",
		message: "this error might be related to a replication delay",
	},
	{
		name: "a service principal is in the directory",
		good: func(w world) error {
			return create(assignment, roleInputs(m{"principalType": "ServicePrincipal", "principalId": w.principal()}))(w)
		},
		bad:     create(assignment, roleInputs(m{"principalType": "ServicePrincipal"})),
		code:    "PrincipalNotFound",
		message: "does not exist in the directory " + arm.FakeTenant,
	},
	{
		name: "the principal is what it is said to be",
		good: func(w world) error {
			return create(assignment, roleInputs(m{"principalType": "serviceprincipal", "principalId": w.principal()}))(w)
		},
		bad:     func(w world) error { return create(assignment, roleInputs(m{"principalId": w.principal()}))(w) },
		code:    "UnmatchedPrincipalType",
		message: "has type 'ServicePrincipal', which is different from specified PrinciaplType 'User'",
	},
	{
		name:    "the principal is a GUID",
		good:    create(assignment, roleInputs(nil)),
		bad:     create(assignment, roleInputs(m{"principalId": "me"})),
		code:    "InvalidPrincipalId",
		message: "The Principal ID 'me' is not valid.",
	},
	{
		name:    "an assignment is made once, whatever its name",
		before:  []attempt{create(assignment, roleInputs(nil))},
		good:    create(assignment, roleInputs(m{"scope": storageID, "roleAssignmentName": "22222222-2222-2222-2222-222222222222"})),
		bad:     create(assignment, roleInputs(m{"roleAssignmentName": "22222222-2222-2222-2222-222222222222"})),
		code:    "RoleAssignmentExists",
		message: "The role assignment already exists.",
	},
	{
		name:    "the scope exists",
		good:    create(assignment, roleInputs(nil)),
		bad:     create(assignment, roleInputs(m{"scope": searchID + "x"})),
		code:    "ResourceNotFound",
		message: "The Resource 'Microsoft.Search/searchServices/srchx' under resource group 'rg' was not found.",
	},
	{
		name:    "the scope's group exists",
		good:    create(assignment, roleInputs(m{"scope": groupID})),
		bad:     create(assignment, roleInputs(m{"scope": groupID + "x"})),
		code:    "ResourceGroupNotFound",
		message: "Resource group 'rgx' could not be found.",
	},
	{
		name:    "the role is one of the subscription's or of all tenants'",
		good:    create(assignment, roleInputs(m{"roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/1407120a-92aa-4202-b7e9-c0e197c71c8f"})),
		bad:     create(assignment, roleInputs(m{"roleDefinitionId": "/subscriptions/" + someUser + "/providers/Microsoft.Authorization/roleDefinitions/1407120a-92aa-4202-b7e9-c0e197c71c8f"})),
		code:    "InvalidRoleDefinitionId",
		message: "/subscriptions/" + someUser,
	},
	{
		name:    "an assignment keeps its role",
		before:  []attempt{create(assignment, roleInputs(nil))},
		good:    change(assignment, assignmentID, roleInputs(m{"description": "why"})),
		bad:     change(assignment, assignmentID, roleInputs(m{"roleDefinitionId": readerRole[:len(readerRole)-36] + "8ebe5a00-799e-43f5-93ac-243d3dce84a7"})),
		code:    "RoleAssignmentUpdateNotPermitted",
		message: "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
	},
	{
		name:    "an assignment cannot be changed",
		before:  []attempt{create(assignment, roleInputs(nil))},
		good:    change(assignment, assignmentID, roleInputs(m{"description": "why"})),
		bad:     change(assignment, assignmentID, roleInputs(m{"principalType": "Group"})),
		code:    "RoleAssignmentUpdateNotPermitted",
		message: "are not allowed to be updated",
	},
}

const assignmentID = searchID + "/providers/Microsoft.Authorization/roleAssignments/11111111-1111-1111-1111-111111111111"

// principal is the object id of the account's identity.
func (w world) principal() string {
	id, _ := at(w.t, w.read(accountID), "identity.principalId").(string)
	return id
}
