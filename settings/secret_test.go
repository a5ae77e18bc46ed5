package settings

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A secret may sit in any field, and be wrong there: no message repeats it.
func TestNoMessageShowsASecret(t *testing.T) {
	const hush = "hush1234"
	for key, text := range map[string]string{
		"environment": `{"location":"` + hush + `!","workload":"` + hush + `windows","suffix":"` + hush + `9","tags":{"a":"` + strings.Repeat(hush, 40) + `","b":[]}}`,
		"network":     `{"addressSpace":"` + hush + `","endpoints":"` + hush + `","dynamicEndpoints":["` + hush + `"]}`,
		"vpn":         `{"enabled":"` + hush + `","sku":"` + hush + `","clientPool":"` + hush + `","tenantId":"` + hush + `","audience":"` + hush + `"}`,
		"dns":         `"` + hush + `"`,
		"openai":      `{"location":"` + hush + `","deployments":[{"name":"` + hush + `/","model":"` + hush + `","version":"` + hush + `","sku":"` + hush + `"},{"name":"` + hush + `/","model":"` + hush + `","version":"` + hush + `","kind":"` + hush + `"}],"accounts":[{"name":"` + hush + `!","location":"` + hush + `!"}]}`,
		"search":      `{"sku":"` + hush + `","replicas":"` + hush + `","semantic":"` + hush + `","index":"` + hush + `!","queryType":"` + hush + `"}`,
		"storage":     `{"sku":"Premium_` + hush + `","container":"` + hush + `!"}`,
		"webApp":      `{"sku":"` + hush + `","exposure":"` + hush + `","runtime":"` + hush + `","signIn":{"clientId":"` + hush + `"},"permittedGroupsField":"` + hush + `!","settings":{"A":1}}`,
		"gateway": `{"mode":"` + hush + `","sku":"` + hush + `","publisherEmail":"` + hush + `","teams":["` + hush + `!"],"subscriptions":"` + hush + `",
			"audiences":["{{` + hush + `}}","` + hush + `/.default"],"callers":[{"name":"` + hush + `!","objectId":"` + hush + `"}],"clientIds":["` + hush + `"],
			"claims":[{"name":"{{` + hush + `}}","match":"` + hush + `","values":[" ` + hush + `"]}],"perCaller":{"quota":1,"quotaPeriod":"` + hush + `"}}`,
		"backend":    `{"kind":"` + hush + `","path":"/` + hush + `","clientId":"` + hush + `","tenantId":"` + hush + `","gatewayClientIds":["` + hush + `"],"runtime":"` + hush + `"}`,
		"telemetry":  `{"alertEmails":["` + hush + `"],"privateLinkScope":"` + hush + `"}`,
		"access":     `{"profile":"` + hush + `","developers":[{"name":"` + hush + `!","objectId":"` + hush + `","type":"` + hush + `"},{"name":"` + hush + `!","objectId":"` + hush + `"}]}`,
		"monitoring": `{"retentionDays":"` + hush + `"}`,
		"retrieval":  hush,
	} {
		t.Run(key, func(t *testing.T) {
			src := source(map[string]string{key: text})
			said := messages(t, src)
			if key != "dns" && key != "monitoring" {
				assert.Contains(t, said, hush, "the test needs values that messages would show")
			}
			src.Values[key] = Value{Text: text, Secret: true}
			assert.NotContains(t, messages(t, src), hush)
		})
	}
}

// Numbers and good values that other keys' messages refer to are hidden too.
func TestSecretsInOtherKeysMessages(t *testing.T) {
	src := source(map[string]string{"vpn": `{"clientPool":"10.77.1.0/24"}`, "storage": `{"sku":"Standard_ZRS"}`})
	src.Values["network"] = Value{Text: `{"addressSpace":"10.77.0.0/16"}`, Secret: true}
	src.Values["environment"] = Value{Text: `{"location":"westus","workload":"xboxhush"}`, Secret: true}
	src.Values["search"] = Value{Text: `{"replicas":77}`, Secret: true}
	src.Values["openai"] = Value{Text: `{"deployments":[{"name":"c","model":"o1","version":"2024-12-17","capacity":-77}]}`, Secret: true}
	said := messages(t, src)
	assert.Contains(t, said, `vpn.clientPool: "10.77.1.0/24" overlaps network.addressSpace, (hidden: a secret)`)
	assert.Contains(t, said, `environment.workload: (hidden: a secret) gives a name that Azure refuses`)
	src.Values["gateway"] = Value{Text: with(gatewayOn, `"mode":"internal","sku":"Developer","claims":[{"name":"oid","values":["x"]}],"perCaller":{"calls":-77}`), Secret: true}
	src.Values["backend"] = Value{Text: with(backendOn, `"runtime":"powershell","memoryMB":77`), Secret: true}
	src.Values["telemetry"] = Value{Text: `{"bodyBytes":77}`, Secret: true}
	said = messages(t, src)
	for _, secret := range []string{"10.77.0.0", "westus", "Developer", `"oid"`, `"powershell"`, "xbox", "77 ", "-77", "2024-12-17"} {
		assert.NotContains(t, strings.ReplaceAll(said, "10.77.1.0", ""), secret)
	}
}

func TestAppSettingsAreAlwaysSecret(t *testing.T) {
	said := messages(t, source(map[string]string{"webApp": `{"settings":{"AZURE_SEARCH_KEY":"hush","NUMBER":7261,"FLAG":true,"API_TOKEN":"hush","bad name":"hush"}}`}))
	assert.Contains(t, said, "NUMBER")
	for _, value := range []string{"hush", "7261", "true"} {
		assert.NotContains(t, said, value)
	}
}

// Every problem stays on its own line, and short, whatever is in a key.
func TestMessagesAreLines(t *testing.T) {
	_, _, err := Load(source(map[string]string{
		"environment": `{"location":"a\nb","tags":{"x\ny/":"1"},"line\nbreak":1,"` + strings.Repeat("k", 500) + `":2}`,
		"search":      `{"index":"` + strings.Repeat("i", 5000) + `!"}`,
	}))
	var problems *Problems
	require.True(t, errors.As(err, &problems))
	assert.Len(t, problems.List, 5)
	lines := strings.Split(err.Error(), "\n")
	assert.Len(t, lines, 6)
	for _, line := range lines {
		assert.Less(t, len(line), 400)
	}
}

func messages(t *testing.T, src Source) string {
	t.Helper()
	_, warnings, err := Load(src)
	var all []string
	for _, w := range warnings {
		all = append(all, string(w))
	}
	if err != nil {
		all = append(all, err.Error())
	}
	require.NotEmpty(t, all)
	return strings.Join(all, "\n")
}
