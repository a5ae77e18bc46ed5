package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	stackURN   = `urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev`
	accountURN = `urn:pulumi:dev::p::azure-native:storage/v20240101:StorageAccount::account`
)

func export(resources ...string) string {
	return `{"version":3,"deployment":{"resources":[` + strings.Join(resources, ",") + `]}}`
}

func resource(urn, more string) string {
	quoted, _ := json.Marshal(urn)
	return fmt.Sprintf(`{"urn":%s%s}`, quoted, more)
}

func preview(summary string, steps ...string) string {
	return `{"steps":[` + strings.Join(steps, ",") + `],"changeSummary":{` + summary + `}}`
}

func TestBadInputs(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 150) + `1` + strings.Repeat(`}`, 150)
	deepList := strings.Repeat(`[`, 150) + strings.Repeat(`]`, 150)
	for name, row := range map[string]struct{ input, says string }{
		"empty":         {" \n", "it is empty: pipe in what `pulumi stack export` or `pulumi preview --json --show-sames` writes"},
		"truncated":     {`{"version":3,` + "\n" + `"deployment":{"resources":[`, "it is no JSON: line 2, byte 41: unexpected end of JSON input"},
		"text":          {"Previewing update (dev)", "it is no JSON: line 1, byte 1: invalid character 'P' looking for beginning of value"},
		"two documents": {export(resource(stackURN, "")) + export(), "it is no JSON: line 1, byte 99: invalid character '{' after top-level value"},
		"list":          {`[]`, "the whole is a list, and should be an object"},
		"other JSON":    {`{"resources":[]}`, `it has neither "deployment" (pulumi stack export) nor "steps" (pulumi preview --json --show-sames)`},
		"failed preview": {`{"changeSummary":{},"diagnostics":[]}`,
			`it has no "steps": the preview failed, or there is nothing in the stack`},
		"wrong kind":  {`{"deployment":{"resources":{}}}`, "deployment.resources is an object, and should be a list"},
		"wrong field": {export(`{"urn":7}`), "deployment.resources.urn is a number, and should be a string"},
		"empty stack": {export(), "it has no resources: there is nothing to judge"},
		"no URN":      {export(`{}`), `deployment.resources[0]: "" is no URN (urn:pulumi:stack::project::type::name)`},
		"short URN":   {export(resource("urn:pulumi:dev::p", "")), `deployment.resources[0]: "urn:pulumi:dev::p" is no URN (urn:pulumi:stack::project::type::name)`},
		"hostile URN": {export(resource("x\x1b[2J\u202e", "")), `deployment.resources[0]: "x` + "\uFFFD[2J\uFFFD" + `" is no URN (urn:pulumi:stack::project::type::name)`},
		"other type":  {export(resource(stackURN, `,"type":"a:b:C"`)), `deployment.resources[0]: its type "a:b:C" is not the one in its URN`},
		"twice": {export(resource(stackURN, ""), resource(stackURN, "")),
			"it has resources with the same URN, such as " + stackURN},
		"missing parent": {export(resource(stackURN, ""), resource(accountURN, `,"parent":"urn:pulumi:dev::p::a:b:C::gone"`)),
			accountURN + " has the parent urn:pulumi:dev::p::a:b:C::gone, which is not there"},
		"own parent":   {export(resource(stackURN, `,"parent":"`+stackURN+`"`)), stackURN + " is its own parent's parent"},
		"parent cycle": {export(resource(stackURN, `,"parent":"`+accountURN+`"`), resource(accountURN, `,"parent":"`+stackURN+`"`)), accountURN + " is its own parent's parent"},
		"deep inputs":  {export(resource(stackURN, `,"inputs":`+deep)), "deployment.resources[0]: its inputs are nested more than 100 deep"},
		"deep outputs": {export(resource(stackURN, `,"outputs":{"a":`+deepList+`}`)), "deployment.resources[0]: its outputs are nested more than 100 deep"},
		"deeper than JSON may be": {export(resource(stackURN, `,"inputs":{"a":`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000)+`}`)),
			"it is no JSON: line 1, byte 10105: invalid character '[' exceeded max depth"},
		"sames left out": {preview(`"same":3`, `{"op":"same","urn":"`+stackURN+`","newState":`+resource(stackURN, "")+`}`),
			"it leaves out 2 resources that do not change: make it with `pulumi preview --json --show-sames`"},
		"preview of nothing": {preview(``), "it has no resources: there is nothing to judge"},
		"preview without URN": {preview(``, `{"op":"create","newState":{}}`),
			`steps[0].newState: "" is no URN (urn:pulumi:stack::project::type::name)`},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := Read(strings.NewReader(row.input))
			var refused *InputError
			require.ErrorAs(t, err, &refused)
			assert.Nil(t, g)
			assert.Equal(t, row.says, err.Error())
		})
	}
}

