# Two commands matter: `make rehearse` and `make test`. `make` alone lists the others.

GO   ?= go
ARGS ?=
STEP := tools/step

# The linters, at the versions in tools/lint/go.mod. The go command builds them on first use
# and again when Go itself changes.
TOOL := $(GO) tool -modfile=tools/lint/go.mod

# One package of Azure's SDK, and the small one that brings what they all build on.
# Compiling the first takes about a minute and 5 GB.
AZURE_COMMON  := github.com/pulumi/pulumi-azure-native-sdk/v2/utilities
AZURE_NETWORK := github.com/pulumi/pulumi-azure-native-sdk/network/v2/v20240501

.DEFAULT_GOAL := help
# Two steps side by side would add up their memory.
.NOTPARALLEL:
.PHONY: help rehearse rehearse-once test sdk format modules vet lint workflows unit program fmt clean

help: ## List the commands
	@echo 'usage: make COMMAND'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

rehearse: sdk ## Run the whole deployment against the stand-in for Azure; options through ARGS="--stack dev"
	@$(GO) run ./cmd/topo rehearse $(ARGS)

# The rehearsal comes before the tests: some of them need the Pulumi CLI too, and the rehearsal
# shows how its one-time build goes.
test: format modules workflows sdk vet lint rehearse-once unit program ## Run every check, the unit tests and the rehearsal
	@echo '==> All checks passed'

rehearse-once:
	@echo '==> Rehearsing every stack'
	@$(GO) run ./cmd/topo rehearse

# The large package alone, and before everything else: beside others it would need over 7 GB.
sdk:
	@command -v $(GO) >/dev/null || { echo "Go is missing: install it from https://go.dev/dl, version $$(sed -n 's/^go //p' go.mod) or later." >&2; exit 1; }
	@$(STEP) 'Compiling the Azure SDK (a few minutes and 5 GB of memory the first time, then nothing)' \
	  'If it was killed, memory ran out: it needs 5 GB free, or less but longer with GOGC=40 in the environment.' \
	  sh -c '$(GO) build $(AZURE_COMMON) && $(GO) build -p 1 $(AZURE_NETWORK)'

format:
	@$(STEP) 'Checking the formatting' 'Run: make fmt' \
	  sh -c 'bad=$$("$$($(GO) env GOROOT)/bin/gofmt" -s -l .) || exit 1; [ -z "$$bad" ] || { echo "gofmt would change:"; echo "$$bad"; exit 1; }'

modules:
	@$(STEP) 'Checking that go.mod and go.sum are complete' 'Run go mod tidy in the module whose difference is shown above.' \
	  sh -c 'for module in . tools tools/lint; do $(GO) -C $$module mod tidy -diff || exit 1; done'

vet:
	@$(STEP) 'Vetting' 'The lines above name file, line and reason.' \
	  $(GO) vet ./...

lint:
	@$(STEP) 'Linting with staticcheck' 'The code in brackets has its explanation: $(TOOL) staticcheck -explain CODE' \
	  $(TOOL) staticcheck ./...

workflows:
	@$(STEP) 'Linting the workflows' 'The lines above name file, line and reason.' \
	  $(TOOL) actionlint -shellcheck= -pyflakes=

unit: ## Run the unit tests that need no large SDK, with the race detector where there is a C compiler
	@race=-race; \
	if [ "$$($(GO) env CGO_ENABLED)" != 1 ] || ! command -v "$$($(GO) env CC)" >/dev/null; then \
	  race=; echo '    no C compiler here, so no race detector'; \
	fi; \
	packages=$$(tools/packages race) && \
	$(STEP) 'Running the unit tests' 'The lines above name the test, file and line.' \
	  $(GO) test -vet=off -timeout 45m $$race $$packages

program: ## Run the tests of the rehearsal, the components and the whole program
	@packages=$$(tools/packages plain) && \
	$(STEP) 'Running the tests of the rehearsal, the components and the whole program' 'The lines above name the test, file and line.' \
	  $(GO) test -vet=off -timeout 45m $$packages

fmt: ## Format the code
	@"$$($(GO) env GOROOT)/bin/gofmt" -s -w .

clean: ## Remove the Pulumi CLI that the rehearsal built; the Go caches stay
	@rm -rf "$${XDG_CACHE_HOME:-$$HOME/.cache}/secure-azure-openai" "$$HOME/Library/Caches/secure-azure-openai"
