package settings

import "fmt"

// texts reads a list of texts; nil where there is none.
func (f *fields) texts(name string) []string {
	all := []string{}
	if !f.list(name, "use a list of texts", func(path string, n node) {
		var one string
		if n.kind != null {
			f.readText(path, n, &one)
		}
		all = append(all, one)
	}) {
		return nil
	}
	return all
}

// list reads a list item by item; it reports whether there is one. An item
// without a value is a problem and is read all the same, so that those after it
// keep their places.
func (f *fields) list(name, want string, read func(path string, n node)) bool {
	path, n, found := f.take(name)
	if !found || n.kind == null {
		return false
	}
	if n.kind != list {
		f.wrongType(path, n, want)
		return false
	}
	for i, item := range n.items {
		at := fmt.Sprintf("%s[%d]", path, i)
		if item.kind == null {
			f.wrongType(at, item, "remove the item, or fill it in")
		}
		read(at, item)
	}
	return true
}

// textMap reads an object of texts under keys of the user's own.
func (f *fields) textMap(name string) map[string]string {
	path, n, found := f.take(name)
	if !found || n.kind == null {
		return nil
	}
	if n.kind != object {
		f.wrongType(path, n, "use an object of texts")
		return nil
	}
	texts := make(map[string]string, len(n.fields))
	for _, one := range n.fields {
		at := path + "." + label(one.name)
		if _, twice := texts[one.name]; twice {
			f.problem(at, "is there twice", "keep one of the two")
		}
		var value string
		f.readText(at, one.value, &value)
		texts[one.name] = value
	}
	return texts
}
