package rehearsal

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"secure-azure-openai/rehearsal/engine"
)

// served is what a Serve offers: stacks in a folder of their own, and where
// the stand-in and the program listen.
type served struct {
	cli        engine.CLI
	stacks     []string
	folder     string
	world      string
	persistent bool
	port       int // of the stand-in and of the program
}

func (s *served) project() string { return filepath.Join(s.folder, "project") }

// prepare copies the project and creates its stacks; those that exist stay as
// they are.
func (s *served) prepare(ctx context.Context, project *Project, out io.Writer) error {
	for _, name := range []string{"project", "home", "backend"} {
		if err := os.MkdirAll(filepath.Join(s.folder, name), 0o700); err != nil {
			return fmt.Errorf("creating the folder of the stacks: %w", err)
		}
	}
	seal, err := openSealer(s.folder)
	if err != nil {
		return err
	}
	notes, err := project.copyInto(s.project(), s.stacks, project.Dir, seal)
	if err != nil {
		return err
	}
	for _, note := range notes {
		fmt.Fprintf(out, "Note: %s.\n", note)
	}
	cli := engine.New(s.cli, s.variables(), nil)
	for _, stack := range s.stacks {
		if _, err := cli.Ask(ctx, s.project(), "stack", "select", "--create", "--stack", stack); err != nil {
			return fmt.Errorf("creating the stack %s: %w", stack, err)
		}
	}
	return nil
}

// variables are what the CLI needs in its environment, "NAME=value".
func (s *served) variables() []string {
	return append(engineVariables(filepath.Join(s.folder, "home"), filepath.Join(s.folder, "backend"), s.port),
		"PULUMI_CONFIG_PASSPHRASE_FILE="+filepath.Join(s.folder, passphraseFile))
}

// print tells what is served and how to use it.
func (s *served) print(out io.Writer) {
	kept := "it ends with this process (--world FILE keeps it)"
	if s.persistent {
		kept = "it is kept in " + s.world + "\nand the stacks beside it, for the next serve with the same --world"
	}
	fmt.Fprintf(out, "The stand-in for Azure listens on 127.0.0.1:%d. Its world is shared by the\n"+
		"stacks %s; %s.\n\n", s.port, strings.Join(s.stacks, ", "), kept)
	fmt.Fprint(out, "In another terminal, set these variables. They keep the CLI away from your own\n"+
		"Pulumi installation, accounts and subscriptions:\n\n")
	fmt.Fprintln(out, "  unset PULUMI_ACCESS_TOKEN PULUMI_CONFIG_PASSPHRASE PULUMI_STACK")
	for _, variable := range s.variables() {
		name, value, _ := strings.Cut(variable, "=")
		fmt.Fprintf(out, "  export %s=%s\n", name, quote(value))
	}
	pulumi := "pulumi"
	if found, err := exec.LookPath(pulumi); err != nil || found != s.cli.Path {
		pulumi = quote(s.cli.Path)
	}
	fmt.Fprint(out, "\nThen run any of these, as often and in whatever order you like:\n\n")
	for _, command := range []string{"preview", "up", "refresh", "destroy"} {
		fmt.Fprintf(out, "  %s %s --stack %s -C %s --client=127.0.0.1:%d\n",
			pulumi, command, s.stacks[0], quote(s.project()), s.port)
	}
	fmt.Fprintf(out, "\nAn import takes no --client, but PULUMI_DEBUG_LANGUAGES=go:%d before it.\n", s.port)
	fmt.Fprintf(out, "\n--client runs the program as it was when this process was built. Where Pulumi is\n"+
		"installed whole, leave it out: the CLI then compiles and runs the program from\nthe checkout. "+
		"A changed stack file is taken over by the next serve.\n\nCtrl-C ends it.\n")
}

// quote makes a text one word for a POSIX shell.
func quote(text string) string {
	if text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-:=@%+,") == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
