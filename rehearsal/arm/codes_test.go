package arm_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
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

// TestEveryPlaceThatRefusesHasARow: one code stands for many rules
// (BadRequest, Conflict), so the words count, too.
func TestEveryPlaceThatRefusesHasARow(t *testing.T) {
	var refusals strings.Builder
	for _, r := range allRules() {
		err := r.bad(r.prepare(direct(t, r.day)))
		require.Error(t, err, r.name)
		// A refusal inside another is quoted twice.
		refusals.WriteString(strings.ReplaceAll(err.Error(), `\"`, `"`) + "\n")
	}
	formats := refusalFormats(t)
	require.Greater(t, len(formats), 60, "did the search see them?")
	verb := regexp.MustCompile(`%[sdvq]`)
	for format, at := range formats {
		// The verbs are cut out first: a quoted one has no special character.
		var parts []string
		for _, part := range verb.Split(format, -1) {
			parts = append(parts, regexp.QuoteMeta(part))
		}
		words := regexp.MustCompile(strings.Join(parts, ".*"))
		if !words.MatchString(refusals.String()) {
			t.Errorf("%s: no row of the rules is refused with the words %q", at, format)
		}
	}
}

// refusalFormats are the literal words that follow a code, and where.
func refusalFormats(t *testing.T) map[string]token.Position {
	t.Helper()
	set, files := sources(t)
	takers := codeTakers(files)
	formats := map[string]token.Position{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, isCall := n.(*ast.CallExpr)
			if !isCall {
				return true
			}
			name, isName := call.Fun.(*ast.Ident)
			if !isName {
				return true
			}
			position, takes := takers[name.Name]
			if !takes || position+1 >= len(call.Args) {
				return true
			}
			if words, isLiteral := call.Args[position+1].(*ast.BasicLit); isLiteral {
				format, err := strconv.Unquote(words.Value)
				require.NoError(t, err)
				formats[format] = set.Position(words.Pos())
			}
			return true
		})
	}
	return formats
}

// errorCodes are the codes in this package's sources and where they stand:
// what is given to a parameter or a field named code, which must be written
// out there.
func errorCodes(t *testing.T) map[string]token.Position {
	t.Helper()
	set, files := sources(t)
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

// sources are this package's own files.
func sources(t *testing.T) (*token.FileSet, []*ast.File) {
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
	return set, files
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
