package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil/rpcerror"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/structpb"

	"secure-azure-openai/rehearsal/arm"
	"secure-azure-openai/rehearsal/fault"
)

// Injection says what goes wrong. Its zero value is nothing.
type Injection struct {
	// Faults decides, operation by operation.
	Faults fault.Decider
	// Kill ends the engine as kill -9 does, and returns when it is gone.
	Kill func()
	// Interrupt is a Ctrl-C for the engine.
	Interrupt func()
}

// Inject makes things go wrong from now on, until it is called again.
func (s *Server) Inject(i Injection) {
	s.mu.Lock()
	s.injection = i
	s.mu.Unlock()
}

// unfinished is an operation that Azure accepted and that did not end well:
// the resource may be there, and the provider hands over what it is like.
type unfinished struct {
	id    string
	cause error
	// unread says that the provider could not read it either.
	unread bool
}

func (u *unfinished) Error() string { return u.cause.Error() }

// do asks the world for an operation, as the provider's client asks Azure:
// through its retries, and with what is to go wrong.
func (s *Server) do(ctx context.Context, op arm.Operation) (arm.Result, error) {
	s.mu.Lock()
	injection := s.injection
	s.mu.Unlock()
	if injection.Faults == nil {
		return s.try(op)
	}
	kind := fault.Op(op.Kind)
	f, goesWrong := injection.Faults.Decide(fault.Request{Op: kind, Token: op.Type.Token, URN: op.URN, Async: async(kind, op.Type)})
	if !goesWrong {
		return s.try(op)
	}
	return s.goWrong(ctx, op, f, injection)
}

// try asks the world, which answers a retry as it answered the first try.
func (s *Server) try(op arm.Operation) (arm.Result, error) {
	result, err := s.world.Do(op)
	if retriable(err) {
		s.pause(op.URN, fault.MaxRetries)
	}
	return result, err
}

// goWrong carries out an operation that something befalls.
func (s *Server) goWrong(ctx context.Context, op arm.Operation, f fault.Fault, injection Injection) (arm.Result, error) {
	retries := fault.MaxRetries
	if f.GoesThrough() {
		retries = f.Count
	}
	switch f.Outcome {
	case fault.CrashBefore:
		injection.Kill()
		return arm.Result{}, context.Canceled
	case fault.Status:
		if fault.Retried(f.Status) {
			s.pause(op.URN, retries)
		}
		if f.GoesThrough() {
			return s.try(op)
		}
		return arm.Result{}, answer(f.Status, op, s.world)
	}
	if f.Outcome == fault.Failed && op.Kind == arm.Delete {
		return arm.Result{}, s.fail(op, op.ID)
	}
	// Azure does it. What it refuses, it refuses with any fault.
	result, err := s.try(op)
	if err != nil {
		return result, err
	}
	switch f.Outcome {
	case fault.Lost:
		// A second PUT of the same changes nothing, and a second DELETE finds
		// nothing to delete.
		s.pause(op.URN, retries)
		if f.GoesThrough() {
			return result, nil
		}
		return arm.Result{}, unreachable(op, result.ID, errors.New("http2: client connection lost"))
	case fault.Failed:
		return arm.Result{}, s.fail(op, result.ID)
	case fault.Crash:
		injection.Kill()
		return arm.Result{}, context.Canceled
	default:
		return arm.Result{}, s.interrupt(ctx, op, result, injection)
	}
}

// fail ends an accepted operation as Failed. What was created or updated is
// there with that state; what was to be deleted is still there. The provider
// polls an operation, so the refusal comes with status 200.
// The code and the message are those of network resources
// (https://github.com/hashicorp/terraform-provider-azurerm/issues/815); other
// services have others, which are not confirmed.
func (s *Server) fail(op arm.Operation, id string) error {
	cause := &arm.Error{Status: 200, Code: "InternalServerError", Message: "An error occurred."}
	if err := s.world.MarkFailed(id); err != nil {
		if op.Kind == arm.Delete && arm.IsNotFound(err) {
			return nil // it was gone already
		}
		return fmt.Errorf("marking %s as failed: %w", id, err)
	}
	if op.Kind == arm.Delete {
		return cause
	}
	return &unfinished{id: id, cause: cause}
}

// patience is how long a Ctrl-C may take to come back from the engine as a
// call of Cancel.
const patience = 30 * time.Second

// interrupt is what a Ctrl-C makes of an operation under way, which Azure goes
// on with. The provider gives up waiting, and cannot read what became of it
// either, since the same context serves for both. What it had been promised it
// reports by its id alone; of a type that Azure makes at once, the engine
// learns nothing.
// https://github.com/pulumi/pulumi-azure-native/pull/3224 and 3219,
// provider/pkg/provider/crud/crud.go, HandleErrorWithCheckpoint.
func (s *Server) interrupt(ctx context.Context, op arm.Operation, done arm.Result, injection Injection) error {
	s.mu.Lock()
	canceled := s.canceled
	s.mu.Unlock()
	injection.Interrupt()
	select {
	case <-canceled:
	case <-ctx.Done():
	case <-time.After(patience):
	}
	if (op.Kind == arm.Create || op.Kind == arm.Update) && async(fault.Op(op.Kind), op.Type) {
		read := unreachable(arm.Operation{Kind: arm.Read, Type: op.Type}, done.ID, context.Canceled)
		return &unfinished{id: done.ID, unread: true, cause: readFailed(read, context.Canceled)}
	}
	return unreachable(op, done.ID, context.Canceled)
}

// readFailed is how the provider joins the two errors.
func readFailed(read, cause error) error {
	return fmt.Errorf("resource created but read failed %w: %w", read, cause)
}

// unreachable is what Go's HTTP client says of a request without an answer.
func unreachable(op arm.Operation, id string, cause error) error {
	method := map[arm.Kind]string{arm.Read: "Get", arm.Delete: "Delete"}[op.Kind]
	if method == "" {
		method = "Put"
	}
	return fmt.Errorf("%s \"https://management.azure.com%s?api-version=%s\": %w", method, id, op.Type.API, cause)
}

// partial hands the engine what there is of a resource whose operation did not
// end well, so that the next up updates it and does not lose it.
// pulumi-azure-native, provider/pkg/provider/crud/crud.go, partialError.
func (s *Server) partial(err error, t *arm.Type, inputs *structpb.Struct) error {
	var u *unfinished
	if !errors.As(err, &u) {
		return err
	}
	left := &pulumirpc.ErrorResourceInitFailed{Id: u.id, Inputs: inputs}
	cause := u.cause
	if !u.unread {
		found, readErr := s.world.Do(arm.Operation{Kind: arm.Read, Type: t, ID: u.id})
		if readErr != nil {
			cause = readFailed(readErr, u.cause)
		} else {
			var writeErr error
			if left.Properties, writeErr = write(found.Outputs); writeErr != nil {
				return writeErr
			}
		}
	}
	left.Reasons = []string{cause.Error()}
	return rpcerror.WithDetails(rpcerror.New(codes.Unknown, cause.Error()), left)
}
