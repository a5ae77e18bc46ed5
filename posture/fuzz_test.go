package posture_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"secure-azure-openai/posture/recorded"
)

// trap is what somebody may call a resource to break a report.
const trap = "x\x1b[2J\u202e\x9b\r\n|`<b>@all](javascript:0)\\"

// FuzzRecorded changes the recorded stacks, one property, id or dependency
// after the other as the bytes say, and has the whole check made and its report
// written in every format: whatever a file says, the answer is a report that is
// safe to print, or an error that a person can read.
func FuzzRecorded(f *testing.F) {
	stacks := decoded(f)
	for stack := range stacks {
		for change := range byte(len(changes)) {
			f.Add([]byte{byte(stack), change, 40, 3, 1, 8}, trap)
			f.Add([]byte{byte(stack), change, 90, 17, 2, 22, change + 1, 120, 5, 0, 14}, "::/0")
		}
		for value := range byte(len(values)) {
			f.Add([]byte{byte(stack), 0, 60 + value, value, 3, value, 0, 130, 9, 1, value}, trap)
		}
	}
	f.Fuzz(func(t *testing.T, script []byte, text string) {
		if len(script) > 200 || len(text) > 10_000 {
			t.Skip("longer than any change needs")
		}
		checked(t, changed(t, stacks, script, text))
	})
}

// stack is a recorded file with each of its resources apart.
type stack struct {
	head, tail string
	resources  []json.RawMessage
}

func decoded(t testing.TB) []stack {
	var all []stack
	for _, name := range recorded.Names() {
		content, err := recorded.JSON(name)
		require.NoError(t, err)
		head, rest, found := strings.Cut(string(content), "[\n")
		require.True(t, found, name)
		lines := strings.Split(rest, "\n")
		one := stack{head: head + "[\n", tail: lines[len(lines)-2]}
		for _, line := range lines[:len(lines)-2] {
			one.resources = append(one.resources, json.RawMessage(strings.TrimSuffix(line, ",")))
		}
		all = append(all, one)
	}
	return all
}

// script reads bytes one by one; behind the last one they are 0.
type script struct{ left []byte }

func (s *script) next() int {
	if len(s.left) == 0 {
		return 0
	}
	b := s.left[0]
	s.left = s.left[1:]
	return int(b)
}

// changed is a stack's file with the changes of a script.
func changed(t testing.TB, stacks []stack, with []byte, text string) []byte {
	s := &script{with}
	from := stacks[s.next()%len(stacks)]
	lines := slices.Clone(from.resources)
	for range 16 {
		if len(s.left) == 0 {
			break
		}
		change := changes[s.next()%len(changes)]
		at := s.next() % len(lines)
		var object map[string]any
		require.NoError(t, json.Unmarshal(lines[at], &object))
		again := change(s, state(object), lines, text)
		line, err := json.Marshal(object)
		require.NoError(t, err)
		lines[at] = line
		if again != nil {
			lines = append(lines, again)
		}
	}
	var file bytes.Buffer
	file.WriteString(from.head)
	for i, line := range lines {
		if i > 0 {
			file.WriteByte(',')
		}
		file.Write(line)
	}
	file.WriteString(from.tail)
	return file.Bytes()
}

// state is a resource itself, which a preview has in a step.
func state(object map[string]any) map[string]any {
	if inner, isPreview := object["newState"].(map[string]any); isPreview {
		return inner
	}
	return object
}
