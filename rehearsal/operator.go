package rehearsal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
)

// operator runs commands of the plain CLI on one stack, as somebody at a
// terminal does.
type operator struct {
	engine  *engine
	project string // the folder of Pulumi.yaml
	backend string // the folder of the stack's state
	stack   string
	client  string // where the program listens
	color   string
	out     io.Writer
}

// observed are the commands whose engine reports events.
var observed = map[string]bool{"up": true, "refresh": true, "destroy": true, "import": true}

// programmed are the commands that run the program.
var programmed = map[string]bool{"up": true}

// run carries out one command and answers what the engine reported. The error
// is that of the CLI; a command that was killed has reported what it had come
// to.
func (o *operator) run(ctx context.Context, args ...string) (*observer, error) {
	name := args[0]
	all := append(append([]string{}, args...), "--yes", "--stack", o.stack)
	seen := &observer{}
	var log string
	if observed[name] {
		file, err := os.CreateTemp(filepath.Dir(o.backend), "events-*.json")
		if err != nil {
			return seen, fmt.Errorf("making a file for the engine's events: %w", err)
		}
		log = file.Name()
		defer os.Remove(log)
		if err := file.Close(); err != nil {
			return seen, err
		}
		all = append(all, "--skip-preview", "--color", o.color, "--event-log", log)
	}
	if programmed[name] {
		all = append(all, "--client="+o.client)
	}
	seen.first = time.Now()
	_, stderr, _, err := o.engine.Run(ctx, o.project, nil, []io.Writer{o.out}, []io.Writer{o.out},
		[]string{"PULUMI_DEBUG_COMMANDS=true", o.languageHost()}, all...)
	seen.last = time.Now()
	if log != "" {
		err = errors.Join(err, seen.readLog(log))
	}
	if err != nil {
		err = &commandError{args: args, stderr: stderr, err: err}
	}
	return seen, err
}

// languageHost leads the CLI to the program's own language host: an import asks
// for one, although it runs no program.
func (o *operator) languageHost() string {
	return "PULUMI_DEBUG_LANGUAGES=go:" + o.client[strings.LastIndex(o.client, ":")+1:]
}

// readLog sees the events that the engine has written to a file, a line each.
// The last line of a killed engine may be cut off.
func (o *observer) readLog(path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading the engine's events: %w", err)
	}
	first, last := o.first, o.last
	for line := range bytes.Lines(content) {
		var event events.EngineEvent
		if json.Unmarshal(line, &event.EngineEvent) == nil {
			o.see(event)
		}
	}
	o.first, o.last = first, last
	return nil
}

// spelled is a command as one types it. What a shell would take apart is
// quoted.
func spelled(args ...string) string {
	words := []string{"pulumi"}
	for _, arg := range args {
		words = append(words, quote(arg))
	}
	return strings.Join(words, " ")
}

// checkpoint is what the backend keeps of the stack, read from its file.
type checkpoint struct {
	Resources []stateResource    `json:"resources"`
	Pending   []pendingOperation `json:"pending_operations"`
}

// pendingOperation is one that the engine was waiting for when it was killed.
type pendingOperation struct {
	Resource stateResource `json:"resource"`
	// Type is creating, updating, deleting, reading or importing.
	Type string `json:"type"`
}

// checkpoint reads the stack's state without the CLI. Secrets in it are
// ciphertext.
func (o *operator) checkpoint() (checkpoint, error) {
	files, err := filepath.Glob(filepath.Join(o.backend, ".pulumi", "stacks", "*", o.stack+".json"))
	if err != nil || len(files) != 1 {
		return checkpoint{}, fmt.Errorf("found %d states of the stack %s in %s", len(files), o.stack, o.backend)
	}
	content, err := os.ReadFile(files[0])
	if err != nil {
		return checkpoint{}, fmt.Errorf("reading the stack's state: %w", err)
	}
	var file struct {
		Checkpoint struct {
			Latest *checkpoint `json:"latest"`
		} `json:"checkpoint"`
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return checkpoint{}, fmt.Errorf("reading the stack's state %s: %w", files[0], err)
	}
	if file.Checkpoint.Latest == nil {
		return checkpoint{}, nil
	}
	return *file.Checkpoint.Latest, nil
}

// locked says whether a killed command has left its lock behind.
func (o *operator) locked() bool {
	files, _ := filepath.Glob(filepath.Join(o.backend, ".pulumi", "locks", "*", "*", o.stack, "*.json"))
	return len(files) > 0
}
