package arm

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Tx is what an operation sees and changes. Nothing of it reaches the world
// before the operation has succeeded.
type Tx struct {
	w *World
	// staged are the changed resources; nil marks a deleted one.
	staged       map[string]*Resource
	incarnations map[string]int
}

func (w *World) begin() *Tx {
	return &Tx{w: w, staged: map[string]*Resource{}, incarnations: map[string]int{}}
}

func (w *World) commit(tx *Tx) error {
	resources, incarnations := maps.Clone(w.resources), maps.Clone(w.incarnations)
	for k, r := range tx.staged {
		if r == nil {
			delete(resources, k)
		} else {
			resources[k] = r
		}
	}
	maps.Copy(incarnations, tx.incarnations)
	if w.file != nil {
		if err := w.file.save(document{Options: w.opts, Clock: w.clock, Incarnations: incarnations}, resources); err != nil {
			return fmt.Errorf("saving the world %s, which is left as it was: %w", w.file.path, err)
		}
	}
	w.resources, w.incarnations = resources, incarnations
	return nil
}

// Get is the resource with an id, or nil. It must not be changed: see Edit.
func (tx *Tx) Get(id string) *Resource {
	if r, changed := tx.staged[key(id)]; changed {
		return r
	}
	return tx.w.resources[key(id)]
}

// Edit is a resource to change, or nil.
func (tx *Tx) Edit(id string) *Resource {
	if r, changed := tx.staged[key(id)]; changed {
		return r
	}
	r := tx.w.resources[key(id)]
	if r == nil {
		return nil
	}
	r = r.clone()
	tx.staged[key(id)] = r
	return r
}

// All is every resource, by id.
func (tx *Tx) All() []*Resource {
	var all []*Resource
	keys := maps.Clone(tx.w.resources)
	maps.Copy(keys, tx.staged)
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		if keys[k] != nil {
			all = append(all, keys[k])
		}
	}
	return all
}

// Children are the resources of a type below an id.
func (tx *Tx) Children(id, armType string) []*Resource {
	var children []*Resource
	for _, r := range tx.All() {
		if strings.EqualFold(r.Type, armType) && strings.HasPrefix(key(r.ID), key(id)+"/") {
			children = append(children, r)
		}
	}
	return children
}

// exists also knows the subscription, which no operation makes.
func (tx *Tx) exists(id string) bool {
	return SameID(id, "/subscriptions/"+tx.w.opts.Subscription) || tx.Get(id) != nil
}

// Delete removes a resource, what lives in it, and what Azure made for it.
// Deleting what is not there succeeds, as ARM's 204 does.
func (tx *Tx) Delete(id string) error {
	r := tx.Get(id)
	if r == nil {
		return nil
	}
	t := r.definition()
	if t.Default != nil {
		reset := tx.Edit(id)
		reset.Properties, reset.Secrets, reset.Written = cloneMap(t.Default), nil, false
		completeCommon(t, reset)
		return nil
	}
	if t.BeforeDelete != nil {
		if err := t.BeforeDelete(tx, r); err != nil {
			return err
		}
	}
	tx.remove(r)
	return nil
}

func (tx *Tx) remove(r *Resource) {
	tx.staged[key(r.ID)] = nil
	if t := r.definition(); t.AfterDelete != nil {
		t.AfterDelete(tx, r)
	}
	for _, other := range tx.All() {
		if strings.HasPrefix(key(other.ID), key(r.ID)+"/") || (other.Owner != "" && SameID(other.Owner, r.ID)) {
			tx.remove(other)
		}
	}
}

func (tx *Tx) incarnate(id string) int {
	n, changed := tx.incarnations[key(id)]
	if !changed {
		n = tx.w.incarnations[key(id)]
	}
	tx.incarnations[key(id)] = n + 1
	return n + 1
}

// outputs are a resource's properties as its reader sees them.
func (tx *Tx) outputs(r *Resource) resource.PropertyMap { return Properties(tx.shown(r), r.Secrets) }

func (tx *Tx) shown(r *Resource) map[string]any {
	t := r.definition()
	properties := cloneMap(r.Properties)
	for _, path := range t.WriteOnly {
		remove(properties, path)
	}
	if t.View != nil {
		t.View(tx, r, properties)
	}
	return properties
}
