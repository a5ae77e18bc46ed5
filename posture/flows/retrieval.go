package flows

import "secure-azure-openai/posture/graph"

// retrievalOf reads the mode off who may use a search service, and says by
// which assignments. What may be is enough where nothing is known to be: the
// mode of a preview.
func (m *model) retrievalOf(search *Target) (Retrieval, []*graph.Resource) {
	for _, enough := range []Outcome{Allowed, Unknown} {
		direct, onYourData := m.retrieves(search, enough)
		switch {
		case len(direct) > 0 && len(onYourData) > 0 && enough == Unknown:
			// Each may be the one who queries: only one of the modes has
			// more than a query.
			return OnYourData, onYourData
		case len(direct) > 0 && len(onYourData) > 0:
			return Both, append(direct, onYourData...)
		case len(direct) > 0:
			return Direct, direct
		case len(onYourData) > 0:
			return OnYourData, onYourData
		}
	}
	return None, nil
}

// retrieves are the assignments that speak for each of the modes.
func (m *model) retrieves(search *Target, enough Outcome) (direct, onYourData []*graph.Resource) {
	for _, a := range m.actors {
		if a.group != search.group {
			continue
		}
		holds := func(t *Target, p permission) []*graph.Resource {
			if outcome, by, _ := m.granted(a, t, p); outcome == enough {
				return []*graph.Resource{by.resource}
			}
			return nil
		}
		query := holds(search, data(searchName+"indexes/documents/read"))
		switch a.Kind {
		case WebApp:
			direct = append(direct, query...)
		case OpenAI:
			if enough == Allowed {
				onYourData = append(onYourData, query...)
			}
			onYourData = append(onYourData, holds(search, control(searchName+"indexes/write"))...)
			for _, t := range m.targets {
				if t.service.name == "storage" && t.group == a.group {
					onYourData = append(onYourData, holds(t, data(blobData+"write"))...)
				}
			}
		}
	}
	return direct, onYourData
}
