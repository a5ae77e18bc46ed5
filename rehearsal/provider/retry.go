package provider

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"secure-azure-openai/rehearsal/arm"
	"secure-azure-openai/rehearsal/fault"
)

// pauses are the seconds that azure-native waits before it tries again: 20 s
// times 1, 3 and 7, at most 120. The SDK spreads each by up to a third, which
// is left out here, and ARM may ask for another pause with Retry-After.
// pulumi-azure-native, provider/pkg/azure/client_azcore.go, initPipelineOpts;
// azure-sdk-for-go, sdk/azcore/runtime/policy_retry.go, calcDelay.
var pauses = [fault.MaxRetries]int{20, 60, 120}

// pause notes on the logical clock that an operation was tried again so often.
// Nobody waits.
func (s *Server) pause(urn string, retries int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, seconds := range pauses[:retries] {
		s.waits[urn] += seconds
	}
}

// Waits are the logical seconds that retries have cost, by URN, since the
// provider was started.
func (s *Server) Waits() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make(map[string]int, len(s.waits))
	for urn, seconds := range s.waits {
		all[urn] = seconds
	}
	return all
}

// retriable says whether the provider tries again after a refusal of Azure's.
// In the stand-in nothing changes in the meantime: the retries end as the
// first try did.
func retriable(err error) bool {
	var refusal *arm.Error
	if !errors.As(err, &refusal) {
		return false
	}
	if refusal.Status == http.StatusConflict {
		return refusal.Code == "AnotherOperationInProgress"
	}
	return fault.Retried(refusal.Status)
}

// answer is what Azure says with a status, in words of its own where somebody
// has written them down.
//
//   - 429: https://github.com/MicrosoftDocs/azure-docs/issues/105248
//   - 409: https://github.com/pulumi/pulumi-azure-native/issues/903
//   - 503: https://github.com/microsoft/MLOS/pull/950
//   - 504: https://github.com/pulumi/pulumi-azure-native/issues/3200
//   - 403: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
//
// The codes and messages of the other statuses are not confirmed.
func answer(status int, op arm.Operation, world *arm.World) *arm.Error {
	t, who := op.Type, world.Options()
	namespace, _, _ := strings.Cut(t.ARM, "/")
	verb := map[arm.Kind]string{arm.Read: "read", arm.Delete: "delete"}[op.Kind]
	if verb == "" {
		verb = "write"
	}
	say := func(code, format string, args ...any) *arm.Error {
		return &arm.Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
	}
	switch status {
	case http.StatusUnauthorized:
		return say("ExpiredAuthenticationToken", "The access token expiry UTC time has passed. Please log in again.")
	case http.StatusForbidden:
		return say("AuthorizationFailed", "The client '%s' with object id '%s' does not have authorization to perform action '%s/%s' over scope '%s' or the scope is invalid. If access was recently granted, please refresh your credentials.",
			who.ClientID, who.ObjectID, t.ARM, verb, world.Locate(op))
	case http.StatusRequestTimeout:
		return say("RequestTimeout", "The request timed out.")
	case http.StatusConflict:
		return say("AnotherOperationInProgress", "Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: https://management.azure.com/subscriptions/%s/providers/%s/operations.", who.Subscription, namespace)
	case http.StatusTooManyRequests:
		return say("SubscriptionRequestsThrottled", "Number of requests for subscription '%s' and operation '%s/%s' exceeded the backend storage limit. Please try again after '20' seconds.",
			who.Subscription, strings.ToUpper(t.ARM), strings.ToUpper(verb))
	case http.StatusInternalServerError:
		return say("InternalServerError", "An error occurred.")
	case http.StatusServiceUnavailable:
		return say("ServerTimeout", "The request timed out. Diagnostic information: subscription id '%s'.", who.Subscription)
	case http.StatusGatewayTimeout:
		return say("GatewayTimeout", "The gateway did not receive a response from '%s' within the specified time period.", namespace)
	}
	text := http.StatusText(status)
	if text == "" {
		text = "Unknown Status"
	}
	return say(strings.ReplaceAll(text, " ", ""), "%s.", text)
}
