package flows

import (
	"net/netip"
	"strconv"
	"strings"

	"secure-azure-openai/posture/graph"
)

// model is the graph, read once: everything that a step looks up is indexed.
// What begins with loose depends on ids that Azure has not given yet.
type model struct {
	graph *graph.Graph

	vnets    map[string]*vnet
	allVNets []*vnet
	subnets  map[string]*subnet
	groups   map[string]*securityGroup
	gateways []*graph.Resource
	records  map[string]map[string][]record
	// resolvers are the name servers at addresses of VNets.
	resolvers map[listen]*resolver
	// models are what is deployed on the accounts.
	models map[modelKey]*graph.Resource
	// forwards are rules that send names elsewhere.
	forwards []*graph.Resource
	// hosts is the program's hosts file, from the stack's outputs.
	hosts     map[string]netip.Addr
	hostsFrom *graph.Resource

	listening   map[listen]*endpoint
	endpointsOf map[*Target][]*endpoint

	targets    []*Target
	targetByID map[string]*Target
	actors     []*Actor

	byPrincipal map[string][]*assignment
	// identities are the principals that are the graph's own.
	identities map[string]bool
	// holdings are the assignments of principals, by their ids.
	holdings map[string]*holdings
	// boundTo are those whose principal is not known, by the resource whose
	// identity it is.
	boundTo map[string][]*assignment
	// anyones are assignments whose principal is not known, loose the same by
	// their scopes, and looseFor which of them can permit what.
	anyones  []*assignment
	loose    *holdings
	looseFor map[looseKey]*assignment
	// beside are the resources that say more of a site or an account, by the
	// kind and the id or name of what they are beside.
	beside map[string][]*graph.Resource
	// shared are AI Search's shared private links, by its id and the
	// target's.
	shared map[[2]string][]*sharedLink

	// kept are the addresses that an endpoint's zone group keeps records of.
	kept map[string][]string
	// looseTo are what loose endpoints lead to, by the program's own
	// dependencies.
	looseTo map[string]bool

	looseGateways, looseLinks, looseRecords, looseEndpoints []*graph.Resource

	paths map[pathKey][]route
	// walks are lent by passing, and credential to the action that is judged.
	walks      [8]walk
	lent       int
	credential [3]credential
	// placeless are the outcomes on the control plane of targets without an id.
	placeless map[actorAction]Outcome
	// ways are those from a place to the internet.
	ways map[*place]*walk
	// noVPN is whether the stack has no VPN gateway and asks for none.
	noVPN bool
	// retrievers are the web apps and the Azure OpenAIs of a resource group,
	// stores its storage accounts, and keepers whether the one writes to the
	// other.
	retrievers map[string][]*Actor
	stores     map[string][]*Target
	keepers    map[retriever]bool
	// work counts the assignments, rules and addresses that were looked at.
	work int
	// shut are the targets that keep everybody out who has no role.
	shut map[*Target]bool

	// hostStores are the names of the storage accounts that function apps
	// keep for themselves.
	hostStores map[string]bool
	// inside are the gateways that stand in a subnet.
	inside map[*Target]*endpoint
	// apis are what gateways serve, hostAt the targets by their names on the
	// internet.
	apis   map[*Target][]*gatewayAPI
	hostAt map[string]*Target
	// callersOf are the object ids that a gateway's settings name.
	callersOf map[*Target]map[string]bool
	// identityOf are the actors by the resource that they are the identity of.
	identityOf map[*graph.Resource]*Actor
	// applications are the client ids of identities, by their principals.
	applications map[string]string
	// tenant is the one that the identities are of; empty where nothing says.
	tenant string
}

// Target is a resource that something can be done to.
type Target struct {
	// ID is its short name in reports: "search", or "search:name" where there
	// are several.
	ID       string
	Resource *graph.Resource

	service   *service
	id, group string
	// above are the ids that it is a part of, as far as a role is on them.
	above []string
}

