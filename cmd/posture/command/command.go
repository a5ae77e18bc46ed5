// Package command is the command line of posture.
package command

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"secure-azure-openai/posture/graph"
)

// The exit codes.
const (
	exitHolds      = 0
	exitFallsShort = 1
	// exitUnjudged is for an input that cannot be judged, or not wholly, where
	// nothing falls short otherwise, and for a command line that cannot be
	// understood.
	exitUnjudged = 2
)

// invocation is how posture is run: it is not installed, and every example
// must work as it stands.
const invocation = "go run ./cmd/posture"

// These end a check whose report already says what falls short, or what could
// not be judged.
var (
	errFallsShort = errors.New("it falls short")
	errUndecided  = errors.New("it is undecided")
)

// runError marks what went wrong after the command line was understood.
type runError struct{ error }

func (e runError) Unwrap() error { return e.error }

// Main runs posture with the given arguments and answers its exit code.
func Main(args []string, in io.Reader, out, errOut io.Writer) int {
	root := newRoot(in, out)
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errOut)
	cmd, err := root.ExecuteC()

	var running runError
	switch {
	case err == nil:
		return exitHolds
	case errors.Is(err, errFallsShort):
		return exitFallsShort
	case errors.Is(err, errUndecided):
		return exitUnjudged
	case errors.As(err, &running):
		fmt.Fprintf(errOut, "Error: %s\n", graph.PrintableTo(err.Error(), 2000))
	default:
		fmt.Fprintf(errOut, "Error: %s\nRun `%s --help` for what there is.\n", graph.PrintableTo(err.Error(), 2000), cmd.CommandPath())
	}
	return exitUnjudged
}

func newRoot(in io.Reader, out io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:   "posture",
		Short: "Check the security of a deployment",
		Long: `posture reads what the Pulumi CLI writes about a stack and checks it against the
requirements of docs/requirements.md, follows who can do what, and looks for
whatever else stands open. It needs no Azure account and reaches nothing.

It exits with 0 if the stack holds, with 1 if it falls short, and with 2 if the
input could not be judged, or not all of it, or the command was called wrongly.
These are the binary's codes (go build -o FOLDER ./cmd/posture): go run makes 1
of every one but 0.`,
		// The name in usage lines and error messages.
		Annotations:       map[string]string{cobra.CommandDisplayNameAnnotation: invocation},
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args:              cobra.NoArgs,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(newCheck(in, out), newExplain(in, out))
	return root
}

// read reads a graph from a file, or from in where it is "-" or not given.
func read(in io.Reader, args []string, at int) (*graph.Graph, error) {
	name := "-"
	if len(args) > at {
		name = args[at]
	}
	from, shown := in, "standard input"
	if file, isFile := in.(*os.File); isFile && name == "-" && term.IsTerminal(int(file.Fd())) {
		return nil, errors.New("there is nothing on standard input: name a file, or pipe in what `pulumi stack export` " +
			"or `pulumi preview --json --show-sames` writes")
	}
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, runError{fmt.Errorf("opening the resources: %w", err)}
		}
		defer func() { _ = file.Close() }()
		from, shown = file, name
	}
	g, err := graph.Read(from)
	if err != nil {
		return nil, runError{fmt.Errorf("%s cannot be judged: %w", shown, err)}
	}
	return g, nil
}
