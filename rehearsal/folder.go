package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"secure-azure-openai/rehearsal/filelock"
)

// tempPattern names the temporary folders of this package, below os.TempDir.
const tempPattern = "secure-azure-openai-rehearsal-*"

// worldFile keeps the stand-in's world in a folder to work in.
const worldFile = "world.json"

// aliveFile is locked in a temporary folder as long as its process lives.
const aliveFile = "alive"

// workFolder answers the folder to work in and how to be rid of it. A
// temporary one comes with the removal of those that killed runs have left.
func workFolder(ctx context.Context, given, temp string, out io.Writer) (string, func(), error) {
	if given != "" {
		folder, err := filepath.Abs(given)
		return folder, func() {}, err
	}
	if temp == "" {
		temp = os.TempDir()
	}
	sweep(ctx, temp, out)
	folder, err := os.MkdirTemp(temp, tempPattern)
	if err != nil {
		return "", nil, fmt.Errorf("creating a folder to work in: %w (TMPDIR can name another place)", err)
	}
	unlock, err := filelock.Take(ctx, filepath.Join(folder, aliveFile))
	if err != nil {
		return "", nil, errors.Join(fmt.Errorf("creating a folder to work in: %w (TMPDIR can name another place)", err), os.RemoveAll(folder))
	}
	return folder, func() {
		unlock()
		_ = os.RemoveAll(folder)
	}, nil
}

// leftAfter is how old a folder must be to be swept: whoever killed a run may
// want to look into it.
const leftAfter = 24 * time.Hour

// sweep removes the temporary folders of runs that were killed (kill -9, a
// crash, the power), and says which. A folder whose process lives is locked;
// one that cannot be removed is named and left.
func sweep(ctx context.Context, temp string, out io.Writer) {
	folders, err := filepath.Glob(filepath.Join(temp, tempPattern))
	if err != nil {
		return // the pattern is a constant, and a good one
	}
	for _, folder := range folders {
		alive := filepath.Join(folder, aliveFile)
		info, err := os.Stat(alive)
		if err != nil || time.Since(info.ModTime()) < leftAfter {
			continue
		}
		soon, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		unlock, err := filelock.Take(soon, alive)
		cancel()
		if err != nil {
			continue
		}
		unlock()
		if err := os.RemoveAll(folder); err != nil {
			fmt.Fprintf(out, "Note: a run that was killed has left %s, which cannot be removed: %v.\n", folder, err)
			continue
		}
		fmt.Fprintf(out, "Note: removed %s, which a run that was killed has left.\n", folder)
	}
}

// createTemp makes the file that writeFile fills; a test puts a full disk in
// its place.
var createTemp = os.CreateTemp

// writeFile replaces a file in one step, so that a failure leaves what was
// there before. Only its owner can read it.
func writeFile(path string, content []byte) error {
	file, err := createTemp(filepath.Dir(path), ".unfinished-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("%s is left as it was: %w", path, err)
	}
	return nil
}

// diskFull reports whether there is no room for a small file in a folder. The
// engine words that in many ways, some of which say nothing of a disk.
func diskFull(folder string) bool {
	file, err := createTemp(folder, ".room-*")
	if err == nil {
		defer os.Remove(file.Name())
		_, err = file.Write(make([]byte, 1<<16))
		err = errors.Join(err, file.Close())
	}
	return errors.Is(err, syscall.ENOSPC)
}
