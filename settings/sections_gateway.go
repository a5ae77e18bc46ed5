package settings

func (g *Gateway) read(f *fields) {
	f.flag("enabled", &g.Enabled)
	f.text("mode", (*string)(&g.Mode))
	f.text("sku", &g.SKU)
	f.count("units", &g.Units)
	f.text("publisherName", &g.PublisherName)
	f.text("publisherEmail", &g.PublisherEmail)
	f.flag("lockdown", &g.Lockdown)
	f.flag("restore", &g.Restore)
	g.Teams = append(g.Teams, f.texts("teams")...)
	g.API.read(f)
}

// read reads an API's fields, which lie beside those of what has the API.
func (a *API) read(f *fields) {
	f.text("subscriptions", (*string)(&a.Subscriptions))
	if audiences := f.texts("audiences"); audiences != nil {
		a.Audiences = audiences
	}
	f.list("callers", "use a list of users and identities", func(path string, n node) {
		var c Caller
		f.readObject(path, n, c.read)
		a.Callers = append(a.Callers, c)
	})
	a.ClientIDs = append(a.ClientIDs, f.texts("clientIds")...)
	f.list("claims", "use a list of claims", func(path string, n node) {
		c := Claim{Match: "any"}
		f.readObject(path, n, c.read)
		a.Claims = append(a.Claims, c)
	})
	if path, n, found := f.take("perSubscription"); found {
		f.readObject(path, n, a.PerSubscription.read)
	}
	if path, n, found := f.take("perCaller"); found {
		f.readObject(path, n, a.PerCaller.read)
	}
}

func (c *Caller) read(f *fields) {
	f.text("name", &c.Name)
	f.text("objectId", &c.ObjectID)
}

func (c *Claim) read(f *fields) {
	f.text("name", &c.Name)
	f.text("match", &c.Match)
	c.Values = append(c.Values, f.texts("values")...)
}

func (l *Limits) read(f *fields) {
	f.count("calls", &l.Calls)
	f.count("tokens", &l.Tokens)
	f.count("quota", &l.Quota)
	f.text("quotaPeriod", &l.QuotaPeriod)
}

func (b *Backend) read(f *fields) {
	f.flag("enabled", &b.Enabled)
	f.text("kind", (*string)(&b.Kind))
	f.text("path", &b.Path)
	f.text("clientId", &b.ClientID)
	f.text("tenantId", &b.TenantID)
	b.GatewayClientIDs = append(b.GatewayClientIDs, f.texts("gatewayClientIds")...)
	f.text("runtime", &b.Runtime)
	f.text("runtimeVersion", &b.RuntimeVersion)
	f.count("memoryMB", &b.MemoryMB)
	f.count("instances", &b.Instances)
	b.API.read(f)
}

func (t *Telemetry) read(f *fields) {
	f.count("bodyBytes", &t.BodyBytes)
	t.AlertEmails = append(t.AlertEmails, f.texts("alertEmails")...)
	f.text("privateLinkScope", (*string)(&t.PrivateLinkScope))
}
