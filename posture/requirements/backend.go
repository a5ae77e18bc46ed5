package requirements

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

const flexPage = "https://learn.microsoft.com/azure/azure-functions/"

var backend = []Rule{
	{
		ID: "G19", Title: "The function app runs on a Flex Consumption plan, gets its package with its identity, and has no setting that holds a key",
		Severity: finding.High, Kind: kindWebApp, Each: judgeFunctions, Judge: judgeFunctionPlan,
		Fix:  "Use an FC1 plan, deployment.storage.authentication.type SystemAssignedIdentity, and AzureWebJobsStorage__accountName in the place of a connection string.",
		Link: flexPage + "flex-consumption-how-to",
	},
	{
		ID: "G20", Title: "The function app's host reaches its storage by three endpoints, and its identity alone holds three data roles there",
		Severity: finding.High, Kind: kindStorage, Judge: judgeHostStorage,
		Fix:  "Give the account endpoints for blob, queue and table, and the identity Storage Blob Data Owner, Storage Queue Data Contributor and Storage Table Data Contributor.",
		Link: flexPage + "functions-reference#connecting-to-host-storage-with-an-identity",
	},
	{
		ID: "G21", Title: "The function app sends all its traffic through a subnet of its own, delegated to Microsoft.App/environments", Severity: finding.High,
		Kind: kindWebApp, Judge: judgeFunctionSubnet,
		Fix:  "Give the app a subnet of /27 or larger, delegated to Microsoft.App/environments, with a network security group and no underscore in its name.",
		Link: flexPage + "flex-consumption-how-to#enable-virtual-network-integration",
	},
	{
		ID: "G22", Title: "The function app admits the gateway's identity alone", Severity: finding.High,
		Kind: kindWebApp, Judge: judgeAdmitted,
		Fix:  "Require authentication with Return401, and name the gateway's principal id alone in defaultAuthorizationPolicy.allowedPrincipals.identities.",
		Link: "https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad#use-a-built-in-authorization-policy",
	},
	{
		ID: "G23", Title: "The function app is closed: reached by a private endpoint, over HTTPS with TLS 1.2 at least, without FTP and basic credentials", Severity: finding.High,
		Kind: kindWebApp, Each: judgeClosed, Judge: judgeFunctionPlaces,
		Fix:  "Set publicNetworkAccess to Disabled, httpsOnly to true, and turn basic credentials off.",
		Link: flexPage + "security-concepts",
	},
}

// appDelegation: Flex Consumption runs on the infrastructure of Container Apps.
const appDelegation = "Microsoft.App/environments"

// functionSubnetSmallest is advised for Flex Consumption, as prefix bits.
const functionSubnetSmallest = 27

// byKey are the settings that hold a connection string, or that a Flex
// Consumption app refuses.
// https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
var byKey = []string{
	"AzureWebJobsStorage", "AzureWebJobsDashboard", "DEPLOYMENT_STORAGE_CONNECTION_STRING", "APPINSIGHTS_INSTRUMENTATIONKEY",
	"WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "WEBSITE_CONTENTSHARE", "FUNCTIONS_WORKER_RUNTIME", "WEBSITE_RUN_FROM_PACKAGE",
}

// elsewhere are settings that lead names or traffic past the VNet's own ways.
var elsewhere = []string{"WEBSITE_DNS_SERVER", "WEBSITE_DNS_ALT_SERVER", "WEBSITE_VNET_ROUTE_ALL"}

var runtimeVersion = regexp.MustCompile(`^[0-9]+(\.[0-9]+)*$`)

func judgeFunctions(j *judge, app *graph.Resource) {
	if isSite(app) {
		return
	}
	j.value(app, "kind", Equal("functionapp,linux"))
	const storage = "functionAppConfig.deployment.storage."
	j.value(app, storage+"type", Equal("blobContainer"))
	j.value(app, storage+"authentication.type", Equal("SystemAssignedIdentity"))
	j.value(app, storage+"authentication.storageAccountConnectionStringName", Nothing())
	j.value(app, "identity.type", Among("SystemAssigned"))
	j.value(app, "functionAppConfig.runtime.name", OneOf("python", "node", "dotnet-isolated", "java", "powershell", "custom"))
	j.value(app, "functionAppConfig.runtime.version", Matching(runtimeVersion, "a version"))
	j.value(app, "siteConfig.linuxFxVersion", Nothing())
	j.value(app, "siteConfig.appSettings", Empty())
	j.value(app, "siteConfig.connectionStrings", Empty())
}

