package rehearsal

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// languageServer runs one program inside this process, as often as an engine
// asks: what a language host plugin does by compiling and starting it. The CLI
// finds it through its flag --client.
type languageServer struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	program pulumi.RunFunc
}

// Handshake lets the CLI attach to this host for a command without --client: an
// import asks for a language host, although it runs no program.
func (s *languageServer) Handshake(context.Context, *pulumirpc.LanguageHandshakeRequest) (*pulumirpc.LanguageHandshakeResponse, error) {
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

// GetRequiredPlugins answers none: the engine is attached to its provider.
func (s *languageServer) GetRequiredPlugins(context.Context, *pulumirpc.GetRequiredPluginsRequest,
) (*pulumirpc.GetRequiredPluginsResponse, error) {
	return &pulumirpc.GetRequiredPluginsResponse{}, nil
}

// GetPluginInfo answers a version, which the engine wants but does not use.
func (s *languageServer) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: "1.0.0"}, nil
}

// InstallDependencies has nothing to install: the program is compiled in.
func (s *languageServer) InstallDependencies(*pulumirpc.InstallDependenciesRequest,
	grpc.ServerStreamingServer[pulumirpc.InstallDependenciesResponse],
) error {
	return nil
}

// Run runs the program once. What the program returns, or a panic, is an
// answer and no failure of the call, so that the engine prints it as it prints
// any program's error.
func (s *languageServer) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	info := pulumi.RunInfo{
		MonitorAddr:      request.GetMonitorAddress(),
		Config:           request.GetConfig(),
		ConfigSecretKeys: request.GetConfigSecretKeys(),
		Project:          request.GetProject(),
		Stack:            request.GetStack(),
		Parallel:         request.GetParallel(),
		DryRun:           request.GetDryRun(),
		Organization:     request.GetOrganization(),
	}
	if arguments := request.GetArgs(); len(arguments) > 0 {
		info.EngineAddr = arguments[0]
	}
	program, err := pulumi.NewContext(ctx, info)
	if err != nil {
		return nil, fmt.Errorf("connecting the program to the engine: %w", err)
	}
	defer program.Close()
	if err := s.run(program); err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	return &pulumirpc.RunResponse{}, nil
}

func (s *languageServer) run(program *pulumi.Context) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("the program panicked: %v", reason)
		}
	}()
	return pulumi.RunWithContext(program, s.program)
}
