package report

import "secure-azure-openai/posture"

type jsonFlows struct {
	Retrieval      string          `json:"retrieval"`
	Denied         int             `json:"denied"`
	Callers        []jsonCaller    `json:"callers"`
	LeastPrivilege []jsonUnused    `json:"leastPrivilege"`
	KeyReaders     []jsonKeyReader `json:"keyReaders"`
}

type jsonCaller struct {
	Name      string `json:"name"`
	Needed    int    `json:"needed"`
	Work      int    `json:"work"`
	Tolerated int    `json:"tolerated"`
	Denied    int    `json:"denied"`
	Undecided int    `json:"undecided"`
	Wrong     int    `json:"wrong"`
}

type jsonUnused struct {
	Identity   string   `json:"identity"`
	Role       string   `json:"role"`
	Scope      string   `json:"scope"`
	DataAction string   `json:"dataAction"`
	Used       []string `json:"used,omitempty"`
}

type jsonKeyReader struct {
	Identity string `json:"identity"`
	Service  string `json:"service"`
	Role     string `json:"role"`
	Action   string `json:"action"`
	Keys     string `json:"keys"`
	Assumed  bool   `json:"assumed"`
}

func toJSONFlows(f posture.Flows) jsonFlows {
	all := jsonFlows{
		Retrieval: string(f.Retrieval), Denied: f.Denied,
		Callers: []jsonCaller{}, LeastPrivilege: []jsonUnused{}, KeyReaders: []jsonKeyReader{},
	}
	for _, c := range f.Callers {
		all.Callers = append(all.Callers, jsonCaller(c))
	}
	for _, u := range f.Unused {
		all.LeastPrivilege = append(all.LeastPrivilege, jsonUnused(u))
	}
	for _, k := range f.KeyReaders {
		all.KeyReaders = append(all.KeyReaders, jsonKeyReader(k))
	}
	return all
}
