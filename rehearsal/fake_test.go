package rehearsal

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

// fakeCloud is a provider that takes anything and echoes it, with one fault
// on demand: what this package says of a run that does not hold is tested
// with it, for the stand-in for Azure has no such faults.
type fakeCloud struct {
	pulumirpc.UnimplementedResourceProviderServer

	alwaysDiffers bool          // Diff finds a change every time
	drifts        bool          // Read answers another value than Create, and Diff sees it
	leaves        bool          // Delete does not delete
	createTime    time.Duration // how long each Create takes
	created       func()        // called when a Create begins

	mu     sync.Mutex
	things map[string]*structpb.Struct
	port   int
	cancel chan bool
	done   <-chan error
}

func (f *fakeCloud) start(context.Context, string) (cloud, error) {
	f.things = map[string]*structpb.Struct{}
	f.cancel = make(chan bool)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: f.cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterResourceProviderServer(server, f)
			return nil
		},
	})
	f.port, f.done = handle.Port, handle.Done
	return f, err
}

func (f *fakeCloud) Port() int { return f.port }

func (f *fakeCloud) Close() error {
	f.cancel <- true
	return <-f.done
}

func (f *fakeCloud) IDs() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var ids []string
	for id := range f.things {
		ids = append(ids, id)
	}
	return ids
}

func (f *fakeCloud) Handshake(context.Context, *pulumirpc.ProviderHandshakeRequest) (*pulumirpc.ProviderHandshakeResponse, error) {
	return &pulumirpc.ProviderHandshakeResponse{AcceptSecrets: true, AcceptResources: true, AcceptOutputs: true}, nil
}

func (f *fakeCloud) Attach(context.Context, *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (f *fakeCloud) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "2.90.0"}, nil
}

func (f *fakeCloud) CheckConfig(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: request.News}, nil
}

func (f *fakeCloud) DiffConfig(context.Context, *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}, nil
}

func (f *fakeCloud) Configure(context.Context, *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	return &pulumirpc.ConfigureResponse{AcceptSecrets: true, AcceptResources: true, AcceptOutputs: true, SupportsPreview: true}, nil
}

func (f *fakeCloud) Check(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: request.News}, nil
}

func (f *fakeCloud) Diff(context.Context, *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	if f.alwaysDiffers || f.drifts {
		return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_SOME, Diffs: []string{"tags"}}, nil
	}
	return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}, nil
}

func (f *fakeCloud) Create(ctx context.Context, request *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	if request.Preview {
		return &pulumirpc.CreateResponse{Properties: request.Properties}, nil
	}
	if f.created != nil {
		f.created()
	}
	select {
	case <-time.After(f.createTime):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	id := fmt.Sprintf("/fake/%d", len(f.things))
	f.things[id] = request.Properties
	return &pulumirpc.CreateResponse{Id: id, Properties: request.Properties}, nil
}

func (f *fakeCloud) Update(_ context.Context, request *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	return &pulumirpc.UpdateResponse{Properties: request.News}, nil
}

func (f *fakeCloud) Read(_ context.Context, request *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	properties, inputs := request.Properties, request.Inputs
	if f.drifts {
		properties.Fields["tags"] = structpb.NewStringValue("somebody else's")
		inputs.Fields["tags"] = structpb.NewStringValue("somebody else's")
	}
	return &pulumirpc.ReadResponse{Id: request.Id, Properties: properties, Inputs: inputs}, nil
}

func (f *fakeCloud) Delete(_ context.Context, request *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.leaves {
		delete(f.things, request.Id)
	}
	return &emptypb.Empty{}, nil
}

func (f *fakeCloud) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}
