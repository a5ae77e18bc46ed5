package settings

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// known are the fields that a key's reader asks for: "sku" and
// "signIn.clientId" for values, "deployments[].name" for those of a list.
func known(one reader) []string {
	names := &fields{report: newReport("p"), path: one.key}
	one.read(names)

	// What lies deeper is asked for only where something is there.
	paths := map[string]bool{}
	for _, deeper := range []node{{kind: object}, {kind: list, items: []node{{kind: object}}}} {
		f := &fields{report: newReport("p"), path: one.key}
		for _, name := range names.asked {
			f.all = append(f.all, field{name, deeper})
		}
		one.read(f)
		for path := range f.given {
			paths[strings.ReplaceAll(strings.TrimPrefix(path, one.key+"."), "[0]", "[]")] = true
		}
	}
	// An object's own name says nothing beside the names of its fields.
	maps.DeleteFunc(paths, func(path string, _ bool) bool {
		for other := range paths {
			if strings.HasPrefix(other, path+".") {
				return true
			}
		}
		return false
	})
	return slices.Sorted(maps.Keys(paths))
}

// row is a line of the README's table of settings.
type row struct {
	fields, defaults []string
	text             string
}

// readmeRows are the table's lines by key.
func readmeRows(t *testing.T) map[string][]row {
	t.Helper()
	content, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(content), "\n| key | field | default | what it decides |\n")
	require.True(t, found, "the README has no table of settings")

	rows, key := map[string][]row{}, ""
	for _, line := range strings.Split(table, "\n")[1:] {
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.ReplaceAll(line, `\|`, "\x00"), "|")
		require.Len(t, cells, 6, line)
		for i, cell := range cells {
			cells[i] = strings.TrimSpace(strings.ReplaceAll(cell, "\x00", "|"))
		}
		if cells[1] != "" {
			key = cells[1]
		}
		rows[key] = append(rows[key], row{strings.Split(cells[2], ", "), strings.Split(cells[3], ", "), cells[4]})
	}
	return rows
}

// descriptions are what Pulumi.yaml says of each key, in one line.
func descriptions(t *testing.T) map[string]string {
	t.Helper()
	var project struct {
		Config map[string]struct{ Description string }
	}
	require.NoError(t, yaml.Unmarshal(projectFile(t), &project))
	texts := map[string]string{}
	for key, declaration := range project.Config {
		texts[key] = declaration.Description
	}
	return texts
}

func hasWord(text, word string) bool {
	return regexp.MustCompile(`\b` + regexp.QuoteMeta(word) + `\b`).MatchString(text)
}

func TestEveryKeyHasAReader(t *testing.T) {
	var got []string
	for _, one := range new(Settings).readers() {
		got = append(got, one.key)
	}
	assert.Equal(t, slices.DeleteFunc(Keys(), func(key string) bool { return !IsObject(key) }), got)
}

func TestPulumiYAMLNamesEverySetting(t *testing.T) {
	texts := descriptions(t)
	for _, one := range new(Settings).readers() {
		for _, path := range known(one) {
			for _, name := range strings.Split(path, ".") {
				name = strings.TrimSuffix(name, "[]")
				assert.True(t, hasWord(texts[one.key], name), "the description of %s does not name %s (%s)", one.key, name, path)
			}
		}
	}
}

func TestReadmeNamesEverySetting(t *testing.T) {
	rows := readmeRows(t)
	assert.ElementsMatch(t, Keys(), slices.Collect(maps.Keys(rows)))
	for _, one := range new(Settings).readers() {
		var want, got []string
		for _, path := range known(one) {
			list, item, inList := strings.Cut(path, "[].")
			if !inList {
				want = append(want, path)
				continue
			}
			if !slices.Contains(want, list) {
				want = append(want, list)
			}
			at := slices.IndexFunc(rows[one.key], func(r row) bool { return slices.Contains(r.fields, list) })
			if assert.GreaterOrEqual(t, at, 0, "%s.%s", one.key, list) {
				assert.True(t, hasWord(rows[one.key][at].text, item), "the row of %s.%s does not name %s", one.key, list, item)
			}
		}
		for _, r := range rows[one.key] {
			got = append(got, r.fields...)
		}
		assert.ElementsMatch(t, want, got, one.key)
	}
}

// To write a documented default into a stack file changes nothing. Defaults
// in words ("derived", "the deployer's") are not judged.
func TestReadmeAndPulumiYAMLTellTheDefaults(t *testing.T) {
	want, _, err := Load(source(nil))
	require.NoError(t, err)
	literal := regexp.MustCompile("^(`[^`]+`|true|false|[0-9]+)$")
	texts, judged := descriptions(t), 0
	for key, rows := range readmeRows(t) {
		for _, r := range rows {
			for i, name := range r.fields {
				if len(r.fields) != len(r.defaults) || !literal.MatchString(r.defaults[i]) {
					continue
				}
				judged++
				written := strings.Trim(r.defaults[i], "`")
				got, _, err := Load(source(given(t, key, name, written, written != r.defaults[i])))
				if assert.NoError(t, err, "%s.%s", key, name) {
					assert.Equal(t, want, got, "the README's default of %s.%s", key, name)
				}
				if IsObject(key) && !strings.Contains(name, ".") {
					told := regexp.MustCompile(`\b` + name + ` \(([^()]*; )?` + regexp.QuoteMeta(written) + `\)`)
					assert.Regexp(t, told, texts[key], "the description of %s tells another default of %s than the README", key, name)
				}
			}
		}
	}
	assert.GreaterOrEqual(t, judged, 50, "defaults that the README gives literally")
}

// given is a configuration with one value.
func given(t *testing.T, key, name, value string, text bool) map[string]string {
	t.Helper()
	if !IsObject(key) {
		return map[string]string{key: value}
	}
	var content any = json.RawMessage(value)
	if text {
		content = value
	}
	object := map[string]any{}
	if outer, inner, nested := strings.Cut(name, "."); nested {
		object[outer] = map[string]any{inner: content}
	} else {
		object[name] = content
	}
	if key == "environment" {
		object["location"] = "swedencentral"
	}
	encoded, err := json.Marshal(object)
	require.NoError(t, err)
	return map[string]string{key: string(encoded)}
}

func TestReadmeTellsTheDefaultDeployments(t *testing.T) {
	var want []string
	for _, d := range Defaults().OpenAI.Deployments {
		want = append(want, fmt.Sprintf("`%s`", d.Model))
	}
	for _, r := range readmeRows(t)["openai"] {
		if slices.Contains(r.fields, "deployments") {
			assert.Equal(t, want, r.defaults)
			return
		}
	}
	t.Error("no row of openai.deployments")
}
