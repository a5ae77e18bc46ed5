package flows

import (
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// service is a kind of target: how it is reached, and how it is closed.
type service struct {
	// kind is the graph's, name is ours, title is for people.
	kind, name, title string
	// link is its private link, of which the first zone counts.
	link *facts.PrivateLink
	// host is its own name in that zone's public part; unknown where Azure
	// has not decided it.
	host func(*graph.Resource) graph.Value
	door door
	// keys are its keys; nil where it has none.
	keys *keys
	// takes tells services of one kind apart; nil where the kind is enough.
	takes func(*model, *graph.Resource) bool
}

// door is where a service says who may come to its public address.
type door struct {
	// access is publicNetworkAccess.
	access string
	// action is the default action of its rules, addresses and subnets are
	// the rules, bypass is the exception for trusted services. Empty where
	// the service has none.
	action, addresses, subnets, bypass string
	// instances are resources that are let in by their ids, which may have
	// wildcards:
	// https://learn.microsoft.com/azure/storage/common/storage-network-security-resource-instances
	instances string
	// trusted are the services that the exception lets in, by kind.
	trusted []string
}

// keys are a service's own credentials.
type keys struct {
	// property says whether they work; they do unless it is off.
	property string
	off      bool
	// read are the control plane's actions that answer a key: one is enough.
	read []string
}

// The services of the topology. The link to each trusted list:
//   - https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks#grant-access-to-trusted-azure-services-for-azure-openai
//     (AI Search, Azure OpenAI, Machine Learning, by managed identity)
//   - https://learn.microsoft.com/azure/search/service-configure-firewall
//     (Azure OpenAI and other AI services, by managed identity; the
//     exception holds with public access off, as R17's source says)
//   - https://learn.microsoft.com/azure/storage/common/storage-network-security-trusted-azure-services
//     (AI Search and AI services by system-assigned identity and role)
//
// publicNetworkAccess that is not set is open for each of them, and so is a
// default action.
var services = []*service{
	{
		kind: "cognitiveservices:Account", name: "openai", title: "Azure OpenAI",
		link: &facts.PrivateLinkOpenAI,
		host: func(r *graph.Resource) graph.Value { return r.Value("properties.customSubDomainName") },
		door: door{
			access: "properties.publicNetworkAccess", action: "properties.networkAcls.defaultAction",
			addresses: "properties.networkAcls.ipRules", subnets: "properties.networkAcls.virtualNetworkRules",
			bypass:  "properties.networkAcls.bypass",
			trusted: []string{"search:Service", "cognitiveservices:Account"},
		},
		keys: &keys{
			property: "properties.disableLocalAuth", off: true,
			read: []string{"Microsoft.CognitiveServices/accounts/listKeys/action", "Microsoft.CognitiveServices/accounts/regenerateKey/action"},
		},
	},
	{
		kind: "search:Service", name: "search", title: "AI Search",
		link: &facts.PrivateLinkSearch,
		host: physicalName("searchServiceName"),
		door: door{
			access: "publicNetworkAccess", addresses: "networkRuleSet.ipRules", bypass: "networkRuleSet.bypass",
			trusted: []string{"cognitiveservices:Account"},
		},
		keys: &keys{
			property: "disableLocalAuth", off: true,
			read: []string{"Microsoft.Search/searchServices/listAdminKeys/action", "Microsoft.Search/searchServices/regenerateAdminKey/action"},
		},
	},
	{
		kind: "storage:StorageAccount", name: "storage", title: "Storage",
		link:  &facts.PrivateLinkBlob,
		host:  physicalName("accountName"),
		door:  storageDoor,
		keys:  storageKeys,
		takes: func(m *model, r *graph.Resource) bool { return !m.isHostStorage(r) },
	},
	{
		kind: "web:WebApp", name: "webapp", title: "web app",
		link:  &facts.PrivateLinkSites,
		host:  physicalName("name"),
		door:  door{access: "publicNetworkAccess"},
		keys:  siteKeys,
		takes: func(_ *model, r *graph.Resource) bool { return !isFunction(r) },
	},
	{
		kind: "keyvault:Vault", name: "vault", title: "Key Vault",
		link: &facts.PrivateLink{Group: "vault", Members: []string{"default"}, Zones: []string{"privatelink.vaultcore.azure.net"}},
		host: physicalName("vaultName"),
		door: door{
			access: "properties.publicNetworkAccess", action: "properties.networkAcls.defaultAction",
			addresses: "properties.networkAcls.ipRules", subnets: "properties.networkAcls.virtualNetworkRules",
		},
	},
	{
		kind: "apimanagement:ApiManagementService", name: "gateway", title: "API Management",
		link: &facts.PrivateLink{Group: "Gateway", Members: []string{"Gateway"}, Zones: []string{"privatelink.azure-api.net"}},
		host: physicalName("serviceName"),
		door: door{access: "publicNetworkAccess"},
		keys: &keys{
			property: "subscriptionRequired",
			read: []string{
				gatewayName + "subscriptions/listSecrets/action",
				gatewayName + "subscriptions/regeneratePrimaryKey/action",
				gatewayName + "subscriptions/regenerateSecondaryKey/action",
			},
		},
	},
	{
		kind: "web:WebApp", name: "backend", title: "the backend's site",
		link:  &facts.PrivateLinkSites,
		host:  physicalName("name"),
		door:  door{access: "publicNetworkAccess"},
		keys:  siteKeys,
		takes: func(_ *model, r *graph.Resource) bool { return isFunction(r) },
	},
	{
		kind: "storage:StorageAccount", name: "hoststorage", title: "the backend's storage",
		link:  &facts.PrivateLinkBlob,
		host:  physicalName("accountName"),
		door:  storageDoor,
		keys:  storageKeys,
		takes: func(m *model, r *graph.Resource) bool { return m.isHostStorage(r) },
	},
	// The group stands for what is only managed: the network, the roles.
	{kind: "resources:ResourceGroup", name: "group", title: "resource group"},
}

// serviceNamed is a service by our name.
func serviceNamed(name string) *service {
	return services[slices.IndexFunc(services, func(s *service) bool { return s.name == name })]
}

var (
	storageDoor = door{
		access: "publicNetworkAccess", action: "networkRuleSet.defaultAction",
		addresses: "networkRuleSet.ipRules", subnets: "networkRuleSet.virtualNetworkRules",
		bypass: "networkRuleSet.bypass", instances: "networkRuleSet.resourceAccessRules",
		trusted: []string{"search:Service", "cognitiveservices:Account"},
	}
	storageKeys = &keys{
		property: "allowSharedKeyAccess", off: false,
		read: []string{
			"Microsoft.Storage/storageAccounts/listKeys/action",
			"Microsoft.Storage/storageAccounts/listAccountSas/action",
			"Microsoft.Storage/storageAccounts/regenerateKey/action",
		},
	}
	// siteKeys are the publishing profile of the deployment site; the property
	// is of the policy beside the site.
	siteKeys = &keys{
		property: "allow", off: false,
		read: []string{"Microsoft.Web/sites/publishxml/action", "Microsoft.Web/sites/config/list/action"},
	}
)

// physicalName is a resource's name in Azure: as Azure answered it, or as it
// is asked for.
func physicalName(input string) func(*graph.Resource) graph.Value {
	return func(r *graph.Resource) graph.Value {
		if v := r.Outputs.At("name"); v.State == graph.Known {
			return v
		}
		return r.Inputs.At(input)
	}
}

// fullName is the host's name on the internet; a web app's deployment site has
// one of its own.
func (to entry) fullName(host string) string {
	if to.scm {
		host += ".scm"
	}
	return strings.ToLower(host + "." + strings.TrimPrefix(to.link.Zones[0], "privatelink."))
}

// privateName is what the internet's DNS says the name stands for, once the
// service has a private endpoint:
// https://learn.microsoft.com/azure/private-link/private-endpoint-dns
func (to entry) privateName(fullName string) string {
	zone := to.link.Zones[0]
	return strings.TrimSuffix(fullName, strings.TrimPrefix(zone, "privatelink.")) + zone
}
