package requirements

import (
	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

// The role definitions of the gateway and of the backend, written out a second
// time like those of roles_test.go.
const (
	metricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb"
	blobOwner        = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"
	queueContributor = "974c5e8b-45b9-4653-ba55-5f855dd0fb88"
	tableContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"
)

// hostRoles are what the host of functions needs of its storage.
var hostRoles = []string{blobOwner, queueContributor, tableContributor}

func gatewayOn(s settings.Settings) bool { return s.Gateway.Enabled }
func noGateway(s settings.Settings) bool { return !s.Gateway.Enabled }
func backendOn(s settings.Settings) bool { return s.Backend.Enabled }

// inside is where the gateway lies in the VNet itself.
func inside(s settings.Settings) bool {
	return s.Gateway.Enabled && s.Gateway.Mode == settings.GatewayInternal
}

func atEndpoint(s settings.Settings) bool {
	return s.Gateway.Enabled && s.Gateway.Mode == settings.GatewayPrivateEndpoint
}

// theirs is the only resource of a type that belongs to the backend.
func theirs(g *recorder.Graph, token string) *recorder.Resource {
	for _, r := range g.ByType(token) {
		if beside(r) {
			return r
		}
	}
	panic("requirements: the backend has no " + token)
}

// heldByGateway is every role of the gateway and of the backend behind it.
func heldByGateway(g *recorder.Graph, s settings.Settings) []holding {
	if !gatewayOn(s) {
		return nil
	}
	component := only(g, componentType).ID
	gateway := principalOf(g.ByType(serviceType)[0])
	list := []holding{{gateway, metricsPublisher, component}}
	for _, account := range g.ByType(accountType) {
		list = append(list, holding{gateway, openAIUser, account.ID})
	}
	if backendOn(s) {
		app, storage := principalOf(theirs(g, webAppType)), theirs(g, storageType).ID
		list = append(list, holding{app, metricsPublisher, component})
		for _, role := range hostRoles {
			list = append(list, holding{app, role, storage})
		}
	}
	return list
}
