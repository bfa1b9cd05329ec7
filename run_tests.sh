#!/usr/bin/env bash
# Install what the tests need and run every gate: ruff check, ruff format, mypy, pytest.
# With arguments only pytest runs, with those arguments: ./run_tests.sh tests/unit -k window
set -euo pipefail
here=${BASH_SOURCE[0]%/*}
[[ -d $here ]] || here=.
CDPATH='' cd -- "$here"
# shellcheck source=scripts/setup.sh
source scripts/setup.sh

has_library() { "$1" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$2" >/dev/null 2>&1; }

# A bare CI image gets the system packages it lacks; a person's machine is never changed.
install_system_packages() {
    [[ ${CI:-} == true && $EUID -eq 0 ]] && command -v apt-get >/dev/null 2>&1 || return 0
    local missing=()
    (find_python) >/dev/null 2>&1 || missing+=(python3 python3-venv)
    has_library python3 libgomp.so.1 || missing+=(libgomp1)
    command -v curl >/dev/null 2>&1 || missing+=(curl) # the documents' examples are run as written
    if ((${#missing[@]})); then
        say "Installing system packages: ${missing[*]}"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    fi
}

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
if ((${#failed[@]})); then
    say "These gates failed, so this run fails whatever pytest says: ${failed[*]}"
fi
code=0
"$VENV/bin/python" -m pytest --durations=20 || code=$?
((${#failed[@]} == 0)) || exit 1
exit "$code"
