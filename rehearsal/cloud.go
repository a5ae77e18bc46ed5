package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"time"

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
	// unlock gives the world's file free, nil where it has none.
	unlock func()
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
	world, unlock := arm.NewWorld(options), func() {}
	if file != "" {
		var err error
		if unlock, err = lockWorld(ctx, file); err != nil {
			return nil, err
		}
		if world, err = arm.Open(file, options); err != nil {
			unlock()
			return nil, err
		}
	}
	// Ctrl-C must not take the provider from an engine that is still finishing
	// the steps under way: Close ends it, not ctx.
	server, err := provider.Serve(context.WithoutCancel(ctx), world, provider.Options{})
	if err != nil {
		unlock()
		return nil, err
	}
	return standIn{Server: server, unlock: unlock}, nil
}

// lockWorld keeps two processes from working on one world: each would save
// its own over the other's. The lock ends with the process.
func lockWorld(ctx context.Context, file string) (unlock func(), err error) {
	soon, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	unlock, err = lockFile(soon, file+".lock")
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("another process works on the world %s: end it first, or name another file", file)
	}
	return unlock, err
}

// Close stops the provider and lets another process have the world.
func (s standIn) Close() error {
	err := s.Server.Close()
	if s.unlock != nil {
		s.unlock()
	}
	return err
}

// IDs are the ids of everything in the world.
func (s standIn) IDs() []string {
	var ids []string
	for _, resource := range s.World().Resources() {
		ids = append(ids, resource.ID)
	}
	return ids
}
