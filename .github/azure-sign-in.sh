#!/usr/bin/env bash
# Signs a GitHub Actions job in to Azure with no stored credential, for as long as the job runs.
#
# GitHub issues the job an ID token, which Entra ID exchanges for an access token. The ID token
# is valid for 5 minutes and the access token for about an hour
# (https://github.com/Azure/azure-cli/issues/28708), but the first deployment of a VPN gateway
# alone takes up to 45 minutes, and a state that cannot be saved at its end is lost. So this
# keeps a fresh ID token in a file until the job ends, and every later step reads it there:
# AZURE_FEDERATED_TOKEN_FILE is what Azure's SDK expects of a workload identity.
#
# Needs the permission `id-token: write`, and AZURE_CLIENT_ID and AZURE_TENANT_ID in the
# environment of the steps that follow.
set -euo pipefail

: "${ACTIONS_ID_TOKEN_REQUEST_URL:?the job lacks the permission id-token: write}"
: "${ACTIONS_ID_TOKEN_REQUEST_TOKEN:?the job lacks the permission id-token: write}"
: "${RUNNER_TEMP:?this script runs in a GitHub Actions job}"
: "${GITHUB_ENV:?this script runs in a GitHub Actions job}"
if [ -z "${AZURE_CLIENT_ID:-}" ] || [ -z "${AZURE_TENANT_ID:-}" ]; then
  echo "::error::AZURE_CLIENT_ID or AZURE_TENANT_ID is empty: set the variables of this GitHub environment (see docs/github.md)"
  exit 1
fi

readonly audience=api://AzureADTokenExchange # what an Azure federated credential expects
readonly seconds=${SIGN_IN_REFRESH_SECONDS:-120}
readonly file=$RUNNER_TEMP/azure-id-token
umask 077

# Replaces the file in one step, so that no reader finds half a token.
fetch() {
  curl --silent --show-error --fail --retry 5 --max-time 60 \
    --header @- "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$audience" \
    <<<"Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
    jq --exit-status --raw-output --join-output .value >"$file.new" && mv "$file.new" "$file"
}

fetch || { echo "::error::GitHub issued no ID token (see above)"; exit 1; }
echo "AZURE_FEDERATED_TOKEN_FILE=$file" >>"$GITHUB_ENV"
# Only this way of signing in: on a hosted runner, which is an Azure machine, the others try long.
echo "AZURE_TOKEN_CREDENTIALS=WorkloadIdentityCredential" >>"$GITHUB_ENV"

# The runner ends what is left of a job's processes when the job ends. Its own output streams,
# or this step would not end before it does.
(while sleep "$seconds"; do fetch || true; done) >"$RUNNER_TEMP/azure-sign-in.log" 2>&1 </dev/null &
echo "Signed in as $AZURE_CLIENT_ID; the ID token is renewed every $seconds seconds"
