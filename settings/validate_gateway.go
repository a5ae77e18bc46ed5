package settings

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"secure-azure-openai/facts"
)

var (
	emailForm = regexp.MustCompile(`^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$`)
	pathForm  = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)
)

// gateway judges API Management (G1 to G18).
func (v *validator) gateway() {
	g := v.s.Gateway
	v.furtherAccounts()
	modeOK := v.choice("gateway.mode", string(g.Mode), "mode of the gateway", string(GatewayPrivateEndpoint), string(GatewayInternal))
	if sku, fits := v.apiManagementSKU(g, modeOK); fits {
		v.units(g, sku)
	} else {
		v.atLeastOne("gateway.units", g.Units)
	}
	v.publisher(g)
	if modeOK && g.Lockdown && g.Mode == GatewayInternal && v.ok("gateway.lockdown") {
		v.problem("gateway.lockdown", "is true, and in the mode internal there is no public address to turn off", "leave it out, or use the mode privateEndpoint")
	}
	v.teams(g)
	v.api("gateway", g.API, true)
	if g.Enabled && v.ok("gateway.enabled") {
		v.webAppCalls(g.API)
	}
}

// apiManagementSKU judges the tier together with the mode: which of them Azure
// takes together. It reports whether they fit.
func (v *validator) apiManagementSKU(g Gateway, modeOK bool) (facts.GatewayTier, bool) {
	const path = "gateway.sku"
	if !v.ok(path) || !modeOK {
		return facts.GatewayTier{}, false
	}
	tier, _ := facts.FindGatewayTier(g.SKU)
	if tier.Lacks != "" {
		v.problem(path, v.show(path, g.SKU)+" "+tier.Lacks, "use "+usualSKU[g.Mode])
		return facts.GatewayTier{}, false
	}
	if !v.choice(path, g.SKU, "tier of API Management for this topology", facts.GatewayTiersOffered...) {
		return facts.GatewayTier{}, false
	}
	switch {
	case g.Mode == GatewayInternal && !tier.Injected:
		v.problem(path, v.show(path, g.SKU)+" cannot lie in a VNet, which the mode internal is: Azure refuses the VNet type Internal for it", "use Premium or Developer, or the mode privateEndpoint")
	case g.Mode == GatewayInternal && tier.V2:
		v.problem(path, v.show(path, g.SKU)+" can be put into a VNet at its creation only, in another way than the mode internal does", "use Premium or Developer, or the mode privateEndpoint")
	case g.Mode == GatewayPrivateEndpoint && !tier.V2:
		v.problem(path, v.show(path, g.SKU)+" takes no private endpoint once it lies in a VNet, and calls no private service outside of one", "use StandardV2 or PremiumV2, or the mode internal")
	default:
		return tier, true
	}
	return facts.GatewayTier{}, false
}

// units judges how many there are of a tier that fits.
func (v *validator) units(g Gateway, tier facts.GatewayTier) {
	switch {
	case v.ok("gateway.units") && (g.Units < 1 || g.Units > tier.UnitsMost):
		v.problem("gateway.units", v.number("gateway.units", g.Units)+" is no number of units for "+v.show("gateway.sku", g.SKU), upTo(tier.UnitsMost))
	case g.Enabled && tier.Note != "":
		v.warn("gateway.sku", "%s %s", v.show("gateway.sku", g.SKU), tier.Note)
	}
}

// publisher judges who answers for the service.
func (v *validator) publisher(g Gateway) {
	const name, email = "gateway.publisherName", "gateway.publisherEmail"
	if g.Enabled && v.ok("gateway.enabled") {
		v.required(name, strings.TrimSpace(g.PublisherName), "name who answers for the gateway, such as the platform team: Azure creates no service without it")
		v.required(email, g.PublisherEmail, "give the address that Azure writes to about the service: it creates none without it")
	}
	if length := utf8.RuneCountInString(g.PublisherName); length > facts.PublisherLongest && v.ok(name) {
		v.problem(name, fmt.Sprintf("has %d characters", length), fmt.Sprintf("use at most %d, which is what Azure takes", facts.PublisherLongest))
	}
	switch length := utf8.RuneCountInString(g.PublisherEmail); {
	case g.PublisherEmail == "" || !v.ok(email):
	case length > facts.PublisherLongest:
		v.problem(email, fmt.Sprintf("has %d characters", length), fmt.Sprintf("use at most %d, which is what Azure takes", facts.PublisherLongest))
	default:
		v.address(email, g.PublisherEmail)
	}
}

