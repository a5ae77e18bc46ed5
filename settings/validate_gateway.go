package settings

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

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
	v.apiManagementSKU(g, modeOK)
	if g.Enabled && v.ok("gateway.enabled") {
		v.required("gateway.publisherName", g.PublisherName, "name who answers for the gateway, such as the platform team: Azure creates no service without it")
		v.required("gateway.publisherEmail", g.PublisherEmail, "give the address that Azure writes to about the service: it creates none without it")
	}
	if g.PublisherEmail != "" && v.ok("gateway.publisherEmail") && !emailForm.MatchString(g.PublisherEmail) {
		v.problem("gateway.publisherEmail", v.show("gateway.publisherEmail", g.PublisherEmail)+" is no address", "use one such as platform@example.com")
	}
	if modeOK && g.Lockdown && g.Mode == GatewayInternal && v.ok("gateway.lockdown") {
		v.problem("gateway.lockdown", "is true, and in the mode internal there is no public address to turn off", "leave it out, or use the mode privateEndpoint")
	}
	v.teams(g)
	v.api("gateway", g.API, true)
}

// apiManagementSKU judges tier and units together with the mode: which of them
// Azure takes together.
func (v *validator) apiManagementSKU(g Gateway, modeOK bool) {
	const path = "gateway.sku"
	if !v.ok(path) || !modeOK {
		return
	}
	if why, refused := facts.GatewaySKUsWithout[g.SKU]; refused {
		v.problem(path, v.show(path, g.SKU)+" "+why, "use StandardV2")
		return
	}
	var names []string
	for _, s := range facts.GatewaySKUList {
		names = append(names, s.Name)
	}
	if !v.choice(path, g.SKU, "tier of API Management for this topology", names...) {
		return
	}
	sku, _ := facts.FindGatewaySKU(g.SKU)
	switch {
	case g.Mode == GatewayInternal && !sku.Classic:
		v.problem(path, v.show(path, g.SKU)+" refuses the VNet type Internal once it exists (StandardV2 always, PremiumV2 after its creation)", "use Premium or Developer, or the mode privateEndpoint")
	case g.Mode == GatewayPrivateEndpoint && sku.Classic:
		v.problem(path, v.show(path, g.SKU)+" takes a private endpoint only outside of a VNet, and then it cannot call a private service", "use StandardV2 or PremiumV2, or the mode internal")
	case v.ok("gateway.units") && (g.Units < 1 || g.Units > sku.Units):
		v.problem("gateway.units", v.number("gateway.units", g.Units)+" is no number of units for "+v.show(path, g.SKU), fmt.Sprintf("use 1 to %d", sku.Units))
	case g.Enabled && sku.Note != "":
		v.warn(path, "%s %s", v.show(path, g.SKU), sku.Note)
	}
}

func (v *validator) apiGatewaySize(path string, sub subnet) {
	bits, shown := sub.prefix.Bits(), v.cidr(path, *sub.prefix)
	switch {
	case v.s.Gateway.Mode == GatewayInternal && bits > facts.GatewaySubnetSmallestClassic:
		v.problem(path, shown+" is too small for API Management", "use /27, or at least /29 for one unit")
	case v.s.Gateway.Mode != GatewayInternal && bits > facts.GatewaySubnetSmallestV2:
		v.problem(path, shown+" is too small for API Management's VNet integration", "use /27 or larger, as Azure asks for")
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
	case g.API.Subscriptions == SubscriptionsRequired && len(g.Teams) == 0 && g.Enabled:
		v.warn("gateway.subscriptions", "every call needs a subscription key, and gateway.teams names no team to have one")
	case g.API.Subscriptions == SubscriptionsRequired && g.Enabled:
		v.warn("gateway.subscriptions", "every call needs a subscription key, and the web app has none: give it one in webApp.settings by a Key Vault reference, or use optional")
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

// furtherAccounts judges the accounts that the gateway spreads its calls over.
func (v *validator) furtherAccounts() {
	const path = "openai.accounts"
	accounts := v.s.OpenAI.Accounts
	if !v.ok(path) || len(accounts) == 0 {
		return
	}
	if !v.s.Gateway.Enabled && v.ok("gateway.enabled") {
		v.problem(path, "has "+amount(len(accounts), "further account", "further accounts")+", and without the gateway nothing calls them", "set gateway.enabled, or leave them out")
		return
	}
	var names []string
	slots := map[int]bool{}
	for i, a := range accounts {
		item := at(path, i, "")
		if !v.ok(item) {
			continue
		}
		v.resourceWord(item+".name", a.Name, "france", "each account", names)
		names = append(names, a.Name)
		v.required(item+".location", a.Location, "name the account's region, such as francecentral")
		v.region(item+".location", a.Location)
		v.between(item+".slot", a.Slot, 1, FurtherAccounts, "place of an account's endpoint: an address, which stays with the account whatever the list's order")
		if slots[a.Slot] && v.ok(item+".slot") {
			v.problem(item+".slot", v.number(item+".slot", a.Slot)+" is another account's", "use a slot that no other account has")
		}
		slots[a.Slot] = true
		v.between(item+".priority", a.Priority, 1, 100, "priority in a pool; the first account has 1")
		v.between(item+".weight", a.Weight, 1, 100, "weight in a pool")
	}
}

// between judges a number by its bounds.
func (v *validator) between(path string, n, least, most int, what string) {
	if v.ok(path) && (n < least || n > most) {
		v.problem(path, v.number(path, n)+" is no "+what, fmt.Sprintf("use %d to %d", least, most))
	}
}

// telemetry judges what is kept of the gateway's calls (G14, G15, G24, G25).
func (v *validator) telemetry() {
	t := v.s.Telemetry
	v.between("telemetry.bodyBytes", t.BodyBytes, 0, facts.BodyBytesMost, "number of bytes that a diagnostic logs")
	if t.BodyBytes > 0 && v.ok("telemetry.bodyBytes") {
		v.warn("telemetry.bodyBytes", "prompts and answers are logged, up to %d bytes of each, and whoever may query the logs reads them", t.BodyBytes)
	}
	for i, email := range t.AlertEmails {
		path := at("telemetry.alertEmails", i, "")
		if v.ok(path) && !emailForm.MatchString(email) {
			v.problem(path, v.show(path, email)+" is no address", "use one such as platform@example.com")
		}
	}
	v.choice("telemetry.privateLinkScope", string(t.PrivateLinkScope), "private link scope", string(LinkScopeOff), string(LinkScopeOpen), string(LinkScopePrivateOnly))
	if !v.s.Gateway.Enabled && v.ok("gateway.enabled") && v.ok("telemetry.privateLinkScope") && t.PrivateLinkScope != LinkScopeOff {
		v.problem("telemetry.privateLinkScope", v.show("telemetry.privateLinkScope", string(t.PrivateLinkScope))+" without the gateway has no Application Insights to put into it", "set gateway.enabled, or leave it out")
	}
	if t.PrivateLinkScope == LinkScopePrivateOnly && v.ok("telemetry.privateLinkScope") {
		v.warn("telemetry.privateLinkScope", "from now on every network that shares the VNet's DNS reaches nothing of Azure Monitor but what is in this scope: start with open")
	}
}
