package rehearsal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"secure-azure-openai/rehearsal/fault"
	"secure-azure-openai/rehearsal/provider"
)

func TestProbe(t *testing.T) {
	for _, text := range []string{"create:*:StorageAccount=crash", "create:*:StorageAccount=crash-before", "create:*:StorageAccount=lost", "create:*:StorageAccount=cancel", "create:*:RoleAssignment=lost", "create:*:RoleAssignment=crash", "create:*:StorageAccount=failed;create:*:BlobContainer=crash", "create:*:NetworkSecurityGroup=failed;create:*:StorageAccount=crash"} {
		t.Run(text, func(t *testing.T) { probe(t, text) })
	}
}
func probe(t *testing.T, text string) {
	ctx := context.Background()
	dir := t.TempDir()
	p := testProject(t, "")
	found, err := findCLI(ctx, p, os.Stderr)
	require.NoError(t, err)
	cc, err := openStandIn(ctx, "")
	c := cc.(standIn)
	require.NoError(t, err)
	for _, d := range []string{"home", "backend"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, d), 0o700))
	}
	port, stop, err := listen(0, c, smallStack(1))
	require.NoError(t, err)
	defer stop()
	e := newEngine(found, append(engineVariables(filepath.Join(dir, "home"), filepath.Join(dir, "backend"), c.Port()), "PULUMI_CONFIG_PASSPHRASE=x"), nil)
	o := &operator{engine: e, project: p, backend: filepath.Join(dir, "backend"), stack: "dev", client: fmt.Sprintf("127.0.0.1:%d", port), color: "never", out: os.Stdout}
	clock := func(what string, args ...string) *observer {
		s := time.Now()
		seen, err := o.run(ctx, args...)
		fmt.Println("TIME", what, time.Since(s), err)
		return seen
	}
	_, err = e.ask(ctx, p, "stack", "init", "dev")
	require.NoError(t, err)
	var faults []fault.Fault
	for one := range strings.SplitSeq(text, ";") {
		f, err := fault.Parse(one, provider.Known())
		require.NoError(t, err)
		faults = append(faults, f)
	}
	require.NoError(t, err)
	set := fault.NewSet(faults)
	c.Inject(provider.Injection{Faults: set, Kill: e.current.kill, Interrupt: e.current.interrupt})
	clock("up", "up")
	c.Inject(provider.Injection{})
	r := &recovery{operator: o, world: c.World()}
	fmt.Println("UNLOCK", r.unlock(ctx))
	cp, err := o.checkpoint()
	fmt.Printf("%v %v pending %v\n", len(cp.Resources), err, len(cp.Pending))
	for i := 0; i < 3; i++ {
		s := clock("up", "up")
		more, err := r.adopt(ctx, s)
		fmt.Println("ADOPT", more, err)
		if !more {
			break
		}
	}
	fmt.Println("FORGET", r.forget(ctx))
	clock("up2", "up")
	clock("refresh", "refresh")
	clock("destroy", "destroy")
	cp, err = o.checkpoint()
	fmt.Println(len(cp.Resources), err, o.locked(), c.IDs())
	fmt.Println(r.commands)
}
