package rehearsal

import "fmt"

// keptByAzure says what Azure keeps after a destroy although it is deleted, a line
// for each, and what that means for the next up.
// https://learn.microsoft.com/azure/ai-services/recover-purge-resources
// https://learn.microsoft.com/azure/api-management/soft-delete
func (r *stackRun) keptByAzure() []string {
	world := worldOf(r.cloud)
	if world == nil {
		return nil
	}
	var lines []string
	for _, k := range world.Kept() {
		lines = append(lines, fmt.Sprintf("Azure keeps the deleted %s for %.0f h: its name and whatever quota it had stay taken; "+
			"the next up gets it back if the program sets its property restore, and is refused (%s) if not; "+
			"purging it frees the name", k.Name, k.For.Hours(), k.Refusal))
	}
	return lines
}
