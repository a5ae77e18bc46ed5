package timeline

import "strings"

// account is the id of the Azure OpenAI account that a model deployment is on,
// in lower case, or "".
func account(r stored) string {
	if !strings.HasPrefix(r.Type, "azure-native:cognitiveservices") || !strings.HasSuffix(r.Type, ":Deployment") {
		return ""
	}
	id, _, _ := strings.Cut(strings.ToLower(r.ID), "/deployments/")
	return id
}

func isEndpoint(r stored) bool {
	return strings.HasPrefix(r.Type, "azure-native:network") && strings.HasSuffix(r.Type, ":PrivateEndpoint")
}

// newLock is what Azure does one at a time, or the empty lock:
//   - model deployments on one account answer 409 RequestConflict otherwise:
//     https://learn.microsoft.com/azure/ai-services/openai/how-to/working-with-models
//   - private endpoints that are created in one subnet at once fail with
//     ReferencedResourceNotProvisioned, about one cold deployment in three.
func newLock(r stored) lock {
	if id := account(r); id != "" {
		return lock{id: id, why: "one deployment at a time on the account"}
	}
	if subnet := text(r.Inputs, "subnet", "id"); isEndpoint(r) && subnet != "" {
		return lock{id: strings.ToLower(subnet), why: "one endpoint at a time in the subnet"}
	}
	return lock{}
}

// addWorking lets a private endpoint wait for the model deployments on its
// account, which answers 400 AccountProvisioningStateInvalid while it is at
// work: hashicorp/terraform-provider-azurerm#31712. The nodes are those of the
// resources, in the same order.
func addWorking(nodes []*node, resources []stored) {
	for i, endpoint := range resources {
		if !isEndpoint(endpoint) {
			continue
		}
		targets := targets(endpoint.Inputs)
		for _, deployment := range resources {
			if id := account(deployment); id != "" && targets[id] {
				nodes[i].force(deployment.URN, "its account is at work")
			}
		}
	}
}

// force adds a wait that Azure needs, or turns the program's own into one.
func (n *node) force(urn, why string) {
	for i := range n.waits {
		if n.waits[i].urn == urn {
			n.waits[i] = wait{urn: urn, why: why, forced: true}
			return
		}
	}
	n.waits = append(n.waits, wait{urn: urn, why: why, forced: true})
}

// targets are the ids that a private endpoint connects to, in lower case.
func targets(inputs map[string]any) map[string]bool {
	ids := map[string]bool{}
	connections, _ := inputs["privateLinkServiceConnections"].([]any)
	for _, connection := range connections {
		if fields, ok := connection.(map[string]any); ok {
			ids[strings.ToLower(text(fields, "privateLinkServiceId"))] = true
		}
	}
	return ids
}

// text follows keys into nested objects, and answers "" where there is no
// text: a secret is none.
func text(fields map[string]any, keys ...string) string {
	for _, key := range keys[:len(keys)-1] {
		fields, _ = fields[key].(map[string]any)
	}
	value, _ := fields[keys[len(keys)-1]].(string)
	return value
}
