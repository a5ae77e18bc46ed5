package arm

import (
	"slices"
	"strings"
)

// authSettingsType is a site's sign-in, the second version of which is in no
// later API version than this. It exists with every site.
// https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
var authSettingsType = Type{
	Token:   "azure-native:web/v20210201:WebAppAuthSettingsV2",
	ARM:     "Microsoft.Web/sites/config",
	API:     "2021-02-01",
	Path:    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Web/sites/{name}/config/authsettingsV2",
	Default: map[string]any{},
	Validate: func(_ *Tx, r, _ *Resource) error {
		// The values: the API definition of 2021-02-01. Code and words are not
		// confirmed.
		if action := r.Text("globalValidation.unauthenticatedClientAction"); action != "" && !slices.Contains(clientActions, action) {
			return badRequest("BadRequest", "The unauthenticatedClientAction '%s' of site %s is not one of %s.", action, NameOf(ParentOf(r.ID)), strings.Join(clientActions, ", "))
		}
		const entra = "identityProviders.azureActiveDirectory"
		if flag(r.Properties, entra+".enabled") && r.Text(entra+".registration.clientId") == "" {
			return badRequest("BadRequest", "The identity provider azureActiveDirectory of site %s is enabled and has no registration.clientId.", NameOf(ParentOf(r.ID)))
		}
		return nil
	},
	Complete: func(_ *Tx, r, _ *Resource) error {
		// Who says nothing of who may come in lets nobody in: the platform keeps an
		// empty list, and reads it as such.
		// pnp/Microsoft365-Analytics-Insights#264
		if flag(r.Properties, "identityProviders.azureActiveDirectory.enabled") {
			fill(r.Properties, "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy", map[string]any{"allowedApplications": []any{}})
		}
		return nil
	},
}

var clientActions = []string{"RedirectToLoginPage", "AllowAnonymous", "Return401", "Return403"}
