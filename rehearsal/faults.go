package rehearsal

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"secure-azure-openai/rehearsal/fault"
	"secure-azure-openai/rehearsal/provider"
)

// faulty says whether something is to go wrong.
func (o Options) faulty() bool { return len(o.Faults) > 0 || o.Chaos != "" }

// checkFaults says what is wrong with --fault and --chaos.
func (o Options) checkFaults() error {
	if !o.faulty() {
		return nil
	}
	flag := "--fault"
	if len(o.Faults) == 0 {
		flag = "--chaos"
	}
	switch {
	case len(o.Faults) > 0 && o.Chaos != "":
		return usagef("--fault and --chaos are two ways to say what goes wrong: give one of them")
	case o.Drift || o.From != "":
		other := "--drift"
		if !o.Drift {
			other = "--from"
		}
		return usagef("%s and %s are two rehearsals: run one after the other", flag, other)
	case o.Only == OnlyPreview:
		return usagef("%s needs an up, and --only preview does none: use --only up, or leave --only out", flag)
	}
	faults, err := o.parseFaults()
	if err != nil {
		return err
	}
	for _, f := range faults {
		if o.Only == OnlyUp && f.Op != fault.Create && f.Op != fault.Any {
			return usagef("--fault %s cannot come about: --only up %s nothing; leave --only out", f, f.Op+"s")
		}
	}
	_, err = o.seed()
	return err
}

func (o Options) parseFaults() ([]fault.Fault, error) {
	var faults []fault.Fault
	for _, text := range o.Faults {
		f, err := fault.Parse(text, provider.Known())
		if err != nil {
			return nil, usagef("--fault %v", err)
		}
		faults = append(faults, f)
	}
	return faults, nil
}

func (o Options) seed() (uint64, error) {
	if o.Chaos == "" {
		return 0, nil
	}
	seed, err := strconv.ParseUint(o.Chaos, 10, 64)
	if err != nil {
		return 0, usagef("--chaos %q is no seed: it must be a whole number from 0 on, such as --chaos 7", o.Chaos)
	}
	return seed, nil
}

// chaosFaults is about how many operations of an up --chaos makes go wrong,
// however large the stack is: some of the faults end the run.
const chaosFaults = 6.0

// source decides what goes wrong on a stack with so many resources.
func (o Options) source(resources int) (source, error) {
	if o.Chaos == "" {
		faults, err := o.parseFaults()
		return fault.NewSet(faults), err
	}
	seed, err := o.seed()
	return fault.NewChaos(seed, min(0.3, chaosFaults/float64(max(resources, 1)))), err
}

// withFaults is the cycle of a stack on which things go wrong: each command
// that changes something is disturbed, then put right as an operator does, and
// must then have come to what it comes to without.
func (r *stackRun) withFaults(ctx context.Context) (operations []Operation, err error) {
	want, reference, err := r.undisturbed(ctx)
	operations = append(operations, reference)
	if err != nil || !reference.Held {
		return operations, err
	}
	c, isStandIn := r.cloud.(standIn)
	if !isStandIn {
		return operations, fmt.Errorf("only the stand-in for Azure has faults")
	}
	t, stop, err := newTrial(r.operator(r.out), c, r.options.Program)
	if err != nil {
		return operations, err
	}
	defer stop()
	faults, err := r.options.source(len(want.state))
	if err != nil {
		return operations, err
	}
	d := disturbance{stackRun: r, trial: t, faults: faults, want: want}
	err = d.cycle(ctx)
	operations = append(operations, d.operations...)
	if ctx.Err() != nil {
		return operations, ctx.Err()
	}
	return append(operations, d.cameAbout()), err
}

// operator runs the plain CLI on the stack.
func (r *stackRun) operator(out io.Writer) *operator {
	return &operator{
		engine: r.engine, project: r.auto.Workspace().WorkDir(), backend: filepath.Join(r.folder, "backend"),
		stack: r.stack, color: r.color(), out: out,
	}
}

// undisturbed runs an up in which nothing goes wrong, in a world of its own,
// and answers what it came to.
func (r *stackRun) undisturbed(ctx context.Context) (want endState, result Operation, err error) {
	other := stackRun{
		options: r.options, project: r.project, stack: r.stack, cli: r.cli,
		folder: r.folder + "-without-faults", out: io.Discard,
	}
	if err := other.prepare(ctx); err != nil {
		return endState{}, Operation{Stack: r.stack, Name: "up without faults"}, err
	}
	defer func() { _ = other.cloud.Close() }()
	c, isStandIn := other.cloud.(standIn)
	if !isStandIn {
		return endState{}, Operation{}, fmt.Errorf("only the stand-in for Azure has faults")
	}
	t, stop, err := newTrial(other.operator(r.out), c, r.options.Program)
	if err != nil {
		return endState{}, Operation{}, err
	}
	defer stop()
	t.heading("up without faults")
	seen, failed := t.run(ctx, "up")
	result = t.record("up without faults", seen)
	if failed != nil {
		result.fail("failed", append(seen.errors, lastLines(failed.Error(), 5))...)
		return endState{}, result, nil
	}
	want, wrong, err := t.endState()
	if len(wrong) > 0 {
		result.fail("state and Azure differ", wrong...)
	}
	result.Verdict = "for comparison"
	return want, result, err
}
