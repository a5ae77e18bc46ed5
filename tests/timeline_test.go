package tests

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal"
	"secure-azure-openai/rehearsal/timeline"
	"secure-azure-openai/topology"
)

// TestTimeOnAzure runs the whole program and holds how long each stack would
// take, with its VPN gateway and without: with it, the gateway alone makes the
// length, and without it one can see that the program adds nothing to what
// Azure forces. The figures change with facts.Durations.
func TestTimeOnAzure(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	const gateway = "group-group network-endpoints-nsg network-vnet vpn-gateway diagnostics-vpn-setting"
	for _, c := range []struct {
		name, stack, critical, took string
		noVPN, private              bool
		total, down                 int
		forced                      int // 0: all of the total
		downCritical                string
	}{
		{
			name: "dev", stack: "dev", critical: gateway, took: "28 min 16 s",
			total: 3 + 4 + 6 + 1680 + 3, // the group, a security group, the VNet, the gateway and its logs
			down:  3 + 600 + 11 + 11 + 30, downCritical: "diagnostics-vpn-setting vpn-gateway network-vnet network-endpoints-nsg group-group",
		},
		{
			// The VNet waits for a security group more.
			name: "prod", stack: "prod", critical: strings.Replace(gateway, "endpoints", "apigateway", 1), took: "28 min 16 s", total: 3 + 4 + 6 + 1680 + 3,
			// Of what is not protected the link takes longest. A slot is free
			// after role assignments, an alert and a diagnostic setting, and the
			// endpoints follow.
			down:         2 + 2 + 4 + 3 + 3 + 300 + 30 + 30,
			downCritical: "roles-backend-storage-blob-data-owner-on-backend-storage roles-data-engineers-developer-website-contributor-on-webapp alerts-refused diagnostics-gateway-setting sharedlink-approval sharedlink-link endpoint-openai-endpoint endpoint-storage-endpoint",
		},
		{
			name: "dev without the VPN", stack: "dev", noVPN: true, took: "2 min 51 s",
			critical: "group-group search-service endpoint-search-endpoint records-search-group webapp-settings",
			total:    3 + 120 + 31 + 12 + 5,
			down:     2 + 5 + 134 + 31 + 30,
			downCritical: "roles-webapp-cognitive-services-openai-user-on-openai webapp-settings " +
				"dns-privatelink.blob.core.windows.net-link dns-privatelink.blob.core.windows.net group-group",
		},
		{
			// The app's endpoint comes before Search's, and is there in the same
			// second as the Search service.
			name: "dev, private, without the VPN", stack: "dev", noVPN: true, private: true, took: "2 min 51 s",
			critical: "group-group storage-account endpoint-storage-endpoint endpoint-openai-endpoint endpoint-webApp-endpoint " +
				"endpoint-search-endpoint records-search-group webapp-settings",
			total: 3 + 120 + 31 + 12 + 5,
			down:  2 + 5 + 134 + 31 + 30,
			downCritical: "roles-webapp-cognitive-services-openai-user-on-openai webapp-settings " +
				"dns-privatelink.azurewebsites.net-link dns-privatelink.azurewebsites.net group-group",
		},
		{
			// More can begin after the group than the engine begins at once.
			name: "prod without the VPN", stack: "prod", noVPN: true, took: "6 min 16 s",
			critical:     "group-group alerts-group search-service sharedlink-link sharedlink-approval",
			total:        3 + 3 + 180 + 180 + 10,
			forced:       375,
			down:         2 + 2 + 4 + 3 + 3 + 300 + 30 + 30,
			downCritical: "roles-backend-storage-blob-data-owner-on-backend-storage roles-data-engineers-developer-website-contributor-on-webapp alerts-refused diagnostics-gateway-setting sharedlink-approval sharedlink-link endpoint-openai-endpoint endpoint-storage-endpoint",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			up := upOf(t, c.stack, c.noVPN, c.private)
			report := up.report
			require.True(t, report.Held(), up.out)
			require.Len(t, report.Timelines, 1)
			got := report.Timelines[0]
			assert.Equal(t, c.critical, barNames(got.Critical))
			assert.Equal(t, c.total, got.Total)
			assert.Equal(t, cmp.Or(c.forced, c.total), got.Forced, "seconds that Azure forces: what is beyond them, the program waits for without need")
			assert.Empty(t, got.Unknown, "types without a figure: add them to facts.Durations")
			assert.Equal(t, c.downCritical, barNames(got.Down.Critical))
			assert.Equal(t, c.down, got.Down.Total)
			assert.Empty(t, got.Down.Unknown, "types without a figure for their deletion")
			assert.Equal(t, c.stack == "prod", got.Down.Stay > 0, "what stays")
			said := strings.Join(strings.Fields(up.out), " ")
			assert.Contains(t, said, c.stack+": on Azure this would take about "+c.took+" by typical durations, 1.00 times the longest chain")
			assert.Equal(t, c.noVPN, strings.Contains(said, "Azure takes up to 10 min 0 s to apply a role assignment"),
				"who has a gateway to wait for waits for no role")
			require.NoError(t, xml.Unmarshal(up.picture, new(struct{})))
			for _, b := range got.Bars {
				assert.Contains(t, string(up.table), "  "+b.Name)
			}
		})
	}
}

