# shellcheck shell=bash
# What start_apps.sh and run_tests.sh share about the dashboard: is Node.js here, and are its packages installed.
# Sourced after setup.sh, from the project's folder.

readonly NODE_MAJOR=20 NODE_MINOR=19 # what Vite and the dashboard's tools need

# Prints what is missing, as the end of a sentence; nothing when Node.js and npm can be used.
node_lack() {
    local version=""
    if ! command -v node >/dev/null 2>&1; then
        printf 'there is no node on the PATH'
        return
    fi
    version=$(node --version 2>/dev/null) || true
    if ! [[ $version =~ ^v([0-9]+)\.([0-9]+) ]] || ! is_node_new_enough "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"; then
        printf 'the one found here is %s' "${version:-broken}"
    elif ! command -v npm >/dev/null 2>&1; then
        printf 'there is no npm on the PATH'
    fi
}

is_node_new_enough() { (($1 > NODE_MAJOR || ($1 == NODE_MAJOR && $2 >= NODE_MINOR))); }

# Afterwards dashboard/node_modules holds exactly what the lock file names; a half-finished installation is repaired.
install_node_packages() {
    local stamp=dashboard/node_modules/.gristmill.stamp lock
    lock=$(cksum <dashboard/package-lock.json)
    [[ ! -f $stamp || $(<"$stamp") != "$lock" ]] || return 0
    say "Installing the dashboard's packages (once; log: $INSTALL_LOG) ..."
    mkdir -p logs
    npm ci --prefix dashboard --no-audit --no-fund >"$INSTALL_LOG" 2>&1 || install_failed
    printf '%s\n' "$lock" >"$stamp"
}
