package monitor

import (
	_ "embed"
	"fmt"

	azqueryalert "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20231201"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The queries, with the source of what they take for true.
var (
	//go:embed queries/circuit.kql
	circuitQuery string
	//go:embed queries/backend.kql
	backendQuery string
	//go:embed queries/certificate.kql
	certificateQuery string
)

// queryRule fires on the gateway's log.
type queryRule struct {
	name, description string
	severity          int // 0 is the worst, 4 the least
	query             string
	// measure is the column that is compared; empty counts the rows.
	measure   string
	threshold int
}

// queryRules are about what only the log tells apart.
func queryRules(t Thresholds) []queryRule {
	return []queryRule{
		{
			name: "circuit", description: "A circuit breaker is open: the gateway answers 503 and does not call the backend.",
			severity: 1, query: circuitQuery, threshold: t.CircuitOpen,
		},
		{
			name: "backend", description: "A backend fails, does not answer in time, or is not reached.",
			severity: 1, query: backendQuery, measure: "FailedPercent", threshold: t.BackendFailedPercent,
		},
		{
			name: "certificate", description: "Calls fail for a certificate, or in TLS.",
			severity: 1, query: certificateQuery, threshold: t.Certificate,
		},
	}
}

func (a *Alerts) createQueryRules(ctx *pulumi.Context, name string, args *AlertsArgs) error {
	for _, r := range queryRules(args.Thresholds.withDefaults()) {
		rule, err := azqueryalert.NewScheduledQueryRule(ctx, name+"-"+r.name, &azqueryalert.ScheduledQueryRuleArgs{
			ResourceGroupName:   args.Placement.ResourceGroup,
			RuleName:            pulumi.String(args.Name + "-" + r.name),
			Location:            pulumi.String(args.Placement.Location),
			Tags:                args.Placement.TagMap(),
			Kind:                pulumi.String("LogAlert"),
			DisplayName:         pulumi.String(args.Name + "-" + r.name),
			Description:         pulumi.String(r.description),
			Severity:            pulumi.Float64(float64(r.severity)),
			Enabled:             pulumi.Bool(true),
			AutoMitigate:        pulumi.Bool(true),
			Scopes:              pulumi.StringArray{args.WorkspaceID},
			EvaluationFrequency: pulumi.String("PT5M"),
			// Longer than the frequency: logs arrive minutes late.
			WindowSize: pulumi.String("PT15M"),
			// The table comes with the first call's log, and until then Azure
			// refuses a query that names it (Azure/bicep#11378). The flag is for
			// that case (Azure/azure-rest-api-specs#32650); that it is always
			// heeded is not confirmed (hashicorp/terraform-provider-azurerm#28293).
			SkipQueryValidation: pulumi.Bool(true),
			Criteria:            &azqueryalert.ScheduledQueryRuleCriteriaArgs{AllOf: azqueryalert.ConditionArray{r.condition()}},
			Actions:             &azqueryalert.ActionsArgs{ActionGroups: pulumi.StringArray{a.group.ID().ToStringOutput()}},
		}, pulumi.Parent(a))
		if err != nil {
			return fmt.Errorf("creating the log alert %s: %w", r.name, err)
		}
		a.queries = append(a.queries, rule)
	}
	return nil
}

// condition splits by gateway and backend, so that an alert names both.
func (r *queryRule) condition() *azqueryalert.ConditionArgs {
	c := &azqueryalert.ConditionArgs{
		Query:            pulumi.String(r.query),
		ResourceIdColumn: pulumi.String("_ResourceId"),
		Dimensions: azqueryalert.DimensionArray{&azqueryalert.DimensionArgs{
			Name: pulumi.String("BackendId"), Operator: pulumi.String("Include"), Values: pulumi.ToStringArray([]string{"*"}),
		}},
		TimeAggregation: pulumi.String("Count"),
		Operator:        pulumi.String("GreaterThanOrEqual"),
		Threshold:       pulumi.Float64(float64(r.threshold)),
		FailingPeriods: &azqueryalert.ConditionFailingPeriodsArgs{
			NumberOfEvaluationPeriods: pulumi.Float64(1), MinFailingPeriodsToAlert: pulumi.Float64(1),
		},
	}
	if r.measure != "" {
		c.TimeAggregation, c.MetricMeasureColumn = pulumi.String("Maximum"), pulumi.String(r.measure)
	}
	return c
}
