package command

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture/recorded"
	"secure-azure-openai/posture/report"
)

const keysOn = `"disableLocalAuth":false,"networkAcls"`

// inputs writes a deployment that holds, one that falls short and one that is
// broken into a folder of their own.
func inputs(t *testing.T) (held, short, broken string) {
	t.Helper()
	content, err := recorded.JSON("dev.json")
	require.NoError(t, err)
	weak := bytes.ReplaceAll(content, []byte(`"disableLocalAuth":true,"networkAcls"`), []byte(keysOn))
	weak = bytes.ReplaceAll(weak, []byte(`"disableLocalAuth":true,"endpoint"`), []byte(`"disableLocalAuth":false,"endpoint"`))
	require.NotEqual(t, content, weak)
	folder := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, content, 0o600))
		return path
	}
	return write("held.json", content), write("short.json", weak), write("broken.json", content[:1000])
}

func run(in string, args ...string) (code int, out, errOut string) {
	var o, e bytes.Buffer
	code = Main(args, strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

// elsewhere is a folder without a project.
func elsewhere(t *testing.T) { t.Chdir(t.TempDir()) }

func TestExitCodes(t *testing.T) {
	elsewhere(t)
	held, short, broken := inputs(t)
	sealed := filepath.Join(t.TempDir(), "sealed.json")
	content, err := os.ReadFile(held)
	require.NoError(t, err)
	const secret = `"isLocalUserEnabled":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"v1:dummy"}`
	require.NoError(t, os.WriteFile(sealed, bytes.ReplaceAll(content, []byte(`"isLocalUserEnabled":false`), []byte(secret)), 0o600))
	for name, row := range map[string]struct {
		args []string
		code int
		says string // on standard output or standard error
	}{
		"help":             {nil, exitHolds, "posture reads what the Pulumi CLI writes"},
		"holds":            {[]string{"check", held}, exitHolds, "Nothing falls short."},
		"falls short":      {[]string{"check", short}, exitFallsShort, "1 finding falls short."},
		"cannot be read":   {[]string{"check", sealed}, exitUnjudged, "Undecided: 1 value cannot be read in this file."},
		"truncated":        {[]string{"check", broken}, exitUnjudged, "broken.json cannot be judged: it is no JSON: line "},
		"nothing on input": {[]string{"check"}, exitUnjudged, "Error: standard input cannot be judged: it is empty: pipe in what"},
		"no such file":     {[]string{"check", "gone.json"}, exitUnjudged, "Error: opening the resources: open gone.json: no such file"},
		"a folder":         {[]string{"check", "."}, exitUnjudged, "is a directory"},
		"no format":        {[]string{"check", held, "--format", "xml"}, exitUnjudged, `--format "xml" is no format; use one of table, markdown, json, sarif`},
		"no theme":         {[]string{"check", held, "--theme", "blue"}, exitUnjudged, `--theme "blue" is no theme; use one of dark, light, none`},
		"two files":        {[]string{"check", held, short}, exitUnjudged, "accepts at most 1 arg(s), received 2"},
		"unknown command":  {[]string{"chek"}, exitUnjudged, `unknown command "chek"`},
		"unknown flag":     {[]string{"check", "--stack", "dev"}, exitUnjudged, "unknown flag: --stack"},
		"a chain":          {[]string{"explain", "internet", "storage", "read", held}, exitHolds, "DENIED, decided by: firewall"},
		"chain: no actor":  {[]string{"explain", "webap", "storage", "read", held}, exitUnjudged, "did you mean \"webapp\"? It is one of deployer,"},
		"chain: its help":  {[]string{"explain", "webapp", "storage", "sing", held}, exitUnjudged, "Run `go run ./cmd/posture explain --help` for"},
		"chain: too short": {[]string{"explain", "webapp", "storage"}, exitUnjudged, "got 2 of them: such as explain webapp search query"},
		"chain: no action": {[]string{"explain", "webapp", "storage", held}, exitUnjudged, "is a file, and stands where the ACTION does"},
		"chain: no input":  {[]string{"explain", "webapp", "storage", "read"}, exitUnjudged, "standard input cannot be judged: it is empty: pipe in what"},
		"chain: truncated": {[]string{"explain", "webapp", "storage", "read", broken}, exitUnjudged, "broken.json cannot be judged: it is no JSON"},
		"no stack file":    {[]string{"check", held, "--stack-file", "gone.yaml"}, exitUnjudged, "reading the waivers: open gone.yaml: no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errOut := run("", row.args...)
			assert.Equal(t, row.code, code, errOut)
			assert.Contains(t, out+errOut, row.says)
			// An undecided report says so itself.
			if code == exitUnjudged && name != "cannot be read" {
				assert.NotEmpty(t, errOut)
				assert.Empty(t, out, "nothing that could be taken for a report")
			}
		})
	}
}

func TestStandardInput(t *testing.T) {
	elsewhere(t)
	content, err := recorded.JSON("prod.preview.json")
	require.NoError(t, err)
	for _, args := range [][]string{{"check"}, {"check", "-"}} {
		code, out, _ := run(string(content), append(args, "--format", "json")...)
		assert.Equal(t, exitHolds, code)
		var document struct{ Stack, Source string }
		require.NoError(t, json.Unmarshal([]byte(out), &document))
		assert.Equal(t, "prod preview", document.Stack+" "+document.Source)
	}
}

func TestWaiversOfTheStackFile(t *testing.T) {
	_, short, _ := inputs(t)
	const waived = "config:\n  secure-azure-openai:posture:\n    waivers:\n      - id: R11\n        reason: the pilot\n        expires: 2999-01-31\n"
	for name, row := range map[string]struct {
		file string
		code int
		says string
	}{
		"waived":        {waived, exitFallsShort - 1, "accepted until 2999-01-31: the pilot"},
		"expired":       {strings.Replace(waived, "2999", "2020", 1), exitFallsShort, "over since 2020-01-31 (the pilot)"},
		"no waivers":    {"config: {}\n", exitFallsShort, "1 finding falls short."},
		"rest is wrong": {waived + "  secure-azure-openai:environment: 7\n", exitHolds, "the pilot"},
		"no reason": {strings.Replace(waived, "the pilot", `""`, 1), exitUnjudged,
			"Error: reading the waivers: the configuration of stack \"dev\" has 1 problem:"},
		"misspelt": {strings.Replace(waived, "reason:", "raeson:", 1), exitUnjudged, "did you mean \"reason\"?"},
		"no YAML":  {"config: [", exitUnjudged, "reading the waivers: Pulumi.dev.yaml: reading the file: yaml:"},
	} {
		t.Run(name, func(t *testing.T) {
			project := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(project, "Pulumi.yaml"), []byte("name: secure-azure-openai\nruntime: go\n"), 0o600))
			require.NoError(t, os.WriteFile(filepath.Join(project, "Pulumi.dev.yaml"), []byte(row.file), 0o600))
			inside := filepath.Join(project, "some", "folder")
			require.NoError(t, os.MkdirAll(inside, 0o700))
			t.Chdir(inside)
			code, out, errOut := run("", "check", short)
			assert.Equal(t, row.code, code, out+errOut)
			assert.Contains(t, out+errOut, row.says)

			elsewhere(t)
			code, out, errOut = run("", "check", short, "--stack-file", filepath.Join(project, "Pulumi.dev.yaml"))
			assert.Equal(t, row.code, code)
			assert.Contains(t, out+errOut, row.says)
		})
	}
}

