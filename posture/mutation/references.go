package mutation

import (
	"regexp"
	"slices"
	"strings"

	"secure-azure-openai/posture/graph"
)

const (
	foreignSubscription = "99999999-aaaa-0000-0000-000000000000"
	stranger            = "99999999-cccc-0000-0000-000000000000"
	foreignTenant       = "99999999-bbbb-0000-0000-000000000000"
)

var anyGUID = regexp.MustCompile(`[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`)

// elsewhere are other targets of what is a reference: an id of Azure, the name
// of a resource, the id of a principal, an application or a tenant.
func (w *world) elsewhere(r *graph.Resource, value string) []string {
	switch {
	case strings.Contains(strings.ToLower(value), "/roledefinitions/"):
		return otherRoles(value)
	case strings.HasPrefix(value, "/subscriptions/"):
		return w.otherIDs(r, value)
	case anyGUID.MatchString(value):
		return w.otherGUIDs(value)
	case w.names[strings.ToLower(value)] != nil:
		return w.otherNames(value)
	}
	return nil
}

// otherIDs: another resource of the kind, one of another kind, the same one in
// a foreign subscription, what it lies in, and a subnet beside it.
func (w *world) otherIDs(r *graph.Resource, value string) []string {
	var others []string
	whole, subnet, isSubnet := strings.Cut(value, "/subnets/")
	target := w.graph.ByID(whole)
	if target != nil {
		for _, other := range w.graph.Of(target.Kind) {
			if other != target {
				others = append(others, other.ID)
				break
			}
		}
		for _, item := range target.Value("subnets").Items() {
			if name := item.At("name").Text(); isSubnet && name != subnet {
				others = append(others, whole+"/subnets/"+name)
			}
		}
	}
	for _, kind := range []string{"storage:StorageAccount", "search:Service", "network:VirtualNetwork"} {
		if target == nil || target.Kind != kind {
			others = append(others, w.graph.Of(kind)[0].ID)
			break
		}
	}
	if parts := strings.Split(value, "/"); len(parts) > 5 {
		others = append(others, strings.Join(parts[:5], "/"), strings.Join(parts[:3], "/"))
	}
	others = append(others, anyGUID.ReplaceAllString(value, foreignSubscription), "/subscriptions/"+foreignSubscription)
	return slices.DeleteFunc(others, func(id string) bool { return id == value || id == r.ID })
}

// otherNames: another resource of the kind, and one that the graph lacks.
func (w *world) otherNames(value string) []string {
	others := []string{"foreign"}
	target := w.names[strings.ToLower(value)]
	for _, other := range w.graph.Of(target.Kind) {
		if other != target {
			others = append(others, lastPart(other.ID))
			break
		}
	}
	return others
}

// otherGUIDs: every other principal of the graph where it is one, a stranger
// and, in an address of Entra ID, another tenant or all of them.
func (w *world) otherGUIDs(value string) []string {
	var others []string
	if slices.Contains(w.principals, value) {
		others = append(others, w.principals...)
	}
	if value == anyGUID.FindString(value) {
		others = append(others, stranger)
	} else {
		for _, tenant := range []string{foreignTenant, "common", "organizations"} {
			others = append(others, anyGUID.ReplaceAllString(value, tenant))
		}
	}
	return slices.DeleteFunc(others, func(id string) bool { return id == value })
}

// roleGUIDs are roles that somebody could be given instead.
var roleGUIDs = []string{
	"8e3af657-a8ff-443c-a75c-2fe8c4bcb635", // Owner
	"b24988ac-6180-42a0-ab88-20f7382dd24c", // Contributor
	"acdd72a7-3385-48ef-bd42-f606fba81ae7", // Reader
	"18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", // User Access Administrator
	"f58310d9-a9f6-439a-9e8d-f62e7b41a168", // Role Based Access Control Administrator
	"1407120a-92aa-4202-b7e9-c0e197c71c8f", // Search Index Data Reader
	"8ebe5a00-799e-43f5-93ac-243d3dce84a7", // Search Index Data Contributor
	"7ca78c08-252a-4471-8644-bb5ff32d4ba0", // Search Service Contributor
	"ba92f5b4-2d11-453d-a403-e96b0029c9fe", // Storage Blob Data Contributor
	"b7e6dc6d-f1e8-4753-8033-0f276bb0955b", // Storage Blob Data Owner
	"2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", // Storage Blob Data Reader
	"17d1049b-9a84-46fb-8f53-869881c3d3ab", // Storage Account Contributor
	"a001fd3d-188f-4b5d-821b-7da978bf7442", // Cognitive Services OpenAI Contributor
	"5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", // Cognitive Services OpenAI User
	"a97b65f3-24c7-4388-baec-2e87135dc908", // Cognitive Services User
	"25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68", // Cognitive Services Contributor
	"de139f84-1756-47ae-9be6-808fbbe84772", // Website Contributor
	"4d97b98b-1d4f-4787-a291-c67834d212e7", // Network Contributor
	"3913510d-42f4-4e42-8a64-420c390055eb", // Monitoring Metrics Publisher
	"974c5e8b-45b9-4653-ba55-5f855dd0fb88", // Storage Queue Data Contributor
	"0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", // Storage Table Data Contributor
	"312a565d-c81f-4fd8-895a-4e21e48d571c", // API Management Service Contributor
	"99999999-dddd-0000-0000-000000000000", // a custom one
}

// otherRoles are those, the same one by a foreign subscription's id, and its
// GUID alone.
func otherRoles(value string) []string {
	var others []string
	for _, guid := range roleGUIDs {
		if !strings.EqualFold(lastPart(value), guid) {
			others = append(others, value[:strings.LastIndex(value, "/")+1]+guid)
		}
	}
	foreign := "/subscriptions/" + foreignSubscription + value[strings.Index(value, "/providers/"):]
	return append(others, foreign, lastPart(value))
}
