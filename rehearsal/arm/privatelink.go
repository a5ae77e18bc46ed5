package arm

import (
	"fmt"
	"net/url"
	"strings"
)

// link is one group that a private endpoint can reach a target by: its
// members, and the host names that Azure resolves for each.
type link struct {
	Group   string
	Members []string
	// Hosts are the public names of each member, in the members' order.
	Hosts [][]string
}

// linksOf are the groups of a private link target; nil where the type is none.
// https://learn.microsoft.com/azure/private-link/private-endpoint-dns
// https://learn.microsoft.com/azure/private-link/private-endpoint-overview
func linksOf(target *Resource) []link {
	switch target.Type {
	case armCognitiveAccount:
		sub := target.Text("properties.customSubDomainName")
		if strings.EqualFold(target.Text("kind"), "AIServices") {
			return []link{{"account", []string{"default", "secondary", "third"},
				[][]string{{sub + ".cognitiveservices.azure.com"}, {sub + ".openai.azure.com"}, {sub + ".services.ai.azure.com"}}}}
		}
		return []link{{"account", []string{"default"}, [][]string{{host(target.Text("properties.endpoint"))}}}}
	case armSearchService:
		return []link{{"searchService", []string{"searchService"}, [][]string{{target.Name() + ".search.windows.net"}}}}
	case armStorageAccount:
		var links []link
		for _, group := range []string{"blob", "table", "queue", "file", "web", "dfs"} {
			links = append(links, link{group, []string{group}, [][]string{{fmt.Sprintf("%s.%s.core.windows.net", target.Name(), group)}}})
		}
		return links
	case armLinkScope:
		return scopeLinks(target)
	case armWebApp:
		// The deployment site has a name of its own, and a record.
		// https://learn.microsoft.com/azure/app-service/overview-private-endpoint
		app := target.Text("defaultHostName")
		return []link{{"sites", []string{"sites"}, [][]string{{app, strings.Replace(app, ".", ".scm.", 1)}}}}
	case armAPIManagement:
		// The other host names resolve only through the gateway's own.
		return []link{{"Gateway", []string{"Gateway"}, [][]string{{target.Name() + ".azure-api.net"}}}}
	}
	return nil
}

// linkTo finds a target's group by name, whose case counts for Storage
// (Azure/azure-cli#16750) and, by the one refusal that was found, for API
// Management (hashicorp/terraform-provider-azurerm#30296).
func linkTo(target *Resource, group string) (link, bool) {
	for _, l := range linksOf(target) {
		if l.Group == group || target.Type != armStorageAccount && target.Type != armAPIManagement && strings.EqualFold(l.Group, group) {
			return l, true
		}
	}
	return link{}, false
}

// checkGroup: a connection names its target, and one of the target's groups.
// MissingParameter...: Azure/azure-cli#15136. OnlyOneGroupIdPermitted:
// DFE-Digital/terraform-azurerm-container-apps-hosting#352.
// InvalidValuesForRequestParameters is Storage's own (Azure/azure-cli#16750);
// other services word it themselves, and their codes are not confirmed, no more
// than that for an account without a subdomain.
func (tx *Tx) checkGroup(r *Resource, connection map[string]any) (link, error) {
	at := r.ID + "/privateLinkServiceConnections/" + text(connection, "name")
	target, groups := tx.Get(text(connection, "privateLinkServiceId")), texts(connection, "groupIds")
	switch {
	case target == nil:
		return link{}, badRequest("MissingParameterOnPrivateLinkServiceConnection", "Private link service connection %s is missing required parameter 'private link service Id'.", at)
	case len(groups) == 0 || groups[0] == "":
		return link{}, badRequest("MissingParameterOnPrivateLinkServiceConnection", "Private link service connection %s is missing required parameter 'group Id'.", at)
	case len(groups) > 1:
		return link{}, badRequest("OnlyOneGroupIdPermitted", "Private link service connection %s has the following group Ids: %s. Only one group Id is permitted when connecting to a first-party resource (%s).", at, strings.Join(groups, ", "), target.ID)
	}
	l, known := linkTo(target, groups[0])
	switch {
	case known && target.Type == armCognitiveAccount && target.Text("properties.customSubDomainName") == "":
		// hashicorp/terraform-provider-azurerm#7338 says that Azure asks for it.
		return link{}, badRequest("BadRequest", "Call to %s failed. Error message: %s needs a custom subdomain name for a private endpoint.", target.Type, target.ID)
	case known:
		return l, linkableGateway(target)
	}
	if target.Type == armAPIManagement {
		return link{}, badRequest("NotSupported", "Call to %s failed. Error message: Setting up Private Endpoint Connection for API Management service %s with Private Endpoint Connection groupId(s) %s is not supported. Please refer to https://aka.ms/apim-private-link on more details.", target.Type, target.ID, groups[0])
	}
	if target.Type == armStorageAccount {
		return link{}, badRequest("InvalidValuesForRequestParameters", "Call to %s failed. Error message: Values for request parameters are invalid: GroupId: %s.", target.Type, groups[0])
	}
	var there []string
	for _, l := range linksOf(target) {
		there = append(there, l.Group)
	}
	return link{}, badRequest("GroupIdIsInvalid", "Call to %s failed. Error message: The groupId '%s' is not valid for %s; it has %s.", target.Type, groups[0], target.ID, strings.Join(there, ", "))
}

