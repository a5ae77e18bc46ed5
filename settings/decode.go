package settings

import (
	"net/netip"
	"strconv"
	"strings"

	"secure-azure-openai/internal/words"
)

// How decoding works: a read method asks an object for each field that it
// knows, by name, type and target; whatever was not asked for by the end is a
// misspelt key. A field that is missing leaves its target, which holds the
// default. null stands for a missing list or object (YAML's key with nothing
// below it), and is a problem where a single value should be.

// fields are the fields of one object, read strictly.
type fields struct {
	*report
	path  string
	all   []field
	asked []string
}

// readObject lets read ask for the fields of a value, if it is an object.
func (r *report) readObject(path string, n node, read func(*fields)) {
	switch n.kind {
	case null:
		return
	case object:
		f := &fields{report: r, path: path, all: n.fields}
		read(f)
		f.rest()
	default:
		r.wrongType(path, n, "use an object, with one key per setting")
	}
}

// take finds a field and notes that its name is known. Of duplicates the last
// one counts, as encoding/json has it.
func (f *fields) take(name string) (path string, n node, found bool) {
	f.asked = append(f.asked, name)
	path = f.path + "." + name
	for _, one := range f.all {
		if one.name == name {
			if found {
				f.problem(path, "is there twice", "keep one of the two")
			}
			n, found = one.value, true
		}
	}
	f.given[path] = found && n.kind != null
	return path, n, found
}

// rest reports the fields that nobody asked for.
func (f *fields) rest() {
	for _, one := range f.all {
		known := false
		for _, name := range f.asked {
			known = known || name == one.name
		}
		if known {
			continue
		}
		if near := words.Nearest(one.name, f.asked); near != "" {
			// The setting itself was meant to be given: it is not missing.
			f.failed[f.path+"."+near] = true
		}
		f.problem(f.path+"."+label(one.name), "is no setting", oneOf(one.name, f.asked))
	}
}

func (f *fields) text(name string, target *string) {
	if path, n, found := f.take(name); found {
		f.readText(path, n, target)
	}
}

func (r *report) readText(path string, n node, target *string) {
	switch {
	case n.kind == number || n.kind == boolean:
		want := "use a text: put it in quotes"
		if !r.private(path) {
			want += ", " + r.show(path, n.text)
		}
		r.wrongType(path, n, want)
	case n.kind != text:
		r.wrongType(path, n, "use a text, or leave the key out for its default")
	case strings.HasSuffix(n.text, yamlDate):
		day := strings.TrimSuffix(n.text, yamlDate)
		r.problem(path, "is a date, as YAML reads it without quotes",
			"use a text: put it in quotes, "+r.show(path, day))
	default:
		*target = n.text
	}
}

// yamlDate ends what the engine makes of an unquoted 2026-07-09.
const yamlDate = " 00:00:00 +0000 UTC"

func (f *fields) flag(name string, target *bool) {
	path, n, found := f.take(name)
	if !found {
		return
	}
	if n.kind != boolean {
		f.wrongType(path, n, "use true or false, without quotes")
		return
	}
	*target = n.text == "true"
}

func (f *fields) count(name string, target *int) {
	path, n, found := f.take(name)
	if !found {
		return
	}
	if n.kind != number {
		f.wrongType(path, n, "use a whole number, without quotes")
		return
	}
	value, err := strconv.Atoi(n.text)
	if err != nil {
		f.wrongType(path, n, "use a whole number, such as 10")
		return
	}
	*target = value
}

func (f *fields) prefix(name string, target *netip.Prefix) {
	path, n, found := f.take(name)
	if !found {
		return
	}
	var written string
	if f.readText(path, n, &written); !f.ok(path) {
		return
	}
	p, err := netip.ParsePrefix(written)
	switch shown := f.show(path, written); {
	case err != nil:
		f.problem(path, shown+" is no address range", "use CIDR notation, such as 10.20.0.0/22")
	case !p.Addr().Is4():
		f.problem(path, shown+" is an IPv6 range", "use an IPv4 range, such as 10.20.0.0/22: point-to-site and private endpoints here are IPv4 only")
	case p != p.Masked():
		f.problem(path, shown+" has host bits set", "use "+f.show(path, p.Masked().String())+", the range that this address lies in")
	default:
		*target = p
	}
}
