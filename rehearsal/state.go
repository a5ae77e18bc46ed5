package rehearsal

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
)

// state is what the engine remembers of a stack, as far as the verdicts need
// it.
type state struct {
	// Exported is the whole text, exactly as `pulumi stack export` printed it.
	Exported  []byte
	Resources []stateResource
}

type stateResource struct {
	URN            urn.URN        `json:"urn"`
	ID             string         `json:"id"`
	Protect        bool           `json:"protect"`
	RetainOnDelete bool           `json:"retainOnDelete"`
	IgnoreChanges  []string       `json:"ignoreChanges"`
	InitErrors     []string       `json:"initErrors"`
	Inputs         map[string]any `json:"inputs"`
	Outputs        map[string]any `json:"outputs"`
}

func parseState(exported string) (state, error) {
	var file struct {
		Deployment struct {
			Resources []stateResource `json:"resources"`
		} `json:"deployment"`
	}
	if err := json.Unmarshal([]byte(exported), &file); err != nil {
		return state{}, fmt.Errorf("reading what pulumi stack export printed: %w", err)
	}
	return state{Exported: []byte(exported), Resources: file.Deployment.Resources}, nil
}

// protected counts the resources that the engine must refuse to delete.
func (s state) protected() int {
	count := 0
	for _, resource := range s.Resources {
		if resource.Protect {
			count++
		}
	}
	return count
}

// retained answers the resources that a destroy forgets but leaves in place.
func (s state) retained() []stateResource {
	var retained []stateResource
	for _, resource := range s.Resources {
		if resource.RetainOnDelete && resource.ID != "" {
			retained = append(retained, resource)
		}
	}
	return retained
}

// leftovers answers the ids that nobody asked to keep: they are neither a
// retained resource nor named by one's outputs, as a deployment names what
// its template made. Azure's ids differ in nothing but letters' case.
func leftovers(ids []string, retained []stateResource) []string {
	keep := map[string]bool{}
	for _, resource := range retained {
		keep[strings.ToLower(resource.ID)] = true
		collectStrings(resource.Outputs, keep)
	}
	var left []string
	for _, id := range ids {
		if !keep[strings.ToLower(id)] {
			left = append(left, id)
		}
	}
	return left
}

func collectStrings(value any, into map[string]bool) {
	switch value := value.(type) {
	case string:
		into[strings.ToLower(value)] = true
	case []any:
		for _, element := range value {
			collectStrings(element, into)
		}
	case map[string]any:
		for _, element := range value {
			collectStrings(element, into)
		}
	}
}

// filesWith answers the files below folder that contain text.
func filesWith(folder, text string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.Contains(string(content), text) {
			found = append(found, path)
		}
		return nil
	})
	return found, err
}
