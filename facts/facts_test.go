package facts

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestModelTable(t *testing.T) {
	assert.Len(t, Models, 49, "46 rows of the sources, one of which names four models")
	seen := map[string]bool{}
	for _, m := range Models {
		id := m.Name + " " + m.Version
		assert.False(t, seen[id], id)
		seen[id] = true
		assert.NotEmpty(t, m.Format, id)
		assert.NotEmpty(t, m.Use, id)
		assert.NotEmpty(t, m.New, id)
		for _, letters := range []string{m.SwedenCentral, m.EastUS2} {
			assert.Empty(t, strings.Trim(letters, "GDSgdp-"), id)
		}
		if m.Retires != "" {
			_, err := time.Parse(time.DateOnly, m.Retires)
			assert.NoError(t, err, id)
		}
		if m.Gone(ModelsAsOf) {
			assert.Equal(t, No, m.New, "%s: what Azure refuses is no start for a new stack", id)
			assert.NotEmpty(t, m.Retires, "%s: a refusal names the date", id)
		}
	}
}

func TestStartingModels(t *testing.T) {
	for _, start := range []struct {
		name, version string
		use           Use
	}{{ChatModel, ChatVersion, UseChat}, {EmbeddingModel, EmbeddingVersion, UseEmbedding}} {
		m, found := FindModel(start.name, start.version)
		require.True(t, found)
		assert.Equal(t, start.use, m.Use)
		assert.Equal(t, StatusGA, m.Status)
		assert.Equal(t, Yes, m.New)
		for _, region := range []string{"swedencentral", "eastus2"} {
			offered, known := m.Offered(region)
			assert.True(t, known)
			assert.Subset(t, offered, []string{"GlobalStandard", "DataZoneStandard"})
		}
	}
}

// No longer deployable (ServiceModelDeprecating, ServiceModelDeprecated): a
// default of one of these would fail every new stack.
func TestModelsThatAreGone(t *testing.T) {
	var gone []string
	for _, m := range Models {
		if m.Gone(ModelsAsOf) {
			gone = append(gone, strings.TrimSpace(m.Name+" "+m.Version))
		}
	}
	assert.Equal(t, []string{
		"gpt-5-chat", "gpt-5.1-chat", "gpt-5.2-chat", "gpt-5.3-chat",
		"gpt-4.1 2025-04-14", "gpt-4.1-mini 2025-04-14", "gpt-4.1-nano 2025-04-14",
		"gpt-4o 2024-05-13", "gpt-4o 2024-08-06", "gpt-4o 2024-11-20", "gpt-4o-mini 2024-07-18",
		"o4-mini 2025-04-16", "o3 2025-04-16", "o3-mini 2025-01-31", "o1 2024-12-17",
	}, gone)
}

func TestGoneIsJudgedForADay(t *testing.T) {
	m, _ := FindModel("gpt-5.2", "2025-12-11")
	assert.False(t, m.Gone("2026-12-11"))
	assert.True(t, m.Gone("2026-12-12"))
	unknown, _ := FindModel("gpt-6-sol", "2026-09-22")
	assert.False(t, unknown.Gone("2099-01-01"), "no date was published")
}

// Deprecated models refuse new deployments with ServiceModelDeprecating until
// they retire, and with ServiceModelDeprecated from then on.
func TestDeprecatingEndsWithRetirement(t *testing.T) {
	m, _ := FindModel("gpt-4.1", "2025-04-14")
	assert.True(t, m.Deprecating("2026-10-13"))
	assert.False(t, m.Retired("2026-10-13"))
	assert.False(t, m.Deprecating("2026-10-14"))
	assert.True(t, m.Retired("2026-10-14"))
	for _, m := range Models {
		assert.Equal(t, m.Gone(ModelsAsOf), m.Deprecating(ModelsAsOf) != m.Retired(ModelsAsOf), m.Name)
	}
}

func TestFindModel(t *testing.T) {
	_, found := FindModel("GPT-5.6-Terra", "2026-07-09")
	assert.True(t, found, "names have no case")
	_, found = FindModel("gpt-5.6-terra", "2026-07-10")
	assert.False(t, found)
	_, found = FindModel("gpt-5-chat", "2025-10-03")
	assert.True(t, found, "a row without a version stands for all")
	assert.Len(t, ModelVersions("gpt-4o"), 3)
	assert.Empty(t, ModelVersions("gpt-9"))
}

