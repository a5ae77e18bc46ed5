package rehearsal

import (
	"context"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"secure-azure-openai/rehearsal/arm"
	"secure-azure-openai/rehearsal/provider"
)

// cloud is what the engine talks to instead of Azure: a provider that already
// listens, with a world behind it.
type cloud interface {
	pulumirpc.ResourceProviderServer
	// Port is where the provider listens on 127.0.0.1.
	Port() int
	// IDs are the ids of everything that exists.
	IDs() []string
	Close() error
}

// opener starts a cloud whose world is kept in a file, or in memory when file
// is empty. It listens until it is closed.
type opener func(ctx context.Context, file string) (cloud, error)

// standIn is the stand-in for Azure.
type standIn struct {
	*provider.Server
}

func openStandIn(ctx context.Context, file string) (cloud, error) {
	return openWorld(ctx, file, arm.Options{})
}

// anew is the stand-in for a rehearsal, which begins with an empty world
// whatever the stack has been through: an account that it restores may have
// been deleted in Azure.
func (o Options) anew() opener {
	return func(ctx context.Context, file string) (cloud, error) {
		return openWorld(ctx, file, arm.Options{Unremembered: true, Day: o.Today, AnyQuota: o.AnyQuota})
	}
}

// openAnew is anew without a decision.
func openAnew(ctx context.Context, file string) (cloud, error) {
	return Options{}.anew()(ctx, file)
}

// again is the stand-in that goes on from a world's file.
func (o ServeOptions) again() opener {
	return func(ctx context.Context, file string) (cloud, error) {
		return openWorld(ctx, file, arm.Options{Day: o.Today, AnyQuota: o.AnyQuota})
	}
}

func openWorld(ctx context.Context, file string, options arm.Options) (cloud, error) {
	world := arm.NewWorld(options)
	if file != "" {
		var err error
		if world, err = arm.Open(file, options); err != nil {
			return nil, err
		}
	}
	// Ctrl-C must not take the provider from an engine that is still finishing
	// the steps under way: Close ends it, not ctx.
	server, err := provider.Serve(context.WithoutCancel(ctx), world, provider.Options{})
	return standIn{server}, err
}

// IDs are the ids of everything in the world.
func (s standIn) IDs() []string {
	var ids []string
	for _, resource := range s.World().Resources() {
		ids = append(ids, resource.ID)
	}
	return ids
}
