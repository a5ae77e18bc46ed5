package arm

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEveryTypeHasASchemaFile(t *testing.T) {
	for _, definition := range registry() {
		if definition.Token == "" {
			continue
		}
		_, err := Lookup(definition.Token)
		assert.NoError(t, err, "add it to schemaSources in tests/schema_test.go and run: go test ./tests -run TestSchemaFollowsSDK -update")
	}
}
