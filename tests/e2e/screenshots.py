"""Takes pictures of every page, light, dark and as on a phone: `python -m tests.e2e.screenshots FOLDER [NAME ...]`.

The pictures in `docs/images` are three of them. Everything shown was made by the scripted provider.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.acceptance.product import Product
from tests.e2e.rooms import ROOMS
from tests.e2e.showroom import furnish
from tests.scripted_provider import ScriptedProvider

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "has_touch": True},
}


def take_all(browser: Browser, base_url: str, shown: dict[str, str], folder: Path, names: list[str]) -> None:
    """Write `NAME-LOOK.png` for each page, or for those that are named."""
    for look, options in LOOKS.items():
        page = browser.new_context(base_url=base_url, reduced_motion="reduce", **options).new_page()
        for room in ROOMS:
            if not names or room.name in names:
                room.open(page, shown)
                page.screenshot(path=folder / f"{room.name}-{look}.png", full_page=look == "phone")
                print(f"{room.name}-{look}", flush=True)


def main(folder: str, *names: str) -> None:
    """Furnish a product in a temporary folder, and take the pictures."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with ScriptedProvider(latency_ms=60, key="k") as provider, tempfile.TemporaryDirectory() as home:
        settings: dict[str, Any] = {"requests_per_minute": 60, "tokens_per_minute": 20_000, "max_concurrency": 2}
        product = Product(Path(home), groq_api_key="k", groq_base_url=provider.groq_base_url, **settings)
        with product, sync_playwright() as playwright:
            shown = furnish(product, provider)
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            take_all(browser, f"http://127.0.0.1:{product.port}", shown, Path(folder), list(names))
            browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
