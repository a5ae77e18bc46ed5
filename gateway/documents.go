package gateway

import _ "embed"

// The operations of each kind of API, as OpenAPI documents. They are small on
// purpose: an API serves what its document names, and a full specification
// takes Azure longer to read than it gives itself (two minutes).
var (
	// OpenAIDocument has the operations of Azure OpenAI that applications call:
	// chat, completions and embeddings by deployment, and those of the version 1
	// API. No management of the account's data is among them.
	//
	//go:embed openapi/openai.json
	OpenAIDocument string
	// BackendDocument has every path of a backend, which decides itself what it
	// serves.
	//
	//go:embed openapi/api.json
	BackendDocument string
	// MCPDocument is the streamable HTTP transport of the Model Context
	// Protocol: https://modelcontextprotocol.io/specification/2025-06-18/basic/transports
	//
	//go:embed openapi/mcp.json
	MCPDocument string
)
