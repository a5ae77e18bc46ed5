package requirements

import (
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

// judgeAlert: an alert that is off tells nobody, and nor does mail to what is no
// address.
func judgeAlert(j *judge, r *graph.Resource) {
	j.value(r, "enabled", True())
	if r.Kind != kindActionGroup {
		j.value(r, "criteria.allOf", Test{"a condition", func(v graph.Value) bool { return len(v.Items()) > 0 }})
		return
	}
	j.value(r, "emailReceivers", Test{"addresses that mail reaches", func(v graph.Value) bool {
		return !slices.ContainsFunc(v.Items(), func(one graph.Value) bool {
			return !one.At("emailAddress").Hidden() && !strings.Contains(one.At("emailAddress").Text(), "@")
		})
	}})
}

// told asks that a group tells everybody whom the settings name. Where they name
// nobody, who deploys is warned, and alerts show in the portal.
func (j *judge) told() {
	for _, component := range j.g.Resources {
		if component.Type != "secure-azure-openai:services/monitor:Alerts" {
			continue
		}
		for _, r := range j.g.Of(kindActionGroup) {
			receivers := r.Value("emailReceivers")
			for _, address := range component.Inputs.At("emails").Texts() {
				want := "one for " + graph.Printable(address)
				switch {
				case receivers.Hidden():
					j.unknown(r, "emailReceivers", want)
				case !slices.ContainsFunc(receivers.Items(), func(one graph.Value) bool { return one.At("emailAddress").Is(address) }):
					j.fail(r, "emailReceivers", "without a receiver that the settings name", want)
				}
			}
		}
	}
}

// alarm is what has to have an alert: a word that its name or its description
// has, and the words of its condition, each of them in any of the forms that
// are listed.
type alarm struct {
	what, said string
	asks       [][]string
}

var alarms = []alarm{
	{"calls refused with 429", "", [][]string{{"429"}}},
	{"an open circuit", "circuit", [][]string{{"503", "circuit"}}},
	{"calls refused with 401", "", [][]string{{"401"}}},
	{"calls refused with 403", "", [][]string{{"403"}}},
	{"certificates", "", [][]string{{"certificate"}}},
	{"the backends' health", "", [][]string{{"backendresponsecode", "health"}, {"5xx", "500", "health"}}},
}

// gatewayLog is the table of the gateway's log, which it has where its
// diagnostic setting is for tables of their own.
const gatewayLog = "apimanagementgatewaylogs"

func judgeAlerts(j *judge) {
	j.none("no gateway sends telemetry")
	j.told()
	alerts := slices.Concat(j.g.Of(kindMetricAlert), j.g.Of(kindQueryAlert))
	for _, r := range alerts {
		j.tells(r)
		j.observes(r)
	}
	if !j.hasGateway() || len(j.g.Of(kindComponent)) == 0 {
		return
	}
	for _, alarm := range alarms {
		about, hidden := false, false
		for _, r := range alerts {
			is, certain := j.about(r, alarm)
			about, hidden = about || is && certain, hidden || is && !certain
		}
		switch {
		case about:
			j.pass(nil, "", "an alert about "+alarm.what)
		case hidden:
			j.unknown(nil, "criteria", "an alert about "+alarm.what)
		default:
			j.fail(nil, "", "no alert about "+alarm.what, "one")
		}
	}
	for _, r := range j.g.Of(kindSetting) {
		if to, _, _ := j.ref(r, "resourceUri", kindService); to != nil && to.Kind == kindService {
			j.value(r, "logAnalyticsDestinationType", Equal("Dedicated").as(`"Dedicated", for the table that the alerts ask`))
		}
	}
}

// about is whether an alert is on for something, can fire and looks in the right place;
// it is not certain where that is hidden, as ids are before a deployment.
func (j *judge) about(r *graph.Resource, a alarm) (is, certain bool) {
	said := strings.ToLower(r.Name + "\n" + r.Value("description").Text())
	condition, hidden := asked(r)
	if !strings.Contains(said, a.said) && !strings.Contains(condition, a.said) && !r.Value("description").Hidden() {
		return false, true
	}
	for _, forms := range a.asks {
		if !hidden && !slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(condition, form) }) {
			return false, true
		}
	}
	looks, known := j.looks(r)
	return looks && fires(r), known && !hidden && !r.Value("description").Hidden()
}

// looks is whether an alert looks at a gateway's measurements, or at the log in
// the workspace.
func (j *judge) looks(r *graph.Resource) (is, certain bool) {
	of := []string{kindService}
	if r.Kind == kindQueryAlert {
		of = []string{kindWorkspace, kindService}
	}
	scopes := r.Value("scopes")
	if scopes.Hidden() || slices.ContainsFunc(scopes.Items(), graph.Value.Hidden) {
		return true, false
	}
	return len(scopes.Items()) > 0 && !slices.ContainsFunc(scopes.Texts(), func(id string) bool {
		to := j.g.ByID(id)
		return to == nil || !slices.Contains(of, to.Kind)
	}), true
}

// asked is what an alert's condition asks for, in lower case: of a measurement
// the codes that calls are counted of, of the log the query without comments.
func asked(r *graph.Resource) (condition string, hidden bool) {
	var b strings.Builder
	all := r.Value("criteria.allOf")
	for _, one := range all.Items() {
		query := one.At("query")
		hidden = hidden || query.Hidden() || one.At("dimensions").Hidden()
		if strings.Contains(strings.ToLower(query.Text()), gatewayLog) {
			b.WriteString(withoutComments(query.Text()))
		}
		for _, d := range one.At("dimensions").Items() {
			if one.At("metricName").Is("Requests") && d.At("name").Is("GatewayResponseCode") && d.At("operator").Is("Include") {
				b.WriteString(strings.Join(d.At("values").Texts(), "\n") + "\n")
			}
		}
	}
	return strings.ToLower(b.String()), hidden || all.Hidden()
}

// tells asks that an alert names an action group of this stack.
func (j *judge) tells(r *graph.Resource) {
	const want = "an action group of this stack"
	list, path := r.Value("actions").Items(), "actions"
	if r.Kind == kindQueryAlert {
		list, path = r.Value("actions.actionGroups").Items(), "actions.actionGroups"
	}
	if r.Value(path).Hidden() {
		j.unknown(r, path, want)
		return
	}
	if len(list) == 0 {
		j.fail(r, path, "without an action group", want)
	}
	for i, one := range list {
		if r.Kind == kindMetricAlert {
			one = one.At("actionGroupId")
		}
		j.judged(r, path+"["+itoa(i)+"]", one, Test{want, func(v graph.Value) bool {
			to := j.g.ByID(v.Text())
			return to != nil && to.Kind == kindActionGroup
		}})
	}
}

// observes asks that an alert is about this stack's gateway, or its workspace.
func (j *judge) observes(r *graph.Resource) {
	const want = "the gateway, or the workspace with its log"
	list := r.Value("scopes")
	if list.Hidden() || r.Inputs.At("scopes").Hidden() {
		j.unknown(r, "scopes", want)
		return
	}
	if len(list.Items()) == 0 {
		j.fail(r, "scopes", "without anything to look at", want)
	}
	for i, one := range list.Items() {
		j.judged(r, "scopes["+itoa(i)+"]", one, Test{want, func(v graph.Value) bool {
			to := j.g.ByID(v.Text())
			return to != nil && (to.Kind == kindService || to.Kind == kindWorkspace)
		}})
	}
}
