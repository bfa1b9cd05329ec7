"""The dashboard's files, and its page at every address that a browser may open; without a bundle a plain page.

They hold no data, so they need no token; what they show, they ask of the API.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from flask import Response, request
from flask_openapi3 import APIBlueprint
from pydantic import BaseModel
from werkzeug.exceptions import HTTPException

from gristmill import __version__
from gristmill.bundle import ASSETS, INDEX, Bundle, BundleFile
from gristmill.errors import NotFound
from gristmill.routes.guard import is_page_address
from gristmill.routes.problems import http_problem
from gristmill.services import Services
from gristmill.settings import PROJECT_DIR

BUNDLE_DIR = PROJECT_DIR / "dashboard" / "dist"
ICON = "favicon.svg"
# Nothing is loaded from elsewhere; styles are made while it runs (Emotion, which MUI uses), scripts are files.
SAFE = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
ASK_AGAIN = "no-cache"  # it may be kept, and is asked about each time: 304 while nothing has changed
FOR_EVER = "public, max-age=31536000, immutable"  # the name is another one as soon as the content is
_READING = frozenset({"GET", "HEAD"})


class AssetPath(BaseModel):
    name: str


def dashboard_blueprint(services: Services, folder: Path = BUNDLE_DIR) -> APIBlueprint:
    """Make the routes of what was built into `folder`."""
    blueprint = APIBlueprint("dashboard", __name__, doc_ui=False)
    bundle = Bundle(folder)

    @blueprint.get("/", doc_ui=False)
    def home() -> Response:
        index = bundle.root.get(INDEX)
        return _send(bundle, index, ASK_AGAIN) if index else _plain_page()

    @blueprint.get("/assets/<string:name>", doc_ui=False)
    def asset(path: AssetPath) -> Response:
        return _send(bundle, _found(bundle.assets.get(path.name)), FOR_EVER)

    @blueprint.get(f"/{ICON}", doc_ui=False)
    def icon() -> Response:
        return _send(bundle, _found(bundle.root.get(ICON)), ASK_AGAIN)

    @blueprint.app_errorhandler(404)
    def page(error: HTTPException) -> Response:
        """Give the page at addresses that only the dashboard knows; as no route takes them, no other method does."""
        index = bundle.root.get(INDEX)
        answer = _send(bundle, index, ASK_AGAIN) if index and _is_page_wanted() else http_problem(error)
        answer.vary.add("Accept")
        return answer

    return blueprint


def _found(file: BundleFile | None) -> BundleFile:
    if file is None:
        raise NotFound("The dashboard has no such file; it may have been built anew: load the page again.")
    return file


def _is_page_wanted() -> bool:
    """Tell a browser that opens an address of the dashboard from a program that asks for what there is not."""
    _, first, *_ = request.path.split("/")
    return (
        request.method in _READING
        and request.url_rule is None
        and is_page_address(request.path)
        and first != ASSETS
        and "." not in request.path.rpartition("/")[2]
        and "text/html" in request.accept_mimetypes.values()
    )


def _send(bundle: Bundle, file: BundleFile, caching: str) -> Response:
    """Send a file, packed for those who can unpack it, or 304 to those who have it."""
    is_packed = file.may_be_packed and request.accept_encodings["gzip"] > 0
    content = bundle.packed(file) if is_packed else file.content
    response = Response(content, content_type=file.media_type, headers={**SAFE, "Cache-Control": caching})
    response.vary.add("Accept-Encoding")
    if is_packed:
        response.content_encoding = "gzip"
    response.set_etag(f"{file.tag}-gzip" if is_packed else file.tag)
    response.make_conditional(request)
    return response


def _plain_page() -> Response:
    page = _PAGE.format(version=escape(__version__), here=escape(request.host_url))
    return Response(page, content_type="text/html; charset=utf-8", headers={**SAFE, "Cache-Control": ASK_AGAIN})


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gristmill</title>
<style>
  :root {{ color-scheme: light dark; }}
  body {{ font: 16px/1.6 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }}
  pre {{ overflow-x: auto; }}
</style>
</head>
<body>
<h1>Gristmill {version}</h1>
<p>The dashboard is not built here. To build it (with Node.js 20.19 or newer):</p>
<pre>cd dashboard &amp;&amp; npm ci &amp;&amp; npm run build</pre>
<p>Then start Gristmill again. Everything works without it, too:</p>
<ul>
  <li><a href="/openapi/swagger">The HTTP API, to read and to try</a></li>
  <li><a href="/api/generate/batch/history">All batches</a>, and <a href="/api/queue">the queue</a></li>
  <li><a href="/api/health">Health</a></li>
</ul>
<p>Start a batch of ten samples and follow it:</p>
<pre>curl -X POST {here}api/generate/batch/start \\
  -H 'Content-Type: application/json' -d '{{"target_count": 10}}'
curl -N {here}api/generate/batch/stream</pre>
</body>
</html>
"""
