// Package command is the command line of topo. The program that it rehearses
// is handed in, so that its tests need not compile the topology.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"secure-azure-openai/rehearsal"
)

// The exit codes.
const (
	exitHeld        = 0
	exitNotHeld     = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// invocation is how topo is run: it is not installed, and every example must
// work as it stands.
const invocation = "go run ./cmd/topo"

// errNotHeld ends a rehearsal whose summary already says what did not hold.
var errNotHeld = errors.New("not everything held")

// runError marks what went wrong after the command line was understood.
type runError struct{ error }

func (e runError) Unwrap() error { return e.error }

// Main runs topo with the given arguments and answers its exit code.
func Main(program pulumi.RunFunc, args []string, out, errOut io.Writer) int {
	stop := listen(errOut)
	defer stop.end()
	root := newRoot(program, out, errOut, stop)
	root.SetArgs(args)
	err := root.ExecuteContext(stop.ctx)

	var usage *rehearsal.UsageError
	var running runError
	switch {
	case err == nil:
		return exitHeld
	case stop.ctx.Err() != nil:
		return exitInterrupted
	case errors.Is(err, errNotHeld):
		return exitNotHeld
	case errors.As(err, &usage), !errors.As(err, &running):
		fmt.Fprintf(errOut, "Error: %v\nRun `%s --help` for what there is.\n", err, helpOf(root, args))
		return exitUsage
	default:
		fmt.Fprintf(errOut, "Error: %v\n", err)
		return exitNotHeld
	}
}

// helpOf is the command whose help explains what was called.
func helpOf(root *cobra.Command, args []string) string {
	if found, _, err := root.Find(args); err == nil && found != root {
		return invocation + " " + found.Name()
	}
	return invocation
}

func newRoot(program pulumi.RunFunc, out, errOut io.Writer, stop *stopper) *cobra.Command {
	root := &cobra.Command{
		Use:   "topo",
		Short: "Try the topology out, without Azure",
		Long: `topo runs this project's Pulumi program with the real Pulumi engine against a
stand-in for Azure on this machine. It needs no account, reaches none, and writes
nothing into the checkout but what --export, --timeline or --world names there.

It exits with 0 if everything held, with 1 if something did not or could not be
run, with 2 if it was called wrongly and with 130 after Ctrl-C. These are the
binary's codes (go build -o FOLDER ./cmd/topo): go run makes 1 of every one but 0.`,
		// The name in usage lines and error messages.
		Annotations:       map[string]string{cobra.CommandDisplayNameAnnotation: invocation},
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args:              cobra.NoArgs,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetOut(out)
	root.SetErr(errOut)
	root.AddCommand(newRehearse(program, out, stop), newServe(program, out))
	return root
}

func newRehearse(program pulumi.RunFunc, out io.Writer, stop *stopper) *cobra.Command {
	options := rehearsal.Options{Program: program, Out: out, Abort: stop.abort, Color: colored(out), Today: today()}
	var check bool
	cmd := &cobra.Command{
		Use:   "rehearse",
		Short: "Preview, up, up again, refresh and destroy against the stand-in",
		Long: `rehearse runs preview, up, a second up that must change nothing, a refresh that
must find nothing and a destroy that must leave nothing, for each stack file
Pulumi.<stack>.yaml, on a copy of it. A stack with protected resources must
first refuse its destroy; then everything is unprotected and destroyed, and what
is retained on purpose is named.

An up fails, too, where two operations that Azure refuses side by side could
meet because nothing in the dependencies keeps them apart.

At the end it says how long each deployment would take on Azure, by typical
durations of the resource types, and names the critical path. --timeline FILE
draws it: FILE is the picture (SVG), and FILE.txt the same as a table, with each
resource's start and end, and whom it waited for and why.

--drift changes the stand-in's world behind the program's back after the refresh
(public access and keys switched on, firewalls opened, a site without sign-in, a
policy of the gateway, a caller that it takes, what it logs of calls, a role
assignment, a zone's link, a security rule): a refresh must find each change and
nothing else, and the next up must take back exactly these.

--check also judges the security of the deployment after up, as posture check does:
the requirements, who can do what, and what else stands open.

--from FILE begins with an exported state, of an older version of this program
or of a stack of yours, instead of with nothing: the program must take it over
without replacing or deleting anything. FILE is only read.

Advanced: --fault and --chaos let things go wrong, in up, refresh and destroy. After
each, rehearse does what an operator would do, shows the commands, and checks that
the same up comes to the same end as without: nothing lost, nothing made twice. A
fault reads OPERATION:TYPE[:N]=OUTCOME[xCOUNT]:
  OPERATION  create, update, delete, read or any
  TYPE       a Pulumi type, in which * stands for any text
  N          which of those that match; the first if left out
  OUTCOME    an HTTP status (400 to 599), which the provider may try again after;
             lost (Azure does it, the answer never comes), failed (Azure accepts it
             and fails later), crash (the CLI is killed after Azure has accepted
             it), crash-before (before), cancel (Ctrl-C while Azure works on it)
  COUNT      so often, and then the provider's next try goes through

The exit codes are in the help of topo itself.`,
		Example: `  ` + invocation + ` rehearse
  ` + invocation + ` rehearse --stack dev --only preview
  ` + invocation + ` rehearse --stack dev --export dev.deployment.json
  ` + invocation + ` rehearse --stack dev --timeline dev.timeline.svg
  ` + invocation + ` rehearse --drift
  ` + invocation + ` rehearse --check
  ` + invocation + ` rehearse --from dev.deployment.json
  ` + invocation + ` rehearse --stack dev --fault 'create:azure-native:network*:PrivateEndpoint:2=503'
  ` + invocation + ` rehearse --stack dev --chaos 7`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if check {
				options.Check = checkSecurity
			}
			report, err := rehearsal.Run(cmd.Context(), options)
			if err == nil && !report.Held() {
				err = errNotHeld
			}
			return running(err)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&options.Stacks, "stack", nil, "rehearse this stack; repeat it for more (default every stack file)")
	flags.StringVar((*string)(&options.Only), "only", "", "run one operation alone: preview or up")
	flags.StringVar(&options.Export, "export", "", "write the deployment after up to this file, secrets as ciphertext")
	flags.StringVar(&options.Timeline, "timeline", "", "draw the time on Azure in this SVG file, and write it as a table beside it")
	flags.StringVar(&options.From, "from", "", "begin with this state, from pulumi stack export, which the program must take over")
	flags.BoolVar(&options.Drift, "drift", false, "change the stand-in's world behind the program's back: refresh must find it, up mend it")
	flags.BoolVar(&check, "check", false, "check the security of the deployment after up, with the stack file's waivers")
	flags.BoolVar(&options.AnyQuota, "any-quota", false, anyQuota)
	flags.StringArrayVar(&options.Faults, "fault", nil, "advanced: let this go wrong; repeat it for more")
	flags.StringVar(&options.Chaos, "chaos", "", "advanced: let random things go wrong, the same ones for the same `SEED`")
	flags.StringVar(&options.WorkDir, "work-dir", "", "work in this empty folder and leave it there")
	_ = flags.MarkHidden("work-dir")
	return cmd
}

func newServe(program pulumi.RunFunc, out io.Writer) *cobra.Command {
	options := rehearsal.ServeOptions{Program: program, Out: out, Today: today()}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Keep the stand-in listening for your own pulumi commands",
		Long: `serve keeps the stand-in for Azure listening until Ctrl-C and prints the variables
with which your own pulumi preview, up, refresh and destroy run against it.

Without --world, the world and the stacks end with serve. With it, FILE keeps
the world and the folder FILE.work the stacks, and the next serve continues.`,
		Example: `  ` + invocation + ` serve
  ` + invocation + ` serve --world ~/world.json --listen 127.0.0.1:7700`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return running(rehearsal.Serve(cmd.Context(), options))
		},
	}
	cmd.Flags().StringVar(&options.World, "world", "", "keep the world in this file")
	cmd.Flags().BoolVar(&options.AnyQuota, "any-quota", false, anyQuota)
	cmd.Flags().StringVar(&options.Listen, "listen", "", "listen on 127.0.0.1:PORT (default any free port)")
	return cmd
}

func running(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return runError{err}
}

// colored says whether out is a terminal whose user wants colours
// (https://no-color.org).
func colored(out io.Writer) bool {
	file, isFile := out.(*os.File)
	return isFile && term.IsTerminal(int(file.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
