package tests

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal"
	"secure-azure-openai/rehearsal/timeline"
	"secure-azure-openai/tests/recorder"
	"secure-azure-openai/topology"
)

// TestTimeOnAzure runs the whole program and holds how long each stack would
// take: the VPN gateway alone makes the length, and the program adds nothing
// to what Azure forces. The figures change with facts.Durations.
func TestTimeOnAzure(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Pulumi CLI")
	}
	for stack, unknown := range map[string][]string{
		"dev": {
			"azure-native:storage/v20240101:BlobServiceProperties", "azure-native:web/v20240401:WebAppApplicationSettings",
			"azure-native:web/v20240401:WebAppFtpAllowed", "azure-native:web/v20240401:WebAppScmAllowed",
		},
		"prod": {
			"azure-native:resources:Deployment", "azure-native:resources:DeploymentAtSubscriptionScope",
			"azure-native:storage/v20240101:BlobServiceProperties", "azure-native:web/v20240401:WebAppApplicationSettings",
			"azure-native:web/v20240401:WebAppFtpAllowed", "azure-native:web/v20240401:WebAppScmAllowed",
		},
	} {
		t.Run(stack, func(t *testing.T) {
			var out bytes.Buffer
			picture := filepath.Join(t.TempDir(), stack+".svg")
			report, err := rehearsal.Run(t.Context(), rehearsal.Options{
				Program: topology.Deploy, Dir: recorder.Root(t), Stacks: []string{stack}, Only: rehearsal.OnlyUp,
				Timeline: picture, Out: &out,
			})
			require.NoError(t, err, out.String())
			require.Len(t, report.Timelines, 1)
			got := report.Timelines[0]
			assert.Equal(t, "group-group network-endpoints-nsg network-vnet vpn-gateway diagnostics-vpn-setting", barNames(got.Critical))
			assert.Equal(t, 3+4+6+1680+3, got.Total, "the group, a security group, the VNet, the gateway and its logs")
			assert.Equal(t, got.Total, got.Forced)
			assert.Equal(t, unknown, got.Unknown, "types without a figure")
			assert.Contains(t, strings.Join(strings.Fields(out.String()), " "),
				stack+": on Azure this would take about 28 min 16 s by typical durations, 1.00 times the longest chain")

			drawn, err := os.ReadFile(picture)
			require.NoError(t, err)
			require.NoError(t, xml.Unmarshal(drawn, new(struct{})))
			table, err := os.ReadFile(picture + ".txt")
			require.NoError(t, err)
			for _, b := range got.Bars {
				assert.Contains(t, string(table), "  "+b.Name)
			}
		})
	}
}

func barNames(bars []timeline.Bar) string {
	var all []string
	for _, b := range bars {
		all = append(all, b.Name)
	}
	return strings.Join(all, " ")
}
