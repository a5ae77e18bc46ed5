package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// stopper turns the user's Ctrl-C into an orderly end. The first ends ctx: the
// engine finishes the steps under way. The second closes abort: the engine is
// killed. What was temporary is removed in both cases. A third ends the
// process where it stands.
type stopper struct {
	ctx   context.Context
	abort chan struct{}
	end   func()
}

func listen(errOut io.Writer) *stopper {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	// A closed terminal, or a reader of the output that has had enough (head),
	// ends a run as orderly.
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	s := &stopper{ctx: ctx, abort: make(chan struct{})}
	ended := make(chan struct{})
	s.end = func() {
		signal.Stop(signals)
		close(ended)
		cancel()
	}
	next := func() bool {
		select {
		case <-signals:
			return true
		case <-ended:
			return false
		}
	}
	go func() {
		if !next() {
			return
		}
		fmt.Fprintln(errOut, "\nStopping; what is under way is finished first. Ctrl-C again ends it at once.")
		cancel()
		if !next() {
			return
		}
		close(s.abort)
		signal.Stop(signals)
	}()
	return s
}
