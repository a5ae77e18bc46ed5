// Package filelock keeps two processes from the same work.
package filelock

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/fsutil"
)

// Take takes a lock that other processes respect, and waits for it as
// long as ctx lasts. The operating system frees it when the process ends.
func Take(ctx context.Context, path string) (unlock func(), err error) {
	mutex := fsutil.NewFileMutex(path)
	locked := make(chan error)
	go func() {
		err := mutex.Lock()
		select {
		case locked <- err:
		case <-ctx.Done():
			if err == nil {
				_ = mutex.Unlock() // nobody waits for it any more
			}
		}
	}()
	select {
	case err := <-locked:
		if err != nil {
			return nil, fmt.Errorf("locking %s: %w", path, err)
		}
		return func() { _ = mutex.Unlock() }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