func TestModelSKUs(t *testing.T) {
	small, _ := FindModel("text-embedding-3-small", "1")
	assert.True(t, small.Refused("Standard", "swedencentral"))
	assert.False(t, small.Refused("Standard", "eastus2"))
	assert.False(t, small.Refused("GlobalStandard", "swedencentral"))
	ada, _ := FindModel("text-embedding-ada-002", "1")
	assert.True(t, ada.Refused("Standard", "eastus2"), "the matrix offers none there")
	assert.False(t, ada.Refused("Standard", "eastus"), "there is no matrix of that region")

	terra, _ := FindModel(ChatModel, ChatVersion)
	assert.True(t, terra.Unlisted("Standard", "swedencentral"))
	assert.False(t, terra.Unlisted("DataZoneStandard", "swedencentral"))
	assert.False(t, terra.Unlisted("Standard", "westeurope"), "there is no matrix of that region")
	assert.False(t, terra.Unlisted("GlobalBatch", "swedencentral"), "the matrices have no such column")
}

func TestRegions(t *testing.T) {
	names := []string{}
	for _, r := range Regions {
		names = append(names, r.Name)
		assert.Equal(t, r.Name, RegionName(r.Display))
		assert.Equal(t, r.Name, RegionName(r.Name))
		assert.Equal(t, r.Name, RegionName("(Somewhere) "+r.Display))
	}
	assert.True(t, slices.IsSorted(names))
	assert.Len(t, slices.Compact(slices.Clone(names)), len(names))
	r, known := FindRegion("swedencentral")
	assert.True(t, known && r.Zones)
	_, known = FindRegion("Sweden Central")
	assert.False(t, known)
}

func TestNameRules(t *testing.T) {
	for _, row := range []struct {
		rule      NameRule
		good, bad []string
	}{
		{NameResourceGroup, []string{"rg-a", "a.b_(c)"}, []string{"", "rg.", "rg/a", strings.Repeat("a", 91)}},
		{NameSubnet, []string{"a", "GatewaySubnet", "a_"}, []string{"-a", "a-", "a b", strings.Repeat("a", 81)}},
		{NameOpenAI, []string{"oai-a", "0a"}, []string{"a", "OAI", "oai-", "oai-xbox", strings.Repeat("a", 65)}},
		{NameAccount, []string{"OAI_a.b", "ab"}, []string{"a", "-ab", "a b", strings.Repeat("a", 65)}},
		{NameSearch, []string{"srch-a-b"}, []string{"s-a", "srch--a", "srch-", "Srch", strings.Repeat("a", 61)}},
		{NameStorage, []string{"st1"}, []string{"st", "st-a", "STa", strings.Repeat("a", 25)}},
		{NameWebApp, []string{"app-a"}, []string{"app_a", "-app", strings.Repeat("a", 61)}},
		{NameContainer, []string{"documents", "a-b"}, []string{"a--b", "-ab", "ab-", "Ab", "ab"}},
		{NameIndex, []string{"documents", "a-1"}, []string{"Documents", "-a", "a"}},
		{NameIndexField, []string{"group_ids"}, []string{"group-ids", "_ids", ""}},
		{NameDeployment, []string{"gpt-5.6_terra", "c"}, []string{"a/b", "-a", strings.Repeat("a", 65)}},
		{NameAppSetting, []string{"UI_TITLE", "a.b"}, []string{"UI-TITLE", "1A", ""}},
		{NameWorkspace, []string{"log-a"}, []string{"log", "log-", "log_a"}},
		{NameIdentity, []string{"id-a"}, []string{"id", "-id-a"}},
		{NameAPIManagement, []string{"apim-a", "A"}, []string{"1a", "apim-", "apim_a", "apim-xbox", strings.Repeat("a", 51)}},
		{NameZone, []string{"privatelink.openai.azure.com", "a.b"}, []string{"a", "a..b", ".a.b", strings.Repeat("a.", 127) + "a"}},
		{NameZoneLink, []string{"link-a_"}, []string{"link-", strings.Repeat("a", 81)}},
		{NameSharedLink, []string{"spl-openai", "a"}, []string{"-a", "a b", strings.Repeat("a", 61)}},
		{NameComponent, []string{"appi-a", "a b (c)"}, []string{"", "a/b", "a%", "a.", "a ", "a\tb", strings.Repeat("a", 261)}},
		{NameActionGroup, []string{"ag-a", "a.b"}, []string{"a:b", "a+b", "a?", "a."}},
		{NameMetricAlert, []string{"429 rate"}, []string{"a#b", "a{b}", "a\\b", "a "}},
		{NameLogAlert, []string{"401 and 403, in bursts"}, []string{"a*", "a&b", "a/b", "a."}},
		{NameWorkbook, []string{"c0deea5e-3344-40f2-96f8-6f8e1c3b5722"}, []string{"gateway", "c0deea5e334440f296f86f8e1c3b5722"}},
		{NameLinkScope, []string{"ampls-a", "a.(b)c", "a_"}, []string{"", "a.", "a(b)", "a b", strings.Repeat("a", 256)}},
		{NameAPIManagement, []string{"apim-aoai-dev-abc123", "A"}, []string{"1apim", "apim-", "apim_a", "apim-xbox", strings.Repeat("a", 51)}},
		{NameAPI, []string{"azure-openai", "a.b c"}, []string{"a*b", "a/b", "", strings.Repeat("a", 257)}},
		{NameAPIBackend, []string{"openai-pool"}, []string{"a:b", strings.Repeat("a", 81)}},
		{NameAPINamed, []string{"caller-webapp"}, []string{"a&b"}},
		{NameAPIDisplay, []string{"caller-webapp", "a.b_c"}, []string{"caller webapp", "{a}", ""}},
		{NameAPIProduct, []string{"azure-openai"}, []string{"a?b"}},
		{NameAPILogger, []string{"appinsights"}, []string{"a+b"}},
		{NameAPISubscription, []string{"team"}, []string{"a<b"}},
		{NameRecord, []string{"@", "*", "*.a", "a.b-c", "_sip._tcp"}, []string{"", "a b", "-a", "a..b", "@.a"}},
		{NamePlan, []string{"asp-a"}, []string{"asp a"}},
	} {
		for _, name := range row.good {
			assert.Empty(t, row.rule.Broken(name), "%s %q", row.rule.Kind, name)
		}
		for _, name := range row.bad {
			assert.NotEmpty(t, row.rule.Broken(name), "%s %q", row.rule.Kind, name)
		}
	}
}

