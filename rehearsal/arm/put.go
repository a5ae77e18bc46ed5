package arm

import (
	"fmt"
	"net/http"
	"strings"
)

// Put creates or replaces a resource, as ARM's PUT does.
func (tx *Tx) Put(t *Type, id string, inputs map[string]any, secrets []string) (*Resource, error) {
	old := tx.Get(id)
	if err := tx.checkParent(t, id); err != nil {
		return nil, err
	}
	if old == nil && t.Named != nil {
		if err := t.Named(NameOf(id)); err != nil {
			return nil, err
		}
	}
	r := &Resource{ID: id, Type: t.ARM, Token: t.Token, Written: true, Properties: t.schema.Echo(inputs), Secrets: secrets, inputs: inputs}
	if t.Token == "" {
		r.Properties = cloneMap(inputs)
	}
	if old != nil {
		r.ID, r.Owner, r.Incarnation, r.Born = old.ID, old.Owner, old.Incarnation, old.Born
		for _, name := range t.Maintained {
			if inputs[name] == nil && old.Properties[name] != nil {
				r.Properties[name] = clone(old.Properties[name])
			}
		}
	} else {
		r.Incarnation, r.Born = tx.incarnate(id), tx.w.clock
	}
	if err := checkLocation(t, r, old); err != nil {
		return nil, err
	}
	if err := tx.checkReferences(t, r); err != nil {
		return nil, err
	}
	if err := tx.checkManaged(t, r); err != nil {
		return nil, err
	}
	if t.Validate != nil {
		if err := t.Validate(tx, r, old); err != nil {
			return nil, err
		}
	}
	completeCommon(t, r)
	completeIdentity(tx, r, inputs)
	if t.Complete != nil {
		if err := t.Complete(tx, r, old); err != nil {
			return nil, err
		}
	}
	tx.staged[key(id)] = r
	if old == nil {
		tx.makeDefaults(r)
	}
	if t.AfterPut != nil {
		if err := t.AfterPut(tx, r, old); err != nil {
			return nil, err
		}
	}
	done := tx.Edit(id)
	done.inputs = nil
	return done, nil
}

// Make puts a resource that Azure makes by itself: no rule is checked.
func (tx *Tx) Make(armType, id, owner string, properties map[string]any) *Resource {
	r := &Resource{ID: id, Type: armType, Owner: owner, Properties: properties}
	if old := tx.Get(id); old != nil {
		r.Incarnation = old.Incarnation
	} else {
		r.Incarnation = tx.incarnate(id)
	}
	tx.staged[key(id)] = r
	return r
}

// makeDefaults makes what exists with its parent.
func (tx *Tx) makeDefaults(parent *Resource) {
	for _, t := range types {
		if t.Default == nil || !SameID(t.ARM[:strings.LastIndex(t.ARM, "/")], parent.Type) {
			continue
		}
		id := parent.ID + "/" + strings.Join(strings.Split(t.Path, "/")[len(strings.Split(t.Path, "/"))-2:], "/")
		if name, isParam := param(NameOf(id)); isParam {
			id = strings.TrimSuffix(id, "{"+name+"}") + "default"
		}
		r := tx.Make(t.ARM, id, "", cloneMap(t.Default))
		r.Token = t.Token
		completeCommon(t, r)
	}
}

// checkParent: what a resource lives in must exist.
// https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-parent-resource
func (tx *Tx) checkParent(t *Type, id string) error {
	parent := ParentOf(id)
	parentType := TypeOf(parent)
	switch {
	case parent != "" && tx.exists(parent):
		return nil
	case parentType == typeSubscription:
		return refuse(http.StatusNotFound, "SubscriptionNotFound", "The subscription '%s' could not be found.", NameOf(parent))
	case parentType != "" && strings.HasPrefix(strings.ToLower(t.ARM), strings.ToLower(parentType)+"/"):
		return refuse(http.StatusNotFound, "ParentResourceNotFound",
			"Failed to perform 'write' on resource(s) of type '%s', because the parent resource '%s' could not be found.",
			t.ARM, strings.TrimPrefix(parent, "/subscriptions/"+tx.w.opts.Subscription))
	default:
		return notFound(parent)
	}
}

// checkLocation: a resource has a region, and cannot move to another.
// https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
func checkLocation(t *Type, r, old *Resource) error {
	location := r.Text("location")
	if location != "" {
		r.Properties["location"] = NormalLocation(location)
	} else if t.Located() && !t.Regionless {
		return badRequest("LocationRequired", "The location property is required for this definition.")
	}
	if old == nil || r.Text("location") == "" || r.Text("location") == NormalLocation(old.Text("location")) {
		return nil
	}
	return conflict("InvalidResourceLocation",
		"The resource '%s' already exists in location '%s' in resource group '%s'. A resource with the same name cannot be created in location '%s'. Please select a new resource name.",
		r.Name(), old.Text("location"), GroupOf(r.ID), r.Text("location"))
}

// NormalLocation is a region's programmatic name: Azure ignores case and
// spaces ("Sweden Central" is "swedencentral").
func NormalLocation(location string) string {
	return strings.ToLower(strings.ReplaceAll(location, " ", ""))
}

// completeCommon adds the outputs that every type has which has them at all.
func completeCommon(t *Type, r *Resource) {
	common := map[string]any{
		"name": NameOf(r.ID), "type": t.ARM, "provisioningState": "Succeeded",
		"etag": fmt.Sprintf("W/%q", r.GUID("etag")), "eTag": fmt.Sprintf("W/%q", r.GUID("etag")), "resourceGuid": r.GUID("resource"),
	}
	for name, value := range common {
		if _, has := t.schema.Outputs[name]; has {
			r.Properties[name] = value
		}
	}
	if inner, isObject := strings.CutPrefix(t.schema.Outputs["properties"], "#"); isObject {
		if _, has := t.schema.Types[inner]["provisioningState"]; has {
			set(r.Properties, "properties.provisioningState", "Succeeded")
		}
	}
}
