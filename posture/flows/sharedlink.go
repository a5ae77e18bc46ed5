package flows

import (
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// sharedLink is a shared private link: an endpoint that AI Search keeps in a
// network of its own, for its calls to another service.
// https://learn.microsoft.com/azure/search/search-indexer-howto-access-private
type sharedLink struct {
	resource *graph.Resource
	target   string
	approval *graph.Resource
	approved graph.Value
}

// sharedGroups are the groups of a shared private link, by the service they
// lead to. AI Search compares them with regard to case.
var sharedGroups = map[string]string{
	"openai": facts.SharedPrivateLinkOpenAI, "storage": "blob", "vault": "vault", "webapp": "sites",
}

func (m *model) readSharedLinks() {
	links := m.graph.Of("search:SharedPrivateLinkResource")
	if len(links) == 0 {
		return
	}
	approvals := m.approvals()
	for _, r := range links {
		l := &sharedLink{resource: r, target: low(r.Value("properties.privateLinkResourceId").Text()),
			approved: r.Outputs.At("properties.status")}
		l.approval = approvals[l.target+"/"+low(lastPart(r.ID))]
		key := [2]string{parentID(r.ID), l.target}
		m.shared[key] = append(m.shared[key], l)
	}
}

// approvals are the deployments that approve a connection on its target, by
// the target's id and the link's name. The link's own status stays as it was
// when it was made.
func (m *model) approvals() map[string]*graph.Resource {
	all := map[string]*graph.Resource{}
	for _, r := range m.graph.Of("resources:Deployment") {
		if !r.Outputs.At("properties.provisioningState").Is("Succeeded") {
			continue
		}
		for _, v := range r.Value("properties.template.resources").Items() {
			kind, isConnection := strings.CutSuffix(v.At("type").Text(), "/privateEndpointConnections")
			account, connection, _ := strings.Cut(v.At("name").Text(), "/")
			link, _, _ := strings.Cut(connection, ".")
			if isConnection && v.At("properties.privateLinkServiceConnectionState.status").Is("Approved") {
				all[low(groupOf(r.ID)+"/providers/"+kind+"/"+account+"/"+link)] = r
			}
		}
	}
	return all
}

// sharedRoutes are the ways over shared private links, which need no
// exception in the target's firewall.
func (m *model) sharedRoutes(p *place, t *Target, keep bool) []route {
	var all []route
	if t.id == "" || p.resource.ID == "" {
		return nil
	}
	for _, l := range m.shared[[2]string{low(p.resource.ID), t.id}] {
		w := newWalk(keep)
		group := l.resource.Value("properties.groupId")
		switch want := sharedGroups[t.service.name]; {
		case group.Text() != want:
			w.deny(StepSharedLink, l.resource, "properties.groupId", "the link is for the group %s, not %q", group, want)
		case l.approved.Is("Approved"):
			w.pass(StepSharedLink, l.resource, "properties.status", "the shared private link to %s is approved", t.Resource.Name)
		case l.approval != nil:
			w.pass(StepSharedLink, l.approval, "properties.provisioningState", "the shared private link %s was approved by a deployment", lastPart(l.resource.ID))
		default:
			w.deny(StepSharedLink, l.resource, "properties.status", "the shared private link is %s", l.approved)
		}
		all = append(all, route{walk: w})
	}
	return all
}
