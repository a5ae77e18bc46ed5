package arm

import (
	"slices"
	"strings"
)

// checkReferences: every id in a request must be well formed, of the right
// type, and exist.
// https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
// (InvalidResourceReference, LinkedInvalidPropertyId); the wording of
// InvalidJsonReferenceWrongType is Network's.
func (tx *Tx) checkReferences(t *Type, r *Resource) error {
	var first error
	for _, ref := range t.References {
		each(r.inputs, ref.Path, func(where string, value any) {
			id, isText := value.(string)
			if first != nil || (isText && id == "") {
				return
			}
			first = tx.checkReference(r, ref, where, id)
		})
	}
	return first
}

func (tx *Tx) checkReference(r *Resource, ref Reference, where, id string) error {
	found := TypeOf(id)
	switch {
	case found == "":
		return badRequest("LinkedInvalidPropertyId",
			"Property id '%s' at path 'properties.%s' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.", id, where)
	case len(ref.To) > 0 && !slices.ContainsFunc(ref.To, func(t string) bool { return strings.EqualFold(t, found) }):
		return badRequest("InvalidJsonReferenceWrongType",
			"Reference Id %s is referencing resource of a wrong type. The Id is expected to reference resources of types %s. Path properties.%s.", id, strings.Join(ref.To, ", "), where)
	case !tx.exists(id) || ref.SameRegion && tx.regionOf(id) != r.Text("location"):
		return badRequest("InvalidResourceReference",
			"Resource %s referenced by resource %s was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.", id, r.ID)
	}
	return nil
}

// regionOf is where a resource lies: an inline one where its parent does.
func (tx *Tx) regionOf(id string) string {
	for ; id != ""; id = ParentOf(id) {
		if r := tx.Get(id); r != nil && r.Text("location") != "" {
			return r.Text("location")
		}
	}
	return ""
}

// Referrers are the resources that refer to an id, by id, without what lives
// in it.
func (tx *Tx) Referrers(id string) []*Resource {
	var found []*Resource
	for _, r := range tx.All() {
		if strings.HasPrefix(key(r.ID), key(id)+"/") {
			continue
		}
		for _, ref := range r.definition().References {
			hit := false
			each(r.Properties, ref.Path, func(_ string, value any) {
				to, _ := value.(string)
				hit = hit || SameID(to, id)
			})
			if hit {
				found = append(found, r)
				break
			}
		}
	}
	return found
}

func idsOf(resources []*Resource) string {
	ids := make([]string, len(resources))
	for i, r := range resources {
		ids[i] = r.ID
	}
	return strings.Join(ids, ", ")
}

// nested refuses to delete what still has resources of a type in it.
func nested(armType string) func(*Tx, *Resource) error {
	return func(tx *Tx, r *Resource) error {
		if inside := tx.Children(r.ID, armType); len(inside) > 0 {
			return conflict("CannotDeleteResource",
				"Cannot delete resource while nested resources exist. Some existing nested resource IDs include: '%s'. Please delete all nested resources before deleting this resource.", idsOf(inside))
		}
		return nil
	}
}
