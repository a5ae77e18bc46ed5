package command

import "time"

// today is the day for which a rehearsal judges models: on the command line it
// is the calendar's, so that a stack fails when Azure would refuse it.
func today() string { return time.Now().Format(time.DateOnly) }

// anyQuota is what --any-quota does, for rehearse and serve.
const anyQuota = "take it that the subscription has the model quota that the stacks ask for, and not only that of Azure's quota tier 1"
