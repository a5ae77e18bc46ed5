// Package graph reads a deployment's resources from what the Pulumi CLI
// writes: `pulumi stack export` after a deployment, and `pulumi preview --json`
// before one. It imports no Pulumi SDK, and knows nothing of security.
//
// A value is known, unknown (Azure has not decided it yet), secret
// (ciphertext: it can be there, but not be read) or missing. What is unknown is
// never taken for anything else.
package graph
