package tests

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/tests/recorder"
)

// pulumiModules begins the paths of Pulumi's SDK and of azure-native's.
const pulumiModules = "github.com/pulumi/"

// room is a folder, and what of the project its packages may import beside
// what lies below their own folder. A name stands for a folder with all that
// is in it.
type room struct {
	folder string
	may    []string
	// tests is what its tests may import beside that.
	tests []string
	// pulumi is whether it may import Pulumi's SDK and azure-native's: the
	// tests of a room without them compile in a second.
	pulumi bool
}

// componentImports is what a component may import: no other one.
var componentImports = []string{"settings", "facts", "resourcegroup", "internal"}

// rooms are all folders with Go code. The first one that a file lies in
// counts.
var rooms = []room{
	{folder: "facts"},
	{folder: "naming", may: []string{"facts"}},
	{folder: "settings", may: []string{"facts", "naming", "internal"}},
	{folder: "internal"},
	{folder: "resourcegroup", may: componentImports, pulumi: true},
	{folder: "network", may: componentImports, pulumi: true},
	{folder: "dns", may: componentImports, pulumi: true},
	// What several of its packages share.
	{folder: "services", may: append([]string{"services/internal"}, componentImports...), pulumi: true},
	{folder: "roles", may: componentImports, pulumi: true},
	// Its tests ask the check what callers get from its documents.
	{folder: "gateway/policies", may: []string{"facts", "internal"}, tests: []string{"posture"}},
	// Its policies are below it.
	{folder: "gateway", may: componentImports, pulumi: true},
	{folder: "topology", pulumi: true, may: []string{
		"facts", "naming", "settings", "internal", "resourcegroup", "network", "dns", "services", "roles", "gateway", "guard",
	}},
	// Its rules are tried through the provider, too, as the engine meets them.
	{folder: "rehearsal/arm", may: []string{"facts"}, tests: []string{"rehearsal/provider"}, pulumi: true},
	{folder: "rehearsal/fault", may: []string{"internal"}},
	{folder: "rehearsal/provider", may: []string{"facts", "rehearsal/arm", "rehearsal/fault"}, pulumi: true},
	{folder: "rehearsal/filelock", pulumi: true},
	{folder: "rehearsal/engine", may: []string{"internal", "rehearsal/filelock"}, pulumi: true},
	{folder: "rehearsal/deployment", may: []string{"facts"}},
	{folder: "rehearsal/conflicts", may: []string{"rehearsal/deployment", "internal"}},
	{folder: "rehearsal/timeline", may: []string{"facts", "rehearsal/deployment", "rehearsal/conflicts", "internal"}},
	// The program is handed in.
	{folder: "rehearsal", may: []string{"settings", "internal"}, pulumi: true},
	// The check judges what the CLI writes: it knows no settings, and stays a
	// small program. Its command reads the waivers in the stack file.
	{folder: "posture", may: []string{"posture", "facts", "internal"}, tests: []string{"gateway/policies"}},
	{folder: "guard/pack", may: []string{"guard", "posture", "settings"}, pulumi: true},
	{folder: "guard", may: []string{"posture", "settings"}, pulumi: true},
	{folder: "cmd/policy", may: []string{"guard"}, pulumi: true},
	{folder: "cmd/posture", may: []string{"posture", "settings"}},
	// With --check it judges what it rehearsed, as cmd/posture does.
	{folder: "cmd/topo", may: []string{"topology", "rehearsal", "posture", "cmd/posture/command", "settings"}, pulumi: true},
	{folder: "tests", pulumi: true, may: []string{
		"facts", "naming", "settings", "internal", "resourcegroup", "network", "dns", "services", "roles", "gateway", "topology", "guard", "rehearsal", "posture", "cmd", "tests",
	}},
	{folder: ".", may: []string{"topology"}, pulumi: true}, // main.go
}

