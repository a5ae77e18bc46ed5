package settings

import (
	"net/netip"
	"slices"

	"secure-azure-openai/facts"
)

// Defaults are the settings of a stack that decides nothing but its location.
// The slices and maps in it are the caller's own.
func Defaults() Settings {
	s := Settings{
		Environment: Environment{Workload: "aoai"},
		Network:     Network{AddressSpace: netip.MustParsePrefix("10.20.0.0/22")},
		VPN: VPN{
			Enabled:    true,
			SKU:        "VpnGw1AZ",
			ClientPool: netip.MustParsePrefix("172.16.201.0/24"),
			Audience:   facts.VPNAudience,
		},
		OpenAI: OpenAI{Deployments: []Deployment{
			{Name: "chat", Model: facts.ChatModel, Version: facts.ChatVersion,
				Kind: KindChat, SKU: deploymentSKU, Capacity: deploymentCapacity},
			{Name: "embedding", Model: facts.EmbeddingModel, Version: facts.EmbeddingVersion,
				Kind: KindEmbedding, SKU: deploymentSKU, Capacity: deploymentCapacity},
		}},
		Search: Search{
			SKU: "basic", Replicas: 1, Partitions: 1, Semantic: "free",
			Index: "documents", QueryType: "vectorSemanticHybrid",
		},
		Storage: Storage{SKU: "Standard_LRS", Container: "documents"},
		WebApp: WebApp{
			SKU: "B1", Instances: 1, Exposure: ExposurePrivate,
			Runtime: "PYTHON|3.11", Startup: "python3 -m gunicorn app:app",
			PermittedGroupsField: "group_ids",
		},
		Gateway: Gateway{
			Mode: GatewayPrivateEndpoint, Units: 1,
			API: API{
				Subscriptions: SubscriptionsOff,
				// What clients of Azure OpenAI ask a token for, so that they
				// need another base URL and nothing else.
				Audiences: slices.Clone(facts.CognitiveServicesAudiences),
				PerCaller: Limits{Calls: 120, Tokens: 20_000},
			},
		},
		Backend: Backend{
			Kind: BackendAPI, Path: "backend", Runtime: "python", RuntimeVersion: "3.12",
			MemoryMB: 2048, Instances: 40,
			API: API{Subscriptions: SubscriptionsOff, PerCaller: Limits{Calls: 120}},
		},
		Access:     Access{Profile: ProfileKeyless},
		Monitoring: Monitoring{RetentionDays: facts.RetentionShortest},
		Telemetry:  Telemetry{PrivateLinkScope: LinkScopeOff},
		Posture:    Posture{Guard: GuardEnforce},
		Retrieval:  RetrievalDirect,
	}
	for _, sub := range subnets(&s.Network) {
		if !sub.asked {
			*sub.prefix = sub.derived(s.Network.AddressSpace)
		}
	}
	return s
}

// A deployment that names no SKU or capacity (thousands of tokens a minute)
// gets these.
const (
	deploymentSKU      = "GlobalStandard"
	deploymentCapacity = 10
)

// usualSKU is the tier of a gateway that names none.
var usualSKU = map[GatewayMode]string{GatewayPrivateEndpoint: "StandardV2", GatewayInternal: "Premium"}

// derivable is the smallest address space, in prefix bits, that subnets are
// derived from.
const derivable = 22

// subnet is one subnet of a Network and its place in the default layout.
type subnet struct {
	name   string
	prefix *netip.Prefix
	// offset is counted in addresses from the start of the address space.
	offset, bits int
	// asked is for one that is derived only where what uses it is on: most
	// stacks have no use for it.
	asked bool
}

// subnets lists a network's subnets in the order in which they are reported.
func subnets(n *Network) []subnet {
	return []subnet{
		{"endpoints", &n.Endpoints, 0, 26, false},
		{"gateway", &n.Gateway, 256, 27, false},
		{"resolver", &n.Resolver, 256 + 32, 28, false},
		{"webApp", &n.WebApp, 512, 26, false},
		{"apiGateway", &n.APIGateway, 512 + 128, 27, true},
		{"backend", &n.Backend, 512 + 192, 27, true},
	}
}

// derived is the subnet's place in an address space of /22 or larger; the
// zero Prefix in a smaller one.
func (s subnet) derived(space netip.Prefix) netip.Prefix {
	if !space.IsValid() || space.Bits() > derivable {
		return netip.Prefix{}
	}
	return netip.PrefixFrom(nth(space, s.offset), s.bits)
}
