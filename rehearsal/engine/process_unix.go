//go:build !windows

package engine

import (
	"os"
	"os/exec"
	"syscall"
)

// inOwnGroup keeps the terminal's Ctrl-C from reaching the command directly.
func inOwnGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// interrupt asks a process to stop.
func interrupt(process *os.Process) error {
	return process.Signal(os.Interrupt)
}

// killGroup ends a process that inOwnGroup was called for, with its children.
func killGroup(process *os.Process) error {
	return syscall.Kill(-process.Pid, syscall.SIGKILL)
}
