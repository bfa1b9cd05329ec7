"""The process that holds the embedded model: llama.cpp's own server on a free loopback port.

Run by `embedded_process` as a file, never imported by the product: an abort in native code must end this process
and not the service. Reads the key as the first line of stdin, writes one JSON line to stdout (`base_url`, or
`error` and `detail`), and ends when stdin closes, that is when its parent closed it or died.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

CONTEXT_TOKENS = 2048  # one slot; a prompt of about 600 and at most 800 for the answer fit well


def _threads() -> int:
    # One core stays free: with all of them a busy neighbour makes OpenMP's waiting six times slower (measured).
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2
    return max(1, cores - 1)


def _start(runtime: Any, *, model_path: str, alias: str, key: str) -> Any:
    params = runtime.CommonParams()
    params.model.path = model_path
    params.model_alias = {alias}
    params.n_parallel = 1  # more slots only make each one slower on a CPU
    params.n_ctx = CONTEXT_TOKENS
    params.n_gpu_layers = 0
    params.cache_ram_mib = 0  # its default lets the process grow by hundreds of MB
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = _threads()
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.ui = False
    params.verbosity = 2  # warnings: a line or more for every sample would fill the disk in the end
    return runtime.Server(params)


def main() -> int:
    """Serve until stdin closes; the exit code is 3 when the model cannot be served."""
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # native code may print: only the one line of the protocol goes to the parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the parent
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # read when the runtime is imported
    key = sys.stdin.readline().strip()
    told: dict[str, str]
    try:
        import xllamacpp

        server = _start(xllamacpp, model_path=sys.argv[1], alias=sys.argv[2], key=key)
        told = {"base_url": f"{server.listening_address}/v1"}
    except ImportError as error:
        told = {"error": "runtime", "detail": str(error)}
    except RuntimeError as error:
        told = {"error": "model", "detail": str(error)}
    print(json.dumps(told), file=answer, flush=True)
    answer.close()
    if "error" in told:
        return 3
    sys.stdin.read()
    os._exit(0)  # a running generation must not keep the process


if __name__ == "__main__":
    sys.exit(main())
