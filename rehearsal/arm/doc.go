// Package arm is the rehearsal's stand-in for Azure Resource Manager: the
// resources that exist, and the rules by which they come, change and go. It
// knows nothing of gRPC; package provider puts the provider protocol on top,
// and the unit tests' mocks ask it directly.
//
// Every operation passes through World.Do. A resource type is one small file
// (type_*.go) that declares a Type: its token, its id, what replaces it, what
// it refers to, and hooks for what no table can say. The properties that a
// type knows are data, in schema/*.json.
//
// Values are kept in the shape of the provider's SDK (flattened as
// azure-native flattens), not in the shape of ARM's JSON.
package arm
