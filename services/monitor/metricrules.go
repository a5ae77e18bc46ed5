package monitor

import (
	"fmt"

	azmetricalert "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20180301"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// metricRule fires on a metric of the gateway.
type metricRule struct {
	name, description string
	severity          int // 0 is the worst, 4 the least
	metric            string
	aggregation       string
	// codes are values of the dimension GatewayResponseCode. Each is a series
	// of its own, with the threshold to itself.
	codes     []string
	window    string
	threshold int
}

// metricRules are about what the gateway counts itself: they work before the
// first log arrives, and when none does.
//
// The metrics and their dimensions (page of 2025-04-16):
// https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-apimanagement-service-metrics
func metricRules(v2 bool, t Thresholds) []metricRule {
	return []metricRule{
		{
			name: "throttled", description: "Many calls are answered 429: a limit of the gateway, or Azure OpenAI's.",
			severity: 2, metric: "Requests", aggregation: "Total", codes: []string{"429"}, window: "PT5M", threshold: t.Throttled,
		},
		{
			name: "refused", description: "A burst of calls without a valid token or key (401), or not allowed or above a quota (403).",
			severity: 1, metric: "Requests", aggregation: "Total", codes: []string{"401", "403"}, window: "PT5M", threshold: t.Refused,
		},
		{
			name: "load", description: "The gateway is nearly at its capacity: more units are needed.",
			severity: 2, metric: loadMetric(v2), aggregation: "Average", window: "PT15M", threshold: t.LoadPercent,
		},
	}
}

// loadMetric is the load in percent. Capacity is that of classic tiers.
func loadMetric(v2 bool) string {
	if v2 {
		return "CpuPercent_Gateway"
	}
	return "Capacity"
}

func (a *Alerts) createMetricRules(ctx *pulumi.Context, name string, args *AlertsArgs) error {
	for _, r := range metricRules(args.V2, args.Thresholds.withDefaults()) {
		alert, err := azmetricalert.NewMetricAlert(ctx, name+"-"+r.name, &azmetricalert.MetricAlertArgs{
			ResourceGroupName:   args.Placement.ResourceGroup,
			RuleName:            pulumi.String(args.Name + "-" + r.name),
			Location:            pulumi.String("global"),
			Tags:                args.Placement.TagMap(),
			Description:         pulumi.String(r.description),
			Severity:            pulumi.Int(r.severity),
			Enabled:             pulumi.Bool(true),
			AutoMitigate:        pulumi.Bool(true),
			Scopes:              pulumi.StringArray{args.GatewayID},
			EvaluationFrequency: pulumi.String("PT1M"),
			WindowSize:          pulumi.String(r.window),
			Criteria: &azmetricalert.MetricAlertSingleResourceMultipleMetricCriteriaArgs{
				OdataType: pulumi.String("Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria"),
				AllOf:     azmetricalert.MetricCriteriaArray{r.criterion()},
			},
			Actions: azmetricalert.MetricAlertActionArray{
				&azmetricalert.MetricAlertActionArgs{ActionGroupId: a.group.ID().ToStringOutput().ToStringPtrOutput()},
			},
		}, pulumi.Parent(a))
		if err != nil {
			return fmt.Errorf("creating the metric alert %s: %w", r.name, err)
		}
		a.metrics = append(a.metrics, alert)
	}
	return nil
}

func (r *metricRule) criterion() *azmetricalert.MetricCriteriaArgs {
	c := &azmetricalert.MetricCriteriaArgs{
		Name:            pulumi.String(r.name),
		CriterionType:   pulumi.String("StaticThresholdCriterion"),
		MetricNamespace: pulumi.String("Microsoft.ApiManagement/service"),
		MetricName:      pulumi.String(r.metric),
		TimeAggregation: pulumi.String(r.aggregation),
		Operator:        pulumi.String("GreaterThanOrEqual"),
		Threshold:       pulumi.Float64(float64(r.threshold)),
	}
	if len(r.codes) > 0 {
		c.Dimensions = azmetricalert.MetricDimensionArray{&azmetricalert.MetricDimensionArgs{
			Name:     pulumi.String("GatewayResponseCode"),
			Operator: pulumi.String("Include"),
			Values:   pulumi.ToStringArray(r.codes),
		}}
	}
	return c
}
