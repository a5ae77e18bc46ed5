package facts

import "strings"

// Role is a built-in role of Azure RBAC.
type Role struct {
	Name string
	// ID is the role definition's GUID, the same in every tenant.
	ID string
}

// The built-in roles that this program assigns, by Azure's names. Ids:
// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
// (checked against the role definitions' daily export of 2026-08-22).
var (
	RoleContributor                    = role("Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c")
	RoleRoleBasedAccessControlAdmin    = role("Role Based Access Control Administrator", "f58310d9-a9f6-439a-9e8d-f62e7b41a168")
	RoleCognitiveServicesUser          = role("Cognitive Services User", "a97b65f3-24c7-4388-baec-2e87135dc908")
	RoleCognitiveServicesOpenAIUser    = role("Cognitive Services OpenAI User", "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd")
	RoleCognitiveServicesOpenAIContrib = role("Cognitive Services OpenAI Contributor", "a001fd3d-188f-4b5d-821b-7da978bf7442")
	RoleSearchServiceContributor       = role("Search Service Contributor", "7ca78c08-252a-4471-8644-bb5ff32d4ba0")
	RoleSearchIndexDataReader          = role("Search Index Data Reader", "1407120a-92aa-4202-b7e9-c0e197c71c8f")
	RoleSearchIndexDataContributor     = role("Search Index Data Contributor", "8ebe5a00-799e-43f5-93ac-243d3dce84a7")
	RoleStorageBlobDataReader          = role("Storage Blob Data Reader", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1")
	RoleStorageBlobDataContributor     = role("Storage Blob Data Contributor", "ba92f5b4-2d11-453d-a403-e96b0029c9fe")
	RoleStorageBlobDataOwner           = role("Storage Blob Data Owner", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b")
	RoleStorageQueueDataContributor    = role("Storage Queue Data Contributor", "974c5e8b-45b9-4653-ba55-5f855dd0fb88")
	RoleStorageTableDataContributor    = role("Storage Table Data Contributor", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3")
	RoleMonitoringMetricsPublisher     = role("Monitoring Metrics Publisher", "3913510d-42f4-4e42-8a64-420c390055eb")
	RoleWebsiteContributor             = role("Website Contributor", "de139f84-1756-47ae-9be6-808fbbe84772")
)

// assigned are the roles above: role adds each of them.
var assigned []Role

func role(name, id string) Role {
	r := Role{Name: name, ID: id}
	assigned = append(assigned, r)
	return r
}

// RoleByID finds a built-in role by the GUID that ends a role definition id.
func RoleByID(definitionID string) (Role, bool) {
	guid := definitionID[strings.LastIndex(definitionID, "/")+1:]
	for _, r := range assigned {
		if strings.EqualFold(r.ID, guid) {
			return r, true
		}
	}
	return Role{}, false
}
