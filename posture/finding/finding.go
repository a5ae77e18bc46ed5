// Package finding is what the check says about a deployment: one row of a
// report, whether it comes from a requirement, a flow or an open door.
package finding

// Verdict is what a check came to.
type Verdict string

// The verdicts. What is Unknown is decided by Azure at deployment (a preview
// cannot show it): it is never taken for a pass.
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"
	Unknown       Verdict = "unknown"
	Waived        Verdict = "waived"
	NotApplicable Verdict = "not applicable"
)

// Severity is how much a failure matters.
type Severity string

// The severities.
const (
	// High opens the topology, or stops it from working.
	High Severity = "high"
	// Medium takes one of several locks away.
	Medium Severity = "medium"
	// Low is worth knowing.
	Low Severity = "low"
)

// Finding is one row of a report.
type Finding struct {
	// ID is a requirement's ("R10"), a flow's ("F-internet-openai-inference")
	// or a door's ("D-public-ip").
	ID string
	// Title is what it says, in one line.
	Title    string
	Severity Severity
	Verdict  Verdict
	// Resource is the URN of what decided it, empty where nothing did.
	Resource string
	// Name is that resource for people: kind and logical name.
	Name string
	// Property decided it: its value was Found, and Want is what is right.
	Property, Found, Want string
	// Evidence is further lines, one step each; More is how many lines its last
	// one stands for, where there are too many to list.
	Evidence []string
	More     int
	// Fix is how to mend it; Link is the vendor's page about it.
	Fix, Link string
	// TooLarge is for what is Unknown because there is too much to judge: no
	// deployment decides it, and so not even a preview holds with it.
	TooLarge bool
	// Waiver says why a failure is accepted, for a Verdict of Waived.
	Waiver *Waiver
}

// Waiver accepts a failure for a while.
type Waiver struct {
	Reason string
	// Expires is the last day that it holds, YYYY-MM-DD.
	Expires string
}

// String is a finding in one line, for tests and logs.
func (f Finding) String() string {
	subject := f.Name
	if f.Property != "" {
		if subject != "" {
			subject += ": "
		}
		subject += f.Property + " is"
	} else if subject != "" {
		subject += ":"
	}
	line := f.ID + " " + string(f.Verdict) + ": "
	if subject != "" {
		line += subject + " "
	}
	line += f.Found
	if f.Want != "" && f.Verdict != Pass {
		line += ", want " + f.Want
	}
	return line
}
