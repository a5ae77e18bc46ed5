// The program that `pulumi preview` and `pulumi up` run.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/topology"
)

func main() { pulumi.Run(topology.Deploy) }
