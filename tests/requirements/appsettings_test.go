package requirements

import (
	"fmt"
	"strconv"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

// appSettings are the app's settings.
func appSettings(g *recorder.Graph) map[string]string {
	r, err := mine(g, appSettingsType)
	if err != nil {
		return nil
	}
	return r.Inputs.Map("properties")
}

// appSetting is an app setting's value, and whether it is there.
func appSetting(g *recorder.Graph, name string) (string, bool) {
	value, there := appSettings(g)[name]
	return value, there
}

func checkSettings(g *recorder.Graph, s settings.Settings) error {
	app, err := mine(g, webAppType)
	if err != nil {
		return err
	}
	chat, _ := s.OpenAI.FirstDeployment(settings.KindChat)
	embedding, _ := s.OpenAI.FirstDeployment(settings.KindEmbedding)
	for _, asked := range [][2]string{
		modelsAt(g, s),
		{"AZURE_OPENAI_MODEL", chat.Name},
		{"AZURE_OPENAI_EMBEDDING_NAME", embedding.Name},
		{"DATASOURCE_TYPE", "AzureCognitiveSearch"},
		{"AZURE_SEARCH_SERVICE", only(g, searchType).Input("searchServiceName")},
		{"AZURE_SEARCH_INDEX", s.Search.Index},
		{"AZURE_SEARCH_QUERY_TYPE", s.Search.QueryType},
		{"AUTH_ENABLED", strconv.FormatBool(signedIn(s))},
		{"MS_DEFENDER_ENABLED", strconv.FormatBool(s.Monitoring.DefenderForAI)},
	} {
		got, there := appSetting(g, asked[0])
		if !there || got != asked[1] || (asked[0] == "AZURE_OPENAI_MODEL" && got == "") {
			return fmt.Errorf("app setting %s is %q (there: %t), want %q", asked[0], got, there, asked[1])
		}
	}
	for name := range appSettings(g) {
		upper := strings.ToUpper(name)
		_, own := s.WebApp.Settings[name]
		if !own && (strings.Contains(upper, "KEY") || strings.Contains(upper, "CONNECTION_STRING") || strings.HasSuffix(upper, "_SECRET")) {
			return fmt.Errorf("app setting %s holds a key", name)
		}
	}
	if err := empty(app, "siteConfig.appSettings"); err != nil {
		return err // a second place for settings, where a key could hide
	}
	return empty(app, "siteConfig.connectionStrings")
}

// modelsAt is the setting that says where the models are.
func modelsAt(g *recorder.Graph, s settings.Settings) [2]string {
	if s.Gateway.Enabled {
		return [2]string{"AZURE_OPENAI_ENDPOINT", "https://" + g.ByType(serviceType)[0].Input("serviceName") + ".azure-api.net/"}
	}
	return [2]string{"AZURE_OPENAI_RESOURCE", only(g, accountType).Input("accountName")}
}

func settingsBreaches() []Breach {
	list := []Breach{
		when(noGateway, setting("AZURE_OPENAI_RESOURCE", "other")),
		when(gatewayOn, setting("AZURE_OPENAI_ENDPOINT", "https://elsewhere.example.com/")),
	}
	for _, name := range []string{
		"AZURE_OPENAI_MODEL", "AZURE_OPENAI_EMBEDDING_NAME", "DATASOURCE_TYPE", "AZURE_SEARCH_SERVICE",
		"AZURE_SEARCH_INDEX", "AZURE_SEARCH_QUERY_TYPE", "AUTH_ENABLED", "MS_DEFENDER_ENABLED",
	} {
		list = append(list, setting(name, "other"))
	}
	list = append(list, Breach{Name: "key", Says: "holds a key", Do: func(g *recorder.Graph, _ settings.Settings) {
		only(g, appSettingsType).Inputs.Set("properties.AZURE_OPENAI_KEY", "anything")
	}})
	list = append(list, set(webAppType, "siteConfig.appSettings", []any{map[string]any{"name": "A"}}, "appSettings"))
	return append(list, set(webAppType, "siteConfig.connectionStrings", []any{map[string]any{"name": "db"}}, "connectionStrings"))
}

// setting changes one app setting.
func setting(name, value string) Breach {
	return Breach{Name: name, Says: name, Do: func(g *recorder.Graph, _ settings.Settings) {
		only(g, appSettingsType).Inputs.Set("properties."+name, value)
	}}
}
