package doors

import (
	"fmt"
	"strconv"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

var ruling = []Door{{
	ID: "D-rules", Title: "Rules of network security groups are ones that Azure takes, and admit single ports of one protocol", Severity: finding.Medium, each: ports, kinds: []string{"network:NetworkSecurityGroup"},
	Fix: "Name the port, such as 443, and its protocol; callers choose their own ports, so sourcePortRange stays *.", Link: nsgPage,
}}

func ports(w *watch, nsg *graph.Resource) {
	for i, r := range nsg.Value("securityRules").Items() {
		at := fmt.Sprintf("securityRules[%d] (%s).", i, graph.Printable(r.At("name").Text()))
		direction, access, priority := r.At("direction"), r.At("access"), r.At("priority")
		n, is := priority.Number()
		w.value(nsg, at+"direction", direction, direction.Is("Inbound") || direction.Is("Outbound"), "Inbound or Outbound")
		w.value(nsg, at+"access", access, access.Is("Allow") || access.Is("Deny"), "Allow or Deny")
		w.value(nsg, at+"priority", priority, is && n >= 100 && n <= 4096, "100 to 4096")
		if !access.Is("Deny") {
			w.admitted(nsg, at, r)
		}
	}
}

// admitted looks at what a rule that allows something lets through.
func (w *watch) admitted(nsg *graph.Resource, at string, r graph.Value) {
	// DNS is asked over both.
	both := r.At("destinationPortRange").Is("53")
	protocol, from := r.At("protocol"), r.At("sourcePortRange")
	w.value(nsg, at+"protocol", protocol, protocol.Is("Tcp") || protocol.Is("Udp") || both && protocol.Is("*"), "Tcp or Udp")
	w.value(nsg, at+"sourcePortRange", from, from.Is("*"), `"*"`)
	// Azure answers the lists that a rule does without as empty ones.
	several := r.At("sourcePortRanges")
	w.value(nsg, at+"sourcePortRanges", several, several.Nothing(), "no entries")
	ranges := listed(r.At("destinationPortRanges"))
	if one := r.At("destinationPortRange"); one.State != graph.Missing || len(ranges) == 0 {
		ranges = append(ranges, one)
	}
	for _, port := range ranges {
		_, err := strconv.ParseUint(port.Text(), 10, 16)
		w.value(nsg, at+"destinationPortRange", port, err == nil, "one port")
	}
}