// aliases are the names of azure-native's packages, so that "network" always
// means ours. The SDK's utilities keep their own.
var aliases = map[string]string{
	"apimanagement/v2/v20240501":       "azapim",
	"authorization/v2":                 "azauthorization",
	"cognitiveservices/v2/v20241001":   "azopenai",
	"insights/v2/v20180301":            "azmetricalert",
	"insights/v2/v20200202":            "azcomponent",
	"insights/v2/v20210501preview":     "azdiagnostics",
	"insights/v2/v20210701preview":     "azlinkscope",
	"insights/v2/v20230101":            "azactiongroup",
	"insights/v2/v20230601":            "azworkbook",
	"insights/v2/v20231201":            "azqueryalert",
	"managedidentity/v2/v20230131":     "azidentity",
	"network/v2/v20220701":             "azresolver",
	"network/v2/v20240501":             "aznetwork",
	"network/v2/v20240601":             "azdns",
	"operationalinsights/v2/v20230901": "azlogs",
	"resources/v2":                     "azresources",
	"storage/v2/v20240101":             "azstorage",
	"v2/utilities":                     "",
	"web/v2/v20210201":                 "azauth",
	"web/v2/v20240401":                 "azweb",
}

// TestImportsRunOneWay, in the files of tests too.
func TestImportsRunOneWay(t *testing.T) {
	root, met := recorder.Root(t), map[string]bool{}
	var all []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			// Folders with a module of their own, and those of tools.
			if name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "vendor" || hasModule(name)) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		in, problems, err := misplaced(filepath.ToSlash(relative), source)
		met[in] = true
		all = append(all, problems...)
		return err
	})
	require.NoError(t, err)
	assert.Empty(t, all)
	for _, r := range rooms {
		assert.True(t, met[r.folder], "%s: no Go file lies there", r.folder)
	}
}

func hasModule(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

// misplaced lists the imports of a file that its room may not have, and those
// under another name than the fixed one; folder is the room's.
func misplaced(name string, source []byte) (folder string, problems []string, err error) {
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
	if err != nil {
		return "", nil, fmt.Errorf("parsing %s: %w", name, err)
	}
	i := slices.IndexFunc(rooms, func(r room) bool { return below(path.Dir(name), r.folder) })
	if i < 0 {
		return "", []string{name + " lies in no room: add its folder to the table"}, nil
	}
	in := rooms[i]
	if strings.HasSuffix(name, "_test.go") {
		in.may = slices.Concat(in.may, in.tests)
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return "", nil, fmt.Errorf("reading the imports of %s: %w", name, err)
		}
		as := ""
		if spec.Name != nil {
			as = spec.Name.Name
		}
		if problem := in.judge(path.Dir(name), imported, as); problem != "" {
			problems = append(problems, name+": "+problem)
		}
	}
	return in.folder, problems, nil
}

// judge says what is wrong with an import of a package in folder.
func (r room) judge(folder, imported, as string) string {
	if ours, isOurs := strings.CutPrefix(imported, recorder.Project+"/"); isOurs {
		allowed := func(of string) bool { return below(ours, of) }
		if (folder != "." && below(ours, folder)) || slices.ContainsFunc(r.may, allowed) {
			return ""
		}
		return fmt.Sprintf("%s may not import %s, only %q", r.folder, ours, r.may)
	}
	if strings.HasPrefix(imported, pulumiModules) && !r.pulumi {
		return fmt.Sprintf("%s imports %s: its tests would no longer compile in a second", r.folder, imported)
	}
	if sdk, isSDK := strings.CutPrefix(imported, pulumiModules+"pulumi-azure-native-sdk/"); isSDK {
		if alias, known := aliases[sdk]; !known || alias != as {
			return fmt.Sprintf("imports %s as %q, want %q (known: %t)", sdk, as, alias, known)
		}
	}
	return ""
}

// below reports whether a folder is another one, or lies in it. Only main.go
// and its neighbours lie in ".".
func below(folder, of string) bool {
	return folder == of || strings.HasPrefix(folder, of+"/")
}

