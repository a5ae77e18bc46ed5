package words

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWrap(t *testing.T) {
	for text, wrapped := range map[string]string{
		"":                             "",
		"one two three":                "one two\nthree",
		"seven77 8":                    "seven77\n8",
		"longerthanthat is":            "longerthanthat\nis",
		"3" + Unbroken + "s of 4 more": "3 s of 4\nmore",
		"a\nb\x1b[31m":                 "a?b?[31m",
	} {
		assert.Equal(t, wrapped, Wrap(text, 8))
	}
}
