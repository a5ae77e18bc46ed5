package engine

// Nothing here runs this file: `GOOS=windows go vet` is what keeps it fit. Its
// dependency is the one with which Pulumi's own SDK interrupts the engine.

import (
	"os"
	"os/exec"
	"syscall"

	"github.com/iwdgo/sigintwindows"
)

// inOwnGroup keeps the terminal's Ctrl-C from reaching the command directly.
func inOwnGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// interrupt asks a process to stop.
func interrupt(process *os.Process) error {
	return sigintwindows.SendCtrlBreak(process.Pid)
}

// killGroup ends a process that inOwnGroup was called for.
func killGroup(process *os.Process) error {
	return process.Kill()
}
