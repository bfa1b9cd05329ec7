"""`python -m gristmill.demo [--url URL] [--count N] [--provider NAME]`: one small batch, shown in the terminal.

Exit codes: 0 the batch completed, 1 it did not (the reason is said), 2 a setting or an option is wrong.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence

from rich.console import Console

from gristmill.demo import batch, show
from gristmill.demo.client import Api, DemoError, wait_for_health
from gristmill.errors import ConfigError
from gristmill.settings import load_settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run the demo; failures are one sentence on stderr."""
    options = _options(argv)
    try:
        token = load_settings().api_token
        api = Api(options.url.rstrip("/"), token.get_secret_value() if token else None)
        run(api, Console(highlight=False), count=options.count, provider=options.provider)
    except (ConfigError, DemoError) as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, ConfigError) else 1
    return 0


def run(api: Api, console: Console, *, count: int, provider: str) -> None:
    """Run one batch on a service that is up or starting, and show it.

    Raises:
        DemoError: the service did not answer, refused, or the batch did not complete.
    """
    wait_for_health(api)
    batch_id = batch.start(api, count=count, provider=provider)
    console.print(f"Generating {count} legal Q&A samples ({provider}) as {batch_id}", markup=False, soft_wrap=True)
    console.print(f"Watch it in a browser: {api.url}", markup=False, soft_wrap=True)
    show.show_progress(batch.watch(api, batch_id), console)
    row = batch.find_row(api, batch_id)
    samples = api.get(f"/api/batches/{batch_id}/samples?limit=1").get("samples") or []
    if samples:
        show.show_sample(samples[0], console)
    if row.get("status") != "completed":
        made = f"{row.get('samples_generated')} of {row.get('target_count')} samples"
        reason = row.get("end_reason") or row.get("pause_reason") or "no reason was given"
        raise DemoError(f"The batch {row.get('status')} with {made}: {reason}")
    show.show_addresses(api.url, row, console)
    show.show_outcome(row, console)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="gristmill.demo", description="Run one small batch and show what came of it.")
    parser.add_argument("--url", default="http://127.0.0.1:5001", help="a running Gristmill (default %(default)s)")
    parser.add_argument("--count", type=int, default=10, help="samples to generate (default %(default)s)")
    parser.add_argument("--provider", default="embedded", help="embedded (default), groq or openai_compatible")
    return parser.parse_args(argv)


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(128 + signal.SIGTERM)  # unwinding lets the progress bar give the cursor back


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _leave)
    sys.exit(main())
