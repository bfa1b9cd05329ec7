# shellcheck shell=bash
# What start_apps.sh and run_tests.sh share about the dashboard: is Node here, and are its packages installed.
# Sourced after setup.sh, from the project's folder.

readonly NODE_NEEDED="20.19"

# Vite 8 runs on Node 20.19 and newer, without 21.
node_is_usable() {
    command -v npm >/dev/null 2>&1 || return 1
    node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
process.exit(major > 21 || (major === 20 && minor >= 19) ? 0 : 1)' >/dev/null 2>&1
}

node_packages_are_installed() {
    [[ -f dashboard/node_modules/.gristmill.stamp ]] &&
        [[ "$(<dashboard/node_modules/.gristmill.stamp)" == "$(cksum <dashboard/package-lock.json)" ]]
}

# Afterwards dashboard/node_modules holds exactly what the lock file names.
install_node_packages() {
    ! node_packages_are_installed || return 0
    mkdir -p logs
    say "Installing the dashboard's Node packages (once; a minute; log: $INSTALL_LOG) ..."
    if ! (cd dashboard && npm ci --no-audit --no-fund --loglevel=error) >>"$INSTALL_LOG" 2>&1; then
        tail -n 15 "$INSTALL_LOG" >&2 || true
        refuse 6 "npm could not install the dashboard's packages; the log is $INSTALL_LOG."
    fi
    cksum <dashboard/package-lock.json >dashboard/node_modules/.gristmill.stamp
}
