"""Say whether the address Gristmill is to listen on is free, before anything slow is done.

Runs on any Python 3.11+ with nothing installed. `python scripts/check_port.py HOST PORT` ends with 0 and the URL for
clients on this machine when the address can be bound, else with 5 and one sentence on stderr. It never listens.
"""

from __future__ import annotations

import json
import socket
import sys
import urllib.request
from http.client import HTTPException

EXIT_BUSY = 5  # the same code api_server.py ends with when its port is taken
PROBE_TIMEOUT_S = 2.0
WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def client_url(host: str, port: int) -> str:
    """Write the address a client on this machine uses: `http://127.0.0.1:5001`; wildcards become loopback."""
    name = WILDCARDS.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def can_bind(host: str, port: int) -> bool:
    """Tell whether a server could listen there now. A name that does not resolve is left to the server to refuse."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, OverflowError):
        return True
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # closed connections in TIME_WAIT do not count
        try:
            probe.bind(address)
        except OSError:
            return False
    return True


def is_gristmill(url: str) -> bool:
    """Tell whether what listens there answers the health question as Gristmill does."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never ask a proxy about loopback
    try:
        with opener.open(f"{url}/api/health", timeout=PROBE_TIMEOUT_S) as answer:
            health = json.load(answer)
    except (OSError, HTTPException, ValueError):
        return False
    return isinstance(health, dict) and {"success", "worker", "version"} <= health.keys()


def main(host: str, port: int) -> int:
    url = client_url(host, port)
    if can_bind(host, port):
        print(url)
        return 0
    if is_gristmill(url):
        print(f"A Gristmill is already running at {url}: open it there, or stop it first.", file=sys.stderr)
    else:
        print(
            f"Port {port} on {host} is in use by another program: stop that program, or choose another port with"
            f" GRISTMILL_PORT={port % 65535 + 1} ./start_apps.sh",
            file=sys.stderr,
        )
    return EXIT_BUSY


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