func TestGatewayTiers(t *testing.T) {
	standard, known := FindGatewayTier("StandardV2")
	assert.True(t, known && standard.V2 && standard.Integrated && !standard.Injected)
	developer, known := FindGatewayTier("Developer")
	assert.True(t, known && !developer.V2 && developer.Injected)
	assert.Equal(t, 1, developer.UnitsMost)
	_, known = FindGatewayTier("standardv2")
	assert.False(t, known)
}

func TestSKUs(t *testing.T) {
	basic, known := FindSearchSKU("basic")
	assert.True(t, known)
	assert.Equal(t, 3, basic.Replicas)
	_, known = FindSearchSKU("free")
	assert.False(t, known)
	p1, known := FindPlanSKU("p1V3")
	assert.True(t, known && p1.Zones)
	assert.Equal(t, "P1v3", p1.Name)
	b1, _ := FindPlanSKU("B1")
	assert.False(t, b1.Zones)
	_, known = FindPlanSKU("F1")
	assert.False(t, known)
}

// Whatever tier is not offered has its reason.
func TestGatewayTiersOffered(t *testing.T) {
	for _, tier := range GatewayTiers {
		offered := slices.Contains(GatewayTiersOffered, tier.Name)
		assert.Equal(t, tier.Integrated, tier.Lacks == "", "%s calls private services", tier.Name)
		assert.Equal(t, tier.Integrated && tier.Name != "Isolated", offered, tier.Name)
	}
}

func TestGatewayUnitsIn(t *testing.T) {
	for bits, want := range map[int]int{32: 0, 30: 0, 29: 1, 28: 5, 27: 13, 26: 29, 25: 61} {
		assert.Equal(t, want, GatewayUnitsIn(bits), "/%d", bits)
	}
	assert.Equal(t, 1, GatewayUnitsIn(APIManagementSubnetClassic))
}