// rehearsed is an up of the whole program, and the files that it wrote.
type rehearsed struct {
	report                 rehearsal.Report
	out                    string
	export, picture, table []byte
}

var (
	ups     = map[string]rehearsed{}
	upsLock sync.Mutex
)

// upOf is an up of a stack, with its VPN or without, as it is or with a private
// app. Several tests look at it, and it runs once.
func upOf(t *testing.T, stack string, noVPN, private bool) rehearsed {
	t.Helper()
	upsLock.Lock()
	defer upsLock.Unlock()
	key := fmt.Sprint(stack, noVPN, private)
	if up, done := ups[key]; done {
		return up
	}
	folder := t.TempDir()
	dir := projectWith(t, stack, func(content string) string {
		if noVPN {
			content = withoutVPN(content)
		}
		if private {
			content = strings.Replace(content, "exposure: public", "exposure: private", 1)
		}
		return content
	})
	picture, export := filepath.Join(folder, "time.svg"), filepath.Join(folder, "export.json")
	var out bytes.Buffer
	report, err := rehearsal.Run(t.Context(), rehearsal.Options{
		Program: topology.Deploy, Dir: dir, Stacks: []string{stack}, Only: rehearsal.OnlyUp,
		Timeline: picture, Export: export, Out: &out,
	})
	require.NoError(t, err, out.String())
	up := rehearsed{report: report, out: out.String()}
	for file, content := range map[string]*[]byte{picture: &up.picture, picture + ".txt": &up.table, export: &up.export} {
		*content, err = os.ReadFile(file)
		require.NoError(t, err)
	}
	ups[key] = up
	return up
}

// withoutVPN turns the gateway of a stack file off.
func withoutVPN(content string) string {
	const off = "  secure-azure-openai:vpn: { enabled: false }\n"
	before, vpn, found := strings.Cut(content, "  secure-azure-openai:vpn:\n")
	if !found {
		return content + "\n" + off
	}
	_, after, _ := strings.Cut(vpn, "\n\n")
	return before + off + "\n" + after
}

// TestTheClockKnowsNoOrder shuffles the resources of a deployment's file.
func TestTheClockKnowsNoOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	for _, stack := range []string{"dev", "prod"} {
		up := upOf(t, stack, false, false)
		want := up.report.Timelines[0]
		want.Down = nil
		var file struct {
			Deployment struct {
				Resources []json.RawMessage `json:"resources"`
			} `json:"deployment"`
		}
		require.NoError(t, json.Unmarshal(up.export, &file))
		for seed := range uint64(5) {
			list := file.Deployment.Resources
			rand.New(rand.NewPCG(seed, seed)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			shuffled, err := json.Marshal(file)
			require.NoError(t, err)
			graph, err := timeline.Read(shuffled)
			require.NoError(t, err)
			got, err := graph.Plan(0)
			require.NoError(t, err)
			assert.Equal(t, want, got, "%s, shuffled by %d", stack, seed)
		}
	}
}

func barNames(bars []timeline.Bar) string {
	var all []string
	for _, b := range bars {
		all = append(all, b.Name)
	}
	return strings.Join(all, " ")
}
