package monitor

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/google/uuid"
	azworkbook "github.com/pulumi/pulumi-azure-native-sdk/insights/v2/v20230601"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"secure-azure-openai/internal/component"
	"secure-azure-openai/resourcegroup"
)

// WorkbookArgs are the decisions of an API gateway's workbook.
type WorkbookArgs struct {
	Placement resourcegroup.Placement
	// Name is what the portal shows. The workbook's physical name follows from
	// it, so no two workbooks of a resource group share one.
	Name string
	// GatewayID, InsightsID and WorkspaceID are the ARM ids of the API
	// Management service, of the component that takes its token metrics, and
	// of the workspace that keeps both.
	GatewayID, InsightsID, WorkspaceID pulumi.StringInput
}

// Workbook is a page in Azure Monitor about an API gateway: calls and errors,
// tokens, limits, latency, backends.
type Workbook struct {
	pulumi.ResourceState

	workbook *azworkbook.Workbook

	ID pulumi.StringOutput
}

// workbookTemplate is the page as the portal's editor exports it, with the
// names of ids in the ids' places.
//
// The columns: https://learn.microsoft.com/azure/azure-monitor/reference/tables/ApiManagementGatewayLogs,
// …/ApiManagementGatewayLlmLog and …/AppMetrics. The token metrics and their
// names: https://learn.microsoft.com/azure/api-management/llm-emit-token-metric-policy.
// The gateway's log has no user: a caller is an address there.
//
//go:embed workbook.json
var workbookTemplate string

// NewWorkbook makes the workbook.
func NewWorkbook(ctx *pulumi.Context, name string, args *WorkbookArgs, opts ...pulumi.ResourceOption) (*Workbook, error) {
	if args == nil {
		args = &WorkbookArgs{}
	}
	if err := component.Require("monitor.Workbook", name, append(args.Placement.Fields(),
		component.Field{Name: "Name", Present: args.Name != ""},
		component.Field{Name: "GatewayID", Present: args.GatewayID != nil},
		component.Field{Name: "InsightsID", Present: args.InsightsID != nil},
		component.Field{Name: "WorkspaceID", Present: args.WorkspaceID != nil},
	)...); err != nil {
		return nil, err
	}
	w := &Workbook{}
	if err := ctx.RegisterComponentResourceV2("secure-azure-openai:services/monitor:Workbook", name, pulumi.Map{
		"name": pulumi.String(args.Name),
	}, w, opts...); err != nil {
		return nil, fmt.Errorf("registering the workbook component: %w", err)
	}

	var err error
	w.workbook, err = azworkbook.NewWorkbook(ctx, name+"-workbook", &azworkbook.WorkbookArgs{
		ResourceGroupName: args.Placement.ResourceGroup,
		ResourceName:      pulumi.String(workbookName(args.Name)),
		Location:          pulumi.String(args.Placement.Location),
		Tags:              args.Placement.TagMap(),
		Kind:              pulumi.String("shared"),
		Category:          pulumi.String("workbook"),
		DisplayName:       pulumi.String(args.Name),
		// In Azure Monitor's own gallery, not in that of one resource.
		SourceId:       pulumi.String("azure monitor"),
		Version:        pulumi.String("Notebook/1.0"),
		SerializedData: workbookData(args),
	}, pulumi.Parent(w))
	if err != nil {
		return nil, fmt.Errorf("creating the workbook: %w", err)
	}

	w.ID = w.workbook.ID().ToStringOutput()
	return w, ctx.RegisterResourceOutputs(w, pulumi.Map{"id": w.ID})
}

// workbookName is the GUID that Azure demands for a name. It follows from what
// is known before anything exists: from ids it would be unknown in the first
// preview, and another workbook as soon as one of them changes.
func workbookName(name string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("secure-azure-openai/workbook/"+name)).String()
}

// workbookData is the template with the ids.
func workbookData(args *WorkbookArgs) pulumi.StringOutput {
	return pulumi.All(args.GatewayID, args.InsightsID, args.WorkspaceID).ApplyT(func(ids []any) string {
		return fillWorkbook(ids[0].(string), ids[1].(string), ids[2].(string))
	}).(pulumi.StringOutput)
}

func fillWorkbook(gateway, insights, workspace string) string {
	return strings.NewReplacer("$GATEWAY", gateway, "$INSIGHTS", insights, "$WORKSPACE", workspace).Replace(workbookTemplate)
}
