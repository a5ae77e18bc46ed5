package command

import (
	"bytes"
	"fmt"

	posturecommand "secure-azure-openai/cmd/posture/command"
	"secure-azure-openai/posture"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/posture/report"
	"secure-azure-openai/rehearsal"
)

// checkSecurity judges an exported deployment as posture check does.
func checkSecurity(exported []byte) (rehearsal.Checked, error) {
	g, err := graph.Read(bytes.NewReader(exported))
	if err != nil {
		return rehearsal.Checked{}, fmt.Errorf("reading it: %w", err)
	}
	r, err := posturecommand.Judge(g, "")
	if err != nil {
		return rehearsal.Checked{}, err
	}
	verdict, details := report.Brief(r)
	return rehearsal.Checked{Held: r.Outcome() == posture.Holds, Verdict: verdict, Details: details}, nil
}
