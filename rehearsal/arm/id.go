package arm

import (
	"fmt"
	"strings"
)

// ARM's names of the types that more than one file speaks of.
const (
	typeSubscription        = "Microsoft.Resources/subscriptions"
	typeResourceGroup       = "Microsoft.Resources/resourceGroups"
	armVirtualNetwork       = "Microsoft.Network/virtualNetworks"
	armSubnet               = "Microsoft.Network/virtualNetworks/subnets"
	armNetworkSecurityGroup = "Microsoft.Network/networkSecurityGroups"
	armNetworkInterface     = "Microsoft.Network/networkInterfaces"
	armPublicIPAddress      = "Microsoft.Network/publicIPAddresses"
	armPrivateEndpoint      = "Microsoft.Network/privateEndpoints"
	armPrivateZone          = "Microsoft.Network/privateDnsZones"
	armZoneRecord           = "Microsoft.Network/privateDnsZones/A"
	armZoneLink             = "Microsoft.Network/privateDnsZones/virtualNetworkLinks"
	armDNSResolver          = "Microsoft.Network/dnsResolvers"
	armInboundEndpoint      = "Microsoft.Network/dnsResolvers/inboundEndpoints"
	armCognitiveAccount     = "Microsoft.CognitiveServices/accounts"
	armDeletedAccount       = "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts"
	armModelDeployment      = "Microsoft.CognitiveServices/accounts/deployments"
	armSearchService        = "Microsoft.Search/searchServices"
	armSharedPrivateLink    = "Microsoft.Search/searchServices/sharedPrivateLinkResources"
	armStorageAccount       = "Microsoft.Storage/storageAccounts"
	armServicePlan          = "Microsoft.Web/serverfarms"
	armWebApp               = "Microsoft.Web/sites"
	armUserAssignedIdentity = "Microsoft.ManagedIdentity/userAssignedIdentities"
	armWorkspace            = "Microsoft.OperationalInsights/workspaces"
	armRoleAssignment       = "Microsoft.Authorization/roleAssignments"
	armBlobContainer        = "Microsoft.Storage/storageAccounts/blobServices/containers"
	armComponent            = "Microsoft.Insights/components"
	armActionGroup          = "Microsoft.Insights/actionGroups"
	armLinkScope            = "Microsoft.Insights/privateLinkScopes"
	armScopedResource       = "Microsoft.Insights/privateLinkScopes/scopedResources"
	armPricing              = "Microsoft.Security/pricings"
	armAPIManagement        = "Microsoft.ApiManagement/service"
	armDeletedGateway       = "Microsoft.ApiManagement/locations/deletedservices"
	armAPIBackend           = "Microsoft.ApiManagement/service/backends"
	armAPI                  = "Microsoft.ApiManagement/service/apis"
	armAPIOperation         = "Microsoft.ApiManagement/service/apis/operations"
	armAPIDiagnostic        = "Microsoft.ApiManagement/service/apis/diagnostics"
	armAPIPolicy            = "Microsoft.ApiManagement/service/apis/policies"
	armAPIProduct           = "Microsoft.ApiManagement/service/products"
	armAPIProductLink       = "Microsoft.ApiManagement/service/products/apis"
	armAPISubscription      = "Microsoft.ApiManagement/service/subscriptions"
	armAPILogger            = "Microsoft.ApiManagement/service/loggers"
	armAPINamedValue        = "Microsoft.ApiManagement/service/namedValues"
	connectionTypeSuffix    = "/privateEndpointConnections"
)

// key is the form in which ids are compared: Azure ignores their case. The
// spelling of whoever created the resource is what it stores and returns.
// https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
func key(id string) string { return strings.ToLower(strings.TrimRight(id, "/")) }

// SameID reports whether two ids name the same resource.
func SameID(a, b string) bool { return key(a) == key(b) }

// NameOf is the last segment of an id, which is the resource's own name.
func NameOf(id string) string { return id[strings.LastIndex(id, "/")+1:] }

// GroupOf is the name of the resource group that an id lies in, or "".
func GroupOf(id string) string {
	segments := strings.Split(id, "/")
	if len(segments) > 4 && strings.EqualFold(segments[3], "resourceGroups") {
		return segments[4]
	}
	return ""
}

// TypeOf is the ARM type that an id names ("Microsoft.Network/virtualNetworks/subnets"),
// or "" where the text is no resource id.
func TypeOf(id string) string {
	if !strings.HasPrefix(key(id), "/subscriptions/") {
		return ""
	}
	segments := strings.Split(strings.Trim(id, "/"), "/")
	provider := -1
	for i, s := range segments {
		if strings.EqualFold(s, "providers") {
			provider = i
		}
	}
	switch {
	case provider < 0 && len(segments) == 2:
		return typeSubscription
	case provider < 0 && len(segments) == 4 && strings.EqualFold(segments[2], "resourceGroups"):
		return typeResourceGroup
	case provider < 0 || (len(segments)-provider)%2 != 0 || len(segments) < provider+4:
		return ""
	}
	parts := []string{segments[provider+1]}
	for i := provider + 2; i < len(segments); i += 2 {
		parts = append(parts, segments[i])
	}
	return strings.Join(parts, "/")
}

// ParentOf is the id of what a resource lives in: the enclosing resource, the
// scope of an extension resource, the resource group, or the subscription.
func ParentOf(id string) string {
	t := TypeOf(id)
	segments := strings.Split(strings.TrimRight(id, "/"), "/")
	switch {
	case t == "" || t == typeSubscription:
		return ""
	case t == typeResourceGroup || strings.Count(t, "/") > 1:
		return strings.Join(segments[:len(segments)-2], "/")
	default:
		return strings.Join(segments[:len(segments)-4], "/")
	}
}

// expand fills a type's id template with a subscription and the values of the
// path's properties. A scope ({scope}, {resourceUri}) is a whole id, whose
// slashes at the ends do not count.
func expand(template, subscription string, inputs map[string]any) (string, error) {
	segments := strings.Split(template, "/")
	for i, s := range segments {
		name, isParam := param(s)
		if !isParam {
			continue
		}
		if name == "subscriptionId" {
			segments[i] = subscription
			continue
		}
		value, _ := inputs[name].(string)
		if value == "" {
			return "", fmt.Errorf("missing required property '%s'", name)
		}
		segments[i] = strings.Trim(value, "/")
	}
	return strings.Join(segments, "/"), nil
}

// Params are the values of a template's parameters in an id that came from it,
// and whether it did.
func Params(template, id string) (map[string]string, bool) {
	want := strings.Split(strings.Trim(template, "/"), "/")
	have := strings.Split(strings.Trim(id, "/"), "/")
	values := map[string]string{}
	if first, isParam := param(want[0]); isParam {
		extra := len(have) - len(want)
		if extra < 0 {
			return nil, false
		}
		values[first] = "/" + strings.Join(have[:extra+1], "/")
		want, have = want[1:], have[extra+1:]
	}
	if len(want) != len(have) {
		return nil, false
	}
	for i, s := range want {
		if name, isParam := param(s); isParam {
			values[name] = have[i]
		} else if !strings.EqualFold(s, have[i]) {
			return nil, false
		}
	}
	delete(values, "subscriptionId")
	return values, true
}

func param(segment string) (string, bool) {
	if strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}") {
		return segment[1 : len(segment)-1], true
	}
	return "", false
}
