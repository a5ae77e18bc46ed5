package doors

import (
	"fmt"
	"testing"

	"secure-azure-openai/posture/recorded"
)

func TestShow(t *testing.T) {
	for _, name := range recorded.Names() {
		g, err := recorded.Graph(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("==", name)
		for _, f := range Judge(g) {
			fmt.Println(f)
			for _, e := range f.Evidence {
				fmt.Println("    ", e)
			}
		}
	}
}
