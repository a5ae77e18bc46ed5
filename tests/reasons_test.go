package tests

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryExplicitDependencyHasItsReason: a resource that waits without one
// makes the deployment longer, and nobody dares to take the wait away.
func TestEveryExplicitDependencyHasItsReason(t *testing.T) {
	sources := map[string][]byte{}
	eachSource(t, func(path string, source []byte) { sources[path] = source })
	places, unexplained, err := dependencies(sources)
	require.NoError(t, err)
	assert.Empty(t, unexplained, "give the reason in a comment above it, or in the doc comment of the function that lists the resources")
	assert.Greater(t, places, 8, "explicit dependencies: does the test look in the right place?")
}

// dependencies counts the places that make a resource wait, and lists those
// without a reason ("dns/records.go:12"): calls of pulumi.DependsOn, and what
// is given to, or appended to, a variable, field or argument named After or
// needed. What only passes such a list on is no place of its own.
func dependencies(sources map[string][]byte) (places int, unexplained []string, err error) {
	files := token.NewFileSet()
	parsed := map[string]*ast.File{}
	reasons := map[string]bool{}
	for path, source := range sources {
		file, err := parser.ParseFile(files, path, source, parser.ParseComments)
		if err != nil {
			return 0, nil, fmt.Errorf("parsing %s: %w", path, err)
		}
		parsed[path] = file
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && listsResources(f) {
				explained, known := reasons[f.Name.Name]
				reasons[f.Name.Name] = f.Doc != nil && (explained || !known)
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(parsed)) {
		w := waits{files: files, commented: commented(files, parsed[path], sources[path]), reasons: reasons}
		for _, d := range parsed[path].Decls {
			w.within, _ = d.(*ast.FuncDecl)
			ast.Inspect(d, w.inspect)
		}
		places += w.places
		for _, line := range w.unexplained {
			unexplained = append(unexplained, fmt.Sprintf("%s:%d", path, line))
		}
	}
	return places, unexplained, nil
}

// listsResources reports whether a function answers []pulumi.Resource: its doc
// comment is then the reason for each of them.
func listsResources(f *ast.FuncDecl) bool {
	if f.Type.Results == nil || len(f.Type.Results.List) != 1 {
		return false
	}
	list, ok := f.Type.Results.List[0].Type.(*ast.ArrayType)
	if !ok {
		return false
	}
	of, ok := list.Elt.(*ast.SelectorExpr)
	return ok && of.Sel.Name == "Resource"
}

// commented are the lines that have a comment, or come after one that stands
// on lines of its own.
func commented(files *token.FileSet, file *ast.File, source []byte) map[int]bool {
	lines := map[int]bool{}
	text := bytes.Split(source, []byte("\n"))
	for _, group := range file.Comments {
		from, to := files.Position(group.Pos()), files.Position(group.End())
		for l := from.Line; l <= to.Line; l++ {
			lines[l] = true
		}
		if len(bytes.TrimSpace(text[from.Line-1][:from.Column-1])) == 0 {
			lines[to.Line+1] = true
		}
	}
	return lines
}

// waits collects the places of one file.
type waits struct {
	files     *token.FileSet
	commented map[int]bool
	// reasons are the functions that list resources, and whether they say why.
	reasons     map[string]bool
	within      *ast.FuncDecl
	places      int
	unexplained []int
}

func (w *waits) inspect(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		f, ok := n.Fun.(*ast.SelectorExpr)
		if ok && isNamed(f.X, "pulumi") && strings.HasPrefix(f.Sel.Name, "DependsOn") {
			w.place(n, nil)
		}
	case *ast.KeyValueExpr:
		if namesWaits(n.Key) {
			w.place(n, n.Value)
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if namesWaits(left) {
				w.place(n, n.Rhs[min(i, len(n.Rhs)-1)])
			}
		}
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if namesWaits(name) && i < len(n.Values) {
				w.place(n, n.Values[i])
			}
		}
	}
	return true
}

// place notes a place; value is what it waits for, nil where that is in the
// node itself.
func (w *waits) place(n ast.Node, value ast.Expr) {
	switch v := value.(type) {
	case *ast.Ident:
		return // passed on: the place is where the variable got its value
	case *ast.SelectorExpr:
		if namesWaits(v) {
			return // the same, of a field
		}
	}
	w.places++
	line := w.files.Position(n.Pos()).Line
	if w.commented[line] || w.explainedBy(value) || (value != nil && w.within != nil && listsResources(w.within) && w.within.Doc != nil) {
		return
	}
	w.unexplained = append(w.unexplained, line)
}

// explainedBy reports whether a value is the answer of a function that says
// why these resources must be there first.
func (w *waits) explainedBy(value ast.Expr) bool {
	call, ok := value.(*ast.CallExpr)
	if !ok {
		return false
	}
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return w.reasons[f.Name]
	case *ast.SelectorExpr:
		return w.reasons[f.Sel.Name]
	}
	return false
}

func namesWaits(e ast.Expr) bool {
	if s, ok := e.(*ast.SelectorExpr); ok {
		e = s.Sel
	}
	return isNamed(e, "after") || isNamed(e, "needed")
}

func isNamed(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && strings.EqualFold(id.Name, name)
}

func TestDependenciesFindsWhatHasNoReason(t *testing.T) {
	sources := map[string][]byte{"f.go": []byte(`package p

func f() {
	g(pulumi.DependsOn(a))
	// Azure refuses both at once.
	g(pulumi.DependsOn(b))
	g(pulumi.DependsOnInputs(c)) // the account is still working
	g(pulumi.DependsOnInputs(d))

	h(Args{
		After: []pulumi.Resource{d},
		// Names must resolve first.
		After: []pulumi.Resource{e},
		After: passedOn,
		After: args.After,
		After: args.everything,
	})
}
`), "g.go": []byte(`package p

func g() {
	h(Args{
		After: d.withReason(),
		After: d.withoutReason(),
		after: other.elsewhere(),
	})
	after := t.after
	after = append(after, x)
	// One at a time.
	after = append(after, y)
	args.After = []pulumi.Resource{x}
	var needed = links()
}

// withReason is what the first look-up needs.
func withReason() []pulumi.Resource {
	needed := zones()
	needed = append(needed, x, pulumi.DependsOn(y))
	return needed
}

func withoutReason() []pulumi.Resource {
	needed := zones()
	return needed
}

// one gives no reason: it lists no resources.
func one() pulumi.Resource {
	needed := zones()
	return needed[0]
}
`)}
	places, unexplained, err := dependencies(sources)
	require.NoError(t, err)
	assert.Equal(t, 7+7+5, places)
	assert.Equal(t, []string{
		"f.go:4", "f.go:8", "f.go:11", "f.go:16",
		"g.go:6", "g.go:7", "g.go:10", "g.go:13", "g.go:14", "g.go:20", "g.go:25", "g.go:31",
	}, unexplained)

	_, _, err = dependencies(map[string][]byte{"f.go": []byte("package")})
	assert.ErrorContains(t, err, "parsing f.go")
}
