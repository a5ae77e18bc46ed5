package arm

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// lookups are the functions that read a resource: the token, the resource's
// type, and the arguments that fill its id.
var lookups = map[string]struct {
	path string
	args map[string]string
}{
	"azure-native:cognitiveservices/v20241001:getAccount": {
		path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.CognitiveServices/accounts/{accountName}",
		args: map[string]string{"resourceGroupName": "string!", "accountName": "string!"},
	},
	"azure-native:network/v20240501:getNetworkInterface": {
		path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/networkInterfaces/{networkInterfaceName}",
		args: map[string]string{"resourceGroupName": "string!", "networkInterfaceName": "string!", "expand": "string"},
	},
}

const clientConfig = "azure-native:authorization:getClientConfig"

// Invoke answers one of the provider's functions: who deploys, or what a
// resource is like. Arguments are checked like a resource's inputs.
func (w *World) Invoke(token string, args resource.PropertyMap) (resource.PropertyMap, error) {
	if token == clientConfig {
		return resource.NewPropertyMapFromMap(map[string]any{
			"clientId": w.opts.ClientID, "objectId": w.opts.ObjectID,
			"subscriptionId": w.opts.Subscription, "tenantId": w.opts.Tenant,
		}), nil
	}
	l, known := lookups[token]
	if !known {
		return nil, fmt.Errorf("Invoke type %s not found in the rehearsal's stand-in for Azure", token)
	}
	schema := Schema{Token: token, Inputs: l.args}
	if problems := schema.Check(args); len(problems) > 0 {
		return nil, fmt.Errorf("calling %s: %s", token, problems[0].Reason)
	}
	plain, _, err := Plain(args)
	if err != nil {
		return nil, fmt.Errorf("calling %s: %w", token, err)
	}
	id, err := expand(l.path, w.opts.Subscription, plain)
	if err != nil {
		return nil, fmt.Errorf("calling %s: %w", token, err)
	}
	result, err := w.Do(Operation{Kind: Read, ID: id})
	if err != nil {
		return nil, fmt.Errorf("request failed %s: %w", id, err)
	}
	result.Outputs["id"] = resource.NewProperty(result.ID)
	return result.Outputs, nil
}
