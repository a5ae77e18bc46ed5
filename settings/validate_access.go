package settings

import (
	"regexp"
	"strings"
)

var developerForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,39}$`)

// access judges the developers and their profile (R34 to R37).
func (v *validator) access() {
	const path = "access.developers"
	a := v.s.Access
	if v.choice("access.profile", string(a.Profile), "profile", string(ProfileKeyless), string(ProfileArticle)) && a.Profile == ProfileArticle {
		v.warn("access.profile", "the article profile weakens the topology: keys and shared-key access stay on for Azure OpenAI, Search and Storage, and developers, who are Contributors in it, can list them; the guard refuses that until posture.waivers accepts R11, R15, R23 and D-wide-role, and `posture check` names each flow that it opens")
	}
	if !v.ok(path) {
		return
	}
	for i, d := range a.Developers {
		v.developer(at(path, i, ""), d)
		v.twice(path, i)
	}
	if a.RoleAdministrator && len(a.Developers) == 0 && v.ok("access.roleAdministrator") {
		v.problem("access.roleAdministrator", "is true, and there is no developer to give the role to", "list access.developers, or leave it out")
	}
}

func (v *validator) developer(path string, d Developer) {
	if !v.ok(path) {
		return
	}
	v.required(path+".name", d.Name, "give the developer a short name, such as platform-team")
	if d.Name != "" && v.ok(path+".name") && !developerForm.MatchString(d.Name) {
		v.problem(path+".name", v.show(path, d.Name)+" cannot be a part of resource names", "use up to 40 letters, digits and hyphens, a letter first, such as platform-team")
	}
	v.required(path+".objectId", d.ObjectID, "give the object id of the user or group in Entra ID")
	v.guid(path+".objectId", d.ObjectID, "the object id of a user or group in Entra ID")
	if d.Type == "" && v.ok(path+".type") {
		v.problem(path+".type", "is not set", "say what the object id stands for, User or Group: Azure needs it for a role assignment")
		return
	}
	v.choice(path+".type", string(d.Type), "type of a developer", string(PrincipalUser), string(PrincipalGroup))
}

// twice refuses a developer that is listed before: a second assignment of the
// same role answers RoleAssignmentExists, whatever its name.
func (v *validator) twice(path string, i int) {
	d := v.s.Access.Developers[i]
	for _, other := range v.s.Access.Developers[:i] {
		if d.Name != "" && strings.EqualFold(d.Name, other.Name) {
			v.problem(at(path, i, "name"), v.show(path, d.Name)+" is there twice", "name each developer once, whatever the letter case")
			break
		}
	}
	for _, other := range v.s.Access.Developers[:i] {
		if d.ObjectID != "" && strings.EqualFold(d.ObjectID, other.ObjectID) {
			v.problem(at(path, i, "objectId"), v.show(path, d.ObjectID)+" is there twice", "list each object id once: Azure refuses the same role assignment twice (RoleAssignmentExists)")
			break
		}
	}
}
