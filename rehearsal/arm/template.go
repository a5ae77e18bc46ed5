package arm

import (
	"fmt"
	"strconv"
	"strings"
)

// evaluator runs the resources of one inline template and the few expressions
// that the stand-in understands: parameters, variables, concat, format,
// resourceId, subscriptionResourceId, subscription, resourceGroup. Any other
// is an error.
// https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
type evaluator struct {
	tx         *Tx
	deployment *Resource
	template   map[string]any
	parameters map[string]any
}

// deploy makes one resource of the template and returns its id.
func (e evaluator) deploy(item any) (string, error) {
	resolved, err := e.value(item)
	if err != nil {
		return "", err
	}
	armType, name := text(resolved, "type"), text(resolved, "name")
	if armType == "" || name == "" || text(resolved, "apiVersion") == "" {
		return "", badRequest("InvalidTemplate", "Deployment template validation failed: a resource needs type, apiVersion and name; found type '%s', apiVersion '%s', name '%s'.", armType, text(resolved, "apiVersion"), name)
	}
	id, err := e.id(armType, strings.Split(name, "/"))
	if err != nil {
		return "", err
	}
	body := object(resolved, "properties")
	switch {
	case strings.EqualFold(armType, armPricing):
		return id, e.putPricing(id, body)
	case strings.EqualFold(armType, armAPIBackend):
		return id, e.putBackend(id, body)
	case strings.HasSuffix(strings.ToLower(armType), strings.ToLower(connectionTypeSuffix)):
		return id, e.approve(id, body)
	}
	return "", badRequest("InvalidTemplate", "The rehearsal's stand-in for Azure cannot deploy resources of type '%s' from an inline template; it knows %s, %s and %s%s.", armType, armPricing, armAPIBackend, armCognitiveAccount, connectionTypeSuffix)
}

// id puts a type and its names together in the deployment's own scope.
func (e evaluator) id(armType string, names []string) (string, error) {
	parts := strings.Split(armType, "/")
	if len(parts)-1 != len(names) {
		return "", badRequest("InvalidTemplate", "Deployment template validation failed: the type '%s' has %d segments and the name '%s' has %d; they must agree.", armType, len(parts)-1, strings.Join(names, "/"), len(names))
	}
	id := ParentOf(e.deployment.ID) + "/providers/" + parts[0]
	for i, name := range names {
		id += "/" + parts[i+1] + "/" + name
	}
	return id, nil
}

// putPricing sets a Defender plan, which every subscription has. Its codes are
// not confirmed.
// https://learn.microsoft.com/rest/api/defenderforcloud/pricings/update
func (e evaluator) putPricing(id string, body map[string]any) error {
	if TypeOf(ParentOf(id)) != typeSubscription {
		return badRequest("InvalidScope", "Resources of type %s lie in a subscription, not in %s.", armPricing, ParentOf(id))
	}
	if tier := text(body, "pricingTier"); tier != "Standard" && tier != "Free" {
		return badRequest("InvalidInputPricingTier", "The pricing tier '%s' of %s is not valid. Allowed values: Free, Standard.", tier, NameOf(id))
	}
	_, err := e.tx.Put(&pricingType, id, map[string]any{"name": NameOf(id), "type": armPricing, "properties": cloneMap(body)}, nil)
	return err
}

// approve sets the state of a private endpoint connection that exists. The code
// for a state that is none is not confirmed.
// https://learn.microsoft.com/azure/private-link/manage-private-endpoint
func (e evaluator) approve(id string, body map[string]any) error {
	c := e.tx.Edit(id)
	if c == nil {
		return notFound(id)
	}
	status := text(body, "privateLinkServiceConnectionState.status")
	if status != "Approved" && status != "Rejected" && status != "Disconnected" {
		return badRequest("InvalidPrivateLinkServiceConnectionState", "The connection state '%s' of %s is not valid. Allowed values: Approved, Rejected, Disconnected.", status, id)
	}
	set(c.Properties, "properties.privateLinkServiceConnectionState.status", status)
	set(c.Properties, "properties.privateLinkServiceConnectionState.description", text(body, "privateLinkServiceConnectionState.description"))
	return nil
}

// value resolves the expressions in a template's value, at every depth.
func (e evaluator) value(v any) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		resolved := make(map[string]any, len(v))
		for k, item := range v {
			r, err := e.value(item)
			if err != nil {
				return nil, err
			}
			resolved[k] = r
		}
		return resolved, nil
	case []any:
		resolved := make([]any, len(v))
		for i, item := range v {
			r, err := e.value(item)
			if err != nil {
				return nil, err
			}
			resolved[i] = r
		}
		return resolved, nil
	case string:
		if strings.HasPrefix(v, "[[") {
			return v[1:], nil
		}
		if strings.HasPrefix(v, "[") && strings.HasSuffix(v, "]") {
			p := parser{text: v[1 : len(v)-1]}
			result, err := p.expression(e)
			if err == nil && p.rest() != "" {
				err = fmt.Errorf("unexpected '%s'", p.rest())
			}
			if err != nil {
				return nil, badRequest("InvalidTemplate", "Unable to process template language expression '%s' in the rehearsal: %s.", v, err)
			}
			return result, nil
		}
	}
	return v, nil
}

// call is one function of the template language.
func (e evaluator) call(name string, args []any) (any, error) {
	words := make([]string, len(args))
	for i, a := range args {
		words[i] = fmt.Sprint(a)
	}
	switch strings.ToLower(name) {
	case "parameters", "variables":
		return e.lookUp(strings.ToLower(name), words)
	case "concat":
		return strings.Join(words, ""), nil
	case "format":
		if len(words) == 0 {
			break
		}
		out := words[0]
		for i, w := range words[1:] {
			out = strings.ReplaceAll(out, "{"+strconv.Itoa(i)+"}", w)
		}
		return out, nil
	case "resourceid":
		if len(words) >= 2 {
			return e.id(words[0], words[1:])
		}
	case "subscriptionresourceid":
		if len(words) >= 2 {
			at := e
			at.deployment = &Resource{ID: "/subscriptions/" + e.tx.w.opts.Subscription + "/providers/Microsoft.Resources/deployments/x"}
			return at.id(words[0], words[1:])
		}
	case "subscription":
		s := e.tx.w.opts.Subscription
		return map[string]any{"id": "/subscriptions/" + s, "subscriptionId": s, "tenantId": e.tx.w.opts.Tenant}, nil
	case "resourcegroup":
		if group := e.tx.Get(ParentOf(e.deployment.ID)); group != nil {
			return map[string]any{"id": group.ID, "name": group.Name(), "location": group.Text("location")}, nil
		}
	}
	return nil, fmt.Errorf("the function '%s' with %d arguments is not one that the stand-in can evaluate", name, len(args))
}

func (e evaluator) lookUp(kind string, words []string) (any, error) {
	if len(words) != 1 {
		return nil, fmt.Errorf("'%s' takes one name", kind)
	}
	if kind == "parameters" {
		if v := get(e.parameters[words[0]], "value"); v != nil {
			return v, nil
		}
		if v := get(object(e.template, "parameters")[words[0]], "defaultValue"); v != nil {
			return e.value(v)
		}
	} else if v, found := object(e.template, "variables")[words[0]]; found {
		return e.value(v)
	}
	return nil, fmt.Errorf("the template's %s have no '%s'", kind, words[0])
}