func judgeFunctionPlan(j *judge) {
	j.none("there is no function app")
	if len(j.functionApps()) == 0 && j.component("secure-azure-openai:services/functions:App") {
		j.fail(nil, "", "no function app", "the one that the program's component asks for")
	}
	for _, app := range j.functionApps() {
		plan, certain, _ := j.ref(app, "serverFarmId", kindPlan)
		switch {
		case plan == nil || plan.Kind != kindPlan:
			j.fail(app, "serverFarmId", app.Value("serverFarmId").String(), "a plan of this stack")
		case !certain:
			j.unknown(app, "serverFarmId", "the id of "+plan.String())
		}
		if plan != nil && plan.Kind == kindPlan {
			j.value(plan, "sku.name", Equal("FC1"))
			j.value(plan, "sku.tier", Equal("FlexConsumption"))
			j.value(plan, "reserved", True())
		}
		place := app.Value(packagePlace)
		j.judged(app, packagePlace, place, Test{"a container of this stack's storage", func(v graph.Value) bool { return j.containerAt(v.Text()) }})
		settings := j.ofApp[kindAppSettings+app.URN]
		if len(settings) == 0 {
			j.fail(app, "", "no "+kindAppSettings, "one, with "+hostSetting)
		}
		for _, own := range settings {
			all := settingsOf(own.from)
			j.judged(own.from, "app setting "+hostSetting, all.Field(hostSetting), j.nameOf(kindStorage, "accountName"))
			for _, name := range slices.Concat(byKey, elsewhere) {
				if !all.Hidden() {
					j.nothingAt(own.from, "app setting "+name, all.Field(name))
				}
			}
			j.hostSettings(own.from, all)
		}
	}
}

// containerAt reports whether an address is that of a blob container of the
// graph.
func (j *judge) containerAt(address string) bool {
	name, isBlob := strings.CutSuffix(hostOf(address), ".blob.core.windows.net")
	_, path, _ := strings.Cut(strings.TrimPrefix(address, "https://"), "/")
	container := strings.ToLower(strings.Trim(path, "/"))
	return isBlob && slices.ContainsFunc(j.g.Of("storage:BlobContainer"), func(r *graph.Resource) bool {
		return nameOf(r, "containerName") == container && (nameOf(r, "accountName") == name || nameOf(r, "accountName") == "")
	})
}

// hostRoles are what the host needs of its storage: blobs for its package and
// its locks, queues and tables for its own state.
var hostRoles = []facts.Role{
	facts.RoleStorageBlobDataOwner, facts.RoleStorageQueueDataContributor, facts.RoleStorageTableDataContributor,
}

var hostLinks = []facts.PrivateLink{facts.PrivateLinkBlob, facts.PrivateLinkQueue, facts.PrivateLinkTable}

func judgeHostStorage(j *judge) {
	j.none("there is no function app")
	for _, account := range j.g.Of(kindStorage) {
		app := j.hostOf[account.URN]
		if app == nil {
			continue
		}
		for _, role := range hostRoles {
			j.holdsOn(app, role, account)
		}
		for _, h := range j.holdings {
			if h.scope == account && !j.hostMay(h) {
				j.fail(h.assignment, "roleDefinitionId", roleName(h.role)+" for "+h.by(), "the three roles of the host, for "+app.String()+" alone")
			}
		}
		j.reachableAs(account, hostLinks)
	}
	for _, app := range j.functionApps() {
		if !slices.ContainsFunc(j.g.Of(kindStorage), func(r *graph.Resource) bool { return j.hostOf[r.URN] == app }) {
			j.fail(app, "", "no storage account of its own", "one of this stack")
		}
	}
}

// hostMay reports whether an identity may hold a role on a host's storage.
func (c *context) hostMay(h holding) bool {
	return h.principal != nil && c.hostOf[h.scope.URN] == h.principal &&
		slices.ContainsFunc(hostRoles, func(role facts.Role) bool { return role.ID == h.role }) || h.role == ""
}

func judgeFunctionSubnet(j *judge) {
	j.none("there is no function app")
	for _, app := range j.functionApps() {
		const path = "virtualNetworkSubnetId"
		s, certain := j.subnet(app, path)
		switch {
		case !certain:
			j.unknown(app, path, "a subnet delegated to "+appDelegation)
			continue
		case s == nil || len(s.delegations) != 1 || s.delegations[0] != appDelegation:
			j.fail(app, path, app.Value(path).String(), "a subnet delegated to "+appDelegation)
			continue
		}
		vnet := j.vnets[j.vnetByID[strings.ToLower(j.vnetOf(app, path).ID)]]
		for _, other := range j.users(s) {
			if other != app {
				j.fail(vnet.resource, "subnets: "+s.name, "a subnet of "+other.String()+" too", "one of the function app's own")
			}
		}
		if strings.Contains(s.name, "_") {
			j.fail(vnet.resource, "subnets: "+s.name, "a name with an underscore", "one without, which Flex Consumption asks for")
		}
		j.guarded(vnet.resource, s)
		j.size(vnet, s, functionSubnetSmallest)
	}
}

// reachableAs asks for one private endpoint on a service for each of several
// groups.
func (j *judge) reachableAs(service *graph.Resource, links []facts.PrivateLink) {
	list := j.endpoints[service.URN]
	for _, link := range links {
		var of []connection
		for _, c := range list {
			if slices.ContainsFunc(c.endpoint.Value(c.path+".groupIds").Texts(), func(group string) bool { return strings.EqualFold(group, link.Group) }) {
				of = append(of, c)
			}
		}
		if len(of) != 1 {
			j.fail(service, "", count(len(of), "private endpoint")+" for group "+link.Group, "one")
			continue
		}
		j.reachableBy(service, of[0], link)
	}
	if len(list) > len(links) {
		j.fail(service, "", count(len(list), "private endpoint"), fmt.Sprintf("%d", len(links)))
	}
}
