package provider

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"secure-azure-openai/rehearsal/arm"
)

// Version is the azure-native version that the stand-in behaves like.
const Version = "2.90.0"

// maxMessage is the message size that the engine allows
// (sdk/go/common/util/rpcutil/serve.go).
const maxMessage = 400 << 20

// Options say how the provider presents itself.
type Options struct {
	// Version is what the engine is told; Version where it is empty.
	Version string
}

// Server is a provider that listens on the loopback interface. The engine
// finds it through PULUMI_DEBUG_PROVIDERS=azure-native:PORT, and outlives
// none of the engine's commands: a second one finds the same world.
type Server struct {
	pulumirpc.UnimplementedResourceProviderServer

	world   *arm.World
	version string

	listener net.Listener
	server   *grpc.Server
	done     chan error

	mu sync.Mutex
	// injection says what goes wrong, waits what retries have cost (seconds by
	// URN), and canceled is closed when the engine asks to stop.
	injection Injection
	waits     map[string]int
	canceled  chan struct{}
	// location is the region that the stack's configuration gives to what has
	// none (azure-native:location).
	location string
}

// Serve starts a provider over a world, on a free port. It stops when ctx ends
// or Close is called.
func Serve(ctx context.Context, world *arm.World, opts Options) (*Server, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening for the engine: %w", err)
	}
	s := &Server{world: world, version: opts.Version, listener: listener, done: make(chan error, 1),
		waits: map[string]int{}, canceled: make(chan struct{})}
	if s.version == "" {
		s.version = Version
	}
	s.server = grpc.NewServer(grpc.MaxRecvMsgSize(maxMessage), grpc.MaxSendMsgSize(maxMessage))
	pulumirpc.RegisterResourceProviderServer(s.server, s)
	go func() { s.done <- s.server.Serve(listener) }()
	context.AfterFunc(ctx, s.server.Stop)
	return s, nil
}

// Addr is where the provider listens ("127.0.0.1:PORT").
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Port is the port that PULUMI_DEBUG_PROVIDERS wants.
func (s *Server) Port() int { return s.listener.Addr().(*net.TCPAddr).Port }

// World is what the provider works on.
func (s *Server) World() *arm.World { return s.world }

// Close stops the provider and waits for it.
func (s *Server) Close() error {
	s.server.Stop()
	err := <-s.done
	s.done <- err
	if errors.Is(err, grpc.ErrServerStopped) {
		return nil
	}
	return err
}

// Handshake tells the engine what the provider can do, as Configure repeats.
func (s *Server) Handshake(context.Context, *pulumirpc.ProviderHandshakeRequest) (*pulumirpc.ProviderHandshakeResponse, error) {
	return &pulumirpc.ProviderHandshakeResponse{AcceptSecrets: true, SupportsAutonamingConfiguration: true}, nil
}

// GetPluginInfo tells the version.
func (s *Server) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: s.version}, nil
}

// GetSchema answers with the least that is a schema: nobody generates code
// from a stand-in.
func (s *Server) GetSchema(_ context.Context, req *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	if v := req.GetVersion(); v != 0 {
		return nil, fmt.Errorf("unsupported schema version %d", v)
	}
	return &pulumirpc.GetSchemaResponse{Schema: fmt.Sprintf(`{"name":"azure-native","version":%q}`, s.version)}, nil
}

// GetMapping has nothing to map.
func (s *Server) GetMapping(context.Context, *pulumirpc.GetMappingRequest) (*pulumirpc.GetMappingResponse, error) {
	return &pulumirpc.GetMappingResponse{}, nil
}

// Attach is told where the engine listens, and has nothing to tell it.
func (s *Server) Attach(context.Context, *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// Cancel ends what is under way. Every operation is over in an instant, but
// for one that a fault keeps waiting for this, and the next command of the
// engine finds the same server.
func (s *Server) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	s.mu.Lock()
	close(s.canceled)
	s.canceled = make(chan struct{})
	s.mu.Unlock()
	return &emptypb.Empty{}, nil
}

// CheckConfig takes any configuration, as the real provider does.
func (s *Server) CheckConfig(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: req.GetNews()}, nil
}

// DiffConfig never finds a difference, as the real provider does not.
func (s *Server) DiffConfig(context.Context, *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return &pulumirpc.DiffResponse{}, nil
}

// Configure takes the default region and needs nothing else: the world knows
// its subscription.
func (s *Server) Configure(_ context.Context, req *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	s.mu.Lock()
	s.location = req.GetArgs().GetFields()["location"].GetStringValue()
	s.mu.Unlock()
	return &pulumirpc.ConfigureResponse{AcceptSecrets: true, SupportsPreview: true, SupportsAutonamingConfiguration: true}, nil
}
