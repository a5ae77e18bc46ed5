package arm

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Error is a refusal as Azure sends it: an HTTP status, a code that programs
// compare, and a message that people read.
type Error struct {
	Status  int
	Code    string
	Message string
	// Details are the refusals inside a deployment's refusal, or of the fields of
	// a request.
	Details []*Error
}

// Error renders the refusal as azure-native shows it in the engine's log.
func (e *Error) Error() string {
	return fmt.Sprintf("Status=%d %s", e.Status, e.body())
}

func (e *Error) body() string {
	text := fmt.Sprintf("Code=%q Message=%q", e.Code, e.Message)
	if len(e.Details) == 0 {
		return text
	}
	var details []string
	for _, d := range e.Details {
		details = append(details, d.body())
	}
	return text + " Details=[" + strings.Join(details, ", ") + "]"
}

// IsNotFound reports whether an error is Azure's 404.
func IsNotFound(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusNotFound
}

// CodeOf is the code of Azure's refusal, or "" where err is none.
func CodeOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func refuse(status int, code, format string, args ...any) *Error {
	return &Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

func badRequest(code, format string, args ...any) *Error {
	return refuse(http.StatusBadRequest, code, format, args...)
}

func conflict(code, format string, args ...any) *Error {
	return refuse(http.StatusConflict, code, format, args...)
}

// fields is API Management's refusal of a field of a request, which stands in
// the details (Azure/apiops#565).
func fields(code, format string, args ...any) *Error {
	e := badRequest(code, "One or more fields contain incorrect values:")
	e.Details = []*Error{{Code: code, Message: fmt.Sprintf(format, args...)}}
	return e
}

// notFound is ARM's answer to a GET of what is not there.
// https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found
func notFound(id string) *Error {
	t, group := TypeOf(id), GroupOf(id)
	if strings.EqualFold(t, typeResourceGroup) {
		return refuse(http.StatusNotFound, "ResourceGroupNotFound", "Resource group '%s' could not be found.", NameOf(id))
	}
	return refuse(http.StatusNotFound, "ResourceNotFound",
		"The Resource '%s/%s' under resource group '%s' was not found.", t, NameOf(id), group)
}

// AlreadyExistsError is the provider's own refusal, not Azure's: it reads
// before it creates, because ARM's PUT would silently update.
// pulumi-azure-native, provider/pkg/azure/client_azcore.go, CanCreate.
type AlreadyExistsError struct {
	ID string
	// Singleton is set for what exists with its parent and was changed.
	Singleton bool
}

func (e *AlreadyExistsError) Error() string {
	if e.Singleton {
		return fmt.Sprintf("cannot create already existing subresource '%s'", e.ID)
	}
	return fmt.Sprintf("cannot create already existing resource '%s'", e.ID)
}
