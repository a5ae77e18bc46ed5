package requirements

import (
	"fmt"
	"strings"

	"secure-azure-openai/facts"
	"secure-azure-openai/posture/finding"
	"secure-azure-openai/posture/graph"
)

const sharedLinkPage = "https://learn.microsoft.com/azure/search/search-indexer-howto-access-private"

var sharedLink = []Rule{
	{
		ID: "R25", Title: "Search's shared private link to the account, where there is one, is the account's and approved by it",
		Severity: finding.Medium, Kind: kindSharedLink, Judge: judgeSharedLink,
		Fix:  "Point the link at the account, group openai_account, and approve it on the account after it succeeded.",
		Link: sharedLinkPage,
	},
	{
		ID: "R26", Title: "Trusted services are shut out of the account only where Search has its shared private link",
		Severity: finding.Medium, Kind: kindAccount, Judge: judgeShutOut,
		Fix:  "Give Search a shared private link, or set networkAcls.bypass to AzureServices.",
		Link: sharedLinkPage,
	},
}

// linksTo lists the shared private links to an account.
func (c *context) linksTo(account *graph.Resource) []reference {
	var links []reference
	for _, l := range c.g.Of(kindSharedLink) {
		if to, certain, _ := c.ref(l, "properties.privateLinkResourceId", kindAccount); to == account {
			links = append(links, reference{l, certain})
		}
	}
	return links
}

func judgeShutOut(j *judge) {
	j.none("trusted services bypass the account's firewall")
	for _, a := range j.g.Of(kindAccount) {
		if !a.Value(bypassPath).Is("None") {
			continue
		}
		if len(j.linksTo(a)) == 0 {
			j.fail(a, bypassPath, `"None" without a shared private link`, "one of the two ways for Search")
			continue
		}
		j.pass(a, bypassPath, `"None" beside a shared private link`)
	}
}

func judgeSharedLink(j *judge) {
	j.none("Search has no shared private link")
	links := j.g.Of(kindSharedLink)
	if len(links) == 0 && j.component("secure-azure-openai:services/search:SharedPrivateLink") {
		j.fail(nil, "", "no "+kindSharedLink, "the one that the program's component asks for")
	}
	for _, l := range links {
		// Azure compares this group with regard to case.
		j.value(l, "properties.groupId", Exactly(facts.SharedPrivateLinkOpenAI))
		to, certain, _ := j.ref(l, "properties.privateLinkResourceId", kindAccount)
		switch {
		case to == nil || to.Kind != kindAccount:
			j.fail(l, "properties.privateLinkResourceId", l.Value("properties.privateLinkResourceId").String(), "the id of the stack's own account")
			continue
		case !certain:
			j.unknown(l, "properties.privateLinkResourceId", "the id of "+to.String())
		}
		if n := len(l.Value("sharedPrivateLinkResourceName").Text()); n < 1 || n > 60 {
			j.fail(l, "sharedPrivateLinkResourceName", fmt.Sprintf("%d characters long", n), "1 to 60")
		}
		j.computed(l, "properties.provisioningState", Equal("Succeeded"))
		j.approved(l, to)
	}
}

const connections = "Microsoft.CognitiveServices/accounts/privateEndpointConnections"

// approved: Azure said so after a refresh, or a deployment of this stack
// approves the connection.
func (j *judge) approved(link, account *graph.Resource) {
	status := link.Outputs.At("properties.status")
	switch {
	case status.Is("Approved"):
		j.pass(link, "properties.status", `"Approved"`)
		return
	case status.Is("Rejected"), status.Is("Disconnected"):
		// An approval that came before is taken back.
		j.fail(link, "properties.status", status.String(), `"Approved"`)
		return
	}
	for _, d := range j.g.Of(kindTemplate) {
		template := d.Value("properties.template.resources")
		if template.Hidden() {
			switch does, known := j.waits(d, link.URN); {
			case !known:
				j.tooMany(d, "the approval of "+link.String())
				return
			case does:
				j.unknown(d, "properties.template", "the approval of "+link.String())
				return
			}
		}
		for i, r := range template.Items() {
			if r.At("type").Is(connections) && j.approval(d, i, r, link, account) {
				return
			}
		}
	}
	j.fail(link, "properties.status", link.Value("properties.status").String()+", and nothing approves it", `"Approved"`)
}

// approval judges the template resource that approves a connection, if it is
// one of this link's: Azure makes the connection's name of the link's.
func (j *judge) approval(d *graph.Resource, i int, r graph.Value, link, account *graph.Resource) bool {
	at := "properties.template.resources[" + itoa(i) + "]."
	name := r.At("name")
	if name.State != graph.Unknown {
		of, connection, _ := strings.Cut(name.Text(), "/")
		own := link.Value("sharedPrivateLinkResourceName").Text()
		if !account.Value("accountName").Is(of) || own == "" || !strings.HasPrefix(strings.ToLower(connection), strings.ToLower(own)) {
			return false
		}
		j.add(d, finding.Pass, at+"name", name.String(), "the connection's name")
	} else {
		j.unknown(d, at+"name", "the name of the link's connection")
	}
	switch does, known := j.waits(d, link.URN); {
	case !known:
		j.tooMany(d, "approval after the link is made")
	case !does:
		j.fail(d, "", "does not wait for "+link.String(), "approval after the link is made")
	}
	// Complete mode would delete everything else in the resource group.
	j.value(d, "properties.mode", Equal("Incremental"))
	j.judged(d, at+"properties.privateLinkServiceConnectionState.status", r.At("properties.privateLinkServiceConnectionState.status"), Equal("Approved"))
	return true
}
