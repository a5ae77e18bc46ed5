package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/settings"
)

// stackName is a stack's name as Pulumi has it: what stands in a file must
// not lead out of the project's folder.
var stackName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*$`)

// readWaivers reads the waivers of a stack: from a file that was named, which
// must be there, or from the project's, which may be missing.
func readWaivers(name, project, stack string) ([]posture.Waiver, error) {
	if !stackName.MatchString(stack) {
		if name == "" {
			return nil, nil
		}
		return nil, fmt.Errorf("%q is no stack's name, so %s cannot be its file", graph.Printable(stack), name)
	}
	if name == "" {
		folder, found := projectFolder()
		if !found {
			return nil, nil
		}
		name = filepath.Join(folder, "Pulumi."+stack+".yaml")
		if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading the waivers: %w", err)
	}
	source, err := settings.FromStackFile(project, stack, nil, content)
	if err != nil {
		return nil, fmt.Errorf("reading the waivers: %w", err)
	}
	told, err := settings.LoadPosture(source)
	if err != nil {
		return nil, fmt.Errorf("reading the waivers: %w", err)
	}
	// As guard.Waivers, which this small program would pay for with Pulumi's SDK.
	var waivers []posture.Waiver
	for _, w := range told.Waivers {
		waivers = append(waivers, posture.Waiver{ID: w.ID, Resource: w.Resource, Reason: w.Reason, Expires: w.Expires})
	}
	return waivers, nil
}

// projectFolder is the nearest folder above here with a Pulumi.yaml.
func projectFolder() (string, bool) {
	folder, err := os.Getwd()
	if err != nil {
		return "", false
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "Pulumi.yaml")); err == nil {
			return folder, true
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", false
		}
		folder = above
	}
}
