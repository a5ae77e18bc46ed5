package flows

// retrievalOf reads the mode off who may use a search service. What may be is
// enough where nothing is known to be: the mode of a preview.
func (m *model) retrievalOf(search *Target) Retrieval {
	for _, enough := range []Outcome{Allowed, Unknown} {
		direct, onYourData := false, false
		for _, a := range m.actors {
			if a.group != search.group {
				continue
			}
			holds := func(p permission) bool { outcome, _, _ := m.granted(a, search, p); return outcome == enough }
			switch a.Kind {
			case WebApp:
				direct = direct || holds(data(searchName+"indexes/documents/read"))
			case OpenAI:
				onYourData = onYourData || holds(control(searchName+"indexes/write")) ||
					enough == Allowed && holds(data(searchName+"indexes/documents/read")) || m.keepsBlobs(a, enough)
			}
		}
		switch {
		case direct && onYourData && enough == Unknown:
			// Both may query: only one of the modes has more than a query.
			return OnYourData
		case direct && onYourData:
			return Both
		case direct:
			return Direct
		case onYourData:
			return OnYourData
		}
	}
	return None
}

func (m *model) keepsBlobs(a *Actor, enough Outcome) bool {
	for _, t := range m.targets {
		if t.service.name == "storage" && t.group == a.group {
			if outcome, _, _ := m.granted(a, t, data(blobData+"write")); outcome == enough {
				return true
			}
		}
	}
	return false
}
