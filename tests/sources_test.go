package tests

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"secure-azure-openai/tests/recorder"
)

// componentFolders are where resources are registered.
var componentFolders = []string{"dns", "network", "resourcegroup", "roles", "services", "topology"}

// eachSource parses every source file of the components.
func eachSource(t *testing.T, read func(path string, source []byte)) {
	t.Helper()
	root := recorder.Root(t)
	for _, folder := range componentFolders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			if err == nil {
				read(strings.TrimPrefix(path, root+string(filepath.Separator)), source)
			}
			return err
		})
		require.NoError(t, err)
	}
}

// TestEveryExplicitDependencyHasItsReason: a resource that waits without one
// makes the deployment longer, and nobody dares to take the wait away.
func TestEveryExplicitDependencyHasItsReason(t *testing.T) {
	found := 0
	eachSource(t, func(path string, source []byte) {
		places, unexplained, err := dependencies(path, source)
		require.NoError(t, err)
		found += places
		assert.Empty(t, unexplained, "give the reason in a comment next to it")
	})
	assert.Positive(t, found, "no explicit dependency found: does the test look in the right place?")
}

// dependencies counts the places of a source that make a resource wait, and
// lists those without a comment: calls of pulumi.DependsOn, and lists of
// resources that are given to an argument or field named After.
func dependencies(path string, source []byte) (places int, unexplained []string, err error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, parser.ParseComments)
	if err != nil {
		return 0, nil, fmt.Errorf("parsing %s: %w", path, err)
	}
	line := func(p token.Pos) int { return files.Position(p).Line }
	commented := map[int]bool{}
	for _, group := range file.Comments {
		for l := line(group.Pos()); l <= line(group.End()); l++ {
			commented[l] = true
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if !makesWait(n) {
			return true
		}
		places++
		at := line(n.Pos())
		if !commented[at] && !commented[at-1] {
			unexplained = append(unexplained, fmt.Sprintf("%s:%d", path, at))
		}
		return true
	})
	return places, unexplained, nil
}

// makesWait reports whether a piece of source makes a resource wait for others.
func makesWait(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		f, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		pkg, ok := f.X.(*ast.Ident)
		return ok && pkg.Name == "pulumi" && strings.HasPrefix(f.Sel.Name, "DependsOn")
	case *ast.KeyValueExpr:
		name, ok := n.Key.(*ast.Ident)
		_, listed := n.Value.(*ast.CompositeLit)
		return ok && listed && strings.EqualFold(name.Name, "after")
	}
	return false
}

func TestDependenciesFindsWhatHasNoReason(t *testing.T) {
	const source = `package p

func f() {
	g(pulumi.DependsOn(a))
	// Azure refuses both at once.
	g(pulumi.DependsOn(b))
	g(pulumi.DependsOnInputs(c)) // the account is still working

	h(Args{
		After: []pulumi.Resource{d},
		// Names must resolve first.
		After: []pulumi.Resource{e},
		After: passedOn,
	})
}
`
	places, unexplained, err := dependencies("f.go", []byte(source))
	require.NoError(t, err)
	assert.Equal(t, 5, places)
	assert.Equal(t, []string{"f.go:4", "f.go:10"}, unexplained)

	_, _, err = dependencies("f.go", []byte("package"))
	assert.ErrorContains(t, err, "parsing f.go")
}

// constructors lists the exported component constructors: package folder and
// function.
func constructors(t *testing.T) []string {
	t.Helper()
	var names []string
	eachSource(t, func(path string, source []byte) {
		file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
		require.NoError(t, err)
		if strings.Contains(filepath.ToSlash(path), "/internal/") {
			return
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "New") && len(f.Type.Params.List) == 4 {
				names = append(names, filepath.ToSlash(filepath.Dir(path))+"."+f.Name.Name)
			}
		}
	})
	require.NotEmpty(t, names)
	return names
}
