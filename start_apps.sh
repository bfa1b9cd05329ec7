#!/usr/bin/env bash
# One command from a bare checkout to a running Gristmill. See --help.
set -euo pipefail
here=${BASH_SOURCE[0]%/*}
[[ -d $here ]] || here=.
CDPATH='' cd -- "$here"
# shellcheck source=scripts/setup.sh
source scripts/setup.sh
# shellcheck source=scripts/dashboard.sh
source scripts/dashboard.sh

readonly SERVER_LOG=logs/gristmill.log
readonly DEV_HOST=127.0.0.1 DEV_PORT=5173 # as in dashboard/vite.config.ts

show_help() {
    cat <<'HELP'
Usage: ./start_apps.sh [demo [--count N] [--provider NAME] | --dev | COMMAND ...]

  ./start_apps.sh            install what is missing, then serve API and dashboard at http://127.0.0.1:5001 until Ctrl-C
  ./start_apps.sh demo       the same, and generate 10 samples with the built-in demo model first (no key needed)
  ./start_apps.sh --dev      for work on the dashboard: the API as ever, and the dashboard from its source, by Vite, at
                             http://127.0.0.1:5173 (needs Node.js 20.19 or newer; nothing else here does)
  ./start_apps.sh COMMAND    the same as python api_server.py COMMAND, for example: settings

The first start makes .venv and installs pinned packages into it (650 MB, a minute or two); later ones take seconds.
Settings come from the environment or from .env; .env.example lists them all (GRISTMILL_PORT chooses the port).

Exit codes: 2 a setting is wrong, 3 no usable Python, 4 not enough disk, 5 port in use, 6 installation failed,
7 no usable Node.js (--dev only).
HELP
}

# configured NAME DEFAULT: a first look at a setting before Python packages exist; settings.py has the last word.
configured() {
    local line value=${!1:-}
    if [[ -z $value && -f .env ]]; then
        while IFS= read -r line || [[ -n $line ]]; do
            [[ $line =~ ^[[:space:]]*(export[[:space:]]+)?$1=[\"\']?([^\"\'#[:space:]]*) ]] && value=${BASH_REMATCH[2]}
        done <.env
    fi
    printf '%s' "${value:-$2}"
}

# Before an installation that takes minutes: would the server find its port?
check_port_early() {
    local host port
    host=$(configured GRISTMILL_HOST 127.0.0.1)
    port=$(configured GRISTMILL_PORT 5001)
    [[ $port =~ ^[0-9]{1,5}$ ]] || return 0
    "$PYTHON" scripts/check_port.py "$host" "$port" >/dev/null
}

install() {
    ! product_is_installed || return 0
    find_python
    if [[ $# -eq 0 || $1 == demo || $1 == --dev ]]; then
        check_port_early || exit $?
    fi
    prepare product
}

# Prints `HOST PORT` as the server will read them; a wrong setting is one sentence and exit code 2.
configured_address() {
    "$VENV/bin/python" - <<'PYTHON'
import sys
from gristmill.errors import ConfigError
from gristmill.settings import load_settings
try:
    settings = load_settings()
except ConfigError as error:
    print(error, file=sys.stderr)
    sys.exit(2)
print(settings.host, settings.port)
PYTHON
}

server_died() {
    tail -n 15 "$SERVER_LOG" >&2 || true
    refuse 1 "The server ended by itself; its last lines are above and all of them in $SERVER_LOG."
}

# The server finishes what it has begun; a second Ctrl-C does not wait for that.
stop_all() {
    trap 'kill -KILL "$server" 2>/dev/null || true' INT TERM HUP
    [[ -z ${client:-} ]] || kill -TERM "$client" 2>/dev/null || true
    stop_vite
    kill -TERM "$server" 2>/dev/null || true
    while kill -0 "$server" 2>/dev/null; do wait "$server" || true; done
}

on_signal() {
    say ""
    say "Stopping ..."
    stop_all
    say "Stopped. ./start_apps.sh starts it again; everything generated is kept."
    exit 0
}

# Not `wait -n`: a signal that comes at the moment in which it begins is heard only when one of them ends.
until_one_ends() {
    while kill -0 "$1" 2>/dev/null && kill -0 "$2" 2>/dev/null; do sleep 1 || true; done
}

# Job control for this one line puts the server in a process group of its own: Ctrl-C reaches it once, through us.
start_server() {
    mkdir -p logs
    set -m
    "$VENV/bin/python" api_server.py >>"$SERVER_LOG" 2>&1 </dev/null &
    server=$!
    set +m
}

demo() {
    local address host port url code=0
    address=$(configured_address) || exit $?
    read -r host port <<<"$address"
    url=$("$VENV/bin/python" scripts/check_port.py "$host" "$port") || exit $?
    trap on_signal INT TERM HUP
    start_server
    "$VENV/bin/python" -m gristmill.demo --url "$url" "$@" &
    client=$!
    until_one_ends "$server" "$client"
    if ! kill -0 "$server" 2>/dev/null; then
        kill -TERM "$client" 2>/dev/null || true
        server_died
    fi
    wait "$client" || code=$?
    client=""
    if ((code != 0)); then
        stop_all
        refuse "$code" "The demo did not finish (the server's log: $SERVER_LOG)."
    fi
    say "Serving until Ctrl-C; the log is $SERVER_LOG."
    until_one_ends "$server" "$server"
    server_died
}

require_node() {
    local lack
    lack=$(node_lack)
    [[ -z $lack ]] || refuse 7 "The dashboard's development server needs Node.js $NODE_MAJOR.$NODE_MINOR or newer with npm," \
        "and $lack: install it from https://nodejs.org, or run ./start_apps.sh without --dev, which needs no Node.js."
}

# Its process group has its process id, and holds npm, Vite and whatever these started.
start_vite() {
    set -m
    GRISTMILL_DEV_API=$1 npm run dev --prefix dashboard </dev/null &
    vite=$!
    set +m
}

stop_vite() {
    [[ -n ${vite:-} ]] || return 0
    kill -TERM -- "-$vite" 2>/dev/null || true
    wait "$vite" 2>/dev/null || true
}

dev() {
    local address host port url
    install_node_packages
    address=$(configured_address) || exit $?
    read -r host port <<<"$address"
    url=$("$VENV/bin/python" scripts/check_port.py "$host" "$port") || exit $?
    "$VENV/bin/python" scripts/check_port.py "$DEV_HOST" "$DEV_PORT" >/dev/null 2>&1 ||
        refuse 5 "Port $DEV_PORT, which the dashboard's development server uses, is taken: stop the program on it."
    trap on_signal INT TERM HUP
    start_server
    start_vite "$url"
    say "The API is at $url; its log is $SERVER_LOG. The dashboard is at http://$DEV_HOST:$DEV_PORT until Ctrl-C."
    until_one_ends "$server" "$vite"
    if ! kill -0 "$server" 2>/dev/null; then
        stop_vite
        server_died
    fi
    stop_all
    refuse 1 "The dashboard's development server ended by itself; what it said is above."
}

main() {
    if [[ ${1:-} =~ ^(-h|--help)$ || "${*:1:2}" =~ ^demo\ (-h|--help)$ ]]; then
        show_help
        return
    fi
    [[ ${1:-} != --dev ]] || require_node
    install "$@"
    if [[ ${1:-} == demo ]]; then
        shift
        demo "$@"
    elif [[ ${1:-} == --dev ]]; then
        dev
    else
        exec "$VENV/bin/python" api_server.py "$@"
    fi
}

main "$@"