func TestAReadersOwnErrorIsNoInputError(t *testing.T) {
	_, err := Read(iotest.ErrReader(errors.New("the disk is gone")))
	require.EqualError(t, err, "reading the resources: the disk is gone")
	var refused *InputError
	assert.NotErrorAs(t, err, &refused)
}

func TestPreviewTakesWhatWillBeThere(t *testing.T) {
	const kept = `urn:pulumi:dev::p::azure-native:network:VirtualNetwork::kept`
	const gone = `urn:pulumi:dev::p::azure-native:network:VirtualNetwork::gone`
	const moved = `urn:pulumi:dev::p::azure-native:network:VirtualNetwork::moved`
	g, err := Read(strings.NewReader(preview(`"same":2,"create":1`,
		`{"op":"same","urn":"`+kept+`","newState":{"custom":true,"inputs":{"a":1}},"oldState":{"id":"/kept","outputs":{"b":2}}}`,
		`{"op":"same","urn":"`+stackURN+`","newState":{},"oldState":{"outputs":{"b":2}}}`,
		`{"op":"update","urn":"`+accountURN+`","newState":{"inputs":{"a":1}},"oldState":{"id":"/account","outputs":{"b":2}}}`,
		`{"op":"create-replacement","urn":"`+moved+`","newState":{"inputs":{"a":1}},"oldState":{"id":"/old"}}`,
		`{"op":"replace","urn":"`+moved+`","newState":{"inputs":{"a":1},"id":"04da6b54-80e4-46f7-96ec-b56ff0331ba9"},"oldState":{"id":"/old"}}`,
		`{"op":"delete-replaced","urn":"`+moved+`","newState":{"id":"/old"}}`,
		`{"op":"delete","urn":"`+gone+`","oldState":{"id":"/gone"}}`)))
	require.NoError(t, err)
	require.Len(t, g.Resources, 4)
	assert.Equal(t, Missing, g.ByURN(stackURN).Value("b").State, "the stack's outputs may change with anything")
	assert.Equal(t, "kept", g.ByID("/KEPT").Name)
	number, _ := g.ByURN(kept).Value("b").Number()
	assert.InDelta(t, 2, number, 0, "what does not change is known")
	assert.Equal(t, "account", g.ByID("/account").Name)
	assert.Equal(t, Missing, g.ByURN(accountURN).Value("b").State, "an update may change what Azure answers")
	assert.Empty(t, g.ByURN(moved).ID)
	assert.Nil(t, g.ByURN(gone))
}

func TestExportLeavesOutWhatIsReplaced(t *testing.T) {
	g, err := Read(strings.NewReader(export(
		resource(accountURN, `,"delete":true,"inputs":{"a":"old"}`), resource(accountURN, `,"inputs":{"a":"new"}`))))
	require.NoError(t, err)
	require.Len(t, g.Resources, 1)
	assert.True(t, g.Resources[0].Value("a").Is("NEW"))
}

