package conflicts

import (
	"strings"

	"secure-azure-openai/rehearsal/deployment"
)

// serviceType is where the id of an API Management service has its name.
const serviceType = "/providers/microsoft.apimanagement/service/"

// writtenAPIs are the APIs that a resource writes to: an API itself, what is
// part of it (policy, diagnostic, operation, schema), and its place in a
// product. A revision is its API's.
func writtenAPIs(r deployment.Resource) []string {
	service, path := inService(r.ID)
	switch {
	case len(path) >= 2 && path[0] == "apis":
		return []string{service + "/apis/" + withoutRevision(path[1])}
	case len(path) >= 4 && path[0] == "products" && path[2] == "apis":
		return []string{service + "/apis/" + withoutRevision(path[3])}
	}
	return nil
}

// writtenProducts are the products that a resource writes to: the product
// itself, what is part of it, and the scope of a subscription, which may be an
// API as well. A subscription to everything has none.
func writtenProducts(r deployment.Resource) []string {
	service, path := inService(r.ID)
	if len(path) >= 2 && path[0] == "products" {
		return []string{service + "/products/" + path[1]}
	}
	if len(path) != 2 || path[0] != "subscriptions" {
		return nil
	}
	path = named(r.Text("scope"))
	return when(len(path) == 2, service+"/"+strings.Join(path, "/"))
}

// subscriber is the user whose subscription it is, where it is somebody's.
func subscriber(r deployment.Resource) []string {
	service, path := inService(r.ID)
	if len(path) != 2 || path[0] != "subscriptions" {
		return nil
	}
	owner := named(r.Text("ownerId"))
	return when(len(owner) == 2 && owner[0] == "users", service+"/"+strings.Join(owner, "/"))
}

// named is what a subscription names in its service, by the whole id or the
// rest of it.
func named(id string) []string {
	if strings.Contains(strings.ToLower(id), serviceType) {
		_, path := inService(id)
		return path
	}
	return strings.Split(strings.Trim(strings.ToLower(id), "/"), "/")
}

// inService is the id of the API Management service that something lies in, and
// the rest of its id in lower case, by its slashes.
func inService(id string) (service string, path []string) {
	at := strings.Index(strings.ToLower(id), serviceType)
	if at < 0 {
		return "", nil
	}
	at += len(serviceType)
	name, rest, found := strings.Cut(id[at:], "/")
	if !found {
		return "", nil
	}
	return id[:at] + name, strings.Split(strings.ToLower(rest), "/")
}

// withoutRevision is the name of an API that may say a revision of it.
func withoutRevision(api string) string {
	name, _, _ := strings.Cut(api, ";rev=")
	return name
}
