package facts

// OnYourDataRetires is the day for which the retirement of Azure OpenAI On
// Your Data was announced, and OnYourDataModels are all the models that it
// supports: "Network and access configuration for Azure OpenAI On Your Data
// (classic)", page of 2026-02-06, read again 2026-05-23.
const OnYourDataRetires = "2026-10-14"

// OnYourDataModels are the models that On Your Data works with.
var OnYourDataModels = []string{"gpt-4o", "gpt-4o-mini"}
