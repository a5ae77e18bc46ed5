// Package guard holds the rules of the security check against every resource
// of a program, while `pulumi preview` and `pulumi up` run it: what falls short
// by its own properties is refused before it is made. guard/pack has the rules
// that need the whole stack in view.
package guard

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/posture"
	"secure-azure-openai/posture/graph"
	"secure-azure-openai/settings"
)

// hookName is how the engine calls the guard in its messages: `before hook
// "security check" failed: …`.
const hookName = "security check"

// Watch binds the guard to every resource that the program makes from here
// on. A resource that falls short fails the preview, and the up before it is
// created or updated; with settings.GuardWarn it is a warning. Unchanged
// resources are not judged: the check of the whole stack does that.
//
// The binding is the SDK's own transformation, which runs where the resource
// is registered and changes nothing of it but the hooks. (The engine's
// transforms would see outputs go back and forth, and do not run under mocks.)
// What a component of another language or process registers is out of its
// reach: the policy pack sees that.
//
// A state with hooks in it is written in version 4 of the format, which the
// Pulumi CLI reads since 3.183 (https://github.com/pulumi/pulumi/pull/20046).
func Watch(ctx *pulumi.Context, told settings.Posture) error {
	warn := told.Guard == settings.GuardWarn
	hook := func(name string, creating bool) (*pulumi.ResourceHook, error) {
		return ctx.RegisterResourceHook(name, func(args *pulumi.ResourceHookArgs) error {
			return judge(args, posture.Options{Waivers: Waivers(told), Creating: creating}, warn)
		}, &pulumi.ResourceHookOptions{OnDryRun: true, IgnoreErrors: warn})
	}
	created, err := hook(hookName, true)
	if err != nil {
		return fmt.Errorf("registering the guard of what is created: %w", err)
	}
	updated, err := hook(hookName+" of an update", false)
	if err != nil {
		return fmt.Errorf("registering the guard of what is updated: %w", err)
	}
	bound := pulumi.ResourceHooks(&pulumi.ResourceHookBinding{
		BeforeCreate: []*pulumi.ResourceHook{created}, BeforeUpdate: []*pulumi.ResourceHook{updated},
	})
	if err := ctx.RegisterStackTransformation(func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
		if _, custom := args.Resource.(pulumi.CustomResource); !custom {
			return nil // a component is nothing in Azure
		}
		opts := append(make([]pulumi.ResourceOption, 0, len(args.Opts)+1), args.Opts...)
		return &pulumi.ResourceTransformationResult{Props: args.Props, Opts: append(opts, bound)}
	}); err != nil {
		return fmt.Errorf("binding the guard to the stack's resources: %w", err)
	}
	return nil
}

// judge is the hook: its error is what the engine prints.
func judge(args *pulumi.ResourceHookArgs, options posture.Options, warn bool) error {
	r, err := graph.NewResource(string(args.URN), string(args.Type), true, Properties(args.NewInputs), nil)
	if err != nil {
		return fmt.Errorf("reading %s for the security check: %w", graph.Printable(args.Name), err)
	}
	if short := posture.Alone(r, options); len(short) > 0 {
		return &Refusal{Resource: r.String(), Findings: short, Warned: warn}
	}
	return nil
}

// Waivers are what a stack accepts for a while, for the check.
func Waivers(told settings.Posture) []posture.Waiver {
	var all []posture.Waiver
	for _, w := range told.Waivers {
		all = append(all, posture.Waiver{ID: w.ID, Resource: w.Resource, Reason: w.Reason, Expires: w.Expires})
	}
	return all
}
