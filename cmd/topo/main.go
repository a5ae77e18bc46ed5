// Command topo tries the topology out without Azure: `topo rehearse` runs the
// whole cycle with the real Pulumi engine, `topo serve` keeps the stand-in for
// Azure listening for the plain Pulumi CLI.
package main

import (
	"os"

	"secure-azure-openai/cmd/topo/command"
	"secure-azure-openai/topology"
)

func main() {
	os.Exit(command.Main(topology.Deploy, os.Args[1:], os.Stdout, os.Stderr))
}
