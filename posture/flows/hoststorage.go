package flows

import (
	"net/url"
	"strings"

	"secure-azure-openai/posture/graph"
)

// hostAccount is the app setting that names the storage account of a function
// app, which it uses by its identity:
// https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
const hostAccount = "AzureWebJobsStorage__accountName"

// readHostStores finds the storage accounts that function apps keep their code
// and their state in: no documents are there.
func (m *model) readHostStores() {
	for _, r := range m.graph.Of("web:WebApp") {
		if !isFunction(r) {
			continue
		}
		container, err := url.Parse(r.Value("functionAppConfig.deployment.storage.value").Text())
		if account, _, found := strings.Cut(hostOf(container, err), ".blob."); found {
			m.hostStores[account] = true
		}
	}
	for _, r := range m.graph.Of("web:WebAppApplicationSettings") {
		// Azure's answer is a secret, what the program sends is not.
		if account := r.Inputs.At("properties").Field(hostAccount).Text(); account != "" {
			m.hostStores[low(account)] = true
		}
	}
}

func hostOf(u *url.URL, err error) string {
	if err != nil {
		return ""
	}
	return low(u.Hostname())
}

func (m *model) isHostStorage(r *graph.Resource) bool {
	name := physicalName("accountName")(r).Text()
	return name != "" && m.hostStores[low(name)]
}
