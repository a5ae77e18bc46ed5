package flows

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"secure-azure-openai/posture/recorded"
)

var update = flag.Bool("update", false, "write the golden files of the verdicts")

// The verdicts of the whole product, of both stacks before and after their
// deployment, with the step that decides each. Regenerate with
//
//	go test ./posture/flows -run TestProduct -update
//
// and read the difference: each line is somebody who can do something.
func TestProduct(t *testing.T) {
	for _, name := range recorded.Names() {
		t.Run(name, func(t *testing.T) {
			r := Judge(load(t, name))
			got := table(r)
			file := filepath.Join("testdata", strings.TrimSuffix(name, ".json")+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got == string(want) {
				return
			}
			is, was := strings.Split(got, "\n"), strings.Split(string(want), "\n")
			for _, line := range is {
				if !slices.Contains(was, line) {
					t.Errorf("now:    %s", line)
				}
			}
			for _, line := range was {
				if !slices.Contains(is, line) {
					t.Errorf("before: %s", line)
				}
			}
			t.Errorf("%s has changed", file)
		})
	}
}

func table(r Result) string {
	var b strings.Builder
	counts := map[string]int{}
	for _, v := range r.Verdicts {
		counts[fmt.Sprintf("%s, %s", v.Outcome, v.Expected)]++
	}
	keys := make([]string, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	fmt.Fprintf(&b, "retrieval %s, %d verdicts\n", r.Retrieval, len(r.Verdicts))
	for _, k := range keys {
		fmt.Fprintf(&b, "%5d %s\n", counts[k], k)
	}
	b.WriteByte('\n')
	for _, v := range r.Verdicts {
		fmt.Fprintf(&b, "%-30s %-8s %-16s %-8s %-15s %s\n", v.Actor.ID, v.Target.ID, v.Action.Name, v.Outcome, v.Deciding().Name, strings.TrimSpace(string(v.Expected)+" "+v.Why))
	}
	return b.String()
}

// Neither stack has a flow that is too many or one that is missing.
func TestStacksAreAsExpected(t *testing.T) {
	for name, retrieval := range map[string]Retrieval{dev: OnYourData, prod: Direct} {
		r := Judge(load(t, name))
		if r.Retrieval != retrieval {
			t.Errorf("%s: retrieval is %s, want %s", name, r.Retrieval, retrieval)
		}
		for _, f := range r.Findings() {
			if f.Verdict != "pass" {
				t.Errorf("%s: %s: %s\n%s", name, f.ID, f.Title, strings.Join(f.Evidence, "\n"))
			}
		}
	}
}

// The table of all verdicts and the chain of one of them come from the same
// steps: what decides is the same, and the chain ends with it.
func TestChainsAgreeWithVerdicts(t *testing.T) {
	for _, name := range recorded.Names() {
		for _, v := range Judge(load(t, name)).Verdicts {
			steps, deciding := v.Steps(), v.Deciding()
			if quick := v.model.best(v.Actor, v.Target, v.Action, false); len(steps) == 0 || quick.outcome != v.Outcome ||
				quick.decided.Name != deciding.Name || quick.decided.Resource != deciding.Resource || quick.decided.Property != deciding.Property {
				t.Errorf("%s %s: %s, its best way is %s by %s, its chain ends with %s", name, v.ID(), v.Outcome, quick.outcome, quick.decided.Name, deciding.Name)
				continue
			}
			last := steps[len(steps)-1]
			if v.Outcome != Unknown && last.Name != v.Deciding().Name {
				t.Errorf("%s %s: decided by %s, its chain ends with %s", name, v.ID(), v.Deciding().Name, last.Name)
			}
			for _, s := range steps {
				if strings.Contains(s.Evidence(), "%!") || s.Evidence() == "" {
					t.Errorf("%s %s: %s says %q", name, v.ID(), s.Name, s.Evidence())
				}
				if s.Outcome == Denied && v.Outcome != Denied {
					t.Errorf("%s %s: is %s although %s denies", name, v.ID(), v.Outcome, s.Name)
				}
			}
		}
	}
}
