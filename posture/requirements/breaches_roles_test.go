package requirements

import (
	"secure-azure-openai/posture/recorded"
)

func breachesOfRoles() []breach {
	return []breach{
		{"R27", "", "no assignment", func(c *recorded.Copy) { c.Remove(c.Named("roles-openai-search-index-data-reader-on-search")) },
			`fail: cognitiveservices:Account openai-account: holds no such role, want Search Index Data Reader on a search:Service`},
		{"R27", "", "wider scope", func(c *recorded.Copy) {
			recorded.Set(c.Named("roles-openai-search-index-data-reader-on-search"), "scope", c.One(kindGroup).ID)
		},
			`fail: cognitiveservices:Account openai-account: holds no such role, want Search Index Data Reader on a search:Service`},
		{"R28", "", "no assignment", func(c *recorded.Copy) { c.Remove(c.Named("roles-openai-search-service-contributor-on-search")) },
			`fail: cognitiveservices:Account openai-account: holds no such role, want Search Service Contributor on a search:Service`},
		{"R28", "", "other role", func(c *recorded.Copy) {
			recorded.Set(c.Named("roles-openai-search-service-contributor-on-search"), "roleDefinitionId", c.Named("roles-openai-search-index-data-reader-on-search").Value("roleDefinitionId").Text())
		},
			`fail: cognitiveservices:Account openai-account: holds no such role, want Search Service Contributor on a search:Service`},
		{"R29", "", "no assignment", func(c *recorded.Copy) { c.Remove(c.Named("roles-openai-storage-blob-data-contributor-on-storage")) },
			`fail: cognitiveservices:Account openai-account: holds no such role, want Storage Blob Data Contributor on a storage:StorageAccount`},
		{"R30", "", "no assignment", func(c *recorded.Copy) {
			c.Remove(c.Named("roles-search-cognitive-services-openai-contributor-on-openai"))
		},
			`fail: search:Service search-service: holds no such role, want Cognitive Services OpenAI Contributor on a cognitiveservices:Account`},
		{"R30", "", "other principal", func(c *recorded.Copy) {
			recorded.Set(c.Named("roles-search-cognitive-services-openai-contributor-on-openai"), "principalId", developer)
		},
			`fail: search:Service search-service: holds no such role, want Cognitive Services OpenAI Contributor on a cognitiveservices:Account`},
		{"R31", "", "no assignment", func(c *recorded.Copy) { c.Remove(c.Named("roles-search-storage-blob-data-reader-on-storage")) },
			`fail: search:Service search-service: holds no such role, want Storage Blob Data Reader on a storage:StorageAccount`},
		{"R31", "", "wider scope", func(c *recorded.Copy) {
			recorded.Set(c.Named("roles-search-storage-blob-data-reader-on-storage"), "scope", c.One(kindGroup).ID)
		},
			`fail: search:Service search-service: holds no such role, want Storage Blob Data Reader on a storage:StorageAccount`},
		{"R32", "", "no assignment", func(c *recorded.Copy) { c.Remove(c.Named("roles-webapp-cognitive-services-openai-user-on-openai")) },
			`fail: web:WebApp webapp-app: holds no such role, want Cognitive Services OpenAI User on a cognitiveservices:Account`},
		{"R32", "", "wider scope", func(c *recorded.Copy) {
			recorded.Set(c.Named("roles-webapp-cognitive-services-openai-user-on-openai"), "scope", c.One(kindGroup).ID)
		},
			`fail: web:WebApp webapp-app: holds no such role, want Cognitive Services OpenAI User on a cognitiveservices:Account`},
		{"R39", "prod.json", "no assignment", func(c *recorded.Copy) { c.Remove(c.Named("roles-webapp-search-index-data-reader-on-search")) },
			`fail: web:WebApp webapp-app: holds no such role, want Search Index Data Reader on a search:Service`},
		{"R31", "", "both roles", func(c *recorded.Copy) {
			give(c, c.One(kindSearch).Value("identity.principalId").Text(), "ServicePrincipal", "ba92f5b4-2d11-453d-a403-e96b0029c9fe", c.One(kindStorage).ID)
		},
			`fail: search:Service search-service: holds both Reader and Contributor on Storage, want one of them`},
		{"R34", "", "no assignment", func(c *recorded.Copy) {
			c.Remove(c.Named("roles-developer-developer-cognitive-services-openai-contributor-on-openai"))
		},
			`fail: developer 00000000-0000-0000-0000-000000000002 holds no such role, want Cognitive Services OpenAI Contributor on a cognitiveservices:Account`},
		{"R35", "", "the article without it", func(c *recorded.Copy) {
			recorded.Set(c.One(kindStorage), "allowSharedKeyAccess", true)
			give(c, developer, "User", "b24988ac-6180-42a0-ab88-20f7382dd24c", c.One(kindStorage).ID)
		},
			`fail: developer 00000000-0000-0000-0000-000000000002 holds no such role, want Cognitive Services User on a cognitiveservices:Account`},
		{"R36", "", "the article without it", func(c *recorded.Copy) {
			recorded.Set(c.One(kindStorage), "allowSharedKeyAccess", true)
			give(c, developer, "User", "a97b65f3-24c7-4388-baec-2e87135dc908", c.One(kindAccount).ID)
		},
			`fail: developer 00000000-0000-0000-0000-000000000002 holds no such role, want Contributor on a search:Service; also developer 00000000-0000-0000-0000-000000000002 holds no such role, want Contributor on a storage:StorageAccount; also developer 00000000-0000-0000-0000-000000000002 holds no such role, want Contributor on a resources:ResourceGroup`},
		{"R36k", "", "no assignment", func(c *recorded.Copy) { c.Remove(c.Named("roles-developer-developer-website-contributor-on-webapp")) },
			`fail: developer 00000000-0000-0000-0000-000000000002 holds no such role, want Website Contributor on a web:WebApp`},
		{"R36k", "", "Contributor on the group", func(c *recorded.Copy) {
			give(c, developer, "User", "b24988ac-6180-42a0-ab88-20f7382dd24c", c.One(kindGroup).ID)
		},
			`fail: authorization:RoleAssignment added-b24988ac-11: roleDefinitionId is Contributor on resources:ResourceGroup group-group, want data roles alone`},
		{"R37", "", "administrator", func(c *recorded.Copy) {
			give(c, developer, "User", "f58310d9-a9f6-439a-9e8d-f62e7b41a168", c.One(kindAccount).ID)
		},
			`fail: authorization:RoleAssignment added-f58310d9-11: roleDefinitionId is Role Based Access Control Administrator for 00000000-0000-0000-0000-000000000002, want no such role`},
		{"R38", "", "no principal type", func(c *recorded.Copy) {
			recorded.Delete(c.Named("roles-search-storage-blob-data-reader-on-storage"), "principalType")
		},
			`fail: authorization:RoleAssignment roles-search-storage-blob-data-reader-on-storage: principalType is not set, want "ServicePrincipal"`},
		{"R38", "", "identity as user", func(c *recorded.Copy) {
			recorded.Set(c.Named("roles-search-storage-blob-data-reader-on-storage"), "principalType", "User")
		},
			`fail: authorization:RoleAssignment roles-search-storage-blob-data-reader-on-storage: principalType is "User", want "ServicePrincipal"`},
		{"R38", "", "unqualified role", func(c *recorded.Copy) {
			recorded.Set(c.Named("roles-search-storage-blob-data-reader-on-storage"), "roleDefinitionId", "/providers/Microsoft.Authorization/roleDefinitions/2a2b9908-6ea1-4ae2-8e65-a410df84e7d1")
		},
			`fail: authorization:RoleAssignment roles-search-storage-blob-data-reader-on-storage: roleDefinitionId is "/providers/Microsoft.Authorization/roleDefinitions/2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", want the id of a role definition with its subscription`},
		{"R38", "", "name that is no GUID", func(c *recorded.Copy) {
			recorded.Set(c.Named("roles-search-storage-blob-data-reader-on-storage"), "roleAssignmentName", "search-reader")
		},
			`fail: authorization:RoleAssignment roles-search-storage-blob-data-reader-on-storage: roleAssignmentName is "search-reader", want a GUID`},
		{"R38", "", "twice", func(c *recorded.Copy) { c.Twice(c.Named("roles-search-storage-blob-data-reader-on-storage"), "again") },
			`fail: authorization:RoleAssignment roles-search-storage-blob-data-reader-on-storage: scope is the same as that of authorization:RoleAssignment again, for the same principal and role, want one assignment (RoleAssignmentExists)`},
		{"R38", "", "Owner on the group for the web app", func(c *recorded.Copy) {
			give(c, c.One(kindWebApp).Value("identity.principalId").Text(), "ServicePrincipal", ownerRole, c.One(kindGroup).ID)
		},
			`fail: authorization:RoleAssignment added-8e3af657-11: roleDefinitionId is Owner for the identity of web:WebApp webapp-app on resources:ResourceGroup group-group, want a role that something here needs`},
		{"R38", "", "own role on a wider scope", func(c *recorded.Copy) {
			recorded.Set(c.Named("roles-search-storage-blob-data-reader-on-storage"), "scope", c.One(kindGroup).ID)
		},
			`fail: authorization:RoleAssignment roles-search-storage-blob-data-reader-on-storage: roleDefinitionId is Storage Blob Data Reader for the identity of search:Service search-service on resources:ResourceGroup group-group, want a role that something here needs`},
		{"R38", "", "a stranger", func(c *recorded.Copy) {
			give(c, "99999999-9999-4999-8999-999999999999", "ServicePrincipal", "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", c.One(kindAccount).ID)
		},
			`fail: authorization:RoleAssignment added-5e0bd9bd-11: principalType is "ServicePrincipal", want one of User, Group; also roleDefinitionId is Cognitive Services OpenAI User for 99999999-9999-4999-8999-999999999999 on cognitiveservices:Account openai-account, want a role that something here needs`},
		{"R38", "", "role for the sign-in's identity", func(c *recorded.Copy) {
			give(c, c.One(kindIdentity).Value("principalId").Text(), "ServicePrincipal", "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", c.One(kindAccount).ID)
		},
			`fail: authorization:RoleAssignment added-5e0bd9bd-11: roleDefinitionId is Cognitive Services OpenAI User for the identity of managedidentity:UserAssignedIdentity webapp-identity on cognitiveservices:Account openai-account, want a role that something here needs`},
		{"R38", "plain.json", "assignment in a template", func(c *recorded.Copy) {
			recorded.Set(c.One(kindTemplateAbove), "properties.template.resources[0].type", "Microsoft.Authorization/roleAssignments")
		},
			`fail: resources:DeploymentAtSubscriptionScope defender-pricing: properties.template.resources[0].type is "Microsoft.Authorization/roleAssignments", want one of Microsoft.CognitiveServices/accounts/privateEndpointConnections, Microsoft.Security/pricings`},
	}
}
