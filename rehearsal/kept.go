package rehearsal

import "fmt"

// keptByAzure says what Azure keeps after a destroy although it is deleted, a line
// for each, and what that means for the next up.
// https://learn.microsoft.com/azure/ai-services/recover-purge-resources
func (r *stackRun) keptByAzure() []string {
	world := worldOf(r.cloud)
	if world == nil {
		return nil
	}
	var lines []string
	for _, k := range world.Kept() {
		lines = append(lines, fmt.Sprintf("Azure keeps the deleted %s for %.0f h: its name and its quota stay taken; "+
			"the next up gets it back if the program sets its property restore, and is refused (FlagMustBeSetForRestore) if not; "+
			"purging it frees the name", k.Name, k.For.Hours()))
	}
	return lines
}