func read(g *graph.Graph) *model {
	m := &model{
		graph: g, vnets: map[string]*vnet{}, subnets: map[string]*subnet{}, groups: map[string]*securityGroup{},
		records: map[string]map[string][]record{}, resolvers: map[listen]*resolver{}, hosts: map[string]netip.Addr{},
		listening: map[listen]*endpoint{}, endpointsOf: map[*Target][]*endpoint{}, targetByID: map[string]*Target{},
		byPrincipal: map[string][]*assignment{}, holdings: map[string]*holdings{}, retrievers: map[string][]*Actor{}, stores: map[string][]*Target{}, keepers: map[retriever]bool{}, looseFor: map[looseKey]*assignment{},
		beside: map[string][]*graph.Resource{}, paths: map[pathKey][]route{}, ways: map[*place]*walk{}, placeless: map[actorAction]Outcome{}, shut: map[*Target]bool{}, looseTo: map[string]bool{}, kept: map[string][]string{}, identities: map[string]bool{}, shared: map[[2]string][]*sharedLink{}, models: map[modelKey]*graph.Resource{},
		hostStores: map[string]bool{}, inside: map[*Target]*endpoint{}, apis: map[*Target][]*gatewayAPI{}, callersOf: map[*Target]map[string]bool{}, boundTo: map[string][]*assignment{}, hostAt: map[string]*Target{}, identityOf: map[*graph.Resource]*Actor{}, applications: map[string]string{},
	}
	m.readNetworks()
	m.readHostStores()
	m.readTargets()
	m.readZones()
	m.readEndpoints()
	m.readResolvers()
	m.readHosts()
	m.readModels()
	m.readBeside()
	m.readSharedLinks()
	m.readAssignments()
	m.readAPIs()
	m.readActors()
	return m
}

func (m *model) readTargets() {
	for _, s := range services {
		of := m.resourcesOf(s)
		for _, r := range of {
			t := &Target{ID: shortName(s.name, r, len(of) > 1), Resource: r, service: s, id: low(r.ID), group: groupOf(r.ID), above: above(low(r.ID))}
			m.targets = append(m.targets, t)
			if s.name == "storage" {
				m.stores[t.group] = append(m.stores[t.group], t)
			}
			if t.id != "" {
				m.targetByID[t.id] = t
			}
		}
	}
}

// resourcesOf are the resources that are of a service.
func (m *model) resourcesOf(s *service) []*graph.Resource {
	all := m.graph.Of(s.kind)
	if s.takes == nil {
		return all
	}
	var of []*graph.Resource
	for _, r := range all {
		if s.takes(m, r) {
			of = append(of, r)
		}
	}
	return of
}

// shortName is a kind's name, and which one it is where there are several.
func shortName(kind string, r *graph.Resource, several bool) string {
	if several {
		return kind + ":" + r.Name
	}
	return kind
}

// readBeside indexes the resources that carry a part of another one's
// settings, by the id of that one, or by its name before there is an id.
func (m *model) readBeside() {
	for _, kind := range []string{"web:WebAppAuthSettingsV2", "web:WebAppScmAllowed"} {
		for _, r := range m.graph.Of(kind) {
			key := parentID(r.ID)
			if r.ID == "" {
				// What Azure answers is the name of the part, not the site's.
				key = low(r.Inputs.At("name").Text())
			}
			m.beside[kind+" "+key] = append(m.beside[kind+" "+key], r)
		}
	}
	for _, r := range m.graph.Of("storage:BlobContainer") {
		key := "storage:BlobContainer " + parentID(parentID(r.ID))
		if r.ID == "" {
			key = "storage:BlobContainer " + low(r.Value("accountName").Text())
		}
		m.beside[key] = append(m.beside[key], r)
	}
}

func (m *model) besideOf(kind string, t *Target) []*graph.Resource {
	key := t.id
	if key == "" {
		key = low(t.service.host(t.Resource).Text())
	}
	return m.beside[kind+" "+key]
}

func low(text string) string { return strings.ToLower(text) }

func itoa(i int) string { return strconv.Itoa(i) }

func lastPart(id string) string { return id[strings.LastIndex(id, "/")+1:] }

// groupOf is the id of a resource's group, in lower case; empty where there
// is no id yet.
func groupOf(id string) string {
	parts := strings.Split(low(id), "/")
	if len(parts) < 5 || parts[3] != "resourcegroups" {
		return ""
	}
	return strings.Join(parts[:5], "/")
}