func TestMisplacedFindsWhatMayNotBeImported(t *testing.T) {
	for _, c := range []struct{ file, imports, says string }{
		{"facts/a.go", `"strings"`, ""},
		{"facts/a.go", `"secure-azure-openai/naming"`, "facts may not import naming"},
		{"naming/a.go", `"secure-azure-openai/facts"`, ""},
		{"naming/a.go", `"secure-azure-openai/settings"`, "naming may not import settings"},
		{"settings/a_test.go", `"github.com/pulumi/pulumi/sdk/v3/go/pulumi"`, "settings imports github.com/pulumi/pulumi/sdk"},
		{"settings/a.go", `azweb "github.com/pulumi/pulumi-azure-native-sdk/web/v2/v20240401"`, "settings imports"},
		{"dns/a.go", `"secure-azure-openai/topology"`, "dns may not import topology"},
		{"dns/a.go", `"secure-azure-openai/network"`, "dns may not import network"},
		{"services/openai/a.go", `"secure-azure-openai/services/storage"`, "services may not import services/storage"},
		{"services/search/a.go", `"secure-azure-openai/services/search/internal/azsearch"`, ""},
		{"rehearsal/a.go", `"secure-azure-openai/topology"`, "rehearsal may not import topology"},
		{"rehearsal/a.go", `"secure-azure-openai/rehearsal/arm"`, ""},
		{"rehearsal/arm/a.go", `"secure-azure-openai/rehearsal"`, "rehearsal/arm may not import rehearsal,"},
		{"rehearsal/arm/a.go", `"secure-azure-openai/rehearsal/provider"`, "rehearsal/arm may not import rehearsal/provider,"},
		{"rehearsal/arm/a_test.go", `"secure-azure-openai/rehearsal/provider"`, ""},
		{"rehearsal/provider/a_test.go", `"secure-azure-openai/rehearsal"`, "rehearsal/provider may not import rehearsal,"},
		{"rehearsal/timeline/a.go", `"github.com/pulumi/pulumi/sdk/v3/go/pulumi"`, "rehearsal/timeline imports github.com/pulumi/pulumi/sdk"},
		{"posture/report/a.go", `"secure-azure-openai/posture/graph"`, ""},
		{"posture/doors/a.go", `"secure-azure-openai/settings"`, "posture may not import settings,"},
		{"posture/graph/a.go", `"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"`, "posture imports github.com/pulumi/pulumi/sdk"},
		{"cmd/posture/command/a.go", `"github.com/pulumi/pulumi/sdk/v3/go/pulumi"`, "cmd/posture imports github.com/pulumi/pulumi/sdk"},
		{"cmd/topo/command/a.go", `"secure-azure-openai/posture/report"`, ""},
		{"rehearsal/a.go", `"secure-azure-openai/posture"`, "rehearsal may not import posture"},
		{"cmd/topo/command/a.go", `"secure-azure-openai/network"`, "cmd/topo may not import network"},
		{"main.go", `"secure-azure-openai/topology"`, ""},
		{"main.go", `"secure-azure-openai/settings"`, ". may not import settings"},
		{"topology/a.go", `"secure-azure-openai/rehearsal"`, "topology may not import rehearsal"},
		{"network/a.go", `network "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240501"`, `want "aznetwork"`},
		{"network/a.go", `"github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240501"`, `as "", want "aznetwork"`},
		{"network/a.go", `aznetwork "github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20190101"`, "known: false"},
		{"elsewhere/a.go", `"strings"`, "lies in no room"},
	} {
		_, problems, err := misplaced(c.file, []byte("package a\n\nimport "+c.imports+"\n"))
		require.NoError(t, err)
		if c.says == "" {
			assert.Empty(t, problems)
			continue
		}
		require.Len(t, problems, 1, "%s importing %s", c.file, c.imports)
		assert.Contains(t, problems[0], c.says)
	}
	_, _, err := misplaced("facts/a.go", []byte("import"))
	assert.ErrorContains(t, err, "parsing facts/a.go")
}
