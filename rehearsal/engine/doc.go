// Package engine finds the Pulumi CLI, which holds the engine, or builds it
// once from its Go module, and runs its commands: away from the user's Pulumi
// installation and accounts, and so that each can be interrupted or killed.
package engine
