package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// ServeOptions are the decisions of one Serve. Program and Out must be given.
type ServeOptions struct {
	// Program is what --client runs.
	Program pulumi.RunFunc
	// Dir is the project's folder or any below it; empty is the current one.
	Dir string
	// World is the file that keeps the stand-in's world. Beside it, the
	// folder World+".work" keeps the stacks' states, which belong to that
	// world: a later Serve with the same file continues. Empty keeps both in
	// a temporary folder that is removed at the end.
	World string
	// Listen is "127.0.0.1:PORT" for the stand-in; empty is any free port.
	Listen string
	Out    io.Writer
	// Today and AnyQuota are as in Options.
	Today    string
	AnyQuota bool

	// open starts what the CLI's engine talks to; nil is the stand-in for Azure.
	open opener
}

// Serve keeps a stand-in for Azure listening until ctx ends, with every stack
// of the project created and empty, or as a former Serve left it, and prints
// how to use it with the plain CLI.
func Serve(ctx context.Context, options ServeOptions) error {
	port, err := parseListen(options.Listen)
	if err != nil {
		return err
	}
	project, err := FindProject(options.Dir)
	if err != nil {
		return err
	}
	stacks, err := project.choose(nil)
	if err != nil {
		return err
	}
	if err := project.checkStacks(stacks); err != nil {
		return err
	}
	folder, world, cleanUp, err := options.place(ctx)
	if err != nil {
		return err
	}
	defer cleanUp()

	if options.open == nil {
		options.open = options.again()
	}
	cloud, err := options.open(ctx, world)
	if err != nil {
		return fmt.Errorf("starting the stand-in for Azure: %w", err)
	}
	defer func() { _ = cloud.Close() }()
	served := served{stacks: stacks, folder: folder, world: world, persistent: options.World != ""}
	var stop func()
	if served.port, stop, err = listen(port, cloud, options.Program); err != nil {
		return err
	}
	defer stop()
	if served.cli, err = findCLI(ctx, project.Dir, options.Out); err != nil {
		return err
	}
	if err := served.prepare(ctx, project, options.Out); err != nil {
		return err
	}
	served.noteInterruptions(project.Name, options.Out)
	served.print(options.Out)
	<-ctx.Done()
	return nil
}

// listen offers the stand-in and the program on one port of this machine, 0
// for any that is free.
func listen(port int, cloud cloud, program pulumi.RunFunc) (chosen int, stop func(), err error) {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return 0, nil, usagef("--listen: port %d cannot be had: %v; name another, or none for any that is free", port, err)
	}
	const messages = 400 << 20 // the engine's own limit
	server := grpc.NewServer(grpc.MaxRecvMsgSize(messages), grpc.MaxSendMsgSize(messages))
	pulumirpc.RegisterResourceProviderServer(server, cloud)
	pulumirpc.RegisterLanguageRuntimeServer(server, &languageServer{program: program})
	go func() { _ = server.Serve(listener) }()
	return listener.Addr().(*net.TCPAddr).Port, server.Stop, nil
}

// parseListen answers the port of "127.0.0.1:PORT", 0 for any.
func parseListen(listen string) (int, error) {
	if listen == "" {
		return 0, nil
	}
	host, text, err := net.SplitHostPort(listen)
	port, notNumber := strconv.Atoi(text)
	if err != nil || notNumber != nil || port < 0 || port > 65535 {
		return 0, usagef("--listen %q is no address and port: write 127.0.0.1:PORT, such as 127.0.0.1:7700", listen)
	}
	if host != "127.0.0.1" && host != "localhost" {
		return 0, usagef("--listen %q: the engine looks for its provider on this machine only, "+
			"and whoever reaches the stand-in may change it: write 127.0.0.1:%d", listen, port)
	}
	return port, nil
}

// place decides where the world and the stacks live.
func (o ServeOptions) place(ctx context.Context) (folder, world string, cleanUp func(), err error) {
	if o.World == "" {
		folder, cleanUp, err = workFolder(ctx, "", "", o.Out)
		return folder, filepath.Join(folder, worldFile), cleanUp, err
	}
	if world, err = filepath.Abs(o.World); err != nil {
		return "", "", nil, fmt.Errorf("finding --world: %w", err)
	}
	if info, err := os.Stat(world); err == nil && info.IsDir() {
		return "", "", nil, usagef("--world %s is a folder: name a file, such as %s", o.World, filepath.Join(o.World, "world.json"))
	}
	if info, err := os.Stat(filepath.Dir(world)); err != nil || !info.IsDir() {
		return "", "", nil, usagef("--world %s: there is no folder %s; create it first", o.World, filepath.Dir(world))
	}
	// Two names of one file are one world.
	if real, err := filepath.EvalSymlinks(world); err == nil {
		world = real
	}
	folder = world + ".work"
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", "", nil, fmt.Errorf("creating the folder of the stacks: %w", err)
	}
	soon, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	unlock, err := lockFile(soon, filepath.Join(folder, "lock"))
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("another process serves the world %s: end it first, or name another --world", o.World)
	}
	return folder, world, unlock, err
}
