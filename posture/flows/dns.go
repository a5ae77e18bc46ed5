package flows

import (
	"net/netip"
	"slices"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/graph"
)

// zoneLink is a private zone and its link to a VNet.
type zoneLink struct {
	zone, link *graph.Resource
	id, name   string
}

// record is an address of a name in a zone.
type record struct {
	resource *graph.Resource
	property string
	address  netip.Addr
}

// readZones takes the private zones, their links and their records. Two
// modules of the provider have them: network, and privatedns since its third
// version.
func (m *model) readZones() {
	zones := map[string]*graph.Resource{}
	for _, kind := range []string{"network:PrivateZone", "privatedns:PrivateZone"} {
		for _, r := range m.graph.Of(kind) {
			if r.ID != "" {
				zones[low(r.ID)] = r
			}
		}
	}
	for _, kind := range []string{"network:VirtualNetworkLink", "privatedns:VirtualNetworkLink"} {
		for _, r := range m.graph.Of(kind) {
			m.readLink(r, zones)
		}
	}
	for _, kind := range []string{"network:PrivateDnsZoneGroup"} {
		for _, r := range m.graph.Of(kind) {
			m.readZoneGroup(r)
		}
	}
	for _, kind := range []string{"network:PrivateRecordSet", "privatedns:PrivateRecordSet"} {
		for _, r := range m.graph.Of(kind) {
			if !r.Value("recordType").Is("A") && !strings.Contains(low(r.ID), "/a/") {
				continue
			}
			if addresses := r.Value("aRecords"); r.ID == "" || addresses.Hidden() || slices.ContainsFunc(addresses.Items(), func(v graph.Value) bool { return v.At("ipv4Address").Hidden() }) {
				m.looseRecords = append(m.looseRecords, r)
				continue
			}
			zone, name := parentID(r.ID), low(r.ID[strings.LastIndex(r.ID, "/")+1:])
			for i, v := range r.Value("aRecords").Items() {
				m.addRecord(zone, name, r, "aRecords["+itoa(i)+"].ipv4Address", v.At("ipv4Address").Text())
			}
		}
	}
}

func (m *model) readLink(r *graph.Resource, zones map[string]*graph.Resource) {
	zone := zones[parentID(r.ID)]
	network := r.Value("virtualNetwork.id")
	if r.ID == "" || network.Hidden() {
		m.looseLinks = append(m.looseLinks, r)
		return
	}
	v := m.vnets[low(network.Text())]
	if zone == nil || v == nil {
		return
	}
	name := low(zone.ID[strings.LastIndex(zone.ID, "/")+1:])
	v.zones[name] = &zoneLink{zone: zone, link: r, id: low(zone.ID), name: name}
}

// readZoneGroup takes the records that an endpoint keeps in zones. That of a
// web app keeps its deployment site's name too:
// https://learn.microsoft.com/azure/app-service/overview-private-endpoint#dns
func (m *model) readZoneGroup(r *graph.Resource) {
	if r.ID == "" {
		m.looseRecords = append(m.looseRecords, r)
		return
	}
	for i, config := range r.Value("privateDnsZoneConfigs").Items() {
		zone := config.At("privateDnsZoneId")
		if zone.State != graph.Known {
			m.looseRecords = append(m.looseRecords, r)
			continue
		}
		sites := strings.HasSuffix(low(zone.Text()), "/"+facts.PrivateLinkSites.Zones[0])
		for j, set := range config.At("recordSets").Items() {
			for k, address := range set.At("ipAddresses").Items() {
				path := "privateDnsZoneConfigs[" + itoa(i) + "].recordSets[" + itoa(j) + "].ipAddresses[" + itoa(k) + "]"
				name := low(set.At("recordSetName").Text())
				m.addRecord(low(zone.Text()), name, r, path, address.Text())
				m.kept[parentID(r.ID)] = append(m.kept[parentID(r.ID)], address.Text())
				if sites && !strings.HasSuffix(name, ".scm") {
					m.addRecord(low(zone.Text()), name+".scm", r, path, address.Text())
				}
			}
		}
	}
}

// recordsOf is where a resource has its records.
func recordsOf(r *graph.Resource) string {
	if r.Kind == "network:PrivateDnsZoneGroup" {
		return "privateDnsZoneConfigs"
	}
	return "aRecords"
}

func (m *model) addRecord(zone, name string, r *graph.Resource, property, text string) {
	address, err := netip.ParseAddr(text)
	if err != nil {
		return
	}
	if m.records[zone] == nil {
		m.records[zone] = map[string][]record{}
	}
	m.records[zone][name] = append(m.records[zone][name], record{r, property, address})
}

// zoneFor is the linked zone that a name is in, the most specific one, and
// the name's part before it.
func (v *vnet) zoneFor(name string) (*zoneLink, string) {
	label := ""
	for rest := name; rest != ""; {
		if link := v.zones[rest]; link != nil {
			return link, label
		}
		head, tail, more := strings.Cut(rest, ".")
		if !more {
			break
		}
		if label != "" {
			label += "."
		}
		label, rest = label+head, tail
	}
	return nil, ""
}

// answer is what a name resolves to: a private address, or whatever the
// service has on the internet.
type answer struct {
	address netip.Addr
	public  bool
}

// ask follows a name through the zones linked to a VNet, as Azure's own name
// server there does: the name itself, then what the internet says it stands
// for. A linked zone without the record answers that the name does not exist,
// unless its link falls back to the internet:
// https://learn.microsoft.com/azure/dns/private-dns-fallback
func (m *model) ask(w *walk, v *vnet, t *Target, to entry, host string) answer {
	names := []string{host}
	if len(m.endpointsOf[t]) > 0 || len(m.looseEndpoints) > 0 {
		names = append(names, to.privateName(host))
	}
	for _, name := range names {
		link, label := v.zoneFor(name)
		if link == nil {
			continue
		}
		w.pass(StepZone, link.link, "virtualNetwork.id", "zone %s is linked to %s", link.name, v.resource.Name)
		if label == "" {
			// The zone is the whole name: its record is that of the zone itself.
			label = "@"
		}
		for _, r := range m.records[link.id][label] {
			w.pass(StepRecord, r.resource, r.property, "%s is %s", name, r.address)
			return answer{address: r.address}
		}
		switch {
		case len(m.looseRecords) > 0:
			w.doubt(StepRecord, m.looseRecords[0], recordsOf(m.looseRecords[0]), "which records %s gets is decided at deployment", link.name)
		case link.link.Value("resolutionPolicy").Is("NxDomainRedirect"):
			w.pass(StepRecord, link.link, "resolutionPolicy", "%s has no %s; the link falls back to the internet", link.name, label)
			return answer{public: true}
		default:
			w.deny(StepRecord, link.zone, "", "%s has no record %s: the name does not exist in %s", link.name, label, v.resource.Name)
		}
		return answer{}
	}
	if len(m.looseLinks) > 0 {
		w.doubt(StepZone, m.looseLinks[0], "virtualNetwork.id", "which zones are linked to %s is decided at deployment", v.resource.Name)
		return answer{}
	}
	w.pass(StepZone, v.resource, "", "no zone linked to %s has %s: it is the public address", v.resource.Name, names[len(names)-1])
	return answer{public: true}
}
