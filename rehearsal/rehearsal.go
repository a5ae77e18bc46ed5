// Package rehearsal runs a Pulumi program with the real Pulumi engine against
// a stand-in for Azure, on a copy of the project's own configuration: preview,
// up, an up that must change nothing, a refresh that must find nothing and a
// destroy that must leave nothing. It needs no account, and reaches none: the
// state lies in a temporary folder, and no Pulumi or Azure variable of the
// user's is passed on.
//
// The program is handed in; this package knows no topology.
package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/rehearsal/engine"
)

// Only says which part of the cycle to run; empty is all of it.
type Only string

// The parts of the cycle that can be run alone.
const (
	OnlyPreview Only = "preview"
	OnlyUp      Only = "up"
)

// Options are the decisions of one Run. Program and Out must be given.
type Options struct {
	// Program is what `pulumi up` would run.
	Program pulumi.RunFunc
	// Dir is the project's folder or any below it; empty is the current one.
	Dir string
	// Stacks are the names of the stacks to rehearse, in order; empty is
	// every stack that has a file.
	Stacks []string
	Only   Only
	// Export is a file that gets the deployment as it is after up, as `pulumi
	// stack export` writes it: secrets are ciphertext, under a passphrase that
	// ends with the run. It needs exactly one stack.
	Export string
	// From is an exported state that the rehearsal begins with, instead of
	// with nothing: see takeOver. It is of one stack of this project.
	From string
	// Timeline is a file that gets a picture (SVG) of how long the deployment
	// would take on Azure; the same as a table gets its name and .txt. It
	// needs exactly one stack.
	Timeline string
	// Drift changes the world behind the program's back after the refresh,
	// and shows that it is found and mended: see drifts.
	Drift bool
	// Faults say what goes wrong, as fault expressions; Chaos is a seed for
	// random ones. Empty is nothing.
	Faults []string
	Chaos  string
	// Check judges the deployment as it is after up, as Export has it; nil
	// judges nothing.
	Check func(exported []byte) (Checked, error)
	// Out gets the engine's own progress, its complaints and the summary.
	Out io.Writer
	// Color passes the engine's colours on.
	Color bool
	// Abort, when closed, kills the engine without waiting for it. Ending the
	// context instead lets the engine finish the steps under way.
	Abort <-chan struct{}
	// WorkDir is an existing, empty folder for everything that the run
	// writes, the stand-in's world included, which is then left there. Empty is a temporary folder that is
	// removed at the end.
	WorkDir string
	// Today (ISO 8601) is the day for which models are judged; empty is
	// facts.ModelsAsOf, which no calendar moves.
	Today string
	// AnyQuota takes it that the subscription has the model quota that the
	// stacks ask for; otherwise it has that of facts.Quotas.
	AnyQuota bool
	// Placeholder stands for every encrypted value inside a key of a stack
	// file, for a test to search for. Empty is settings.Placeholder.
	Placeholder string

	// open starts what the engine talks to; nil is the stand-in for Azure.
	open opener
	// from is what From holds, nil where it is empty.
	from *taken
	// drifts are made in the place of the table's, where not nil.
	drifts []drift
	// temp is where temporary folders go; empty is os.TempDir.
	temp string
}

// Run rehearses the chosen stacks, one after the other, and prints a summary.
// The error says that the rehearsal could not be carried out; whether
// everything held is the report's to say. An ended context gives its error.
func Run(ctx context.Context, options Options) (Report, error) {
	started := time.Now()
	if options.open == nil {
		options.open = options.anew()
	}
	project, err := FindProject(options.Dir)
	if err != nil {
		return Report{}, err
	}
	if options, err = options.beginFrom(project); err != nil {
		return Report{}, err
	}
	stacks, err := options.check(project)
	if err != nil {
		return Report{}, err
	}
	// What is wrong with a file is said before a CLI is built for it.
	if err := project.checkStacks(stacks); err != nil {
		return Report{}, err
	}
	out := &lockedWriter{to: options.Out}
	found, err := engine.Find(ctx, project.Dir, out)
	if err != nil {
		return Report{}, err
	}
	folder, cleanUp, err := workFolder(ctx, options.WorkDir, options.temp, out)
	if err != nil {
		return Report{}, err
	}
	defer cleanUp()

	all := make(chan outcome, 1)
	go func() { all <- options.rehearse(ctx, project, stacks, found, folder, out) }()
	var result outcome
	select {
	case result = <-all:
	case <-afterAbort(options.Abort):
		// The engine is gone, but the program goes on in this process.
		return Report{}, errors.Join(ctx.Err(), errors.New("the program did not end with its engine"))
	}
	if result.err != nil {
		return result.report, result.err
	}
	result.report.Elapsed = time.Since(started)
	result.report.Print(out)
	return result.report, nil
}

