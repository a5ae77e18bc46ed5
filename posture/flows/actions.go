package flows

import "secure-azure-openai/facts"

// Plane is where a request goes.
type Plane string

// The planes. A service's control plane is Azure Resource Manager, which is
// public and asks for a token and a role only.
const (
	Data    Plane = "data plane"
	Control Plane = "control plane"
)

// Action is something that an actor may do to a service.
type Action struct {
	// Service is whose action it is, by our names; Name is ours.
	Service, Name string
	// Title is what one does, for people.
	Title string
	Plane Plane
	// needs are the permissions for it, all of them.
	needs []permission
	// keyed are the control plane's actions that answer a key for this one,
	// besides the service's own.
	keyed []string
	// scm is for a web app's deployment site instead of the app.
	scm bool
	// signIn is for a page that people see: no role decides it.
	signIn bool
	// publicBlob is for what a container can open to everybody.
	publicBlob bool
	// model is what a model must be for; empty where none is needed.
	model facts.Use
	// readsKeys is for what answers a key.
	readsKeys bool
	// behind is the service that a gateway's API leads to: its policy document
	// decides, and then the action of this name there.
	behind string
	// easyAuth is for a site that asks for a token of its own registration.
	easyAuth bool
	// link is for a part of a service that has a host of its own.
	link *facts.PrivateLink
}

// permission is one action of Azure's, as roles name it.
type permission struct {
	action string
	data   bool
}

func data(action string) permission    { return permission{action, true} }
func control(action string) permission { return permission{action, false} }

const (
	openaiData  = "Microsoft.CognitiveServices/accounts/OpenAI/deployments/"
	searchName  = "Microsoft.Search/searchServices/"
	storageName = "Microsoft.Storage/storageAccounts/"
	blobData    = storageName + "blobServices/containers/blobs/"
	webName     = "Microsoft.Web/sites/"
	networkName = "Microsoft.Network/"
	gatewayName = "Microsoft.ApiManagement/service/"
	assignName  = "Microsoft.Authorization/roleAssignments/write"
)

var (
	queueLink = &facts.PrivateLink{Group: "queue", Members: []string{"queue"}, Zones: []string{"privatelink.queue.core.windows.net"}}
	tableLink = &facts.PrivateLink{Group: "table", Members: []string{"table"}, Zones: []string{"privatelink.table.core.windows.net"}}
)

