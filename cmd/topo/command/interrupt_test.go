//go:build !windows

package command

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCtrlC interrupts a real process in the middle of an up.
func TestCtrlC(t *testing.T) {
	for name, times := range map[string]int{"once": 1, "twice": 2} {
		t.Run(name, func(t *testing.T) {
			temp := t.TempDir()
			topo := exec.CommandContext(t.Context(), os.Args[0], "rehearse", "--only", "up")
			topo.Dir = project(t)
			topo.Env = append(os.Environ(), "TEST_AS_TOPO=1", "TMPDIR="+temp)
			var errOut bytes.Buffer
			topo.Stderr = &errOut
			out, err := topo.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, topo.Start())
			lines := bufio.NewScanner(out)
			for lines.Scan() {
				if strings.Contains(lines.Text(), "group-3 created") {
					break
				}
			}
			children := childrenOf(t, topo.Process.Pid)
			require.NotEmpty(t, children, "the engine runs")
			for range times {
				require.NoError(t, topo.Process.Signal(os.Interrupt))
			}
			for lines.Scan() { //nolint:revive // until the process ends
			}
			_ = topo.Wait()
			require.Equal(t, exitInterrupted, topo.ProcessState.ExitCode(), errOut.String())
			require.Contains(t, errOut.String(), "Stopping; what is under way is finished first. Ctrl-C again ends it at once.")
			left, err := filepath.Glob(filepath.Join(temp, "*"))
			require.NoError(t, err)
			require.Empty(t, left, "no temporary folder")
			for _, child := range children {
				require.ErrorIs(t, syscall.Kill(child, 0), syscall.ESRCH, "no process is left")
			}
		})
	}
}

// childrenOf lists the processes that a process has started, as Linux knows
// them.
func childrenOf(t *testing.T, parent int) []int {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	require.NoError(t, err)
	if len(stats) == 0 {
		t.Skip("needs /proc")
	}
	var children []int
	for _, path := range stats {
		var pid, ppid int
		var state string
		content, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended meanwhile
		}
		name := strings.LastIndex(string(content), ")")
		if _, err := fmt.Sscanf(string(content), "%d", &pid); err != nil {
			continue
		}
		if _, err := fmt.Sscanf(string(content)[name+1:], "%s %d", &state, &ppid); err == nil && ppid == parent {
			children = append(children, pid)
		}
	}
	return children
}
