package flows

import (
	"fmt"
	"strings"
	"testing"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/recorded"
)

// What no list has room for is counted, with the verdict that it would have.
func TestWhatIsNotListedIsCounted(t *testing.T) {
	findings, lines, listed, rows := maxFindings, maxLines, maxListed, maxRows
	defer func() { maxFindings, maxLines, maxListed, maxRows = findings, lines, listed, rows }()
	open := recorded.Change(load(t, plain), all(set("storage-account", "allowSharedKeyAccess", true), grantByGUID("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "storage:StorageAccount")))
	count := func(r Result) map[finding.Verdict]int {
		counts := map[finding.Verdict]int{}
		for _, f := range r.Findings() {
			n, verdict := 1, f.Verdict
			if _, err := fmt.Sscanf(f.Title, "%d more flows", &n); err != nil {
				n = 1
			}
			if strings.HasPrefix(f.ID, "F-more-unused") || strings.HasPrefix(f.ID, "F-more-readers") {
				continue
			}
			counts[verdict] += n
		}
		return counts
	}
	whole := Judge(open)
	if counts := count(whole); counts[finding.Fail] < 4 || counts[finding.Pass] < 4 {
		t.Fatalf("too few findings to leave any out: %v", counts)
	}

	for name, limit := range map[string]*int{"findings": &maxFindings, "listed": &maxListed, "rows": &maxRows} {
		was := *limit
		*limit = 3
		short := Judge(open)
		if got, want := count(short), count(whole); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		if len(short.Unused)+short.More.Unused != len(whole.Unused) || len(short.KeyReaders)+short.More.KeyReaders != len(whole.KeyReaders) {
			t.Errorf("%s: %d and %d rows, and %+v", name, len(short.Unused), len(short.KeyReaders), short.More)
		}
		*limit = was
	}

	maxLines = 2
	for _, f := range Judge(load(t, "prod.preview.json")).Findings() {
		if n := len(f.Evidence); f.Verdict == finding.Unknown && n > 2 && (n != 3 || f.Evidence[2] != fmt.Sprintf("and %d more", f.More)) {
			t.Errorf("%s has the lines %q and %d more", f.ID, f.Evidence, f.More)
		}
	}
}

// An identity, a firewall or a group with more of everything than Azure takes
// is not followed without end: it is undecided, and says so.
func TestWorkIsBounded(t *testing.T) {
	work := maxWork
	defer func() { maxWork = work }()
	maxWork = 100
	f := Judge(load(t, prod)).Findings()
	if len(f) != 1 || f[0].ID != "F-too-large" || f[0].Verdict != finding.Unknown || !f[0].TooLarge ||
		!strings.HasPrefix(f[0].Found, "more than 100 role assignments, rules and ways between ") || f[0].Want != "what can be looked at one by one" {
		t.Errorf("more work than there may be is %+v", f)
	}
	maxWork = work

	run(t, []pathCase{{"ranges without end", prod, all(secRule(webappNSG, 4000, "Deny", "Outbound", "*", "*", "*"), func(c *recorded.Copy) {
		var ranges []any
		for i := range 45_000 {
			ranges = append(ranges, fmt.Sprintf("10.30.2.%d/32", i%64))
		}
		recorded.Set(c.Named(webappNSG), "securityRules[5].sourceAddressPrefixes", ranges)
	}), "webapp", "search", "query", Unknown, StepOutbound}})
}

// A role on what a target is a part of is for the target; one on its neighbour
// is not, and neither is one on an id that merely begins alike.
func TestRolesAreFoundByTheirScope(t *testing.T) {
	id := "/subscriptions/s/resourcegroups/g/providers/microsoft.storage/storageaccounts/store"
	target := &Target{id: id, group: groupOf(id), above: above(id)}
	for scope, want := range map[string]bool{
		"/": true, "": true, "/subscriptions/s": true, "/subscriptions/s/resourcegroups/g": true, id: true,
		id + "/blobservices/default/containers/c": true, "/providers/microsoft.management/managementgroups/m": true,
		id[:len(id)-len("/store")]: true, "/subscriptions/s/resourcegroups": true,
		id + "d": false, "/subscriptions/s/resourcegroups/g2": false, "/subscriptions/s2": false,
		"/subscriptions/s/resourcegroups/g/providers/microsoft.search/searchservices/store": false,
	} {
		h := newHoldings([]*assignment{{resource: &graph.Resource{}, scope: scope}})
		if got := len(h.on(target)) == 1; got != want {
			t.Errorf("a role on %q is found: %v, want %v", scope, got, want)
		}
	}
}
