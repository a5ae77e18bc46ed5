// Package roles says who may do what on what, and assigns it.
package roles

import (
	"secure-azure-openai/facts"
	"secure-azure-openai/settings"
)

// Party is an identity that holds a role, or a resource that a role is on.
type Party string

// The parties of the topology.
const (
	OpenAI    Party = "openai"
	Search    Party = "search"
	Storage   Party = "storage"
	WebApp    Party = "webapp"
	Group     Party = "group"
	Developer Party = "developer"

	Gateway        Party = "gateway"
	Backend        Party = "backend"
	BackendStorage Party = "backend-storage"
	Insights       Party = "insights"
)

// Account is an Azure OpenAI account beside the first one.
func Account(name string) Party { return OpenAI + "-" + Party(name) }

// Rule is one line of the table: from holds role on on.
type Rule struct {
	// Requirement is the rule's stable id.
	Requirement string
	Role        facts.Role
	From        Party
	On          Party
}

// ForServices is what the services may do on each other, and the web app on
// them.
func ForServices(s settings.Settings) []Rule {
	var rules []Rule
	if s.Retrieval == settings.RetrievalOnYourData {
		// On Your Data: Azure OpenAI queries and makes indexes, and keeps the
		// uploaded documents. Each account does, since the gateway calls any.
		for _, account := range accounts(s) {
			rules = append(rules,
				Rule{"R27", facts.RoleSearchIndexDataReader, account, Search},
				Rule{"R28", facts.RoleSearchServiceContributor, account, Search},
				Rule{"R29", facts.RoleStorageBlobDataContributor, account, Storage},
			)
		}
	}
	// Search calls the embedding model while it indexes, and for a query's
	// vectorizer.
	rules = append(rules, Rule{"R30", facts.RoleCognitiveServicesOpenAIContrib, Search, OpenAI})
	rules = append(rules, Rule{"R31", documents(s.Storage), Search, Storage})
	if !s.Gateway.Enabled {
		// With a gateway the app calls it, and it alone the account.
		rules = append(rules, Rule{"R32", facts.RoleCognitiveServicesOpenAIUser, WebApp, OpenAI})
	}
	if s.Retrieval == settings.RetrievalDirect {
		rules = append(rules, Rule{"R39", facts.RoleSearchIndexDataReader, WebApp, Search})
	}
	return append(rules, forGateway(s)...)
}

// accounts are all of Azure OpenAI, the first one first.
func accounts(s settings.Settings) []Party {
	all := []Party{OpenAI}
	for _, a := range s.OpenAI.Accounts {
		all = append(all, Account(a.Name))
	}
	return all
}

// forGateway is what the gateway may do on what it calls, and the backend on
// the storage of its host; both send telemetry.
func forGateway(s settings.Settings) []Rule {
	if !s.Gateway.Enabled {
		return nil
	}
	var rules []Rule
	for _, account := range accounts(s) {
		rules = append(rules, Rule{"G7", facts.RoleCognitiveServicesOpenAIUser, Gateway, account})
	}
	rules = append(rules, Rule{"G14", facts.RoleMonitoringMetricsPublisher, Gateway, Insights})
	if s.Backend.Enabled {
		rules = append(rules,
			Rule{"G20", facts.RoleStorageBlobDataOwner, Backend, BackendStorage},
			Rule{"G20", facts.RoleStorageQueueDataContributor, Backend, BackendStorage},
			Rule{"G20", facts.RoleStorageTableDataContributor, Backend, BackendStorage},
			Rule{"G14", facts.RoleMonitoringMetricsPublisher, Backend, Insights},
		)
	}
	return rules
}

// documents is what Search may do with the documents: read them, and write
// only where it keeps a knowledge store.
func documents(s settings.Storage) facts.Role {
	if s.KnowledgeStore {
		return facts.RoleStorageBlobDataContributor
	}
	return facts.RoleStorageBlobDataReader
}

// ForDevelopers is what each developer may do. They deploy the web app and not
// the backend: Website Contributor also writes an app's Easy Auth, which is all
// that keeps others than the gateway out of it (G22). Its code is published by
// the deployer, or by a pipeline that is given the role.
func ForDevelopers(a settings.Access) []Rule {
	rules := []Rule{{"R34", facts.RoleCognitiveServicesOpenAIContrib, Developer, OpenAI}}
	if a.Profile == settings.ProfileArticle {
		// The named weaker profile: these roles list keys, and Contributor on
		// the group could reopen the firewalls.
		rules = append(rules,
			Rule{"R35", facts.RoleCognitiveServicesUser, Developer, OpenAI},
			Rule{"R36", facts.RoleContributor, Developer, Search},
			Rule{"R36", facts.RoleContributor, Developer, Storage},
			Rule{"R36", facts.RoleContributor, Developer, Group},
		)
	} else {
		rules = append(rules,
			Rule{"R36k", facts.RoleSearchServiceContributor, Developer, Search},
			Rule{"R36k", facts.RoleSearchIndexDataContributor, Developer, Search},
			Rule{"R36k", facts.RoleStorageBlobDataContributor, Developer, Storage},
			Rule{"R36k", facts.RoleWebsiteContributor, Developer, WebApp},
		)
	}
	if a.RoleAdministrator {
		rules = append(rules, Rule{"R37", facts.RoleRoleBasedAccessControlAdmin, Developer, OpenAI})
	}
	return rules
}
