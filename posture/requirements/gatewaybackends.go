package requirements

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

func judgeBackend(j *judge, b *graph.Resource) {
	j.value(b, "url", Test{"an https address", func(v graph.Value) bool { return hostOf(v.Text()) != "" }})
	j.value(b, "url", Test{"an address without a query and without dots in its path", func(v graph.Value) bool {
		u, err := url.Parse(v.Text())
		return err != nil || !strings.ContainsAny(v.Text(), "?#") && !strings.Contains(u.Path, "..")
	}})
	// It is http for https addresses, too: the other kind is soap.
	j.value(b, "protocol", Equal("http"))
	j.value(b, "tls.validateCertificateChain", True())
	j.value(b, "tls.validateCertificateName", True())
	for _, name := range []string{"credentials", "proxy", "properties"} {
		j.value(b, name, Nothing())
	}
	j.value(b, "circuitBreaker.rules", Test{"a rule that trips on 429, 500 and 503 for a while", breaks})
	for i := range b.Value("circuitBreaker.rules").Items() {
		j.breaker(b, "circuitBreaker.rules["+itoa(i)+"].")
	}
}

// duration is a part of an hour, as ARM writes it.
var duration = regexp.MustCompile(`^PT(?:(?:[1-9]|[1-5][0-9]|60)M|(?:[1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|3600)S)$`)

// ofBackend are the codes below 500 that the backend, or the gateway itself,
// is to blame for. The others a caller can bring about: with 400 among them,
// whoever may call shuts everybody else out.
var ofBackend = []float64{401, 403, 408, 429}

// failuresMost is what no backend fails in an hour before somebody notices: a
// circuit that waits for more never opens.
const failuresMost = 10_000

// breaker asks that a rule counts failures alone, over minutes, and waits as
// long as the account says: one that counts answers of any code never closes.
func (j *judge) breaker(b *graph.Resource, at string) {
	j.value(b, at+"acceptRetryAfter", True())
	if b.Value(at+"tripDuration").Text() != "" {
		j.value(b, at+"tripDuration", Matching(duration, "a duration such as PT1M"))
	}
	j.value(b, at+"failureCondition.interval", Matching(duration, "a duration such as PT1M"))
	j.value(b, at+"failureCondition.count", AtMost(failuresMost))
	j.value(b, at+"failureCondition.percentage", AtMost(100))
	for i, codesOf := range b.Value(at + "failureCondition.statusCodeRanges").Items() {
		codes := at + "failureCondition.statusCodeRanges[" + itoa(i) + "]."
		least, isLeast := codesOf.At("min").Number()
		most, isMost := codesOf.At("max").Number()
		if isLeast && isMost && 400 <= least && least < 500 && !(least == most && slices.Contains(ofBackend, least)) {
			j.fail(b, strings.TrimSuffix(codes, "."), fmt.Sprintf("%g to %g", least, most), "401, 403, 408 or 429 alone, or of 500 to 599: a caller's own mistakes open no circuit")
		}
		for _, end := range []string{"min", "max"} {
			j.value(b, codes+end, Test{"a code of a failure, 400 to 599", func(v graph.Value) bool {
				n, is := v.Number()
				return is && 400 <= n && n <= 599
			}})
		}
	}
}

// breaks reports whether one rule trips on throttling and on failures.
func breaks(rules graph.Value) bool {
	return slices.ContainsFunc(rules.Items(), func(r graph.Value) bool {
		trips := func(status float64) bool {
			return slices.ContainsFunc(r.At("failureCondition.statusCodeRanges").Items(), func(codes graph.Value) bool {
				least, _ := codes.At("min").Number()
				most, is := codes.At("max").Number()
				return is && least <= status && status <= most
			})
		}
		n, is := r.At("failureCondition.count").Number()
		often := is && n >= 1 || r.At("failureCondition.percentage").State == graph.Known
		return often && r.At("tripDuration").Text() != "" && trips(429) && trips(500) && trips(503)
	})
}

