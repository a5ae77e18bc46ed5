package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"

	"secure-azure-openai/rehearsal/engine"
	"secure-azure-openai/rehearsal/timeline"
)

// stackRun is the rehearsal of one stack.
type stackRun struct {
	options Options
	project *Project
	stack   string
	cli     engine.CLI
	folder  string // everything of this stack is written below it
	out     io.Writer

	seal *sealer
	// staged is nil where one up makes everything.
	staged *staged
	cloud  cloud
	engine *engine.Engine
	auto   auto.Stack

	// forgotten is what a destroy that failed may have forgotten on purpose.
	forgotten []stateResource
	// timeline is of the deployment after up, nil before.
	timeline *timeline.Timeline
}

// rehearse prepares the stack and runs its cycle. It answers the operations
// as far as they came; the error is for what is no operation of the engine.
func (r *stackRun) rehearse(ctx context.Context) (operations []Operation, err error) {
	if err := r.prepare(ctx); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.cloud.Close()) }()

	if r.options.Only != OnlyUp {
		preview := r.preview(ctx)
		operations = append(operations, preview)
		if !preview.Held || r.options.Only == OnlyPreview {
			return operations, nil
		}
	}
	if r.options.faulty() {
		disturbed, err := r.withFaults(ctx)
		return append(operations, disturbed...), err
	}
	if r.staged != nil {
		first, err := r.firstUp(ctx)
		if operations = append(operations, first); err != nil || !first.Held {
			return operations, err
		}
	}
	up, after, err := r.up(ctx)
	operations = append(operations, up)
	if err == nil && r.options.Check != nil && after.Exported != nil {
		checked, err := r.check(after)
		if err != nil {
			return operations, fmt.Errorf("checking the deployment: %w", err)
		}
		operations = append(operations, checked)
	}
	if err != nil || !up.Held && after.Exported == nil || r.options.Only == OnlyUp {
		return operations, err
	}
	operations = append(operations, r.secondUp(ctx), r.refresh(ctx))
	if r.options.Drift {
		drifting, err := r.drift(ctx)
		operations = append(operations, drifting...)
		if err != nil {
			return operations, err
		}
	}
	destroys, err := r.destroy(ctx)
	return append(operations, destroys...), err
}

// prepare makes the stack's folders, its copy of the project, the stand-in
// for Azure and an empty stack in a backend of its own.
func (r *stackRun) prepare(ctx context.Context) (err error) {
	project, home, backend := filepath.Join(r.folder, "project"),
		filepath.Join(r.folder, "home"), filepath.Join(r.folder, "backend")
	for _, folder := range []string{project, home, backend} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fmt.Errorf("creating a folder to work in: %w", err)
		}
	}
	if r.seal, err = newSealer(r.options.Placeholder); err != nil {
		return err
	}
	notes, err := r.project.copyInto(project, []string{r.stack}, "", r.seal)
	if err != nil {
		return err
	}
	for _, note := range notes {
		fmt.Fprintf(r.out, "Note: %s.\n", note)
	}
	if r.options.from == nil { // what a state has is there
		if r.staged, err = r.stage(project); err != nil {
			return err
		}
	}
	// In a file, so that the search for secrets in plain text sees it too.
	if r.cloud, err = r.options.open(ctx, filepath.Join(r.folder, worldFile)); err != nil {
		return fmt.Errorf("starting the stand-in for Azure: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.cloud.Close())
		}
	}()
	r.engine = engine.New(r.cli, append(engineVariables(home, backend, r.cloud.Port()),
		"PULUMI_CONFIG_PASSPHRASE="+r.seal.passphrase), r.options.Abort)
	workspace, err := auto.NewLocalWorkspace(ctx, auto.WorkDir(project), auto.PulumiHome(home),
		auto.Program(r.options.Program), auto.Pulumi(r.engine))
	if err != nil {
		return fmt.Errorf("opening the copy of the project: %w", err)
	}
	if r.auto, err = auto.NewStack(ctx, r.stack, workspace); err != nil {
		return fmt.Errorf("creating an empty stack: %w", err)
	}
	if r.options.from != nil {
		return r.takeOver(ctx)
	}
	return nil
}

// engineVariables are the variables that keep the engine away from the user's
// own installation and accounts, and lead it to the stand-in.
func engineVariables(home, backend string, port int) []string {
	return []string{
		"PULUMI_HOME=" + home,
		// Without the files of attributes, which are not written in one step: a
		// CLI that is killed at the wrong moment leaves an empty one, and reads
		// no state any more.
		"PULUMI_BACKEND_URL=file://" + filepath.ToSlash(backend) + "?metadata=skip",
		// The engine talks to a provider that is already listening instead of
		// starting one, ...
		"PULUMI_DEBUG_PROVIDERS=azure-native:" + strconv.Itoa(port),
		// ... but would still download the real one for a second up, a refresh
		// or a destroy.
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true",
		"PULUMI_SKIP_UPDATE_CHECK=true",
	}
}

// state asks the CLI for the stack's state, with secrets as ciphertext.
func (r *stackRun) state(ctx context.Context) (state, error) {
	exported, err := r.engine.Ask(ctx, r.auto.Workspace().WorkDir(), "stack", "export", "--stack", r.stack)
	if err != nil {
		return state{}, fmt.Errorf("reading the stack's state: %w", err)
	}
	return parseState(exported)
}
