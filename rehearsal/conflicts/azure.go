package conflicts

import (
	"strings"

	"secure-azure-openai/rehearsal/deployment"
)

const (
	accountType    = "/providers/microsoft.cognitiveservices/accounts/"
	storageType    = "/providers/microsoft.storage/storageaccounts/"
	connectionType = "/privateEndpointConnections/"
)

// deployedOn is the account that a model deployment is on.
func deployedOn(r deployment.Resource) []string {
	return when(r.Is("cognitiveservices:Deployment"), parentOf(r.ID, "/deployments/"))
}

// linkedFrom is the Search service of a shared private link.
func linkedFrom(r deployment.Resource) []string {
	return when(isLink(r), parentOf(r.ID, "/sharedprivatelinkresources/"))
}

// subnetOf is the VNet of a subnet that is a resource of its own.
func subnetOf(r deployment.Resource) []string {
	return when(r.Is("network:Subnet"), parentOf(r.ID, "/subnets/"))
}

// scopedIn is the Azure Monitor private link scope of a scoped resource.
func scopedIn(r deployment.Resource) []string {
	return when(r.Is("insights:PrivateLinkScopedResource"), parentOf(r.ID, "/scopedresources/"))
}

// endpointSubnet is the subnet of a private endpoint.
func endpointSubnet(r deployment.Resource) []string {
	return when(r.Is("network:PrivateEndpoint"), r.Text("subnet", "id"))
}

// connectedAccounts are the accounts that a private endpoint or a shared
// private link connects to.
func connectedAccounts(r deployment.Resource) []string { return connected(r, accountType) }

// connectedStorage are the storage accounts that it connects to.
func connectedStorage(r deployment.Resource) []string { return connected(r, storageType) }

func connected(r deployment.Resource, armType string) []string {
	var targets []string
	switch {
	case isLink(r):
		targets = []string{r.Text("properties", "privateLinkResourceId")}
	case r.Is("network:PrivateEndpoint"):
		for _, list := range []string{"privateLinkServiceConnections", "manualPrivateLinkServiceConnections"} {
			for _, connection := range r.Items(list) {
				target, _ := connection["privateLinkServiceId"].(string)
				targets = append(targets, target)
			}
		}
	}
	var ids []string
	for _, target := range targets {
		if strings.Contains(strings.ToLower(target), armType) {
			ids = append(ids, target)
		}
	}
	return ids
}

// linkConnections is the connection that a shared private link makes on its
// target, without the part of the name that Azure makes up.
func linkConnections(r deployment.Resource) []string {
	target := r.Text("properties", "privateLinkResourceId")
	return when(isLink(r) && target != "", target+connectionType+lastPart(r.ID))
}

// approvedConnections are the connections that the template of an inline
// deployment writes to, in the same form. A name that the template computes is
// not known.
func approvedConnections(r deployment.Resource) []string {
	if !r.Is("resources:Deployment") {
		return nil
	}
	var ids []string
	for _, resource := range r.Items("properties", "template", "resources") {
		kind, _ := resource["type"].(string)
		name, _ := resource["name"].(string)
		parts := strings.Split(kind, "/") // provider, type of the target, connection
		target, connection, found := strings.Cut(name, "/")
		if len(parts) != 3 || !strings.EqualFold(parts[2], strings.Trim(connectionType, "/")) || !found || strings.HasPrefix(name, "[") {
			continue
		}
		if dot := strings.LastIndex(connection, "."); dot > 0 {
			connection = connection[:dot]
		}
		ids = append(ids, parentOf(r.ID, "/providers/")+"/providers/"+parts[0]+"/"+parts[1]+"/"+target+connectionType+connection)
	}
	return ids
}

func isLink(r deployment.Resource) bool { return r.Is("search:SharedPrivateLinkResource") }

// parentOf is what stands before a part of an id, or "". The part is in lower
// case; the id's case does not count.
func parentOf(id, part string) string {
	at := strings.Index(strings.ToLower(id), part)
	if at < 0 {
		return ""
	}
	return id[:at]
}

func lastPart(id string) string { return id[strings.LastIndex(id, "/")+1:] }

func when(holds bool, id string) []string {
	if !holds || id == "" {
		return nil
	}
	return []string{id}
}
