package rehearsal

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"secure-azure-openai/rehearsal/arm"
)

// drift is one change that somebody makes behind the program's back.
type drift struct {
	name string
	// as says how one would do it in the portal.
	as string
	// armType is what it is done to ("Microsoft.Storage/storageAccounts").
	armType string
	// sets are the properties that it sets, in the provider's output shape;
	// none where it deletes the resource.
	sets []setting
}

// setting is a property by its dotted path, and what it becomes.
type setting struct {
	path string
	// from is the value without which the drift is none; nil takes any other.
	from any
	// to is the new value, or works it out from the resource's id and the old.
	to any
	// unset marks what a program rightly leaves out.
	unset bool
}

// drifts are what a rehearsal with Options.Drift does. Portals set more than
// one property at a time; where they do, so does the table.
//
// A refresh puts into the state's inputs what has changed in Azure, whether
// the program sets it or not (pulumi/pulumi-azure-native#280). The next up
// sends what the program has: a property that it leaves out is not sent, and
// a service whose PUT merges then keeps the drift (Storage does:
// pulumi/pulumi-azure-native#2507). So a program has to set each of these.
var drifts = []drift{
	{
		name: "public access to the storage account switched on", armType: "Microsoft.Storage/storageAccounts",
		as: "Networking, enabled from all networks",
		sets: []setting{
			{path: "publicNetworkAccess", from: "Disabled", to: "Enabled"},
			{path: "networkRuleSet.defaultAction", to: "Allow"},
		},
	},
	{
		name: "somebody's address let through the storage account's firewall", armType: "Microsoft.Storage/storageAccounts",
		as:   "Networking, add your client IP address",
		sets: []setting{{path: "networkRuleSet.ipRules", to: []any{map[string]any{"action": "Allow", "iPAddressOrRange": strangersAddress}}}},
	},
	{
		name: "public access to Azure OpenAI switched on", armType: "Microsoft.CognitiveServices/accounts",
		as: "Networking, all networks",
		sets: []setting{
			{path: "properties.publicNetworkAccess", from: "Disabled", to: "Enabled"},
			{path: "properties.networkAcls.defaultAction", to: "Allow"},
		},
	},
	{
		name: "somebody's address let through Azure OpenAI's firewall", armType: "Microsoft.CognitiveServices/accounts",
		as:   "Networking, add your client IP address",
		sets: []setting{{path: "properties.networkAcls.ipRules", to: []any{map[string]any{"value": strangersAddress}}}},
	},
	{
		name: "public access to Search switched on", armType: "Microsoft.Search/searchServices",
		as:   "Networking, public network access, all networks",
		sets: []setting{{path: "publicNetworkAccess", from: "disabled", to: "enabled"}},
	},
	{
		name: "somebody's address let through Search's firewall", armType: "Microsoft.Search/searchServices",
		as:   "Networking, add your client IP address",
		sets: []setting{{path: "networkRuleSet.ipRules", to: []any{map[string]any{"value": strangersAddress}}}},
	},
	{
		name: "public access to the web app switched on", armType: "Microsoft.Web/sites",
		as:   "Networking, public network access, enabled from all networks",
		sets: []setting{{path: "publicNetworkAccess", from: "Disabled", to: "Enabled"}},
	},
	{
		name: "anonymous reads of blobs allowed", armType: "Microsoft.Storage/storageAccounts",
		as:   "Configuration, allow blob anonymous access",
		sets: []setting{{path: "allowBlobPublicAccess", from: false, to: true}},
	},
	{
		name: "keys of the storage account switched on", armType: "Microsoft.Storage/storageAccounts",
		as:   "Configuration, allow storage account key access",
		sets: []setting{{path: "allowSharedKeyAccess", from: false, to: true}},
	},
	{
		// The portal has no switch for it: the command line does.
		name: "keys of Azure OpenAI switched on", armType: "Microsoft.CognitiveServices/accounts",
		as:   "az resource update --set properties.disableLocalAuth=false",
		sets: []setting{{path: "properties.disableLocalAuth", from: true, to: false}},
	},
	{
		// https://learn.microsoft.com/azure/search/search-security-enable-roles
		name: "keys of Search switched on", armType: "Microsoft.Search/searchServices",
		as: "Keys, API access control, both",
		sets: []setting{
			{path: "disableLocalAuth", from: true, to: false},
			// Refused together with disableLocalAuth, so the program has none.
			{path: "authOptions", unset: true, to: map[string]any{"aadOrApiKey": map[string]any{"aadAuthFailureMode": "http403"}}},
		},
	},
	{
		name: "a role assignment removed", armType: "Microsoft.Authorization/roleAssignments",
		as: "Access control (IAM), remove",
	},
	{
		name: "a rule added to a network security group", armType: "Microsoft.Network/networkSecurityGroups",
		as:   "Inbound security rules, add",
		sets: []setting{{path: "securityRules", to: withOpenRule}},
	},
	{
		name: "a zone's link to the VNet removed", armType: "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
		as: "Virtual network links, remove",
	},
}

