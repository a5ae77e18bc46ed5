package command

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/report"
)

// checkFlags are the decisions of one check.
type checkFlags struct {
	format, theme, stackFile string
	noColor, all             bool
}

func newCheck(in io.Reader, out io.Writer) *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check [FILE|-]",
		Short: "Check a stack's resources, deployed or previewed",
		Long: `check judges the resources in FILE, or on standard input, which is what
pulumi stack export or pulumi preview --json --show-sames writes.

What only the deployment decides is listed as undecided in a preview, and never
as held. A deployment of which something cannot be read does not hold: export it
with --show-secrets if that is a secret.

What is accepted for a while stands in the stack file, with its reason and the
last day on which it holds, and is shown in every report:

  secure-azure-openai:posture:
    waivers:
      - id: R11
        reason: the pilot's developers list keys
        expires: "2027-01-31"`,
		Example: `  pulumi stack export | ` + invocation + ` check
  pulumi preview --json --show-sames | ` + invocation + ` check --format markdown
  ` + invocation + ` check dev.deployment.json --format sarif`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return check(in, out, args, flags) },
	}
	set := cmd.Flags()
	set.StringVar(&flags.format, "format", string(report.Table), "write the report as table, markdown, json or sarif")
	set.StringVar(&flags.stackFile, "stack-file", "", "read the waivers from this file (default the project's Pulumi.STACK.yaml, found from here)")
	set.StringVar(&flags.theme, "theme", "", "colours for a dark or a light terminal, or none (default by the terminal)")
	set.BoolVar(&flags.noColor, "no-color", false, "the same as --theme none")
	set.BoolVar(&flags.all, "all", false, "list in the table what holds, too, and everything that is unused")
	return cmd
}

func check(in io.Reader, out io.Writer, args []string, flags checkFlags) error {
	format := report.Format(flags.format)
	if !slices.Contains(report.Formats(), format) {
		return fmt.Errorf("--format %q is no format; use one of table, markdown, json, sarif", flags.format)
	}
	theme, err := flags.choose(out)
	if err != nil {
		return err
	}
	g, err := read(in, args, 0)
	if err != nil {
		return err
	}
	r, err := Judge(g, flags.stackFile)
	if err != nil {
		return runError{err}
	}
	if err := report.Write(out, r, format, report.Options{Theme: theme, All: flags.all}); err != nil {
		return runError{err}
	}
	switch r.Outcome() {
	case posture.FallsShort:
		return errFallsShort
	case posture.Undecided:
		return errUndecided
	}
	return nil
}

// Judge checks a graph, with the waivers of a stack file; without a name it is
// the project's that is found from the current folder.
func Judge(g *graph.Graph, stackFile string) (posture.Report, error) {
	waivers, err := readWaivers(stackFile, g.Project, g.Stack)
	if err != nil {
		return posture.Report{}, err
	}
	return posture.Check(g, posture.Options{Waivers: waivers}), nil
}

// choose is the theme: what is asked for, or what the terminal seems to be.
// A file, a pipe and NO_COLOR (https://no-color.org) have no colour.
func (f checkFlags) choose(out io.Writer) (report.Theme, error) {
	switch theme := report.Theme(f.theme); {
	case !slices.Contains([]report.Theme{"", report.Dark, report.Light, report.Plain}, theme):
		return "", fmt.Errorf("--theme %q is no theme; use one of dark, light, none", f.theme)
	case f.noColor:
		return report.Plain, nil
	case theme != "":
		return theme, nil
	}
	file, isFile := out.(*os.File)
	if !isFile || !term.IsTerminal(int(file.Fd())) || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return report.Plain, nil
	}
	return terminal(os.Getenv("COLORFGBG")), nil
}

// terminal tells a light background from what many terminals say of their
// colours ("0;15": black on white).
func terminal(colours string) report.Theme {
	switch colours[strings.LastIndex(colours, ";")+1:] {
	case "7", "15":
		return report.Light
	}
	return report.Dark
}
