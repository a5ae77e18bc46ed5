package apipolicy

import (
	"fmt"
	"strconv"

	"secure-azure-openai/posture/graph"
)

// respond ends the call with 200 or the document's status.
func (r *run) respond(e *Element) (*stop, error) {
	status := 200
	if s := e.child("set-status"); s != nil {
		var err error
		if status, err = r.code(s); err != nil {
			return nil, err
		}
	}
	for _, c := range e.Children {
		if c.Name != "set-status" {
			if err := r.evaluateAll(c); err != nil {
				return nil, err
			}
		}
	}
	return &stop{status, e.Path, "the document answers itself", true}, nil
}

// setStatus changes the status of an answer that is there.
func (r *run) setStatus(e *Element) error {
	status, err := r.code(e)
	r.changed, r.status = &stop{status, e.Path, "the document sets the status", true}, status
	return err
}

func (r *run) code(e *Element) (int, error) {
	text, err := r.text(e, "code", "")
	if err != nil {
		return 0, err
	}
	status, err := strconv.Atoi(text)
	if err != nil || status < 100 || status > 599 {
		return 0, fmt.Errorf("the status code %q cannot be followed", graph.Printable(text))
	}
	return status, nil
}