// TestAStackNameLeadsNowhere: it stands in the input, and is a part of a path.
func TestAStackNameLeadsNowhere(t *testing.T) {
	project := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(project, "Pulumi.yaml"), []byte("name: p\n"), 0o600))
	require.NoError(t, os.Mkdir(filepath.Join(project, "Pulumi."), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(project, "x.yaml"), []byte("config: ["), 0o600))
	t.Chdir(project)
	const input = `{"deployment":{"resources":[{"urn":"urn:pulumi:/../x::p::a:b:C::n"}]}}`
	code, out, _ := run(input, "check")
	assert.Equal(t, exitFallsShort, code)
	assert.Contains(t, out, "Security check of stack /../x of p")
	code, _, errOut := run(input, "check", "--stack-file", "x.yaml")
	assert.Equal(t, exitUnjudged, code)
	assert.Equal(t, "Error: \"/../x\" is no stack's name, so x.yaml cannot be its file\n", errOut)
}

func TestThemes(t *testing.T) {
	elsewhere(t)
	held, _, _ := inputs(t)
	_, plain, _ := run("", "check", held)
	assert.NotContains(t, plain, "\x1b", "a pipe has no colour")
	_, dark, _ := run("", "check", held, "--theme", "dark")
	_, light, _ := run("", "check", held, "--theme", "light")
	assert.NotEqual(t, dark, light)
	for _, args := range [][]string{{"--theme", "none"}, {"--theme", "dark", "--no-color"}} {
		_, out, _ := run("", append([]string{"check", held}, args...)...)
		assert.Equal(t, plain, out)
	}
	for colours, want := range map[string]report.Theme{"": report.Dark, "15;0": report.Dark, "0;15": report.Light, "0;default;7": report.Light, "x": report.Dark} {
		assert.Equal(t, want, terminal(colours), colours)
	}
}

// TestExamplesRunAsTheyStand: an example is a command that a reader can paste.
func TestExamplesRunAsTheyStand(t *testing.T) {
	examples := 0
	for _, command := range newRoot(nil, nil).Commands() {
		for example := range strings.Lines(command.Example) {
			words := strings.Fields(example)
			for i, word := range words {
				if word == "go" {
					words = words[i:]
					break
				}
			}
			require.Equal(t, strings.Fields(invocation), words[:3], example)
			found, rest, err := command.Root().Find(words[3:])
			require.NoError(t, err, example)
			require.NoError(t, found.ParseFlags(rest), example)
			examples++
		}
	}
	require.Equal(t, 5, examples)
}

// TestHelpNamesWhatThereIs, in lines that fit, and what it names is there.
func TestHelpNamesWhatThereIs(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"check", "--help"}, {"explain", "--help"}} {
		_, out, _ := run("", args...)
		text, _, _ := strings.Cut(out, "Usage:")
		for line := range strings.Lines(text) {
			assert.LessOrEqual(t, len(line), 81, line)
		}
	}
	_, out, _ := run("", "explain", "--help")
	for _, word := range []string{"developer-away:NAME", "vpn-client", "\n  search      query, upload,", "\n  vault       read-secret,"} {
		assert.Contains(t, out, word)
	}
}

// TestTheProgramIsSmall: neither Pulumi's SDK nor Azure's is in it, by any way.
func TestTheProgramIsSmall(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "secure-azure-openai/cmd/posture")
	out, err := list.Output()
	require.NoError(t, err)
	for _, imported := range strings.Fields(string(out)) {
		assert.False(t, strings.HasPrefix(imported, "github.com/pulumi/"), imported)
		assert.False(t, strings.HasPrefix(imported, "github.com/stretchr/"), imported)
		assert.NotEqual(t, "secure-azure-openai/posture/recorded", imported)
	}
}