// connectionState is how an endpoint or a shared private link is connected to
// its target. Once the target is gone, the connection is, too, and stays so:
// a target of the same name that comes later is another one
// (hashicorp/terraform-provider-azurerm#15051,
// crossplane-contrib/provider-upjet-azure#989).
// https://learn.microsoft.com/azure/private-link/manage-private-endpoint
func (tx *Tx) connectionState(owner *Resource) map[string]any {
	if c := tx.connectionOf(owner); c != nil {
		return object(c.Properties, "properties.privateLinkServiceConnectionState")
	}
	return map[string]any{"status": "Disconnected", "description": "Deleted state", "actionsRequired": "None"}
}

// linkable are the types that private endpoints can reach.
var linkable = []string{armCognitiveAccount, armSearchService, armStorageAccount, armWebApp, armAPIManagement, armLinkScope}

// connect makes a private endpoint connection on a target, which Azure names
// after the endpoint.
func (tx *Tx) connect(target, owner *Resource, group, endpointID, status, message string) *Resource {
	id := target.ID + connectionTypeSuffix + "/" + owner.Name() + "." + owner.GUID("connection")
	if there := tx.Get(id); there != nil {
		return there
	}
	return tx.Make(target.Type+connectionTypeSuffix, id, owner.ID, map[string]any{
		"name": NameOf(id), "type": target.Type + connectionTypeSuffix, "location": target.Text("location"),
		"properties": map[string]any{
			"privateEndpoint":                   map[string]any{"id": endpointID},
			"groupIds":                          strs(group),
			"privateLinkServiceConnectionState": map[string]any{"status": status, "description": message, "actionsRequired": "None"},
			"provisioningState":                 "Succeeded",
		},
	})
}

// connections are the private endpoint connections of a target, in the shape
// of Cognitive Services and Search: everything under properties.
func connections(tx *Tx, target *Resource) []any {
	found := []any{}
	for _, c := range tx.Children(target.ID, target.Type+connectionTypeSuffix) {
		shown := cloneMap(c.Properties)
		shown["id"] = c.ID
		found = append(found, shown)
	}
	return found
}

// flatConnections are the same in Storage's shape, which azure-native flattens.
func flatConnections(tx *Tx, target *Resource) []any {
	found := []any{}
	for _, c := range tx.Children(target.ID, target.Type+connectionTypeSuffix) {
		found = append(found, map[string]any{
			"id": c.ID, "name": c.Name(), "type": c.Type,
			"privateEndpoint":                   clone(get(c.Properties, "properties.privateEndpoint")),
			"privateLinkServiceConnectionState": clone(get(c.Properties, "properties.privateLinkServiceConnectionState")),
			"provisioningState":                 "Succeeded",
		})
	}
	return found
}

// connectionOf is the connection that an endpoint or a shared private link
// made on its target, or nil.
func (tx *Tx) connectionOf(owner *Resource) *Resource {
	for _, r := range tx.All() {
		if strings.HasSuffix(r.Type, connectionTypeSuffix) && r.Owner != "" && SameID(r.Owner, owner.ID) {
			return r
		}
	}
	return nil
}

func host(endpoint string) string {
	u, err := url.Parse(endpoint)
	if err != nil {
		return ""
	}
	return u.Host
}
