package apipolicy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAnsweredIsNeverPassedOver: what Azure answers in a form that is no XML is
// the program's own document, or something that nobody can read.
func TestAnsweredIsNeverPassedOver(t *testing.T) {
	own := golden(t, "openai")
	raw := strings.ReplaceAll(strings.ReplaceAll(own, "&quot;", `"`), "\n", "\r\n")
	_, err := Parse(raw)
	require.Error(t, err)
	d, err := Answered(raw, own)
	require.NoError(t, err)
	assert.Equal(t, parsed(t, own), d)

	changed := document("<base />", "", "", "")
	d, err = Answered(changed, own)
	require.NoError(t, err)
	assert.Equal(t, parsed(t, changed), d)

	_, err = Answered(strings.Replace(raw, `tenant-id="1111`, `tenant-id="2222`, 1), own)
	assert.ErrorContains(t, err, "no well-formed XML")
	_, err = Answered(raw, "")
	assert.ErrorContains(t, err, "no well-formed XML")
}
