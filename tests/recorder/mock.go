package recorder

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// mock is the SDK's resource monitor as far as mocks replace it. The SDK
// calls it from many goroutines.
type mock struct {
	project, stack string
	preview        bool
	azure          Azure

	mu           sync.Mutex
	resources    []*Resource
	warnings     []string
	onComponents []string
	exports      resource.PropertyMap
}

var _ pulumi.MockResourceMonitor = (*mock)(nil)

// NewResource records a registration and answers it. What an answer leaves
// out is unknown to the program in a preview: that is how mocks say "not yet
// known", for an empty id as well.
func (m *mock) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	if args.RegisterRPC == nil {
		return "", nil, fmt.Errorf("reading %s %q: the recorder knows no existing resources", args.TypeToken, args.Name)
	}
	r, err := newResource(args.RegisterRPC)
	if err != nil {
		return "", nil, fmt.Errorf("recording %s %q: %w", args.TypeToken, args.Name, err)
	}
	r.URN = urn(m.stack, m.project, args.RegisterRPC)
	defer func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.resources = append(m.resources, r)
	}()
	if !r.Custom {
		return "", args.Inputs, nil
	}
	if m.preview {
		known := plain(args.Inputs)
		if property, secret := secretAnswers[args.TypeToken]; secret {
			known[property] = resource.NewProperty("known after the up")
		}
		r.Outputs = Object(known)
		return "", known, nil
	}
	id, outputs, err := m.azure.Create(args.TypeToken, args.Name, args.Inputs)
	if err != nil {
		return "", nil, err
	}
	r.ID, r.Outputs = id, Object(outputs)
	return id, outputs, nil
}

// noteDependencies changes nothing: a transformation is the one place that
// sees the options as the program wrote them.
func (m *mock) noteDependencies(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
	options, err := pulumi.NewResourceOptions(args.Opts...)
	if err != nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, on := range options.DependsOn {
		if _, custom := on.(pulumi.CustomResource); !custom {
			m.onComponents = append(m.onComponents, args.Name+" on "+on.PulumiResourceName())
		}
	}
	return nil
}

// secretAnswers are the outputs that a program passes on in secrets. Only Azure
// knows them, and they are given here all the same: the SDK's mocks refuse a
// secret of which a part is unknown.
var secretAnswers = map[string]resource.PropertyKey{
	"azure-native:insights/v20200202:Component": "connectionString",
}

// plain are the inputs that a preview knows as outputs. An object's output has
// parts that only Azure knows, and mocks cannot leave out a part of it.
func plain(inputs resource.PropertyMap) resource.PropertyMap {
	known := resource.PropertyMap{}
	for k, v := range inputs {
		if opened, _ := open(v); opened.IsString() || opened.IsBool() || opened.IsNumber() {
			known[k] = v
		}
	}
	return known
}

// Call answers a look-up.
func (m *mock) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return m.azure.Invoke(args.Token, args.Args)
}

// export notes the stack's outputs once their values are known. The mocks'
// own hook for outputs does not say which outputs were registered.
func (m *mock) export(ctx *pulumi.Context) {
	// The run waits for what follows from an output of its context; an output
	// that the program made of plain values alone is none.
	ours, resolve, _ := ctx.NewOutput()
	resolve(true)
	m.exports = resource.PropertyMap{}
	for name, in := range ctx.GetCurrentExportMap() {
		m.set(name, resource.MakeComputed(resource.NewProperty("")))
		out := pulumi.All(ours, in)
		out.ApplyT(func(values []any) error {
			value, err := exported(values[1])
			if err != nil {
				return fmt.Errorf("reading output %s: %w", name, err)
			}
			if pulumi.IsSecret(out) {
				value = resource.MakeSecret(value)
			}
			m.set(name, value)
			return nil
		})
	}
}

// exported brings an output's value, in which the SDK's own types (pulumi.Bool)
// are left, down to plain ones.
func exported(v any) (resource.PropertyValue, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return resource.PropertyValue{}, err
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		return resource.PropertyValue{}, err
	}
	return resource.NewPropertyValue(plain), nil
}

func (m *mock) set(name string, v resource.PropertyValue) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.exports[resource.PropertyKey(name)] = v
}

// notes keeps what the program says to whoever runs it.
type notes struct{ m *mock }

func (n *notes) Debug(string, *pulumi.LogArgs) error { return nil }
func (n *notes) Info(string, *pulumi.LogArgs) error  { return nil }

func (n *notes) Warn(msg string, _ *pulumi.LogArgs) error {
	n.m.mu.Lock()
	defer n.m.mu.Unlock()
	n.m.warnings = append(n.m.warnings, msg)
	return nil
}

// Error fails the run as the engine does.
func (n *notes) Error(msg string, _ *pulumi.LogArgs) error { return errors.New(msg) }

// newResource reads everything that a registration says. The mock's own
// arguments drop unknown values; the request behind them has them.
func newResource(rpc *pulumirpc.RegisterResourceRequest) (*Resource, error) {
	inputs, err := plugin.UnmarshalProperties(rpc.GetObject(), plugin.MarshalOptions{
		KeepUnknowns: true, KeepSecrets: true, KeepResources: true,
	})
	if err != nil {
		return nil, fmt.Errorf("reading its inputs: %w", err)
	}
	r := &Resource{
		Type: rpc.GetType(), Name: rpc.GetName(), Parent: rpc.GetParent(), Custom: rpc.GetCustom(),
		Inputs: Object(inputs), Outputs: Object{},
		Protect: rpc.GetProtect(), RetainOnDelete: rpc.GetRetainOnDelete(),
		Version: rpc.GetVersion(), Dependencies: rpc.GetDependencies(), PropertyDependencies: map[string][]string{},
		ReplaceOnChanges: rpc.GetReplaceOnChanges(), IgnoreChanges: rpc.GetIgnoreChanges(),
		DeleteBeforeReplace: rpc.GetDeleteBeforeReplace(), Aliases: rpc.GetAliasURNs(),
	}
	for property, deps := range rpc.GetPropertyDependencies() {
		r.PropertyDependencies[property] = deps.GetUrns()
	}
	if t := rpc.GetCustomTimeouts(); t != nil {
		r.Timeouts = Timeouts{Create: t.GetCreate(), Update: t.GetUpdate(), Delete: t.GetDelete()}
	}
	for _, alias := range rpc.GetAliases() {
		r.Aliases = append(r.Aliases, cmp.Or(alias.GetUrn(), alias.GetSpec().GetName()))
	}
	return r, nil
}