// webAppCalls warns where the web app, which is always a caller, has no token
// that the gateway takes.
func (v *validator) webAppCalls(a API) {
	if v.ok("gateway.audiences") && !slices.Contains(a.Audiences, facts.CognitiveServicesResource) {
		v.warn("gateway.audiences", "%s is not among them, and the web app's token is for it: the gateway refuses that", facts.CognitiveServicesResource)
	}
	if v.ok("gateway.clientIds") && len(a.ClientIDs) > 0 {
		v.warn("gateway.clientIds", "the web app's token is its managed identity's: unless that identity's application (client) id is among them, the gateway refuses it")
	}
	if v.ok("gateway.claims") && len(a.Claims) > 0 {
		v.warn("gateway.claims", "the web app's token must have them too, and a managed identity's has no roles but the app roles that it is assigned")
	}
}

func (v *validator) apiGatewaySize(path string, sub subnet) {
	bits, shown := sub.prefix.Bits(), v.cidr(path, *sub.prefix)
	g := v.s.Gateway
	if g.Mode != GatewayInternal {
		if bits > facts.APIManagementSubnetV2 {
			v.problem(path, shown+" is too small for API Management's VNet integration", "use /27 or larger, as Azure asks for")
		}
		return
	}
	if bits > facts.APIManagementSubnetClassic {
		v.problem(path, shown+" is too small for API Management", "use /27, or at least /29 for one unit")
		return
	}
	if room := facts.GatewayUnitsIn(bits); g.Enabled && g.Units > room && v.ok("gateway.enabled", "gateway.units") {
		v.problem(path, shown+" has room for "+amount(room, "unit", "units")+" of API Management, and gateway.units is "+v.number("gateway.units", g.Units),
			"use a larger one, such as /26: a unit takes two addresses, its load balancer one, and Azure keeps five")
	}
}

// teams judges who gets a subscription.
func (v *validator) teams(g Gateway) {
	const path = "gateway.teams"
	if !v.ok(path) {
		return
	}
	for i, team := range g.Teams {
		v.resourceWord(at(path, i, ""), team, "search-team", "each team", g.Teams[:i])
	}
	switch {
	case !v.ok("gateway.subscriptions"):
	case g.API.Subscriptions == SubscriptionsOff && len(g.Teams) > 0:
		v.problem(path, "names "+amount(len(g.Teams), "team", "teams")+", and gateway.subscriptions is off, so no team has a subscription", `leave it out, or set gateway.subscriptions to "optional" or "required"`)
	case g.API.Subscriptions == SubscriptionsRequired && g.Enabled:
		whose := "the web app sends none"
		if len(g.Teams) == 0 {
			whose += ", and gateway.teams names no team to have one"
		}
		v.warn("gateway.subscriptions", "every call needs a subscription key, and %s: optional asks for a token alone", whose)
	}
}

// resourceWord judges a name that becomes a part of resource names.
func (v *validator) resourceWord(path, word, example, what string, before []string) {
	switch {
	case !v.ok(path):
	case word == "":
		v.problem(path, "is not set", "give a short name, such as "+example)
	case !developerForm.MatchString(word):
		v.problem(path, v.show(path, word)+" cannot be a part of resource names", "use up to 40 letters, digits and hyphens, a letter first, such as "+example)
	case slices.ContainsFunc(before, func(other string) bool { return strings.EqualFold(other, word) }):
		v.problem(path, v.show(path, word)+" is there twice", "name "+what+" once, whatever the letter case")
	}
}
