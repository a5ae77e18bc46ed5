package requirements

import (
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

const apimPage = "https://learn.microsoft.com/azure/api-management/"

var gateway = []Rule{
	{
		ID: "G1", Title: "The gateway has a system-assigned identity, and no other", Severity: finding.High, Kind: kindService,
		Wants: []Want{{"identity.type", Equal("SystemAssigned")}},
		Fix:   "Set identity.type to SystemAssigned: whoever may edit policies can get tokens for any identity that the gateway has.",
		Link:  apimPage + "api-management-howto-use-managed-service-identity",
	},
	{
		ID: "G2", Title: "The gateway's SKU and its place in the VNet fit: the v2 tiers integrate (External), the classic ones lie inside (Internal)",
		Severity: finding.High, Kind: kindService, Each: judgeMode, Judge: judgeGatewayThere,
		Fix:  "Use StandardV2 or PremiumV2 with gateway.mode privateEndpoint, or Developer or Premium with internal.",
		Link: apimPage + "virtual-network-concepts",
	},
	{
		ID: "G3", Title: "The gateway's public network access is off as soon as it has an approved private endpoint", Severity: finding.High,
		Kind: kindService, Each: judgeLockdown, Judge: judgeOpen,
		Fix:  "Set gateway.lockdown to false for the first deployment, and to true for the next one.",
		Link: apimPage + "private-endpoint",
	},
	{
		ID: "G12", Title: "The gateway speaks TLS 1.2 or higher, on both sides: weak protocols and ciphers are off in the classic tiers, and cannot be set in the others",
		Severity: finding.High, Kind: kindService, Each: judgeCiphers,
		Fix:  `Set each of these keys of customProperties to "false" in Developer and Premium, and leave customProperties out in the v2 tiers.`,
		Link: apimPage + "api-management-howto-manage-protocols-ciphers",
	},
	{
		ID: "G13", Title: "The gateway is managed by recent API versions alone, and both of its portals are off", Severity: finding.Medium, Kind: kindService,
		Wants: []Want{
			{"apiVersionConstraint.minApiVersion", Test{"2021-08-01 or later", recent}},
			{"developerPortalStatus", Equal("Disabled")}, {"legacyPortalStatus", Equal("Disabled")},
		},
		Fix:  "Set apiVersionConstraint.minApiVersion to 2021-08-01: versions before answer keys and other secrets to readers. Set both portals to Disabled.",
		Link: apimPage + "breaking-changes/api-version-retirement-sep-2023",
	},
	{
		ID: "G7", Title: "The gateway's identity is Cognitive Services OpenAI User on each account that it calls, and holds nothing more than that and the right to send its metrics",
		Severity: finding.High, Kind: kindService, Judge: judgeGatewayRoles,
		Fix:  "Assign Cognitive Services OpenAI User to the gateway's identity on each account that a backend names, and take all other roles from it.",
		Link: apimPage + "api-management-authenticate-authorize-azure-openai",
	},
}

// The tiers, by what their place in a VNet has to be.
var (
	v2Tiers      = []string{"StandardV2", "PremiumV2"}
	classicTiers = []string{"Developer", "Premium"}
)

func isTier(service *graph.Resource, of []string) bool {
	return slices.ContainsFunc(of, service.Value("sku.name").Is)
}

// judgeMode: StandardV2 refuses Internal, and a classic service that is
// External has a public address.
func judgeMode(j *judge, service *graph.Resource) {
	j.value(service, "sku.name", OneOf(slices.Concat(v2Tiers, classicTiers)...))
	switch {
	case isTier(service, v2Tiers):
		j.value(service, "virtualNetworkType", Equal("External"))
	case isTier(service, classicTiers):
		j.value(service, "virtualNetworkType", Equal("Internal"))
	default:
		j.value(service, "virtualNetworkType", OneOf("External", "Internal"))
	}
	j.value(service, subnetOfService, Given())
	// What has neither this subnet nor this endpoint.
	j.value(service, "additionalLocations", Nothing())
	j.value(service, "publicIpAddressId", Nothing())
	j.value(service, "disableGateway", NotTrue())
}

func judgeGatewayThere(j *judge) {
	if !j.hasGateway() && j.component("secure-azure-openai:gateway:Service") {
		j.fail(nil, "", "no "+kindService, "the one that the program's component asks for")
	}
	if j.hasGateway() {
		j.ofOwnGateway()
	}
}

// gatewayParts are the kinds of what lies in a gateway.
var gatewayParts = []string{
	kindAPI, kindAPIPolicy, kindAPIDiagnostic, kindBackend, kindLogger, kindNamedValue, kindProduct, kindProductAPI, kindSubscription,
}

// ofOwnGateway: what lies in another gateway is none of this one's, whose APIs
// and masks would be missing.
func (j *judge) ofOwnGateway() {
	own := map[string]bool{}
	for _, service := range j.gateways() {
		own[nameOf(service, "serviceName")] = true
	}
	for _, kind := range gatewayParts {
		for _, r := range j.g.Of(kind) {
			if v := r.Inputs.At("serviceName"); v.State != graph.Missing {
				j.judged(r, "serviceName", v, Test{"the gateway of this stack", func(v graph.Value) bool { return own[strings.ToLower(v.Text())] }})
			}
		}
	}
}

const publicAccess = "publicNetworkAccess"

// judgeLockdown: Azure refuses Disabled in a request that makes a service.
func judgeLockdown(j *judge, service *graph.Resource) {
	if internal(service) {
		return
	}
	access := service.Value(publicAccess)
	if access.Is("Disabled") && j.creating {
		j.fail(service, publicAccess, `"Disabled" at creation, which Azure refuses until a private endpoint is approved`, `"Enabled" for now`)
		return
	}
	j.judged(service, publicAccess, access, Test{`"Disabled", or "Enabled" until a private endpoint is approved`, func(v graph.Value) bool {
		return v.State == graph.Missing || v.Is("Disabled") || v.Is("Enabled")
	}})
}

// judgeOpen: once Azure takes Disabled, nothing else will do. Azure leaves
// public access on where nothing is said.
func judgeOpen(j *judge) {
	j.none("the gateway lies inside the VNet")
	if !j.hasGateway() {
		j.none("there is no " + kindService)
	}
	for _, service := range j.gateways() {
		access := service.Value(publicAccess)
		if internal(service) || access.Is("Disabled") || access.Hidden() {
			continue
		}
		for _, c := range j.endpoints[service.URN] {
			at := c.path + ".privateLinkServiceConnectionState.status"
			switch status := c.endpoint.Value(at); {
			case status.Hidden() || status.State == graph.Missing && j.g.Source == graph.FromPreview:
				j.unknown(c.endpoint, at, "whether Azure takes Disabled already")
			case status.Is("Approved"):
				j.fail(service, publicAccess, access.String()+", and "+c.endpoint.String()+" is approved", `"Disabled"`)
			}
		}
	}
}

var dated = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?$`)

func recent(v graph.Value) bool { return dated.MatchString(v.Text()) && v.Text() >= "2021-08-01" }

const security = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security."

// weak are the keys of customProperties that say what a service of a classic
// tier accepts beside TLS 1.2 and its ciphers with forward secrecy.
// https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service, customProperties
var weak = []string{
	security + "Protocols.Tls10", security + "Protocols.Tls11", security + "Protocols.Ssl30",
	security + "Backend.Protocols.Tls10", security + "Backend.Protocols.Tls11", security + "Backend.Protocols.Ssl30",
	security + "Ciphers.TripleDes168",
	security + "Ciphers.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", security + "Ciphers.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
	security + "Ciphers.TLS_RSA_WITH_AES_128_GCM_SHA256",
	security + "Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA256", security + "Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA256",
	security + "Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA", security + "Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA",
}

// judgeCiphers: a v2 tier refuses the properties, but may answer with some.
func judgeCiphers(j *judge, service *graph.Resource) {
	const path = "customProperties"
	asked, answered := service.Inputs.At(path), service.Outputs.At(path)
	if sku := service.Value("sku.name"); sku.Hidden() {
		j.judged(service, "sku.name", sku, Given())
		return
	}
	if isTier(service, v2Tiers) {
		j.judged(service, path, asked, Nothing())
	}
	off := Test{`"false"`, func(v graph.Value) bool { return v.Is("false") || v.False() }}
	for _, key := range weak {
		v := answered.Field(key)
		if v.State == graph.Missing {
			v = asked.Field(key)
		}
		if !isTier(service, v2Tiers) || v.State != graph.Missing {
			j.judged(service, path+"."+strings.TrimPrefix(key, security), v, off)
		}
	}
}
