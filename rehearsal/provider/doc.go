// Package provider puts Pulumi's provider protocol over the stand-in for Azure
// Resource Manager, and behaves there as azure-native 2.90.0 does: what it
// checks, how it names, what it knows in a preview, what it replaces and how
// it reads inputs back. The facts come from its source,
// github.com/pulumi/pulumi-azure-native, provider/pkg/provider; each place
// says which.
//
// Where it deviates: it rejects properties that it does not know, it accepts
// secrets (so that the state keeps the program's own secretness), and it needs
// no login.
package provider