// actions are all that is judged. Names of permissions:
// https://learn.microsoft.com/azure/role-based-access-control/permissions/ai-machine-learning
// (and its neighbours for storage, web and networking). AI Search checks
// indexes and indexers as actions, not as data actions, though they go to its
// own host; indexers/write also runs one. The deployment site asks for
// publish: https://learn.microsoft.com/azure/app-service/resources-kudu
var actions = []*Action{
	{Service: "openai", Name: "chat", Title: "complete a chat", Plane: Data, model: facts.UseChat, needs: []permission{data(openaiData + "chat/completions/action")}},
	{Service: "openai", Name: "chat-on-data", Title: "chat on your data", Plane: Data, model: facts.UseChat, needs: []permission{data(openaiData + "extensions/chat/completions/action")}},
	{Service: "openai", Name: "embed", Title: "make embeddings", Plane: Data, model: facts.UseEmbedding, needs: []permission{data(openaiData + "embeddings/action")}},
	{Service: "openai", Name: "list-keys", Title: "list the keys", Plane: Control, readsKeys: true, needs: []permission{control("Microsoft.CognitiveServices/accounts/listKeys/action")}},
	{Service: "openai", Name: "deploy-model", Title: "deploy a model", Plane: Control, needs: []permission{control("Microsoft.CognitiveServices/accounts/deployments/write")}},
	{Service: "openai", Name: "change-firewall", Title: "open the firewall", Plane: Control, needs: []permission{control("Microsoft.CognitiveServices/accounts/write")}},
	{Service: "openai", Name: "assign-roles", Title: "assign roles", Plane: Control, needs: []permission{control(assignName)}},

	{Service: "search", Name: "query", Title: "query documents", Plane: Data, needs: []permission{data(searchName + "indexes/documents/read")},
		keyed: []string{searchName + "listQueryKeys/action", searchName + "createQueryKey/action"}},
	{Service: "search", Name: "upload", Title: "upload documents", Plane: Data, needs: []permission{data(searchName + "indexes/documents/write")}},
	{Service: "search", Name: "manage-indexes", Title: "manage indexes", Plane: Data, needs: []permission{control(searchName + "indexes/write")}},
	{Service: "search", Name: "run-indexer", Title: "run an indexer", Plane: Data, needs: []permission{control(searchName + "indexers/write")}},
	{Service: "search", Name: "list-admin-keys", Title: "list the admin keys", Plane: Control, readsKeys: true, needs: []permission{control(searchName + "listAdminKeys/action")}},
	{Service: "search", Name: "list-query-keys", Title: "list the query keys", Plane: Control, readsKeys: true, needs: []permission{control(searchName + "listQueryKeys/action")}},
	{Service: "search", Name: "change-firewall", Title: "open the firewall", Plane: Control, needs: []permission{control(searchName + "write")}},
	{Service: "search", Name: "assign-roles", Title: "assign roles", Plane: Control, needs: []permission{control(assignName)}},

	{Service: "storage", Name: "read", Title: "read blobs", Plane: Data, publicBlob: true, needs: []permission{data(blobData + "read")}},
	{Service: "storage", Name: "write", Title: "write blobs", Plane: Data, needs: []permission{data(blobData + "write")}},
	{Service: "storage", Name: "delete", Title: "delete blobs", Plane: Data, needs: []permission{data(blobData + "delete")}},
	{Service: "storage", Name: "list-keys", Title: "list the keys", Plane: Control, readsKeys: true, needs: []permission{control(storageName + "listKeys/action")}},
	{Service: "storage", Name: "change-firewall", Title: "open the firewall", Plane: Control, needs: []permission{control(storageName + "write")}},
	{Service: "storage", Name: "assign-roles", Title: "assign roles", Plane: Control, needs: []permission{control(assignName)}},

	{Service: "webapp", Name: "browse", Title: "use the app", Plane: Data, signIn: true},
	{Service: "webapp", Name: "deploy", Title: "deploy code", Plane: Data, scm: true, needs: []permission{control(webName + "publish/action")}},
	{Service: "webapp", Name: "read-settings", Title: "read the app settings", Plane: Control, needs: []permission{control(webName + "config/list/action")}},
	{Service: "webapp", Name: "publish-profile", Title: "read the publishing profile", Plane: Control, readsKeys: true, needs: []permission{control(webName + "publishxml/action")}},
	{Service: "webapp", Name: "change-site", Title: "open the site or drop its sign-in", Plane: Control, needs: []permission{control(webName + "write"), control(webName + "config/write")}},
	{Service: "webapp", Name: "assign-roles", Title: "assign roles", Plane: Control, needs: []permission{control(assignName)}},

	{Service: "vault", Name: "read-secret", Title: "read a secret", Plane: Data, needs: []permission{data("Microsoft.KeyVault/vaults/secrets/getSecret/action")}},
	{Service: "vault", Name: "change-firewall", Title: "open the firewall", Plane: Control, needs: []permission{control("Microsoft.KeyVault/vaults/write")}},
	{Service: "vault", Name: "assign-roles", Title: "assign roles", Plane: Control, needs: []permission{control(assignName)}},

	{Service: "gateway", Name: "chat", Title: "complete a chat", Plane: Data, behind: "openai"},
	{Service: "gateway", Name: "chat-on-data", Title: "chat on your data", Plane: Data, behind: "openai"},
	{Service: "gateway", Name: "embed", Title: "make embeddings", Plane: Data, behind: "openai"},
	{Service: "gateway", Name: "invoke", Title: "call the backend's API", Plane: Data, behind: "backend"},
	{Service: "gateway", Name: "manage", Title: "change the gateway", Plane: Control, needs: []permission{control("Microsoft.ApiManagement/service/write")}},
	// Whoever writes a policy has the gateway's identity fetch tokens for any
	// resource. Each level has a permission of its own.
	{Service: "gateway", Name: "edit-policies", Title: "edit an API's policy", Plane: Control, needs: []permission{control(gatewayName + "apis/policies/write")}},
	{Service: "gateway", Name: "edit-operation-policies", Title: "edit an operation's policy", Plane: Control, needs: []permission{control(gatewayName + "apis/operations/policies/write")}},
	{Service: "gateway", Name: "edit-product-policies", Title: "edit a product's policy", Plane: Control, needs: []permission{control(gatewayName + "products/policies/write")}},
	{Service: "gateway", Name: "edit-global-policy", Title: "edit the policy of all APIs", Plane: Control, needs: []permission{control(gatewayName + "policies/write")}},
	{Service: "gateway", Name: "list-subscription-keys", Title: "list the subscription keys", Plane: Control, readsKeys: true, needs: []permission{control(gatewayName + "subscriptions/listSecrets/action")}},
	{Service: "gateway", Name: "assign-roles", Title: "assign roles", Plane: Control, needs: []permission{control(assignName)}},

	{Service: "backend", Name: "invoke", Title: "call the API", Plane: Data, easyAuth: true},
	{Service: "backend", Name: "deploy", Title: "deploy code", Plane: Data, scm: true, needs: []permission{control(webName + "publish/action")}},
	{Service: "backend", Name: "read-settings", Title: "read the app settings", Plane: Control, needs: []permission{control(webName + "config/list/action")}},
	{Service: "backend", Name: "publish-profile", Title: "read the publishing profile", Plane: Control, readsKeys: true, needs: []permission{control(webName + "publishxml/action")}},
	{Service: "backend", Name: "change-site", Title: "open the site or drop its sign-in", Plane: Control, needs: []permission{control(webName + "write"), control(webName + "config/write")}},
	{Service: "backend", Name: "assign-roles", Title: "assign roles", Plane: Control, needs: []permission{control(assignName)}},

	// The host keeps its locks, its queues and what it knows of itself here,
	// and the code of the app: https://learn.microsoft.com/azure/azure-functions/storage-considerations
	{Service: "hoststorage", Name: "blob", Title: "use the blobs", Plane: Data, publicBlob: true, needs: []permission{data(blobData + "read"), data(blobData + "write")}},
	{Service: "hoststorage", Name: "queue", Title: "use the queues", Plane: Data, link: queueLink,
		needs: []permission{data(storageName + "queueServices/queues/messages/read"), data(storageName + "queueServices/queues/messages/write")}},
	{Service: "hoststorage", Name: "table", Title: "use the tables", Plane: Data, link: tableLink,
		needs: []permission{data(storageName + "tableServices/tables/entities/read"), data(storageName + "tableServices/tables/entities/write")}},
	{Service: "hoststorage", Name: "list-keys", Title: "list the keys", Plane: Control, readsKeys: true, needs: []permission{control(storageName + "listKeys/action")}},
	{Service: "hoststorage", Name: "change-firewall", Title: "open the firewall", Plane: Control, needs: []permission{control(storageName + "write")}},
	{Service: "hoststorage", Name: "assign-roles", Title: "assign roles", Plane: Control, needs: []permission{control(assignName)}},

	{Service: "group", Name: "change-nsg", Title: "change network rules", Plane: Control, needs: []permission{control(networkName + "networkSecurityGroups/write")}},
	{Service: "group", Name: "change-network", Title: "change or peer the VNet", Plane: Control, needs: []permission{control(networkName + "virtualNetworks/write")}},
	{Service: "group", Name: "change-dns", Title: "change private DNS records", Plane: Control, needs: []permission{control(networkName + "privateDnsZones/A/write")}},
	{Service: "group", Name: "vpn-profile", Title: "make a VPN profile", Plane: Control, needs: []permission{control(networkName + "virtualNetworkGateways/generatevpnprofile/action")}},
	{Service: "group", Name: "assign-roles", Title: "assign roles", Plane: Control, needs: []permission{control(assignName)}},
	{Service: "group", Name: "delete", Title: "delete the group", Plane: Control, needs: []permission{control("Microsoft.Resources/subscriptions/resourceGroups/delete")}},
}

// actionsOf are a service's, in the order of the table.
var actionsOf = func() map[string][]*Action {
	of := map[string][]*Action{}
	for _, a := range actions {
		of[a.Service] = append(of[a.Service], a)
	}
	return of
}()
