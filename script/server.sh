# Sourced after steps.sh by what is run on a server: where things lie there, and how the portal's own
# commands are run. DESTDIR stands before each place, for whoever tries it without being a server.
# shellcheck shell=bash disable=SC2034
DESTDIR=${DESTDIR:-}
home=$DESTDIR/opt/styrkedjan
releases=$home/releases
settings=$DESTDIR/etc/styrkedjan/environment
units=$DESTDIR/etc/systemd/system
copies=$DESTDIR/var/backups/styrkedjan
var=$DESTDIR/var/lib/styrkedjan
own_addresses=$DESTDIR/run/styrkedjan
here=$(basename "$(pwd -P)")

[[ $(pwd -P) == "$(realpath -m "$releases")/$here" ]] ||
  fail "versionen ska ligga i $releases/VERSION, men den ligger i $(pwd -P)."
[[ $EUID == 0 || -n $DESTDIR ]] || fail "kör med sudo: sudo $0 $*"

# manage RELEASE COMMAND...: as the web server's user, and with its settings.
manage() {
  local release=$releases/$1
  shift
  systemd-run --quiet --wait --collect --pipe --pty --uid=styrkedjan \
    --working-directory="$release" --property=EnvironmentFile="$settings" --property=UMask=0077 \
    "$release/.venv/bin/python" manage.py "$@"
}

# What the release in use has beside what it must have, by a module that tells.
extras() {
  local has
  for has in saml:onelogin sentry:sentry_sdk; do
    ! "$home/current/.venv/bin/python" -c "import ${has#*:}" 2>/dev/null || printf '%s\n' "${has%:*}"
  done
}

# set_up FOLDER: also compiled, since those who run it may write nothing there.
set_up() {
  local more
  mapfile -t more < <(extras)
  UV_COMPILE_BYTECODE=1 "$1/script/setup" demo "${more[@]}" &&
    "$1/.venv/bin/python" -m compileall -q "$1/portal" "$1/factors" "$1/assessments"
}
