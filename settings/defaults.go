package settings

import (
	"net/netip"

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
		Access:     Access{Profile: ProfileKeyless},
		Monitoring: Monitoring{RetentionDays: facts.RetentionShortest},
		Posture:    Posture{Guard: GuardEnforce},
		Retrieval:  RetrievalDirect,
	}
	for _, sub := range subnets(&s.Network) {
		*sub.prefix = sub.derived(s.Network.AddressSpace)
	}
	return s
}

// A deployment that names no SKU or capacity (thousands of tokens a minute)
// gets these.
const (
	deploymentSKU      = "GlobalStandard"
	deploymentCapacity = 10
)

// derivable is the smallest address space, in prefix bits, that subnets are
// derived from.
const derivable = 22

// subnet is one subnet of a Network and its place in the default layout.
type subnet struct {
	name   string
	prefix *netip.Prefix
	// offset is counted in addresses from the start of the address space.
	offset, bits int
}

// subnets lists a network's subnets in the order in which they are reported.
func subnets(n *Network) []subnet {
	return []subnet{
		{"endpoints", &n.Endpoints, 0, 26},
		{"gateway", &n.Gateway, 256, 27},
		{"resolver", &n.Resolver, 256 + 32, 28},
		{"webApp", &n.WebApp, 512, 26},
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
