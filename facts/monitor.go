package facts

// AlertSeverities is how many severities an alert has, from 0, the worst.
const AlertSeverities = 5

// Times of a metric alert, in ISO 8601: how often it looks, and at how much.
// hashicorp/terraform-provider-azurerm,
// website/docs/r/monitor_metric_alert.html.markdown, and Azure/azure-cli#31138.
var (
	MetricAlertFrequencies = []string{"PT1M", "PT5M", "PT15M", "PT30M", "PT1H"}
	MetricAlertWindows     = []string{"PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D"}
)

// MetricAlertCriteria are the forms of a metric alert's criteria
// (Azure/azure-rest-api-specs, metricAlert_API.json, 2018-03-01).
const (
	MetricAlertOneResource   = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria"
	MetricAlertManyResources = "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria"
	MetricAlertWebTest       = "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria"
)

// Times of a log alert: hashicorp/terraform-provider-azurerm,
// website/docs/r/monitor_scheduled_query_rules_alert_v2.html.markdown. A window
// of a minute goes with a frequency of a minute alone, which in turn takes none
// of a day; Azure lists the others as numbers of minutes
// (Azure/azure-rest-api-specs#21258).
var (
	LogAlertFrequencies = []string{"PT1M", "PT5M", "PT10M", "PT15M", "PT30M", "PT45M", "PT1H", "PT2H", "PT3H", "PT4H", "PT5H", "PT6H", "P1D"}
	LogAlertWindows     = []string{"PT5M", "PT10M", "PT15M", "PT30M", "PT45M", "PT1H", "PT2H", "PT3H", "PT4H", "PT5H", "PT6H", "P1D", "P2D"}
	LogAlertWindowsFast = []string{"PT1M", "PT5M", "PT10M", "PT15M", "PT30M", "PT45M", "PT1H", "PT2H", "PT3H", "PT4H", "PT5H", "PT6H"}
)

// ActionGroupShortNameLongest bounds groupShortName (GroupShortNameIsTooLong):
// Azure/azure-rest-api-specs#2840.
const ActionGroupShortNameLongest = 12

// ActionGroupRegions are where an action group can be kept, if not global:
// hashicorp/terraform-provider-azurerm#20151, and
// https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups.
var ActionGroupRegions = []string{"global", "swedencentral", "germanywestcentral", "northcentralus", "southcentralus"}
