// Package naming decides the physical names of all resources: one pure table
// in the abbreviations of Microsoft's Cloud Adoption Framework
// (https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-abbreviations).
// Names are explicit so that addresses, host names and firewall rules are
// known at preview; the price is that a replacement deletes first.
package naming

import (
	"crypto/sha256"
	"strings"

	"secure-azure-openai/facts"
)

// Parts are what names are made of.
type Parts struct {
	// Workload is a short lower-case name, see settings.Environment.
	Workload string
	// Stack is Pulumi's stack name as it is; it may hold upper case,
	// periods, underscores and hyphens.
	Stack string
	// Suffix ends globally unique names; see Suffix for a derived one.
	Suffix string
}

// Names are the physical names of a stack's resources.
type Names struct {
	ResourceGroup string

	VNet           string
	EndpointSubnet string
	WebAppSubnet   string
	ResolverSubnet string
	// GatewaySubnet is API Management's; a VPN gateway's has a name of Azure's.
	// In BackendSubnet no underscore is allowed.
	GatewaySubnet string
	BackendSubnet string
	EndpointNSG   string
	WebAppNSG     string
	ResolverNSG   string
	GatewayNSG    string
	BackendNSG    string

	// OpenAI, Search, Storage, WebApp, Gateway, Backend and BackendStorage are
	// unique over all of Azure: they are host names too.
	OpenAI  string
	Search  string
	Storage string

	Plan           string
	WebApp         string
	WebAppIdentity string

	Gateway        string
	Backend        string
	BackendPlan    string
	BackendStorage string

	Insights         string
	ActionGroup      string
	PrivateLinkScope string

	VPNGateway      string
	VPNAddress      string
	Resolver        string
	ResolverInbound string
	Workspace       string

	base string
}

// New makes the names of a stack. It neither fails nor shortens, but for API
// Management's and the storage accounts'; Check says which names Azure would refuse.
func New(p Parts) Names {
	base := join(Slug(p.Workload), Slug(p.Stack))
	unique := join(base, p.Suffix)
	return Names{
		ResourceGroup:    join("rg", base),
		VNet:             join("vnet", base),
		EndpointSubnet:   "snet-endpoints",
		WebAppSubnet:     "snet-webapp",
		ResolverSubnet:   "snet-resolver",
		GatewaySubnet:    "snet-apim",
		BackendSubnet:    "snet-backend",
		GatewayNSG:       join("nsg", base, "apim"),
		BackendNSG:       join("nsg", base, "backend"),
		EndpointNSG:      join("nsg", base, "endpoints"),
		WebAppNSG:        join("nsg", base, "webapp"),
		ResolverNSG:      join("nsg", base, "resolver"),
		OpenAI:           join("oai", unique),
		Search:           join("srch", unique),
		Storage:          storage(p, "st"),
		Gateway:          gateway(p),
		Backend:          join("func", unique),
		BackendPlan:      join("asp", base, "backend"),
		BackendStorage:   storage(p, "stfn"),
		Insights:         join("appi", base),
		ActionGroup:      join("ag", base),
		PrivateLinkScope: join("ampls", base),
		Plan:             join("asp", base),
		WebApp:           join("app", unique),
		WebAppIdentity:   join("id", base, "webapp"),
		VPNGateway:       join("vgw", base),
		VPNAddress:       join("pip", base, "vpn"),
		Resolver:         join("dnspr", base),
		ResolverInbound:  join("in", base),
		Workspace:        join("log", base),
		base:             base,
	}
}

// Account is the name of an Azure OpenAI account beside the first one.
func (n Names) Account(of string) string { return join(n.OpenAI, strings.ToLower(of)) }

// Endpoint is the name of the private endpoint of a service.
func (n Names) Endpoint(of string) string { return join("pep", n.base, strings.ToLower(of)) }

// NetworkInterface is the name of a private endpoint's network interface.
func (n Names) NetworkInterface(of string) string { return join("nic", n.base, strings.ToLower(of)) }

// Suffix derives six characters, the first one a letter, from what makes a
// deployment of a stack unique. It does not change when the stack is
// destroyed and made again, so that a soft-deleted account can be restored.
func Suffix(subscriptionID, project, stack string) string {
	const letters, all = "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz0123456789"
	// A NUL is in no part, so no two triples have the same text.
	sum := sha256.Sum256([]byte(strings.ToLower(subscriptionID) + "\x00" + project + "\x00" + stack))
	suffix := []byte{letters[int(sum[0])%len(letters)]}
	for _, b := range sum[1:6] {
		suffix = append(suffix, all[int(b)%len(all)])
	}
	return string(suffix)
}

// Slug is text in lower-case letters, digits and single hyphens, with a
// letter or digit at both ends: what every name rule takes.
func Slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

// storage is a storage account's name. Its 24 characters leave a stack name
// about ten, so the stack's part is cut: the suffix tells accounts apart.
func storage(p Parts, kind string) string {
	plain := func(s string) string { return strings.ReplaceAll(Slug(s), "-", "") }
	workload, stack := plain(p.Workload), plain(p.Stack)
	room := facts.NameStorage.Max - len(kind) - len(workload) - len(p.Suffix)
	if len(stack) > room {
		stack = stack[:max(room, 0)]
	}
	return kind + workload + stack + p.Suffix
}

// gateway is API Management's name. Its 50 characters leave a stack name less
// than other names do, so the stack's part is cut: the suffix tells services
// apart.
func gateway(p Parts) string {
	before, after := join("apim", Slug(p.Workload)), p.Suffix
	room := facts.NameAPIManagement.Max - len(before) - len(after) - 2
	stack := Slug(p.Stack)
	if len(stack) > room {
		stack = strings.TrimSuffix(stack[:max(room, 0)], "-")
	}
	return join(before, stack, after)
}

func join(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "-")
}
