// Package timeline says how long a deployment would take on Azure, which of
// its resources make it that long, and how much of that Azure itself forces.
//
// It reads a deployment as `pulumi stack export` writes it after an up, and
// lays every resource out on a logical clock of whole seconds: a resource
// starts at the latest end of what it waits for, and takes its type's typical
// time (facts.Durations). Neither the machine nor the order of the file has a
// part in it. The figures are typical ones: a real deployment differs, most of
// all where a gateway or a search service is created.
//
// What a resource waits for:
//   - what the engine recorded: its dependencies, those behind its properties,
//     its parent and its provider. Components, providers and resources that are
//     only read take no time, but pass on what they waited for;
//   - what Azure does one at a time (conflicts.Rules): operations on one
//     account, private endpoints in one subnet, shared private links of one
//     Search service, subnets of one VNet, writes to one API or product of a
//     gateway. These queue;
//   - what Azure wants first where the program says nothing: the model
//     deployments on an account before its private endpoints;
//   - a free slot: the engine works on a limited number of resources at once.
//
// Among those that could start, the one that has been ready for longest is
// first, then the one with the smaller URN.
//
// A destroy is the same order the other way round. What is protected or
// retained is left out of it; what a destroy must wait for beyond the order,
// as for an app's subnet to be let go, is not in it.
//
// The forced length is that of the same schedule with unlimited slots and
// without the waits that are the program's own: explicit dependencies and
// parents. What is left is
//   - the values that one resource takes from another, also one that the
//     program could have worked out itself, as a name is;
//   - the queues for what Azure does one at a time, in the order in which the
//     resources are ready. Where the program's own order is shorter, its length
//     counts as forced;
//   - one wait that Azure would not refuse, but that the names need: an app's
//     settings, with which it starts to look names up, come after the records
//     and zone links that the program lets them wait for.
//
// A gateway that takes half an hour hides whatever the program waits for
// beside it, so that the ratio is 1 all the same: lay out the stack without it,
// too.
package timeline