func judgeTargets(j *judge) {
	const want = "an account or a function app of this stack"
	for _, b := range j.g.Of(kindBackend) {
		switch to, certain := j.target(b); {
		case to == nil && certain:
			j.fail(b, "url", b.Value("url").String(), want)
		case !certain:
			j.unknown(b, "url", want)
		case to.Kind == kindAccount:
			// What the API serves is below this path, and nothing else on the
			// account is: elsewhere each call would get 404.
			j.value(b, "url", Test{"the account's address with the path /openai", func(v graph.Value) bool {
				u, err := url.Parse(v.Text())
				return err == nil && strings.TrimSuffix(u.Path, "/") == "/openai"
			}})
		default:
			j.add(b, finding.Pass, "url", b.Value("url").String(), want)
		}
	}
}

// judgeNoPool: the provider asks for url and protocol, which Azure refuses of
// a pool.
func judgeNoPool(j *judge, b *graph.Resource) {
	j.value(b, "pool", Nothing())
	// As an output, type is the resource type of ARM.
	j.value(b, "type", Test{`"Single"`, func(v graph.Value) bool { return v.Text() == "" || v.Is("Single") || v.Is(poolType) }})
}

const poolType = "Microsoft.ApiManagement/service/backends"

func judgePools(j *judge) {
	pools := 0
	for _, d := range j.g.Of(kindTemplate) {
		for i, r := range d.Value("properties.template.resources").Items() {
			if r.At("type").Is(poolType) {
				pools++
				j.pool(d, "properties.template.resources["+itoa(i)+"].", r)
			}
		}
	}
	if accounts, _ := j.namedAccounts(); len(accounts) > 1 && pools == 0 {
		if slices.ContainsFunc(j.g.Of(kindTemplate), func(d *graph.Resource) bool { return d.Value("properties.template.resources").Hidden() }) {
			j.unknown(nil, "properties.template.resources", "a pool of the accounts")
			return
		}
		j.fail(nil, "", count(len(accounts), "account")+" and no pool of their backends", "one")
	}
}

func (j *judge) pool(d *graph.Resource, at string, r graph.Value) {
	// Complete mode would delete everything else in the resource group.
	j.value(d, "properties.mode", Equal("Incremental"))
	services := map[string]*graph.Resource{}
	for _, service := range j.gateways() {
		services[nameOf(service, "serviceName")] = service
	}
	j.judged(d, at+"name", r.At("name"), Test{"a pool of this stack's gateway", func(v graph.Value) bool {
		of, name, _ := strings.Cut(v.Text(), "/")
		return services[strings.ToLower(of)] != nil && name != ""
	}})
	j.judged(d, at+"properties.type", r.At("properties.type"), Equal("Pool"))
	for _, name := range []string{"url", "credentials", "proxy", "tls"} {
		j.judged(d, at+"properties."+name, r.At("properties."+name), Nothing())
	}
	members := r.At("properties.pool.services")
	j.judged(d, at+"properties.pool.services", members, Test{"two backends or more", func(v graph.Value) bool { return len(v.Items()) >= 2 }})
	for i, member := range members.Items() {
		j.judged(d, at+"properties.pool.services["+itoa(i)+"].id", member.At("id"), Test{"a backend of this stack that calls an account", func(v graph.Value) bool {
			b := j.backendNamed(v.Text())
			if b == nil {
				return false
			}
			to, certain := j.target(b)
			return to != nil && to.Kind == kindAccount || !certain
		}})
	}
}

// backendName ends an id, or a template's expression for one.
var backendName = regexp.MustCompile(`(?i)(?:^|/)backends(?:/|', *'[^']*', *')([^/']+)(?:'\)\])?$`)

// backendNamed is the backend that an id names, or a name alone.
func (c *context) backendNamed(id string) *graph.Resource {
	if parts := backendName.FindStringSubmatch(id); parts != nil {
		id = parts[1]
	}
	for _, b := range c.g.Of(kindBackend) {
		if name := nameOf(b, "backendId"); name != "" && name == strings.ToLower(id) {
			return b
		}
	}
	return nil
}
