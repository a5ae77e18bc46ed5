package graph

// UnknownText stands in a resource's properties for what Azure has not decided
// yet, and SecretText for what nobody is to read: Pulumi's own marks.
const (
	UnknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
	SecretText  = secretText
)

// NewResource is a resource as the engine tells of it while it runs, with its
// marks in the places of what is unknown or secret. Its error is an
// *InputError.
func NewResource(urn, token string, custom bool, inputs, outputs map[string]any) (*Resource, error) {
	return stored{URN: urn, Type: token, Custom: custom, Inputs: inputs, Outputs: outputs}.resource("the resource")
}