// strangersAddress is of a range that nobody has (RFC 5737).
const strangersAddress = "203.0.113.7"

// withOpenRule adds what a troubled administrator adds, as Azure then answers
// it: the provider's refresh drops what is read-only of a nested rule.
func withOpenRule(groupID string, rules any) any {
	list, _ := rules.([]any)
	const name = "allow-everybody"
	return append(append([]any{}, list...), map[string]any{
		"name": name, "id": groupID + "/securityRules/" + name, "type": "Microsoft.Network/networkSecurityGroups/securityRules",
		"etag": `W/"somebody-elses"`, "provisioningState": "Succeeded",
		"priority": float64(4000), "direction": "Inbound", "access": "Allow", "protocol": "Tcp",
		"sourceAddressPrefix": "Internet", "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "443",
	})
}

// deletes says whether the drift takes the resource away.
func (d drift) deletes() bool { return len(d.sets) == 0 }

// drifted is a drift that has been made.
type drifted struct {
	drift
	resource stateResource
	// before are the values that the program had given, by path.
	before map[string]any
}

// make does the drift to the first resource of the stack, by URN, that it can
// be done to. Where there is none, the second answer says why not.
func (d drift) make(world *arm.World, resources []stateResource) (made *drifted, why string, err error) {
	why = "the stack has no " + d.armType
	byURN := func(a, b stateResource) int { return strings.Compare(string(a.URN), string(b.URN)) }
	for _, r := range slices.SortedFunc(slices.Values(resources), byURN) {
		found, there := world.Get(r.ID)
		if r.ID == "" || !strings.EqualFold(arm.TypeOf(r.ID), d.armType) || !there {
			continue
		}
		if d.deletes() {
			definition, err := arm.Lookup(string(r.URN.Type()))
			if err != nil {
				return nil, "", fmt.Errorf("making the drift %q: %w", d.name, err)
			}
			_, err = world.Do(arm.Operation{Kind: arm.Delete, Type: definition, ID: r.ID})
			if err != nil {
				return nil, "", fmt.Errorf("making the drift %q: %w", d.name, err)
			}
			return &drifted{drift: d, resource: r}, "", nil
		}
		first := d.sets[0]
		if now := valueAt(found.Properties, first.path); first.from != nil && now != first.from {
			why = fmt.Sprintf("%s of %s is %v, not %v", first.path, r.URN.Name(), orUnset(now), first.from)
			continue
		}
		before := map[string]any{}
		err := world.Change(r.ID, func(properties map[string]any) {
			for _, s := range d.sets {
				old := valueAt(properties, s.path)
				before[s.path] = old
				to := s.to
				if work, isFunc := to.(func(string, any) any); isFunc {
					to = work(r.ID, old)
				}
				setAt(properties, s.path, to)
			}
		})
		if err != nil {
			return nil, "", fmt.Errorf("making the drift %q: %w", d.name, err)
		}
		return &drifted{drift: d, resource: r, before: before}, "", nil
	}
	return nil, why, nil
}

// mended says whether the world is as it was before the drift, or what is
// still different.
func (d drifted) mended(world *arm.World) (still string) {
	if d.deletes() {
		return "" // what comes instead may have another name: the engine's step says it
	}
	now, there := world.Get(d.resource.ID)
	if !there {
		return "the resource is gone"
	}
	var different []string
	for _, s := range d.sets {
		if !reflect.DeepEqual(valueAt(now.Properties, s.path), d.before[s.path]) {
			different = append(different, s.path)
		}
	}
	if len(different) == 0 {
		return ""
	}
	return strings.Join(different, " and ") + plural(len(different), " is", " are") + " still as the drift left it" + d.ignored()
}

// ignored is the likeliest reason why an up does not mend what a refresh
// found, as the end of a sentence.
func (d drifted) ignored() string {
	if len(d.resource.IgnoreChanges) == 0 {
		return ""
	}
	return "; the program asks for that with pulumi.IgnoreChanges (" + strings.Join(d.resource.IgnoreChanges, ", ") + ")"
}

// unset are the properties that the drift is in and the program does not set.
func (d drifted) unset() []string {
	var paths []string
	for _, s := range d.sets {
		if !s.unset && valueAt(d.resource.Inputs, s.path) == nil {
			paths = append(paths, s.path)
		}
	}
	return paths
}

func orUnset(value any) any {
	if value == nil {
		return "not set"
	}
	return value
}

func valueAt(value any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

func setAt(object map[string]any, path string, value any) {
	first, rest, nested := strings.Cut(path, ".")
	if !nested {
		object[first] = value
		return
	}
	inner, _ := object[first].(map[string]any)
	if inner == nil {
		inner = map[string]any{}
		object[first] = inner
	}
	setAt(inner, rest, value)
}
