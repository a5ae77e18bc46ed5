package arm

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// registry is every type, in the order of the topology. A new type is one file
// and one line here.
func registry() []*Type {
	return []*Type{
		&subscriptionType, &resourceGroupType, &deploymentType, &subscriptionDeploymentType, &pricingType,
		&networkSecurityGroupType, &virtualNetworkType, &subnetType, &networkInterfaceType,
		&publicIPAddressType, &virtualNetworkGatewayType,
		&privateEndpointType, &privateEndpointZoneGroupType, &privateZoneType, &zoneRecordType, &zoneLinkType,
		&dnsResolverType, &inboundEndpointType,
		&cognitiveAccountType, &deletedAccountType, &modelDeploymentType,
		&searchServiceType, &sharedPrivateLinkType,
		&storageAccountType, &blobServiceType, &blobContainerType,
		&servicePlanType, &webAppType, &appSettingsType, &ftpAllowedType, &scmAllowedType, &authSettingsType,
		&apiManagementType, &deletedGatewayType, &apiBackendType, &namedValueType, &apiLoggerType,
		&apiType, &apiOperationType, &apiPolicyType, &apiDiagnosticType,
		&apiProductType, &productAPIType, &apiSubscriptionType,
		&userAssignedIdentityType, &workspaceType, &diagnosticSettingType, &roleAssignmentType,
		&componentType, &actionGroupType, &metricAlertType, &queryAlertType, &workbookType, &linkScopeType, &scopedResourceType,
	}
}

// The registry by token and by lower-case ARM type. It is filled by init and
// not by initialisers, because hooks look types up.
var (
	types   []*Type
	byToken = map[string]*Type{}
	byARM   = map[string]*Type{}
)

func init() {
	schemas := loadSchemas()
	types = registry()
	for _, t := range types {
		if _, taken := byARM[strings.ToLower(t.ARM)]; !taken {
			byARM[strings.ToLower(t.ARM)] = t
		}
		t.schema = &Schema{Token: t.Token}
		if t.Token == "" {
			continue
		}
		// A type whose schema file has yet to be generated is not known: the
		// test that generates it runs with this package.
		if s, found := schemas[t.Token]; found {
			t.schema = s
			byToken[t.Token] = t
		}
	}
}

// Lookup finds a type by Pulumi's token.
func Lookup(token string) (*Type, error) {
	if t, found := byToken[token]; found {
		return t, nil
	}
	return nil, fmt.Errorf("Resource type %s not found%s", token, nearTokens(token))
}

// Tokens are the tokens that the stand-in knows, sorted.
func Tokens() []string { return slices.Sorted(maps.Keys(byToken)) }

// typeOf is the type of an ARM type name; a bare one where none is registered
// (the private endpoint connections that every target has).
func typeOf(armType string) *Type {
	if t, found := byARM[strings.ToLower(armType)]; found {
		return t
	}
	return &Type{ARM: armType, schema: &Schema{}}
}

// nearTokens names the versions of the same resource that are known: a wrong
// API version is the likeliest mistake.
func nearTokens(token string) string {
	name := token[strings.LastIndex(token, ":")+1:]
	module, _, _ := strings.Cut(strings.TrimPrefix(token, "azure-native:"), "/")
	module, _, _ = strings.Cut(module, ":")
	var near []string
	for _, t := range Tokens() {
		if strings.HasSuffix(t, ":"+name) && strings.HasPrefix(t, "azure-native:"+module) {
			near = append(near, t)
		}
	}
	if len(near) == 0 {
		return " in the rehearsal's stand-in for Azure"
	}
	return " in the rehearsal's stand-in for Azure, which knows " + strings.Join(near, " and ")
}
