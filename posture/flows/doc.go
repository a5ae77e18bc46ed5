// Package flows says who can do what: each actor against each action of each
// service, followed as Azure would follow the request: name, zone, link,
// record, address; endpoint, connection, route, network rules; firewall or
// trusted service; authentication; role. A call to an API gateway goes on from
// its policy document to the gateway's own call of what stands behind. It knows which of these the
// architecture needs, and so which are too many and which are missing.
//
// A request is allowed if one way leads to the end, denied if every way ends
// at a step, and unknown if a way depends on what the graph does not show: a
// preview's ids, a name server that is not in the graph, a role's condition.
package flows
