package provider

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"secure-azure-openai/rehearsal/arm"
)

// generatedName marks, in the inputs, a resource whose name the provider made:
// it may be replaced by creating first.
const generatedName = resource.PropertyKey("__createBeforeDelete")

// Check completes inputs with a name and a region and refuses what the type
// does not take.
func (s *Server) Check(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	t, logicalName, err := lookUp(req.GetUrn())
	if err != nil {
		return nil, err
	}
	olds, err := read(req.GetOlds())
	if err != nil {
		return nil, err
	}
	news, err := read(req.GetNews())
	if err != nil {
		return nil, err
	}
	if err := nameDefault(t, logicalName, req, olds, news); err != nil {
		return nil, err
	}
	s.locationDefault(t, olds, news)

	var failures []*pulumirpc.CheckFailure
	for _, p := range t.Check(news) {
		failures = append(failures, &pulumirpc.CheckFailure{Property: p.Path, Reason: p.Reason})
	}
	inputs, err := write(news)
	if err != nil {
		return nil, err
	}
	return &pulumirpc.CheckResponse{Inputs: inputs, Failures: failures}, nil
}

// nameDefault: an old name stays; otherwise the engine's configuration or the
// type's own way of naming decides.
// pulumi-azure-native, provider/pkg/provider/provider.go, getDefaultName.
func nameDefault(t *arm.Type, logicalName string, req *pulumirpc.CheckRequest, olds, news resource.PropertyMap) error {
	key := resource.PropertyKey(t.Name)
	if t.Name == "" || news.HasValue(key) {
		return nil
	}
	if old, there := olds[key]; there {
		news[key] = old
		if flag := olds[generatedName]; flag.IsBool() && flag.BoolValue() {
			news[generatedName] = resource.NewProperty(true)
		}
		return nil
	}
	if a := req.GetAutonaming(); a != nil {
		proposed := a.GetMode() == pulumirpc.CheckRequest_AutonamingOptions_PROPOSE && t.Naming != arm.NameGUID
		switch {
		case a.GetMode() == pulumirpc.CheckRequest_AutonamingOptions_DISABLE:
			return nil
		case proposed, a.GetMode() == pulumirpc.CheckRequest_AutonamingOptions_ENFORCE:
			news[key], news[generatedName] = resource.NewProperty(a.GetProposedName()), resource.NewProperty(true)
			return nil
		}
	}
	name, err := t.AutoName(logicalName, req.GetRandomSeed())
	if err != nil {
		return fmt.Errorf("checking %s: %w", req.GetUrn(), err)
	}
	news[key], news[generatedName] = resource.NewProperty(name), resource.NewProperty(true)
	return nil
}

// locationDefault: the old region, the configured one, or the resource
// group's; unknown where the group is.
// pulumi-azure-native, provider/pkg/provider/provider.go, getDefaultLocation.
func (s *Server) locationDefault(t *arm.Type, olds, news resource.PropertyMap) {
	if !t.Located() || news.HasValue("location") {
		return
	}
	s.mu.Lock()
	configured := s.location
	s.mu.Unlock()
	group, hasGroup := news["resourceGroupName"]
	switch {
	case olds.HasValue("location"):
		news["location"] = olds["location"]
	case configured != "":
		news["location"] = resource.NewProperty(configured)
	case hasGroup && group.ContainsUnknowns():
		news["location"] = resource.MakeComputed(resource.NewProperty(""))
	case hasGroup && bare(group).IsString():
		if location := s.world.LocationOf(bare(group).StringValue()); location != "" {
			news["location"] = resource.NewProperty(location)
		}
	}
}
