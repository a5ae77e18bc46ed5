package command

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"secure-azure-openai/posture/flows"
)

func newExplain(in io.Reader, out io.Writer) *cobra.Command {
	return &cobra.Command{
		Use:   "explain FROM TO ACTION [FILE|-]",
		Short: "Follow one request, step by step",
		Long: `explain prints whether FROM may do ACTION to TO, and every step that decides
it: name, zone, link, record and address; endpoint, route and network rules;
firewall or trusted service; sign-in or token; role. A call to the gateway goes
on from its policy document to what stands behind it. FILE is as for check. It
exits with 0 whatever the verdict is, and with 2 if there is no such caller,
target or action.

FROM is who asks. The first word is enough where there is one of the kind:
  developer:NAME       a developer on the VPN; developer-away:NAME off it
  webapp, openai, search, gateway, backend
                       the identity of the web app, Azure OpenAI, AI Search,
                       the API gateway, the function app behind it
  deployer             who runs pulumi up
  stranger             somebody of the tenant, without any role
  key-holder           somebody with a subscription key of the gateway
  internet             anybody, without any sign-in
  vpn-client           a machine on the VPN, without any sign-in
  peer:NETWORK         a machine in a peered network

TO and ACTION are what is asked for:
` + actionsHelp(),
		Example: `  pulumi stack export | ` + invocation + ` explain webapp search query
  ` + invocation + ` explain internet storage read dev.deployment.json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 3 || len(args) > 4 {
				return fmt.Errorf("explain takes FROM TO ACTION and perhaps FILE, and got %d of them: such as explain webapp search query", len(args))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			// With a word too few, the file would be taken for the action.
			if info, err := os.Stat(args[2]); len(args) == 3 && err == nil && info.Mode().IsRegular() {
				return fmt.Errorf("%s is a file, and stands where the ACTION does: write FROM TO ACTION FILE", args[2])
			}
			g, err := read(in, args, 3)
			if err != nil {
				return err
			}
			text, err := flows.Explain(g, args[0], args[1], args[2])
			if err != nil {
				return err
			}
			if _, err := io.WriteString(out, text); err != nil {
				return runError{fmt.Errorf("writing the chain: %w", err)}
			}
			return nil
		},
	}
}

// actionsHelp lists every service with its actions, in lines that fit.
func actionsHelp() string {
	var b strings.Builder
	for _, s := range flows.Services() {
		line := fmt.Sprintf("  %-11s", s.Name)
		for i, action := range s.Actions {
			word := action
			if i < len(s.Actions)-1 {
				word += ","
			}
			if len(line)+1+len(word) > 80 {
				b.WriteString(line + "\n")
				line = strings.Repeat(" ", 13)
			}
			line += " " + word
		}
		b.WriteString(line + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}
