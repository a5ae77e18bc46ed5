package rehearsal

import (
	"os"
	"sync"
	"time"
)

// current is the command of the CLI that runs, if one does.
type current struct {
	mu       sync.Mutex
	process  *os.Process
	finished <-chan struct{}
}

// set remembers a command until the answer is called. finished is closed when
// its process is gone.
func (c *current) set(process *os.Process, finished <-chan struct{}) (forget func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.process, c.finished = process, finished
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.process == process {
			c.process, c.finished = nil, nil
		}
	}
}

func (c *current) get() (*os.Process, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.process, c.finished
}

// kill ends the command as kill -9 does, with whatever it has started, and
// waits until it is gone.
func (c *current) kill() {
	process, finished := c.get()
	if process == nil {
		return
	}
	_ = killGroup(process)
	select {
	case <-finished:
	case <-time.After(30 * time.Second): // it is killed; only its output is still open
	}
}

// interrupt is a Ctrl-C for the command.
func (c *current) interrupt() {
	if process, _ := c.get(); process != nil {
		_ = interrupt(process)
	}
}
