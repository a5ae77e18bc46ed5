package rehearsal

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
)

// noteInterruptions says for which stacks of the served folder a command of
// the CLI was killed, and what to run.
func (s *served) noteInterruptions(project string, out io.Writer) {
	pulumi := func(command, stack string) string {
		return fmt.Sprintf("%s %s --stack %s -C %s", quote(s.cli.path), command, stack, quote(s.project()))
	}
	for _, stack := range s.stacks {
		if s.locked(stack) {
			fmt.Fprintf(out, "Note: the stack %s is locked by a command that was killed, or still runs. "+
				"See that none runs any more, set the variables below, then:\n  %s\n", stack, pulumi("cancel --yes", stack))
		}
		if pending := s.pending(project, stack); len(pending) > 0 {
			fmt.Fprintf(out, "Note: a command was killed while it was at work on %s of the stack %s. "+
				"This forgets that it was; an up that then says \"cannot create already existing resource\" names what was made all the same:\n  %s --client=127.0.0.1:%d\n",
				strings.Join(pending, ", "), stack, pulumi("refresh --yes --clear-pending-creates", stack), s.port)
		}
	}
}

// locked says whether the backend holds a lock for a stack. They lie in a
// folder named after it.
// github.com/pulumi/pulumi/pkg/v3, backend/diy/lock.go.
func (s *served) locked(stack string) bool {
	found := false
	_ = filepath.WalkDir(filepath.Join(s.folder, "backend", ".pulumi", "locks"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && filepath.Base(filepath.Dir(path)) == stack {
			found = true
		}
		return nil // a folder that is not there holds no lock
	})
	return found
}

// pending names the operations that a killed command left in a stack's state.
// What cannot be read is the CLI's to complain about.
func (s *served) pending(project, stack string) []string {
	content, err := os.ReadFile(filepath.Join(s.folder, "backend", ".pulumi", "stacks", project, stack+".json"))
	if err != nil {
		return nil
	}
	var state struct {
		Checkpoint struct {
			Latest struct {
				Pending []struct {
					Resource struct {
						URN urn.URN `json:"urn"`
					} `json:"resource"`
					Type string `json:"type"`
				} `json:"pending_operations"`
			} `json:"latest"`
		} `json:"checkpoint"`
	}
	if json.Unmarshal(content, &state) != nil {
		return nil
	}
	var names []string
	for _, operation := range state.Checkpoint.Latest.Pending {
		names = append(names, operation.Resource.URN.Name()+" ("+operation.Type+")")
	}
	slices.Sort(names)
	return names
}
