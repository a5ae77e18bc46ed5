package settings

import (
	"fmt"
	"slices"
	"strings"

	"secure-azure-openai/facts"
)

// queryTypes are the ways in which the application can query the index, by
// the sample application's words.
var queryTypes = []string{"simple", "semantic", "vector", "vectorSimpleHybrid", "vectorSemanticHybrid"}

// search judges the search service (R13, R19, R25).
func (v *validator) search() {
	s := v.s.Search
	v.region("search.location", s.Location)
	v.searchSize(s)
	semantic := v.choice("search.semantic", s.Semantic, "plan of the semantic ranker", "free", "standard", "disabled")
	query := v.choice("search.queryType", s.QueryType, "query type", queryTypes...)
	if semantic && query && s.Semantic == "disabled" && strings.Contains(strings.ToLower(s.QueryType), "semantic") {
		v.problem("search.queryType", v.show("search.queryType", s.QueryType)+" needs the semantic ranker, which search.semantic disables",
			`use vectorSimpleHybrid, or set search.semantic to free or standard`)
	}
	if _, found := v.s.OpenAI.FirstDeployment(KindEmbedding); query && !v.anyFailed("openai.deployments", len(v.s.OpenAI.Deployments)) && !found && strings.HasPrefix(s.QueryType, "vector") {
		v.warn("search.queryType", "%s searches by vector, and no embedding model is deployed: it works only with a vectorizer of the index's own", v.show("search.queryType", s.QueryType))
	}
	v.name("search.index", s.Index, facts.NameIndex, "documents")
	if s.SharedPrivateLink && s.SKU == "basic" && v.ok("search.sku", "search.sharedPrivateLink") {
		v.warn("search.sharedPrivateLink", "on a basic service a shared private link serves skillsets with an embedding skill only, in some regions: standard serves them all")
	}
}

func (v *validator) searchSize(s Search) {
	sku, known := v.searchSKU("search.sku", s.SKU)
	if !known {
		v.atLeastOne("search.replicas", s.Replicas)
		v.atLeastOne("search.partitions", s.Partitions)
		return
	}
	shown := v.show("search.sku", s.SKU)
	if v.ok("search.replicas") && (s.Replicas < 1 || s.Replicas > sku.Replicas) {
		v.problem("search.replicas", v.number("search.replicas", s.Replicas)+" is no number of replicas for "+shown, fmt.Sprintf("use 1 to %d", sku.Replicas))
	}
	if v.ok("search.partitions") && !slices.Contains(sku.Partitions, s.Partitions) {
		v.problem("search.partitions", v.number("search.partitions", s.Partitions)+" is no number of partitions for "+shown, "use one of "+numbers(sku.Partitions))
	}
	if v.ok("search.replicas", "search.partitions") && s.Replicas*s.Partitions > sku.Units {
		v.problem("search.replicas", fmt.Sprintf("%s replicas times %s partitions is too much", v.number("search.replicas", s.Replicas), v.number("search.partitions", s.Partitions)),
			fmt.Sprintf("use at most %d in all, which is what %s takes", sku.Units, shown))
	}
}

func (v *validator) searchSKU(path, name string) (facts.SearchSKU, bool) {
	if !v.ok(path) {
		return facts.SearchSKU{}, false
	}
	if strings.EqualFold(name, "free") {
		v.problem(path, v.show(path, name)+" has neither a managed identity nor a private endpoint", "use basic or larger")
		return facts.SearchSKU{}, false
	}
	var names []string
	for _, known := range facts.SearchSKUs {
		names = append(names, known.Name)
	}
	v.choice(path, name, "SKU of Azure AI Search", names...)
	return facts.FindSearchSKU(name)
}

// atLeastOne judges a number whose upper limit is not known.
func (v *validator) atLeastOne(path string, n int) {
	if n < 1 && v.ok(path) {
		v.problem(path, v.number(path, n)+" is too few", "use 1 or more")
	}
}

// storage judges the storage account (R20 to R24 leave only these to choose).
func (v *validator) storage() {
	s := v.s.Storage
	if v.ok("storage.sku") && strings.HasPrefix(s.SKU, "Premium_") {
		v.problem("storage.sku", v.show("storage.sku", s.SKU)+" is of another kind of account than StorageV2", v.oneOf("storage.sku", "Standard_"+strings.TrimPrefix(s.SKU, "Premium_"), facts.StorageSKUs))
	} else {
		v.choice("storage.sku", s.SKU, "redundancy of a storage account", facts.StorageSKUs...)
	}
	v.name("storage.container", s.Container, facts.NameContainer, "documents")
	if strings.HasSuffix(s.SKU, "ZRS") && v.ok("storage.sku", "environment.location") && v.withoutZones(v.s.Environment.Location) {
		v.warn("storage.sku", "%s needs availability zones, and the region %s is known without", v.show("storage.sku", s.SKU), v.show("environment.location", v.s.Environment.Location))
	}
}

// name judges a name that the user chooses.
func (v *validator) name(path, name string, rule facts.NameRule, example string) {
	if !v.ok(path) {
		return
	}
	if broken := rule.Broken(name); broken != "" {
		v.problem(path, v.show(path, name)+" "+broken, "use another name, such as "+example)
	}
}

// monitoring judges the workspace's settings.
func (v *validator) monitoring() {
	const path = "monitoring.retentionDays"
	days := v.s.Monitoring.RetentionDays
	if v.ok(path) && (days < facts.RetentionShortest || days > facts.RetentionLongest) {
		v.problem(path, v.number(path, days)+" is no retention that Log Analytics offers",
			fmt.Sprintf("use %d to %d days", facts.RetentionShortest, facts.RetentionLongest))
	}
}

// retrieval judges who queries Search.
func (v *validator) retrieval() {
	if !v.choice("retrieval", string(v.s.Retrieval), "way of retrieval", string(RetrievalDirect), string(RetrievalOnYourData)) {
		return
	}
	if v.s.Retrieval == RetrievalOnYourData {
		v.warn("retrieval", "the retirement of Azure OpenAI On Your Data was announced for %s, and it works with %s only, which take no new deployments: use direct, where the application queries Search itself",
			facts.OnYourDataRetires, strings.Join(facts.OnYourDataModels, " and "))
	}
}
