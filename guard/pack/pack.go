// Package pack is the security check as a Pulumi policy pack: the rules that
// need the whole stack in view, while `pulumi preview` and `pulumi up` run with
// --policy-pack. Each requirement and each door is a policy of its own, and the
// flows are one, so that --policy-pack-config can set each one's level.
package pack

import (
	"context"
	"fmt"
	"strings"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"

	"secure-azure-openai/guard"
	"secure-azure-openai/posture"
	"secure-azure-openai/posture/doors"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/requirements"
	"secure-azure-openai/settings"
)

// Name is the pack's, in the CLI's output.
const Name = "secure-azure-openai"

// Version is the pack's own; it goes up when a policy comes or goes.
var Version = semver.MustParse("1.0.0")

// The policies that are no single rule.
const (
	flows   = "flows"
	waivers = "waivers"
)

// New is the pack for one stack, whose configuration says what is waived and
// whether what falls short is refused. Main of policyx calls it.
func New(ctx *pulumi.Context) (policyx.PolicyPack, error) {
	source := settings.Source{Project: ctx.Project(), Stack: ctx.Stack(), Values: map[string]settings.Value{}}
	key := ctx.Project() + ":posture"
	if text, told := ctx.GetConfig(key); told {
		source.Values["posture"] = settings.Value{Text: text, Secret: ctx.IsConfigSecret(key)}
	}
	told, err := settings.LoadPosture(source)
	if err != nil {
		return nil, fmt.Errorf("reading what stack %s tells the security check: %w", ctx.Stack(), err)
	}
	level := policyx.EnforcementLevelMandatory
	if told.Guard == settings.GuardWarn {
		level = policyx.EnforcementLevelAdvisory
	}
	c := &check{project: ctx.Project(), stack: ctx.Stack(), options: posture.Options{Waivers: guard.Waivers(told)}, inputs: map[string]map[string]any{}}
	return policyx.NewPolicyPack(Name, Version, level, c.policies(level))
}

// policies are first the one that collects what the program asks for, then one
// for each rule.
func (c *check) policies(level policyx.EnforcementLevel) []policyx.Policy {
	all := []policyx.Policy{policyx.NewResourceValidationPolicy("inputs", policyx.ResourceValidationPolicyArgs{
		Description:      "Collects what the program asks for, and refuses nothing: without it the others see too little.",
		EnforcementLevel: policyx.EnforcementLevelAdvisory,
		ValidateResource: c.collect,
	})}
	add := func(name, description string) {
		all = append(all, policyx.NewStackValidationPolicy(name, policyx.StackValidationPolicyArgs{
			Description: description, EnforcementLevel: level,
			ValidateStack: func(_ context.Context, args policyx.StackValidationArgs) error { return c.report(name, args) },
		}))
	}
	for _, r := range requirements.Rules() {
		add(r.ID, r.Title)
	}
	for _, d := range doors.Doors() {
		add(d.ID, d.Title)
	}
	add(flows, "Who must reach what does, and nobody else")
	add(waivers, "Every waiver names a finding, is needed and not over")
	return all
}

// policyOf is the policy that a finding belongs to.
func policyOf(f finding.Finding) string {
	switch f.ID[:1] {
	case "F":
		return flows
	case "W":
		return waivers
	}
	return f.ID
}

// report tells the engine what falls short of one policy.
func (c *check) report(policy string, args policyx.StackValidationArgs) error {
	report, err := c.judge(args.Resources)
	if err != nil {
		return err
	}
	for _, f := range report.Of(finding.Fail) {
		if policyOf(f) != policy {
			continue
		}
		args.Manager.ReportViolation(message(f, policy), f.Resource)
	}
	return nil
}

// message is what the engine shows below a policy's description, which is the
// title of a rule already, and not of a flow.
func message(f finding.Finding, policy string) string {
	var lines []string
	if f.ID != policy {
		lines = append(lines, f.ID+" "+f.Title)
	}
	if f.Name != "" {
		lines = append(lines, f.Name+":")
	}
	for _, reason := range guard.Reasons(f) {
		lines = append(lines, "- "+reason)
	}
	return strings.Join(append(lines, f.Fix), "\n")
}
