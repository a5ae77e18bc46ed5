package requirements

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/settings"
	"secure-azure-openai/tests/recorder"
)

// part finds the resource that a requirement of the gateway is about, and
// panics without it: see only.
type part func(*recorder.Graph) *recorder.Resource

// the is the first resource of a type, by name.
func the(token string) part {
	return func(g *recorder.Graph) *recorder.Resource {
		found := g.ByType(token)
		if len(found) == 0 {
			panic("requirements: no " + token)
		}
		return found[0]
	}
}

// ofBackend is the backend's resource of a type.
func ofBackend(token string) part {
	return func(g *recorder.Graph) *recorder.Resource { return theirs(g, token) }
}

// set breaks one property of it.
func (p part) set(path string, value any, says string) Breach {
	return p.change(fmt.Sprintf("%s=%v", path, value), says, func(r *recorder.Resource) { r.Inputs.Set(path, value) })
}

// unset takes one property of it away.
func (p part) unset(path, says string) Breach {
	return p.change("no "+path, says, func(r *recorder.Resource) { r.Inputs.Delete(path) })
}

func (p part) change(name, says string, do func(*recorder.Resource)) Breach {
	return Breach{Name: name, Says: says, Do: func(g *recorder.Graph, _ settings.Settings) { do(p(g)) }}
}

// gone takes it away.
func (p part) gone(name, says string) Breach {
	return Breach{Name: name, Says: says, Do: func(g *recorder.Graph, _ settings.Settings) { g.Remove(p(g)) }}
}

// unwanted adds a resource of a type where nobody asked for one.
func unwanted(token string, where func(settings.Settings) bool) Breach {
	return Breach{Name: "unasked " + token, Says: "do not ask", When: where, Do: func(g *recorder.Graph, _ settings.Settings) {
		g.Resources = append(g.Resources, &recorder.Resource{Type: token, Name: "extra", Custom: true, Inputs: recorder.Object{}, Outputs: recorder.Object{}})
	}}
}

// absent asks for the absence of types, whoever they belong to.
func absent(g *recorder.Graph, tokens ...string) error {
	for _, token := range tokens {
		if found := g.ByType(token); len(found) > 0 {
			return fmt.Errorf("%s is there, and the settings do not ask for it", found[0])
		}
	}
	return nil
}

// whereOn runs a check where the settings ask for something.
func whereOn(is func(settings.Settings) bool, check func(*recorder.Graph, settings.Settings) error) func(*recorder.Graph, settings.Settings) error {
	return func(g *recorder.Graph, s settings.Settings) error {
		if !is(s) {
			return nil
		}
		return check(g, s)
	}
}

// eachOf checks every resource of a type, of which there is one at least.
func eachOf(token string, check func(g *recorder.Graph, s settings.Settings, r *recorder.Resource) error) func(*recorder.Graph, settings.Settings) error {
	return func(g *recorder.Graph, s settings.Settings) error {
		if len(g.ByType(token)) == 0 {
			return fmt.Errorf("no %s", token)
		}
		for _, r := range g.ByType(token) {
			if err := check(g, s, r); err != nil {
				return err
			}
		}
		return nil
	}
}

// subnetOf is the VNet's subnet that an id names.
func subnetOf(g *recorder.Graph, id string) (recorder.Object, error) {
	vnet, err := g.One(vnetType)
	if err != nil {
		return nil, err
	}
	for _, subnet := range vnet.Inputs.Items("subnets") {
		if strings.EqualFold(id, vnet.ID+"/subnets/"+subnet.Text("name")) {
			return subnet, nil
		}
	}
	return nil, fmt.Errorf("%q is no subnet of %s", id, vnet)
}

// ownSubnet asks for a subnet that nothing else lies in, with a security group,
// of a size, and with these delegations.
func ownSubnet(g *recorder.Graph, owner *recorder.Resource, path string, bits int, delegations ...string) error {
	subnet, err := subnetOf(g, owner.Input(path))
	if err != nil {
		return fmt.Errorf("%s: %s: %w", owner, path, err)
	}
	if err := atLeast(subnet, bits); err != nil {
		return err
	}
	if group := g.ByID(subnet.Text("networkSecurityGroup.id")); group == nil || group.Type != nsgType {
		return fmt.Errorf("subnet %s carries no network security group", subnet.Text("name"))
	}
	var got []string
	for _, d := range subnet.Items("delegations") {
		got = append(got, d.Text("serviceName"))
	}
	if !slices.Equal(got, delegations) {
		return fmt.Errorf("subnet %s is delegated to %q, want %q", subnet.Text("name"), got, delegations)
	}
	for _, use := range []struct{ token, path string }{
		{endpointType, "subnet.id"}, {webAppType, "virtualNetworkSubnetId"}, {serviceType, "virtualNetworkConfiguration.subnetResourceId"},
		{inboundType, "ipConfigurations[0].subnet.id"}, {gatewayType, "ipConfigurations[0].subnet.id"},
	} {
		for _, r := range g.ByType(use.token) {
			if r != owner && strings.EqualFold(r.Input(use.path), owner.Input(path)) {
				return fmt.Errorf("%s lies in the subnet of %s", r, owner)
			}
		}
	}
	return nil
}

// subnetChange breaks the subnet of a part.
func subnetChange(name string, p part, path, property string, value any, says string) Breach {
	return Breach{Name: name, Says: says, Do: func(g *recorder.Graph, _ settings.Settings) {
		vnet := only(g, vnetType)
		for i, subnet := range vnet.Inputs.Items("subnets") {
			if strings.EqualFold(p(g).Input(path), vnet.ID+"/subnets/"+subnet.Text("name")) {
				vnet.Inputs.Set(fmt.Sprintf("subnets[%d].%s", i, property), value)
				return
			}
		}
		panic("requirements: no subnet of " + p(g).Name)
	}}
}
