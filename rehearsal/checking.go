package rehearsal

// Checked is what a check of a deployment came to.
type Checked struct {
	Held bool
	// Verdict is the outcome in a few words, Details a paragraph each.
	Verdict string
	Details []string
}

// check hands the deployment as it is after up to Options.Check.
func (r *stackRun) check(after state) (Operation, error) {
	checked, err := r.options.Check(after.Exported)
	if err != nil {
		return Operation{}, err
	}
	return Operation{Stack: r.stack, Name: "check", Held: checked.Held, Verdict: checked.Verdict, Details: checked.Details}, nil
}

// checkCheck says what a check cannot be combined with.
func (o Options) checkCheck() error {
	if o.Check == nil {
		return nil
	}
	if o.Only == OnlyPreview {
		return usagef("--check judges the deployment after an up, and --only preview does none: use --only up, or leave --only out")
	}
	if o.faulty() {
		return usagef("--check judges an up in which nothing goes wrong: leave --fault and --chaos out")
	}
	return nil
}
