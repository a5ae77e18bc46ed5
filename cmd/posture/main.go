// Command posture checks the security of a deployment from what the Pulumi CLI
// writes about it, before it is made and after it.
package main

import (
	"os"

	"secure-azure-openai/cmd/posture/command"
)

func main() {
	os.Exit(command.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