func TestRoles(t *testing.T) {
	r, known := RoleByID("/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/" + strings.ToUpper(RoleSearchIndexDataReader.ID))
	assert.True(t, known)
	assert.Equal(t, RoleSearchIndexDataReader, r)
	_, known = RoleByID("11111111-2222-3333-4444-555555555555")
	assert.False(t, known)

	ids := map[string]bool{}
	for _, r := range assigned {
		assert.Regexp(t, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, r.ID, r.Name)
		assert.False(t, ids[r.ID], "%s has another role's id", r.Name)
		ids[r.ID] = true
	}
	assert.Len(t, ids, 15)
}

func TestFlexRuntimes(t *testing.T) {
	python, known := FindFlexRuntime("python")
	assert.True(t, known)
	assert.Contains(t, python.Versions, "3.12")
	_, known = FindFlexRuntime("Python")
	assert.False(t, known, "the case counts")
	assert.True(t, slices.IsSorted(FlexSiteConfigRefused))
	assert.Subset(t, MetricAlertWindows, MetricAlertFrequencies)
}

// A member has a zone, and a zone's name is that of the hosts in it.
func TestPrivateLinks(t *testing.T) {
	for _, l := range []PrivateLink{
		PrivateLinkOpenAI, PrivateLinkSearch, PrivateLinkBlob, PrivateLinkQueue, PrivateLinkTable, PrivateLinkSites, PrivateLinkGateway,
	} {
		assert.Len(t, l.Zones, len(l.Members), l.Group)
		assert.True(t, strings.HasPrefix(l.Zones[0], "privatelink."), l.Group)
	}
	assert.Empty(t, PrivateLinkMonitor.Members, "they depend on the scope")
	assert.Len(t, PrivateLinkMonitor.Zones, 5)
	assert.Contains(t, PrivateLinkMonitor.Zones, PrivateLinkBlob.Zones[0])
	for _, m := range MonitorMembers {
		assert.True(t, slices.ContainsFunc(PrivateLinkMonitor.Zones, func(zone string) bool {
			return strings.HasSuffix(m.Host, strings.TrimPrefix(zone, "privatelink"))
		}), m.Host)
	}
}

func TestDurations(t *testing.T) {
	bases := []Basis{BasisLog, BasisVendor, BasisDerived, BasisEstimate}
	seen := map[string]bool{}
	for _, d := range Durations {
		assert.False(t, seen[d.ARM+" "+d.SKU], d.ARM)
		seen[d.ARM+" "+d.SKU] = true
		assert.Regexp(t, `^Microsoft\.[A-Za-z]+(/[A-Za-z0-9]+)+$`, d.ARM)
		assert.Regexp(t, `^[a-z]+:[A-Za-z0-9]+$`, d.Token)
		assert.NotEmpty(t, d.Source, d.ARM)
		for _, s := range []Seconds{d.Create, d.Update, d.Delete} {
			assert.Positive(t, s.Typical, d.ARM)
			assert.Contains(t, bases, s.Basis, d.ARM)
		}
	}
}

func TestFindDuration(t *testing.T) {
	for _, row := range []struct {
		name, sku string
		create    int // 0: no figure
	}{
		{"azure-native:network/v20240501:VirtualNetworkGateway", "VpnGw1AZ", 1680},
		{"azure-native:network:PrivateEndpoint", "", 31},
		{"network:PrivateEndpoint", "", 31},
		{"microsoft.network/PRIVATEENDPOINTS", "", 31},
		{"azure-native:search/v20240601preview:Service", "basic", 120},
		{"azure-native:search/v20240601preview:Service", "Standard", 180},
		{"azure-native:search/v20240601preview:Service", "standard3", 180},
		{"azure-native:authorization:RoleAssignment", "", 3},
		{"azure-native:apimanagement/v20240501:ApiManagementService", "StandardV2", 300},
		{"azure-native:apimanagement/v20240501:ApiManagementService", "Developer", 1800},
		{"azure-native:apimanagement/v20240501:ProductApi", "", 2},
		{"azure-native:network/v20240501:PrivateEndpoints", "", 0},
		{"azure-native:storage/v20240101:PrivateEndpoint", "", 0},
		{"", "", 0},
	} {
		d, known := FindDuration(row.name, row.sku)
		assert.Equal(t, row.create != 0, known, row.name)
		assert.Equal(t, row.create, d.Create.Typical, row.name)
	}
}
