#!/usr/bin/env bash
# Writes the security check of a deployment or a preview as the job's summary, and as an output of
# the step, under the stack's name.
#
#   .github/posture-markdown.sh STACK FILE
#
# It fails if the file cannot be judged; that a stack falls short is the report's to say.
set -euo pipefail

readonly stack=${1:?name the stack} file=${2:?name the file}
: "${RUNNER_TEMP:?this script runs in a GitHub Actions job}"

go build -o "$RUNNER_TEMP/posture" ./cmd/posture
"$RUNNER_TEMP/posture" check "$file" --format markdown >"$RUNNER_TEMP/posture.md" || [ -s "$RUNNER_TEMP/posture.md" ]
cat "$RUNNER_TEMP/posture.md" >>"$GITHUB_STEP_SUMMARY"

# A delimiter that nobody can foresee: the report names what the pull request names.
end=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
{ echo "$stack<<$end"; cat "$RUNNER_TEMP/posture.md"; echo "$end"; } >>"$GITHUB_OUTPUT"
