package settings

// OpenAI is the Azure OpenAI account and its model deployments.
type OpenAI struct {
	// Location overrides Environment.Location for the account; the private
	// endpoint stays with the VNet. Empty means: the same.
	Location string
	// Deployments are made one at a time, in this order.
	Deployments []Deployment
	// Restore brings back the soft-deleted account of the same name, for 48
	// hours after its deletion.
	Restore bool
	// Accounts are further accounts, with the same deployments, that the
	// gateway spreads its calls over.
	Accounts []Account
}

// Account is an Azure OpenAI account beside the first one.
type Account struct {
	// Name tells accounts apart in resource names and outputs.
	Name string
	// Location is its region.
	Location string
	// Slot is the account's place in the endpoint subnet, 1 to
	// FurtherAccounts, and stays with it: see Slot.
	Slot int
	// Priority is when the gateway calls it: the first account has 1, and one
	// of a higher number is called where those before it do not answer. Weight
	// shares the calls among accounts of one priority.
	Priority, Weight int
}

// Deployment is one model deployment on the account.
type Deployment struct {
	Name    string
	Model   string
	Version string
	// Kind is what the application uses it for. It may be left out for a
	// model that the facts know.
	Kind ModelKind
	// SKU is the deployment type: GlobalStandard, DataZoneStandard, Standard
	// or one of the provisioned ones.
	SKU string
	// Capacity is in thousands of tokens a minute, or in units for
	// provisioned SKUs.
	Capacity int
}

// ModelKind is what a model deployment is for.
type ModelKind string

// The kinds that the application asks for. A responses-only model or a
// reasoning model is KindOther: it is deployed and not offered to the app.
const (
	KindChat      ModelKind = "chat"
	KindEmbedding ModelKind = "embedding"
	KindOther     ModelKind = "other"
)

// FirstDeployment is the first deployment of a kind, in list order, and
// whether there is one.
func (o OpenAI) FirstDeployment(kind ModelKind) (Deployment, bool) {
	for _, d := range o.Deployments {
		if d.Kind == kind {
			return d, true
		}
	}
	return Deployment{}, false
}
