package words

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNearest(t *testing.T) {
	known := []string{"environment", "network", "vpn", "dns", "webApp"}
	for word, want := range map[string]string{
		"netwrok":                 "network", // two neighbours swapped are one mistake
		"enviroment":              "environment",
		"webapp":                  "webApp", // a wrong case is none
		"dsn":                     "dns",
		"vpm":                     "vpn",
		"":                        "",
		"x":                       "", // nothing of it is left
		"storage":                 "",
		strings.Repeat("vpn", 99): "",
	} {
		require.Equal(t, want, Nearest(word, known), word)
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "abc", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "ab", 1}, {"abc", "axc", 1}, {"für", "fur", 1}} {
		require.Equal(t, test.want, distance(test.a, test.b), "%s, %s", test.a, test.b)
		require.Equal(t, test.want, distance(test.b, test.a), "%s, %s", test.b, test.a)
	}
}