func TestValues(t *testing.T) {
	g, err := Read(strings.NewReader(export(resource(accountURN, `,"custom":true,"id":"/account","inputs":{
		"both":"asked","asked":"x","null":null,"list":[{"a":"1"},{"a":"2"}],"texts":["a","b"],"flag":false,"number":1.5,
		"secret":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"v1:dummy"},
		"hidden":"[secret]","later":"04da6b54-80e4-46f7-96ec-b56ff0331ba9","laterFlag":"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
		"output":{"4dabf18193072939515e22adb298388d":"d0e6a833031e9bbcd3f4e8bde6ca49a4","value":"inner"},
		"undecided":{"4dabf18193072939515e22adb298388d":"d0e6a833031e9bbcd3f4e8bde6ca49a4"},
		"dotted":{"a.b":"c"}},
		"outputs":{"both":"answered","answered":"y","later2":"04da6b54-80e4-46f7-96ec-b56ff0331ba9"}`))))
	require.NoError(t, err)
	r := g.Resources[0]
	assert.Equal(t, "storage:StorageAccount", r.Kind)
	assert.Equal(t, "storage:StorageAccount account", r.String())
	for path, says := range map[string]string{
		"both": `"answered"`, "asked": `"x"`, "answered": `"y"`, "null": "not set", "none": "not set", "list": "a list of 2",
		"texts": `["a" "b"]`, "flag": "false", "number": "1.5", "secret": "secret", "hidden": "secret", "secret.ciphertext": "secret",
		"later": "unknown", "laterFlag": "unknown", "later.deeper[3].x": "unknown", "later2": "unknown", "output": `"inner"`, "undecided": "unknown",
		"list[1].a": `"2"`, "list[2].a": "not set", "list[x]": "not set", "list[-1]": "not set", "asked.deeper": "not set", "dotted": "an object",
	} {
		assert.Equal(t, says, r.Value(path).String(), path)
	}
	assert.Equal(t, `"c"`, r.Value("dotted").Field("a.b").String())
	assert.Equal(t, []string{"a", "b"}, r.Value("texts").Texts())
	assert.True(t, r.Value("flag").False())
	assert.False(t, r.Value("none").False(), "what is not set is not explicitly false")
	assert.False(t, r.Value("later").Is(""))
}

func TestPrintable(t *testing.T) {
	assert.Equal(t, "a\uFFFD[31mb\uFFFDc\uFFFD", Printable("a\x1b[31mb\rc\u202e"))
	assert.Equal(t, strings.Repeat("x", 200)+"…", Printable(strings.Repeat("x", 300)))
	assert.Equal(t, "Ünïcode ok", Printable("Ünïcode ok"))
}

// FuzzRead: whatever is read, the answer is a graph or an error that a person
// can read, and never a panic.
func FuzzRead(f *testing.F) {
	f.Add([]byte(export(resource(stackURN, ""), resource(accountURN, `,"custom":true,"parent":"`+stackURN+`","inputs":{"a":[1,{"b":null}]}`))))
	f.Add([]byte(preview(`"same":1`, `{"op":"same","urn":"`+stackURN+`","newState":{},"oldState":{"outputs":{"a":1}}}`)))
	f.Add([]byte(`{"deployment":{"resources":[{"urn":"urn:pulumi:::::::"}]}}`))
	f.Add([]byte(`{"steps":[{"newState":null},{"op":"delete"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := Read(strings.NewReader(string(data)))
		if err != nil {
			for _, r := range err.Error() {
				if unicode.IsControl(r) {
					t.Fatalf("the message has a control character: %q", err.Error())
				}
			}
			return
		}
		for _, r := range g.Resources {
			_ = r.String() + r.Value("a.b[0].c").String()
			if g.ByURN(r.URN) != r {
				t.Fatalf("%q is not found by its URN", r.URN)
			}
		}
	})
}
