package settings

import "slices"

// DefaultProject is the project name in Pulumi.yaml, and so the namespace of
// the configuration keys.
const DefaultProject = "secure-azure-openai"

// keys are all configuration keys, in the order in which they are documented
// and their problems reported.
var keys = []string{
	"environment", "network", "vpn", "dns", "openai", "search", "storage",
	"webApp", "gateway", "backend", "access", "monitoring", "telemetry", "posture", "retrieval",
}

// Keys are the names of all configuration keys without the project's prefix,
// in documentation order. All but retrieval are objects.
func Keys() []string { return slices.Clone(keys) }

// IsObject reports whether a configuration key holds an object (and a Value's
// Text therefore JSON) rather than a plain text.
func IsObject(key string) bool { return key != "retrieval" && slices.Contains(keys, key) }

// Value is the configured value of one key, as the engine hands it out.
type Value struct {
	// Text is JSON for an object key and plain text for a string key.
	Text string
	// Secret keeps the value, or any part of it, out of every message.
	Secret bool
}

// Source is a stack's whole configuration.
type Source struct {
	Project, Stack string
	// Values are by key, without the project's prefix. A key that is missing
	// takes its defaults.
	Values map[string]Value
	// Unknown are further keys of this project, without the prefix. A
	// program cannot list its keys, so only a reader of the stack file fills
	// this in.
	Unknown []string
}
