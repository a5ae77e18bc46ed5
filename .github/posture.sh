#!/usr/bin/env bash
# Checks the security of a deployed stack by its state, and gives the findings to code scanning.
#
#   .github/posture.sh STACK
#
# Only the outcome and the findings' ids go to the log, which may be public; what was found stands
# in code scanning, for those who may write to the repository. Needs a signed-in Pulumi CLI, and
# GH_TOKEN with the permission `security-events: write`. It fails if the stack falls short or
# cannot be judged.
set -euo pipefail

readonly stack=${1:?name the stack}
: "${RUNNER_TEMP:?this script runs in a GitHub Actions job}"
readonly folder=$RUNNER_TEMP/posture-$stack
umask 077
mkdir -p "$folder"

go build -o "$folder/posture" ./cmd/posture
# Without --show-secrets: what is encrypted stays so, and the check does without.
pulumi stack export --stack "$stack" --file "$folder/state.json"

code=0
"$folder/posture" check "$folder/state.json" --format json >"$folder/report.json" || code=$?
[ -s "$folder/report.json" ] || exit "$code" # nothing could be judged
"$folder/posture" check "$folder/state.json" --format sarif >"$folder/report.sarif" || [ -s "$folder/report.sarif" ]
jq --raw-output '"Security check of " + .stack + ": " + .outcome + " (" + (.summary | to_entries | map("\(.key) \(.value)") | join(", ")) + ")",
  (.findings[] | select(.verdict == "fail" or .verdict == "waived") | "  " + .verdict + ": " + .id)' "$folder/report.json" |
  tee -a "$GITHUB_STEP_SUMMARY"

# https://docs.github.com/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data
gzip --stdout "$folder/report.sarif" | base64 --wrap=0 |
  jq --raw-input --arg commit "$GITHUB_SHA" --arg ref "$GITHUB_REF" '{commit_sha: $commit, ref: $ref, sarif: .}' >"$folder/upload.json"
gh api --method POST "repos/$GITHUB_REPOSITORY/code-scanning/sarifs" --input "$folder/upload.json" --silent ||
  echo "::warning::The findings could not be given to code scanning (see above). Is it enabled for this repository?"

[ "$code" = 0 ] || echo "::error::The stack $stack falls short, or could not be judged: the findings are in the repository's Security tab, or run posture check yourself"
exit "$code"
