package requirements

import (
	"fmt"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

func judgeGatewayRoles(j *judge) {
	accounts, whole := j.namedAccounts()
	for _, service := range j.gateways() {
		for _, account := range j.g.Of(kindAccount) {
			if accounts[account] {
				j.holdsOn(service, facts.RoleCognitiveServicesOpenAIUser, account)
			}
		}
		if !whole {
			j.unknown(service, "", facts.RoleCognitiveServicesOpenAIUser.Name+" on each account that a backend names")
		}
		j.pass(service, "", fmt.Sprintf("%s called", count(len(accounts), "account")))
		for _, h := range j.held[service.URN] {
			if !j.gatewayMay(h) {
				j.fail(h.assignment, "roleDefinitionId", roleName(h.role)+" on "+h.on(), "no role but "+facts.RoleCognitiveServicesOpenAIUser.Name+" on the accounts that it calls")
			}
		}
	}
}

// gatewayMay reports whether a gateway's identity may hold a role.
func (c *context) gatewayMay(h holding) bool {
	if h.role == "" || h.scope == nil && !h.certain {
		return true // hidden: R38 says so
	}
	switch h.role {
	case facts.RoleCognitiveServicesOpenAIUser.ID:
		accounts, whole := c.namedAccounts()
		return h.scope != nil && (accounts[h.scope] || !whole && h.scopeKind() == kindAccount)
	case facts.RoleMonitoringMetricsPublisher.ID:
		return h.scopeKind() == kindComponent
	}
	return false
}

// holdsOn asks that the identity of a resource holds a role on one resource
// itself.
func (j *judge) holdsOn(r *graph.Resource, role facts.Role, on *graph.Resource) {
	want := role.Name + " on " + on.String()
	undecided := false
	for _, h := range j.held[r.URN] {
		if h.role != role.ID || h.scope != on {
			continue
		}
		if h.certain {
			j.add(r, finding.Pass, "", "holds "+want, want)
			return
		}
		undecided = true
	}
	if undecided {
		j.unknown(r, "the principal or scope of "+role.Name, want)
		return
	}
	j.fail(r, "", "holds no such role", want)
}
