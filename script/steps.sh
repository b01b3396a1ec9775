# Sourced by the scripts beside it: stands in the project's folder and tells each step in one line.
# shellcheck shell=bash
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Commands run as modules of it, so that the folder can be moved.
# shellcheck disable=SC2034
python=.venv/bin/python

fail() {
  printf 'script/%s: %s\n' "$(basename "$0")" "$1" >&2
  exit "${2:-1}"
}
trap 'fail "stannade oväntat på rad $LINENO."' ERR

# The comment at the top of a script is its help.
usage() {
  awk 'NR > 1 { if (!sub(/^# ?/, "")) exit; print }' "script/$(basename "$0")"
}

tenths() {
  date +%s%1N
}

took() {
  local elapsed=$(($(tenths) - $1))
  printf '%d,%d s\n' $((elapsed / 10)) $((elapsed % 10))
}

# step TEXT COMMAND...: what the command itself says is shown only when it fails.
step() {
  local text=$1 begun output
  shift
  begun=$(tenths)
  printf '%s ... ' "$text"
  if output=$("$@" 2>&1 </dev/null); then
    took "$begun"
  else
    printf 'misslyckades.\n'
    printf '%s\n' "$output" >&2
    fail "ett steg misslyckades ($text); orsaken står ovanför."
  fi
}
