package arm

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"secure-azure-openai/facts"
)

// Options say who deploys where. What is left out is filled in with ids that
// nobody can mistake for real ones.
type Options struct {
	Subscription string
	Tenant       string
	// ClientID and ObjectID are whoever runs the deployment.
	ClientID string
	ObjectID string
	// Unremembered is for a world that begins where Azure does not: what the
	// program restores and this world never had is taken for deleted before.
	Unremembered bool `json:",omitempty"`
	// Day (ISO 8601) is when the deployment happens, for what Azure takes until
	// a day and not after it: models. Empty is facts.ModelsAsOf, so that
	// nothing depends on the calendar unless its caller wants that. It belongs
	// to who opens the world, not to the world.
	Day string `json:"-"`
	// AnyQuota is for a subscription that has the model quota that it asks
	// for, whatever facts.Quotas says. It is the opener's, too.
	AnyQuota bool `json:"-"`
}

// The ids of a world that was not told any.
const (
	FakeSubscription = "00000000-aaaa-0000-0000-00000000face"
	FakeTenant       = "00000000-bbbb-0000-0000-00000000face"
	FakeClient       = "00000000-cccc-0000-0000-00000000face"
	FakeObject       = "00000000-dddd-0000-0000-00000000face"
)

// World is the state of a stand-in for Azure. It is safe for concurrent use.
type World struct {
	opts Options

	mu           sync.Mutex
	resources    map[string]*Resource
	incarnations map[string]int
	clock        time.Duration
	file         *file
}

// Kind is what an operation does.
type Kind string

// The operations.
const (
	Create Kind = "create"
	Update Kind = "update"
	Read   Kind = "read"
	Delete Kind = "delete"
)

// Operation is one request to the world.
type Operation struct {
	Kind Kind
	Type *Type
	// ID is needed to read, update and delete; creating derives it.
	ID string
	// Inputs are needed to create and update, and have passed Check.
	Inputs resource.PropertyMap
	// URN is Pulumi's name of the resource, where the engine asks.
	URN string
}

// Result is what the world answers.
type Result struct {
	ID      string
	Outputs resource.PropertyMap
}

// NewWorld is an empty world in memory.
func NewWorld(opts Options) *World {
	return &World{opts: opts.complete(), resources: map[string]*Resource{}, incarnations: map[string]int{}}
}

func (o Options) complete() Options {
	for _, d := range []struct {
		field *string
		fake  string
	}{{&o.Subscription, FakeSubscription}, {&o.Tenant, FakeTenant}, {&o.ClientID, FakeClient}, {&o.ObjectID, FakeObject}} {
		if *d.field == "" {
			*d.field = d.fake
		}
	}
	return o
}

// day is the day on which everything in the world happens.
func (w *World) day() string { return or(w.opts.Day, facts.ModelsAsOf) }

// Options are the ids of the world.
func (w *World) Options() Options { return w.opts }

// Do is the one way into the world: every operation of the provider and of the
// mocks passes here, one after the other, and takes effect whole or not at
// all. Errors are *Error (Azure refuses) or *AlreadyExistsError (the provider
// does), or say why the world could not be saved.
func (w *World) Do(op Operation) (Result, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	tx := w.begin()
	r, err := tx.do(op)
	if err != nil {
		return Result{}, err
	}
	if op.Kind != Read {
		if err := w.commit(tx); err != nil {
			return Result{}, err
		}
	}
	if r == nil {
		return Result{ID: op.ID}, nil
	}
	return Result{ID: r.ID, Outputs: tx.outputs(r)}, nil
}

func (tx *Tx) do(op Operation) (*Resource, error) {
	switch op.Kind {
	case Read:
		if r := tx.Get(op.ID); r != nil {
			return r, nil
		}
		return nil, notFound(op.ID)
	case Delete:
		return nil, tx.Delete(op.ID)
	}
	inputs, secrets, err := Plain(op.Inputs)
	if err != nil {
		return nil, fmt.Errorf("preparing the request for %s: %w", op.Type.Token, err)
	}
	id := op.ID
	if id == "" {
		if id, err = expand(op.Type.Path, tx.w.opts.Subscription, inputs); err != nil {
			return nil, err
		}
	}
	if there := tx.Get(id); op.Kind == Create && there != nil && (op.Type.Default == nil || there.Written) {
		return nil, &AlreadyExistsError{ID: id, Singleton: op.Type.Default != nil}
	}
	return tx.Put(op.Type, id, inputs, secrets)
}

// Get is a copy of the resource with an id.
func (w *World) Get(id string) (Resource, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r, there := w.resources[key(id)]; there {
		return *r.clone(), true
	}
	return Resource{}, false
}

// Resources are copies of everything in the world, by id, with what Azure has
// made by itself (subnets, network interfaces, connections, records) and
// without what is deleted and only kept: see Deleted.
func (w *World) Resources() []Resource {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []Resource
	for _, k := range slices.Sorted(maps.Keys(w.resources)) {
		if r := w.resources[k]; !r.deleted() {
			all = append(all, *r.clone())
		}
	}
	return all
}

// Deleted are copies of what Azure keeps of deleted resources until it purges
// them. They are no resources: they cost nothing, no group lists them, and
// they hold on to their names and, where they had any, to their model quota.
func (w *World) Deleted() []Resource {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []Resource
	for _, k := range slices.Sorted(maps.Keys(w.resources)) {
		if r := w.resources[k]; r.deleted() {
			all = append(all, *r.clone())
		}
	}
	return all
}

// deleted reports whether this is what Azure keeps of a deleted resource.
func (r *Resource) deleted() bool { return r.Type == armDeletedAccount || r.Type == armDeletedGateway }

// Advance lets time pass on the world's clock, which no operation moves yet:
// identities spread through the directory, and what was kept is purged.
func (w *World) Advance(d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	before := w.clock
	w.clock += d
	tx := w.begin()
	for _, r := range tx.All() {
		if r.deleted() && w.clock-r.Born >= accountKept {
			tx.remove(r)
		}
	}
	if err := w.commit(tx); err != nil {
		w.clock = before
		return err
	}
	return nil
}

// Change edits a resource behind the program's back, as somebody in the
// portal would: no rule is checked.
func (w *World) Change(id string, edit func(properties map[string]any)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	tx := w.begin()
	r := tx.Edit(id)
	if r == nil {
		return notFound(id)
	}
	edit(r.Properties)
	return w.commit(tx)
}
