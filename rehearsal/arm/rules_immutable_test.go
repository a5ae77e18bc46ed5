package arm_test

// immutable are the changes that Azure refuses and the provider does not know
// of: a program has to ask for the replacement itself.
var immutable = []rule{
	{
		name:    "an endpoint stays with its target",
		before:  []attempt{create(endpoint, endpointInputs())},
		good:    change(endpoint, pepID, with(endpointInputs(), m{"tags": m{"a": "b"}})),
		bad:     change(endpoint, pepID, with(endpointInputs(), m{"privateLinkServiceConnections": []any{m{"name": "c", "privateLinkServiceId": searchID, "groupIds": []any{"searchService"}}}})),
		code:    "CannotChangePrivateLinkConnectionOnPrivateEndpoint",
		message: "Cannot change the private link connection on private endpoint " + pepID,
	},
	{
		name:    "a model deployment stays with its model",
		before:  []attempt{create(model, chatInputs("gpt-5.6-terra", "2026-07-09"))},
		good:    change(model, accountID+"/deployments/chat", chatInputs("gpt-5.6-terra", "2026-10-09")),
		bad:     change(model, accountID+"/deployments/chat", chatInputs("gpt-5.6-luna", "2026-07-09")),
		code:    "CannotChangeDeploymentModel",
		message: "The model of deployment cannot be changed.",
	},
}

func chatInputs(name, version string) m {
	return m{
		"accountName": "oai", "deploymentName": "chat", "sku": m{"name": "GlobalStandard", "capacity": 10},
		"properties": m{"model": m{"format": "OpenAI", "name": name, "version": version}},
	}
}
