package settings

// FirstUp is a flag that has to be false in the up that makes a stack, because
// Azure refuses the other value for what does not exist yet.
type FirstUp struct {
	// Key and Field are where it stands.
	Key, Field string
	// Unless is another field of the key, and the value of it with which the
	// flag may not be on at all.
	Unless, Value string
	// Why is Azure's reason.
	Why string
}

// FirstUps are all of them.
var FirstUps = []FirstUp{{
	Key: "gateway", Field: "lockdown", Unless: "mode", Value: string(GatewayInternal),
	Why: "Azure turns an API Management service's public access off only once a private endpoint on it is approved",
}}
