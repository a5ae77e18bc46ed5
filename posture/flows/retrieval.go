package flows

import "secure-azure-openai/posture/graph"

// retrieval is a mode, with how sure it is: what may be is enough where nothing
// is known to be, the mode of a preview.
type retrieval struct {
	mode   Retrieval
	enough Outcome
}

// retrievalOf reads the mode off who may use a search service.
func (m *model) retrievalOf(search *Target) retrieval {
	for _, enough := range []Outcome{Allowed, Unknown} {
		direct, onYourData := m.retrieves(search, enough)
		switch {
		case direct && onYourData && enough == Unknown:
			// Each may be the one who queries: only one of the modes has
			// more than a query.
			return retrieval{OnYourData, enough}
		case direct && onYourData:
			return retrieval{Both, enough}
		case direct:
			return retrieval{Direct, enough}
		case onYourData:
			return retrieval{OnYourData, enough}
		}
	}
	return retrieval{None, Unknown}
}

// retrieves is whether anything speaks for each of the modes.
func (m *model) retrieves(search *Target, enough Outcome) (direct, onYourData bool) {
	onYourData = m.keepsDocuments(search.group, enough)
	for _, a := range m.retrievers[search.group] {
		switch {
		case a.Kind == WebApp && !direct:
			direct = m.by(a, search, queryDocuments, enough) != nil
		case a.Kind == OpenAI && !onYourData:
			onYourData = enough == Allowed && m.by(a, search, queryDocuments, enough) != nil || m.by(a, search, writeIndexes, enough) != nil
		}
		if direct && onYourData {
			break
		}
	}
	return direct, onYourData
}

// keepsDocuments is whether an Azure OpenAI of a group may write documents
// there. It is the same for every search service of the group.
func (m *model) keepsDocuments(group string, enough Outcome) bool {
	known, done := m.keepers[retriever{group, enough}]
	if !done {
		for _, a := range m.retrievers[group] {
			known = known || a.Kind == OpenAI && len(m.documentsBy(a, enough)) > 0
		}
		m.keepers[retriever{group, enough}] = known
	}
	return known
}

// retriever is a group, and what is enough there.
type retriever struct {
	group  string
	enough Outcome
}

// retrievalBy are the assignments that a mode was read off.
func (m *model) retrievalBy(search *Target, r retrieval) []*graph.Resource {
	var direct, onYourData []*graph.Resource
	add := func(list *[]*graph.Resource, by *assignment) {
		if by != nil {
			*list = append(*list, by.resource)
		}
	}
	for _, a := range m.retrievers[search.group] {
		query := m.by(a, search, queryDocuments, r.enough)
		if a.Kind == WebApp {
			add(&direct, query)
			continue
		}
		if r.enough == Allowed {
			add(&onYourData, query)
		}
		add(&onYourData, m.by(a, search, writeIndexes, r.enough))
		for _, by := range m.documentsBy(a, r.enough) {
			add(&onYourData, by)
		}
	}
	switch r.mode {
	case Both:
		return append(direct, onYourData...)
	case Direct:
		return direct
	case OnYourData:
		return onYourData
	}
	return nil
}

var (
	queryDocuments = data(searchName + "indexes/documents/read")
	writeIndexes   = control(searchName + "indexes/write")
	writeDocuments = data(blobData + "write")
)

// by is the assignment that comes to an outcome; nil where it is another one.
func (m *model) by(a *Actor, t *Target, p permission, enough Outcome) *assignment {
	if outcome, by, _ := m.granted(a, t, p); outcome == enough {
		return by
	}
	return nil
}

// documentsBy are the assignments by which an actor writes documents in its
// group.
func (m *model) documentsBy(a *Actor, enough Outcome) []*assignment {
	var all []*assignment
	for _, t := range m.stores[a.group] {
		if by := m.by(a, t, writeDocuments, enough); by != nil {
			all = append(all, by)
		}
	}
	return all
}
