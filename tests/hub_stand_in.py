"""A stand-in for the Hugging Face Hub on loopback: the few endpoints that a push speaks, over real HTTP.

Keeps what was committed, and refuses as it is told to. Small files come inside the commit; those whose names end in
.parquet are asked for by Git LFS, as the Hub does.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

TOKEN = "hf_stand_in_token_0123456789"


class Hub:
    """The stand-in; a context manager. `refuse` is the status of every answer, when it is set."""

    def __init__(self) -> None:
        self.repos: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.blobs: dict[str, bytes] = {}
        self.calls: list[str] = []
        self.refuse: int | None = None
        outer = self

        class Handler(_Handler):
            hub = outer

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Hub:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        """Carry out one request."""
        if self.refuse is not None:
            return self.refuse, {"error": "refused by the test"}
        if path == "/api/repos/create":
            told = json.loads(body)
            name = f"{told.get('organization') or 'somebody'}/{told['name']}"
            self.repos[name] = told
            return 200, {"url": f"{self.url}/datasets/{name}"}
        if re.fullmatch(r"/api/datasets/.+/preupload/main", path):
            return 200, {"files": [_mode(file) for file in json.loads(body)["files"]]}
        if path.endswith(".git/info/lfs/objects/batch"):
            return 200, {"transfer": "basic", "objects": [self._upload(one) for one in json.loads(body)["objects"]]}
        if method == "PUT" and path.startswith("/blobs/"):
            self.blobs[path.removeprefix("/blobs/")] = body
            return 200, {}
        if re.fullmatch(r"/api/datasets/.+/commit/main", path):
            self._commit(body)
            address = f"{self.url}{path.removeprefix('/api').removesuffix('/main')}/{'1' * 40}"
            return 200, {"success": True, "commitUrl": address, "commitOid": "1" * 40}
        if path == "/api/validate-yaml":
            return 200, {"errors": [], "warnings": []}
        return 404, {"error": "not played here"}

    def _upload(self, wanted: dict[str, Any]) -> dict[str, Any]:
        action = {"href": f"{self.url}/blobs/{wanted['oid']}"}
        return {**wanted, "authenticated": True, "actions": {"upload": action}}

    def _commit(self, body: bytes) -> None:
        for line in body.splitlines():
            told = json.loads(line)
            if told["key"] == "file":
                self.files[told["value"]["path"]] = base64.b64decode(told["value"]["content"])
            elif told["key"] == "lfsFile":
                self.files[told["value"]["path"]] = self.blobs[told["value"]["oid"]]


def _mode(file: dict[str, Any]) -> dict[str, Any]:
    is_large = file["path"].endswith(".parquet")
    return {"path": file["path"], "uploadMode": "lfs" if is_large else "regular", "shouldIgnore": False}


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        path = self.path.partition("?")[0]
        self.hub.calls.append(f"{self.command} {path}")
        allowed = path.startswith("/blobs/") or self.headers.get("Authorization") == f"Bearer {TOKEN}"
        status, answer = self.hub.answer(self.command, path, body) if allowed else (401, {"error": "no token"})
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_HEAD = _serve

    def log_message(self, format: str, *args: Any) -> None:
        pass
