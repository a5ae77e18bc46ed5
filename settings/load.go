package settings

import (
	"slices"

	"secure-azure-openai/facts"
	"secure-azure-openai/internal/words"
)

// Load decodes a stack's configuration strictly, fills in the defaults and
// validates the whole. The error is a *Problems with every problem of every
// key: what does not decode is reported, and the rest is judged all the same.
// Settings are complete and valid where the error is nil; warnings are given
// in either case.
func Load(src Source) (Settings, []Warning, error) {
	r := newReport(or(src.Project, DefaultProject))
	for key, value := range src.Values {
		r.secret[key] = value.Secret
	}

	s := Defaults()
	s.Project, s.Stack = r.project, src.Stack
	r.decode(&s, src)
	r.unknownKeys(src)
	s.complete(r)

	v := validator{report: r, s: s}
	v.all()
	if err := r.err(src.Stack); err != nil {
		return Settings{}, r.warnings, err
	}
	return s, r.warnings, nil
}

// reader reads the object of one key.
type reader struct {
	key  string
	read func(*fields)
}

// readers fill in s, in the order of Keys.
func (s *Settings) readers() []reader {
	return []reader{
		{"environment", s.Environment.read},
		{"network", s.Network.read},
		{"vpn", s.VPN.read},
		{"dns", s.DNS.read},
		{"openai", s.OpenAI.read},
		{"search", s.Search.read},
		{"storage", s.Storage.read},
		{"webApp", s.WebApp.read},
		{"gateway", s.Gateway.read},
		{"backend", s.Backend.read},
		{"access", s.Access.read},
		{"monitoring", s.Monitoring.read},
		{"telemetry", s.Telemetry.read},
		{"posture", s.Posture.read},
	}
}

// decode reads every key into the defaults that s holds.
func (r *report) decode(s *Settings, src Source) {
	for _, one := range s.readers() {
		value, found := src.Values[one.key]
		// A key with nothing behind it in the stack file is "" to the engine,
		// and null to a coming one.
		if !found || value.Text == "" {
			continue
		}
		n, err := parse(value.Text)
		if err != nil {
			r.problem(one.key, "is no JSON object: it is "+err.Error(), "use an object, with one key per setting")
			continue
		}
		r.readObject(one.key, n, one.read)
	}
	if value, found := src.Values["retrieval"]; found {
		s.Retrieval = Retrieval(value.Text)
	}
}

// unknownKeys reports the configuration keys that nothing reads: the engine
// hands them over without a word.
func (r *report) unknownKeys(src Source) {
	unknown := slices.Clone(src.Unknown)
	for key := range src.Values {
		if !slices.Contains(keys, key) {
			unknown = append(unknown, key)
		}
	}
	slices.Sort(unknown)
	for _, key := range slices.Compact(unknown) {
		if near := words.Nearest(key, keys); near != "" {
			r.failed[near] = true
		}
		r.problem(label(key), "is no configuration key", oneOf(key, keys))
	}
}

// complete fills in what depends on other settings.
func (s *Settings) complete(r *report) {
	// A subnet that was not given lies where the layout of this address space
	// has it, not where the default one has.
	for _, sub := range subnets(&s.Network) {
		if !r.given["network."+sub.name] && r.ok("network.addressSpace") && (!sub.asked || s.uses(sub.name)) {
			*sub.prefix = sub.derived(s.Network.AddressSpace)
		}
	}
	if s.Gateway.SKU == "" {
		s.Gateway.SKU = usualSKU[s.Gateway.Mode]
	}
	if s.Backend.API.Audiences == nil && s.Backend.ClientID != "" {
		s.Backend.API.Audiences = []string{s.Backend.ClientID, "api://" + s.Backend.ClientID}
	}
	for i, d := range s.OpenAI.Deployments {
		if d.Kind == "" {
			s.OpenAI.Deployments[i].Kind = kindOf(d)
		}
	}
}

// uses reports whether a subnet that only some stacks have is used in this one.
func (s *Settings) uses(subnet string) bool {
	return subnet == "apiGateway" && s.Gateway.Enabled || subnet == "backend" && s.Backend.Enabled
}

// kindOf is the kind of a model that the facts know, by any of its versions;
// empty for another model.
func kindOf(d Deployment) ModelKind {
	m, known := facts.FindModel(d.Model, d.Version)
	if !known {
		versions := facts.ModelVersions(d.Model)
		if len(versions) == 0 {
			return ""
		}
		m = versions[0]
	}
	switch m.Use {
	case facts.UseChat, facts.UseRouter:
		return KindChat
	case facts.UseEmbedding:
		return KindEmbedding
	}
	return KindOther
}
