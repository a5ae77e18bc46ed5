package arm_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryRefusalHasARow: a refusal that nothing is ever refused with would
// be a rule that nobody has tried.
func TestEveryRefusalHasARow(t *testing.T) {
	codes := errorCodes(t)
	require.Greater(t, len(codes), 40, "did the search see them?")
	for code, at := range codes {
		named := false
		for _, r := range allRules() {
			// What a template's resource is refused with lies inside the
			// refusal of its deployment.
			named = named || r.code == code || strings.Contains(r.message, fmt.Sprintf("Code=%q", code))
		}
		if !named {
			t.Errorf("%s: no row of the rules is refused with %s", at, code)
		}
	}
}

// errorCodes are the codes in this package's sources and where they stand:
// what is given to a parameter or a field named code, which must be written
// out there.
func errorCodes(t *testing.T) map[string]token.Position {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	set := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if !strings.HasSuffix(path, "_test.go") {
			file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			files = append(files, file)
		}
	}
	takers := codeTakers(files)
	require.Contains(t, takers, "badRequest")
	codes := map[string]token.Position{}
	add := func(value ast.Expr) {
		switch value := value.(type) {
		case *ast.BasicLit:
			code, err := strconv.Unquote(value.Value)
			require.NoError(t, err)
			codes[code] = set.Position(value.Pos())
		case *ast.Ident:
			require.Equal(t, "code", value.Name, "%s: write the code out", set.Position(value.Pos()))
		default:
			t.Errorf("%s: write the code out", set.Position(value.Pos()))
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if name, ok := n.Fun.(*ast.Ident); ok {
					if position, takes := takers[name.Name]; takes {
						add(n.Args[position])
					}
				}
			case *ast.KeyValueExpr:
				if field, ok := n.Key.(*ast.Ident); ok && field.Name == "Code" {
					add(n.Value)
				}
			}
			return true
		})
	}
	return codes
}

// codeTakers are the functions with a parameter named code, and its position.
func codeTakers(files []*ast.File) map[string]int {
	takers := map[string]int{}
	for _, file := range files {
		for _, declaration := range file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			position := 0
			for _, field := range function.Type.Params.List {
				for _, name := range field.Names {
					if name.Name == "code" {
						takers[function.Name.Name] = position
					}
					position++
				}
			}
		}
	}
	return takers
}
