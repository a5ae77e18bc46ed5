package settings

import "fmt"

// One read method per object: the names here are the configuration's names.
// Pulumi.yaml and the README describe them, and a test holds both to this file.

func (e *Environment) read(f *fields) {
	f.text("location", &e.Location)
	f.text("workload", &e.Workload)
	f.text("suffix", &e.Suffix)
	if tags := f.textMap("tags"); tags != nil {
		e.Tags = tags
	}
	f.flag("protect", &e.Protect)
}

func (n *Network) read(f *fields) {
	f.prefix("addressSpace", &n.AddressSpace)
	f.prefix("endpoints", &n.Endpoints)
	f.prefix("gateway", &n.Gateway)
	f.prefix("webApp", &n.WebApp)
	f.prefix("resolver", &n.Resolver)
	f.prefix("apiGateway", &n.APIGateway)
	f.prefix("backend", &n.Backend)
	for _, name := range f.texts("dynamicEndpoints") {
		n.DynamicEndpoints = append(n.DynamicEndpoints, Endpoint(name))
	}
}

func (v *VPN) read(f *fields) {
	f.flag("enabled", &v.Enabled)
	f.text("sku", &v.SKU)
	f.prefix("clientPool", &v.ClientPool)
	f.text("tenantId", &v.TenantID)
	f.text("audience", &v.Audience)
}

func (d *DNS) read(f *fields) {
	f.flag("resolver", &d.Resolver)
}

func (o *OpenAI) read(f *fields) {
	f.text("location", &o.Location)
	var deployments []Deployment
	if f.list("deployments", "use a list of model deployments", func(path string, n node) {
		d := Deployment{SKU: deploymentSKU, Capacity: deploymentCapacity}
		f.readObject(path, n, d.read)
		deployments = append(deployments, d)
	}) {
		o.Deployments = deployments
	}
	f.flag("restore", &o.Restore)
	f.list("accounts", "use a list of further accounts", func(path string, n node) {
		a := Account{Priority: 2, Weight: 1}
		f.readObject(path, n, a.read)
		o.Accounts = append(o.Accounts, a)
	})
}

func (a *Account) read(f *fields) {
	f.text("name", &a.Name)
	f.text("location", &a.Location)
	f.count("slot", &a.Slot)
	f.count("priority", &a.Priority)
	f.count("weight", &a.Weight)
}

func (d *Deployment) read(f *fields) {
	f.text("name", &d.Name)
	f.text("model", &d.Model)
	f.text("version", &d.Version)
	f.text("kind", (*string)(&d.Kind))
	f.text("sku", &d.SKU)
	f.count("capacity", &d.Capacity)
}

func (s *Search) read(f *fields) {
	f.text("location", &s.Location)
	f.text("sku", &s.SKU)
	f.count("replicas", &s.Replicas)
	f.count("partitions", &s.Partitions)
	f.text("semantic", &s.Semantic)
	f.text("index", &s.Index)
	f.text("queryType", &s.QueryType)
	f.flag("sharedPrivateLink", &s.SharedPrivateLink)
}

func (s *Storage) read(f *fields) {
	f.text("sku", &s.SKU)
	f.text("container", &s.Container)
	f.flag("knowledgeStore", &s.KnowledgeStore)
}

func (w *WebApp) read(f *fields) {
	f.text("sku", &w.SKU)
	f.count("instances", &w.Instances)
	f.flag("zoneRedundant", &w.ZoneRedundant)
	f.text("exposure", (*string)(&w.Exposure))
	f.text("runtime", &w.Runtime)
	f.text("startup", &w.Startup)
	if path, n, found := f.take("signIn"); found {
		f.readObject(path, n, w.SignIn.read)
	}
	f.text("permittedGroupsField", &w.PermittedGroupsField)
	if settings := f.textMap("settings"); settings != nil {
		w.Settings = settings
	}
}

func (s *SignIn) read(f *fields) {
	f.text("clientId", &s.ClientID)
	f.text("tenantId", &s.TenantID)
}

func (a *Access) read(f *fields) {
	f.text("profile", (*string)(&a.Profile))
	f.list("developers", "use a list of users and groups", func(path string, n node) {
		var d Developer
		f.readObject(path, n, d.read)
		a.Developers = append(a.Developers, d)
	})
	f.flag("roleAdministrator", &a.RoleAdministrator)
}

func (d *Developer) read(f *fields) {
	f.text("name", &d.Name)
	f.text("objectId", &d.ObjectID)
	f.text("type", (*string)(&d.Type))
}

func (m *Monitoring) read(f *fields) {
	f.count("retentionDays", &m.RetentionDays)
	f.flag("defenderForAI", &m.DefenderForAI)
}

// at is the path of a list's item, or of a field of it.
func at(path string, index int, field string) string {
	if field == "" {
		return fmt.Sprintf("%s[%d]", path, index)
	}
	return fmt.Sprintf("%s[%d].%s", path, index, field)
}
