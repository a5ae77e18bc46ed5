package settings

import (
	"fmt"

	"secure-azure-openai/facts"
	"secure-azure-openai/naming"
)

// furtherAccounts judges the accounts that the gateway spreads its calls over.
func (v *validator) furtherAccounts() {
	const path = "openai.accounts"
	accounts := v.s.OpenAI.Accounts
	if !v.ok(path) || len(accounts) == 0 {
		return
	}
	if !v.s.Gateway.Enabled && v.ok("gateway.enabled") {
		v.problem(path, "has "+amount(len(accounts), "further account", "further accounts")+", which only the gateway calls, and the gateway is off", "set gateway.enabled, or leave the accounts out")
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
		v.offers(item+".location", a.Location)
		v.slot(item+".slot", a.Slot, slots)
		slots[a.Slot] = true
		v.between(item+".priority", a.Priority, 1, 100, "priority in a pool, in which the first account has 1")
		v.between(item+".weight", a.Weight, 1, 100, "weight in a pool")
	}
}

// slot judges an account's place in the endpoint subnet; taken are the places
// of the accounts before.
func (v *validator) slot(path string, slot int, taken map[int]bool) {
	switch {
	case !v.ok(path):
	case !v.given[path]:
		v.problem(path, "is not set", fmt.Sprintf("give the place of the account's endpoint, 1 to %d: an address, which stays with the account whatever the list's order", FurtherAccounts))
	case slot < 1 || slot > FurtherAccounts:
		v.problem(path, v.number(path, slot)+" is no place of an account's endpoint", fmt.Sprintf("use 1 to %d", FurtherAccounts))
	case taken[slot]:
		v.problem(path, v.number(path, slot)+" is another account's", "use a slot that no other account has")
	}
}

// offers refuses a region that has not what the deployments name: they are the
// same on every account.
func (v *validator) offers(path, region string) {
	if !v.ok(path) {
		return
	}
	for i, d := range v.s.OpenAI.Deployments {
		item := at("openai.deployments", i, "")
		m, known := facts.FindModel(d.Model, d.Version)
		if known && v.ok(item+".model", item+".version", item+".sku") && m.Refused(d.SKU, region) {
			v.problem(path, fmt.Sprintf("%s does not offer %s with %s (InvalidResourceProperties), and every account has the deployment %s",
				v.show(path, region), v.show(item, d.Model), v.show(item, d.SKU), v.show(item, d.Name)), "use another region, or another deployment")
			return
		}
	}
}

// accountNames judges the names of further accounts: each is the first one's,
// and more.
func (v *validator) accountNames(parts naming.Parts) {
	for i, a := range v.s.OpenAI.Accounts {
		path := at("openai.accounts", i, "name")
		if a.Name == "" || !v.ok(path) {
			continue
		}
		if broken := naming.New(parts).CheckAccount(a.Name, string(a.Endpoint())); len(broken) > 0 {
			v.problem(path, v.show(path, a.Name)+" "+v.gives(broken[0], "environment", "openai"),
				"use another one, short and without a hyphen at its end, such as france")
		}
	}
}