type outcome struct {
	report Report
	err    error
}

// rehearse runs the cycle of each stack.
func (o Options) rehearse(ctx context.Context, project *Project, stacks []string, found engine.CLI,
	folder string, out io.Writer,
) (all outcome) {
	for _, stack := range stacks {
		run := stackRun{
			options: o, project: project, stack: stack, cli: found,
			folder: filepath.Join(folder, stack), out: out,
		}
		operations, err := run.rehearse(ctx)
		if run.timeline != nil {
			all.report.Timelines = append(all.report.Timelines, *run.timeline)
		}
		all.report.Operations = append(all.report.Operations, operations...)
		if ctx.Err() != nil {
			all.err = ctx.Err()
			return all
		}
		if err != nil {
			all.err = fmt.Errorf("rehearsing the stack %s: %w", stack, err)
			return all
		}
	}
	return all
}

// afterAbort answers when a run has had the time to end after an abort.
func afterAbort(abort <-chan struct{}) <-chan struct{} {
	late := make(chan struct{})
	if abort != nil {
		go func() {
			<-abort
			time.Sleep(3 * time.Second)
			close(late)
		}()
	}
	return late
}

// check answers the stacks to rehearse, or the first option that cannot work.
func (o Options) check(project *Project) ([]string, error) {
	switch o.Only {
	case "", OnlyPreview, OnlyUp:
	default:
		return nil, usagef("--only %q is no part of the cycle: it is preview or up%s", o.Only,
			didYouMean(string(o.Only), []string{string(OnlyPreview), string(OnlyUp)}))
	}
	if o.Drift && o.Only != "" {
		return nil, usagef("--drift comes after an up and a refresh, and --only %s ends before: leave --only out", o.Only)
	}
	if err := o.checkFaults(); err != nil {
		return nil, err
	}
	if err := o.checkCheck(); err != nil {
		return nil, err
	}
	stacks, err := project.choose(o.Stacks)
	if err != nil {
		return nil, err
	}
	if err := o.checkFile("--export", o.Export, ".json", stacks); err != nil {
		return nil, err
	}
	if err := o.checkFile("--timeline", o.Timeline, ".svg", stacks); err != nil {
		return nil, err
	}
	return stacks, nil
}

// checkFile says what is wrong with a file that a flag asks for.
func (o Options) checkFile(flag, file, ending string, stacks []string) error {
	if file == "" {
		return nil
	}
	if len(stacks) != 1 {
		return usagef("%s writes one stack's deployment, and here are %d: add --stack %s, for example",
			flag, len(stacks), stacks[0])
	}
	if o.Only == OnlyPreview {
		return usagef("%s needs an up, and --only preview does none: use --only up, or leave --only out", flag)
	}
	info, err := os.Stat(file)
	switch {
	case err == nil && info.IsDir():
		return usagef("%s %s is a folder: name a file, such as %s", flag, file, filepath.Join(file, stacks[0]+ending))
	case err == nil && !info.Mode().IsRegular():
		return usagef("%s %s is no file but a device or the like, and would be replaced: name a file, such as %s",
			flag, file, stacks[0]+ending)
	case filepath.Ext(file) != ending:
		// Whatever is there is replaced: not a stack file by a slip.
		return usagef("%s %s does not end in %s: name a file that does, such as %s", flag, file, ending, stacks[0]+ending)
	case err == nil && o.reads(info):
		return usagef("%s %s would replace what --from reads: name another file", flag, file)
	}
	if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
		return usagef("%s %s: there is no folder %s; create it first", flag, file, filepath.Dir(file))
	}
	return nil
}

// reads reports whether --from names a file.
func (o Options) reads(file os.FileInfo) bool {
	from, err := os.Stat(o.From)
	return o.From != "" && err == nil && os.SameFile(from, file)
}
