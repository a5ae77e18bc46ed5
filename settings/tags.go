package settings

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"secure-azure-openai/facts"
)

// OwnTags are the tags that the program itself puts on every resource: they
// say where it comes from.
func (s Settings) OwnTags() map[string]string {
	return map[string]string{
		"environment": s.Stack,
		"workload":    s.Environment.Workload,
		"managed-by":  "pulumi",
		"project":     s.Project,
	}
}

// Tags are all tags of a resource: the user's beside the program's own.
func (s Settings) Tags() map[string]string {
	tags := s.OwnTags()
	maps.Copy(tags, s.Environment.Tags)
	return tags
}

func (v *validator) tags() {
	const path = "environment.tags"
	tags, own := v.s.Environment.Tags, slices.Sorted(maps.Keys(v.s.OwnTags()))
	if limit := facts.TagsPerResource - len(own); len(tags) > limit {
		v.problem(path, "has "+amount(len(tags), "tag", "tags"), atMost(limit)+": a private DNS zone takes "+
			strconv.Itoa(facts.TagsPerResource)+", and the program sets "+strconv.Itoa(len(own))+" of its own")
	}
	seen := map[string]bool{}
	for _, name := range sortedKeys(tags) {
		at := path + "." + label(name)
		switch lower := strings.ToLower(name); {
		case !v.ok(at):
		case slices.Contains(own, lower):
			v.problem(at, "is a tag that the program sets itself", "choose another name than "+strings.Join(own, ", ")+", in any letter case: Azure compares tag names without it")
		case seen[lower]:
			v.problem(at, "differs from another tag in letter case only", "keep one of the two: Azure compares tag names without case")
		case name == "" || len(name) > facts.TagNameLongest:
			v.problem(at, "has a name of "+amount(len(name), "character", "characters"), "use 1 to "+strconv.Itoa(facts.TagNameLongest)+", which is what a storage account takes")
		case strings.ContainsAny(name, facts.TagForbidden+facts.TagForbiddenDNS):
			v.problem(at, "has a character that Azure refuses in a tag's name", `use none of < > % & \ ? / and, for private DNS zones, no space or parenthesis`)
		case name[0] >= '0' && name[0] <= '9':
			v.problem(at, "starts with a digit, which private DNS zones refuse", "start the tag's name with a letter")
		case reserved(lower):
			v.problem(at, "starts with a word that Azure keeps for itself", "use another prefix than "+strings.Join(facts.TagReservedPrefixes, ", "))
		case len(tags[name]) > facts.TagValueLongest:
			v.problem(at, "has a value of "+amount(len(tags[name]), "character", "characters"), atMost(facts.TagValueLongest))
		default:
			seen[lower] = true
		}
	}
}

func reserved(tag string) bool {
	for _, prefix := range facts.TagReservedPrefixes {
		if strings.HasPrefix(tag, prefix) {
			return true
		}
	}
	return false
}
