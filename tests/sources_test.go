package tests

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"secure-azure-openai/tests/recorder"
)

// componentFolders are where resources are registered.
var componentFolders = []string{"dns", "gateway", "network", "resourcegroup", "roles", "services", "topology"}

// eachSource reads every source file of the components.
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
