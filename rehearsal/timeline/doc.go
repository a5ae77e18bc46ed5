// Package timeline says how long a deployment would take on Azure, which of
// its resources make it that long, and how much of that Azure itself forces.
//
// It reads a deployment as `pulumi stack export` writes it after an up, and
// lays every resource out on a logical clock of whole seconds: a resource
// starts at the latest end of what it waits for, and takes its type's typical
// creation time (facts.Durations). Neither the machine nor the order of the
// file has a part in it. The figures are typical ones: a real deployment
// differs, most of all where a gateway or a search service is created.
//
// What a resource waits for:
//   - what the engine recorded: its dependencies, those behind its properties
//     and its parent. Components, providers and resources that are only read
//     take no time, but pass on what they waited for;
//   - what Azure does one at a time: model deployments on one account, and
//     private endpoints in one subnet;
//   - the model deployments on an account, for a private endpoint to it, which
//     Azure refuses while the account is at work;
//   - a free slot: the engine works on a limited number of resources at once.
//
// Among those that could start, the one that has been ready for longest is
// first, then the one with the smaller URN.
//
// The forced length is that of the same schedule with unlimited slots and
// without the waits that are the program's own: explicit dependencies and
// parents. What is left is the longest chain over the values that one
// resource takes from another and over what Azure does one at a time. Three
// limits of it: a gateway that takes half an hour hides whatever the program
// waits for beside it, so that the ratio is 1 all the same; every value counts
// as needed, also one that the program could have worked out itself, as a name
// is; and the things that Azure does one at a time come in the order in which
// they are ready, which need not be the shortest.
package timeline
