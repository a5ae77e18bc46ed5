package rehearsal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// tempPattern names the temporary folders of this package, below os.TempDir.
const tempPattern = "secure-azure-openai-rehearsal-*"

// worldFile keeps the stand-in's world in a folder to work in.
const worldFile = "world.json"

// workFolder answers the folder to work in and how to be rid of it.
func workFolder(given, temp string) (string, func(), error) {
	if given != "" {
		folder, err := filepath.Abs(given)
		return folder, func() {}, err
	}
	folder, err := os.MkdirTemp(temp, tempPattern)
	if err != nil {
		return "", nil, fmt.Errorf("creating a folder to work in: %w (TMPDIR can name another place)", err)
	}
	return folder, func() { _ = os.RemoveAll(folder) }, nil
}

// writeFile replaces a file in one step, so that a failure leaves what was
// there before. Only its owner can read it.
func writeFile(path string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".unfinished-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
