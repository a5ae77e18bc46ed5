package arm

import (
	"bytes"
	"crypto/cipher"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// format marks a world's file, so that no other file is taken for one.
const format = "azure-rehearsal-world/1"

// sealMark is the member that stands in the file for a secret.
const sealMark = "$sealed"

// file is where a world is kept. Secrets in it are sealed with AES-256-GCM;
// the key lies beside it in a file that only its owner can read.
type file struct {
	path string
	aead cipher.AEAD
}

type document struct {
	Format       string         `json:"format"`
	Options      Options        `json:"options"`
	Clock        time.Duration  `json:"clock,omitempty"`
	Incarnations map[string]int `json:"incarnations"`
	// Resources comes last, where save writes it: one line for each.
	Resources []*Resource `json:"resources"`
}

// Open is the world that a file keeps; a new one where there is no file yet.
// The ids of an existing world are its own: opts then only has to agree. A
// file that is no world, or whose key is lost, is an error and is left as it is.
func Open(path string, opts Options) (*World, error) {
	data, err := os.ReadFile(path)
	isNew := errors.Is(err, fs.ErrNotExist)
	if err != nil && !isNew {
		return nil, fmt.Errorf("reading the world: %w", err)
	}
	w := NewWorld(opts)
	if !isNew {
		doc, err := parse(path, data)
		if err != nil {
			return nil, err
		}
		if opts.Subscription != "" && opts.Subscription != doc.Options.Subscription {
			return nil, fmt.Errorf("opening the world %s: it is of subscription %s, not %s", path, doc.Options.Subscription, opts.Subscription)
		}
		doc.Options.Day, doc.Options.AnyQuota = opts.Day, opts.AnyQuota
		w.opts, w.clock, w.incarnations = doc.Options.complete(), doc.Clock, doc.Incarnations
		for _, r := range doc.Resources {
			w.resources[key(r.ID)] = r
		}
	}
	if w.file, err = openFile(path, isNew); err != nil {
		return nil, err
	}
	for _, r := range w.resources {
		if err := w.file.unseal(r); err != nil {
			return nil, fmt.Errorf("opening the world %s: unsealing the secrets of %s: %w", path, r.ID, err)
		}
	}
	return w, nil
}

func parse(path string, data []byte) (*document, error) {
	var doc document
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("opening the world %s: it is not a world's file: %w; give another path, or remove it to start anew", path, err)
	}
	if doc.Format != format {
		return nil, fmt.Errorf("opening the world %s: its format is %q, not %q; give another path, or remove it to start anew", path, doc.Format, format)
	}
	if doc.Incarnations == nil {
		doc.Incarnations = map[string]int{}
	}
	for i, r := range doc.Resources {
		if r == nil || TypeOf(r.ID) == "" {
			return nil, fmt.Errorf("opening the world %s: resource %d has no valid id; give another path, or remove it to start anew", path, i)
		}
		if r.Token != "" && byToken[r.Token] == nil {
			return nil, fmt.Errorf("opening the world %s: %s is of type %s, which this version does not know", path, r.ID, r.Token)
		}
		if r.Properties == nil {
			r.Properties = map[string]any{}
		}
	}
	return &doc, nil
}

// save writes the world beside its file and then swaps the two, so that a
// crash or a full disk leaves the old world.
func (f *file) save(doc document, resources map[string]*Resource) error {
	doc.Format = format
	head, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("encoding it: %w", err)
	}
	var data bytes.Buffer
	data.Write(bytes.TrimSuffix(head, []byte(`null}`)))
	data.WriteByte('[')
	for i, k := range slices.Sorted(maps.Keys(resources)) {
		if i > 0 {
			data.WriteByte(',')
		}
		if err := f.encode(resources[k]); err != nil {
			return err
		}
		data.WriteByte('\n')
		data.Write(resources[k].encoded)
	}
	data.WriteString("\n]}\n")
	tmp, err := createTemp(filepath.Dir(f.path), filepath.Base(f.path)+".*.tmp")
	if err != nil {
		return err
	}
	// Gone after the rename, and of no use otherwise.
	defer func() { _ = os.Remove(tmp.Name()) }()
	_, err = tmp.Write(data.Bytes())
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), f.path)
}

// createTemp makes the file that save fills; a test puts a full disk in its
// place.
var createTemp = os.CreateTemp
