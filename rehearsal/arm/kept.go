package arm

import "time"

// Kept is what Azure still keeps of a deleted resource.
type Kept struct {
	// ID and Name are those that the resource had.
	ID, Name string
	// Refusal is the code with which Azure refuses to make it anew until then.
	Refusal string
	// For is how long until Azure purges it, on the world's clock.
	For time.Duration
}

// Kept is what the world keeps of deleted resources, by id: their names are
// taken, and their quota is used, until they are restored or purged.
func (w *World) Kept() []Kept {
	var all []Kept
	for _, r := range w.Deleted() {
		w.mu.Lock()
		left := accountKept - (w.clock - r.Born)
		w.mu.Unlock()
		kept := Kept{ID: r.Text("accountId"), Name: r.Text("name"), Refusal: "FlagMustBeSetForRestore", For: left}
		if r.Type == armDeletedGateway {
			kept.ID, kept.Refusal = r.Text("serviceId"), "ServiceAlreadyExistsInSoftDeletedState"
		}
		all = append(all, kept)
	}
	return all
}
