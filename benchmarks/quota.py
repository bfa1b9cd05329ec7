"""How much of a provider's quota does the product use, and does it ever overdraw it?

A scripted server enforces the limits by an exact sliding window and answers 429 to what is too much; the product is
told the same limits. What counts is what the server saw in the window from its first call on.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

sys.path.pop(0)  # run by its path this is the folder whose queue.py would hide Python's
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import bench, product
from tests.scripted_provider import ScriptedProvider

MIN_USED_PERCENT = 97.0  # the project's own target
PERIOD_S = 60.0
POLL_S = 0.5
MORE_THAN_FITS = 3  # so many times what the limits allow is asked for, so that the batch cannot run dry


def measure(told: Any) -> bench.Report:
    """Run a batch against the limits for `told.seconds` from its first call."""
    minutes = told.seconds / PERIOD_S
    settings = {
        **product.UNLIMITED,
        "REQUESTS_PER_MINUTE": told.requests,
        "TOKENS_PER_MINUTE": told.tokens,
        "MAX_CONCURRENCY": told.concurrency,
    }
    with (
        ScriptedProvider(
            latency_ms=told.latency_ms,
            rpm=told.requests,
            tpm=told.tokens,
            tokens_min=told.tokens_min,
            tokens_max=told.tokens_max,
            x_ratelimit=told.headers,
        ) as provider,
        product.temporary_folder() as folder,
        product.running(folder, provider.base_url, settings) as server,
    ):
        batch_id = server.start_batch(max(100, int(MORE_THAN_FITS * told.requests * (minutes + 1))))
        _wait(server, batch_id, told.seconds)
        stats = provider.stats()
    return judge(stats, told)


def judge(stats: dict[str, Any], told: Any) -> bench.Report:
    """Compare what the server counted with what it would have allowed."""
    report = bench.Report(
        f"Quota: {told.requests:,} requests and {told.tokens:,} tokens a minute for {told.seconds:g} s,"
        f" {told.latency_ms:g} ms, {told.concurrency} wide"
    )
    first, minutes = stats["first_at"], max(1.0, told.seconds / PERIOD_S)
    calls = [call for call in stats["calls_log"] if call["time"] < first + told.seconds]
    good = [call for call in calls if call["status"] == 200]
    tokens = sum(call["tokens"] for call in good)
    used_requests = 100 * len(good) / (told.requests * minutes) if told.requests else 0.0
    used_tokens = 100 * tokens / (told.tokens * minutes) if told.tokens else 0.0
    report.add("calls answered", len(good))
    report.add("tokens a call, mean", tokens / max(1, len(good)))
    report.add("requests used", used_requests, "%")
    report.add("tokens used", used_tokens, "%")
    report.add("the binding limit used", max(used_requests, used_tokens), "%", at_least=MIN_USED_PERCENT)
    report.add("429 answers", stats["rejected_429"], at_most=0)
    report.add("most requests in any 60 s", _most_in_period([(call["time"], 1) for call in good]))
    report.add("most tokens in any 60 s", _most_in_period([(call["time"], call["tokens"]) for call in good]))
    return report


def _wait(server: product.Product, batch_id: str, seconds: float) -> None:
    """Wait `seconds` from the batch's start and a little more for the last answers."""
    deadline = time.monotonic() + seconds + 2.0
    while time.monotonic() < deadline:
        server.demand_running(batch_id)
        time.sleep(POLL_S)


def _most_in_period(entries: list[tuple[float, int]]) -> int:
    """Find the largest sum of any sliding window of 60 s."""
    most = total = oldest = 0
    entries.sort()
    for at, amount in entries:
        total += amount
        while entries[oldest][0] <= at - PERIOD_S:
            total -= entries[oldest][1]
            oldest += 1
        most = max(most, total)
    return most


def main() -> None:
    """Run once and print what was used."""
    parser = bench.parser(__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="how long to measure, from the first call")
    parser.add_argument("--requests", type=int, default=600, help="requests a minute; 0 is no limit")
    parser.add_argument("--tokens", type=int, default=132_000, help="tokens a minute; 0 is no limit")
    parser.add_argument("--tokens-min", type=int, default=180, help="fewest tokens of a call")
    parser.add_argument("--tokens-max", type=int, default=260, help="most tokens of a call")
    parser.add_argument("--latency-ms", type=float, default=50, help="how long the scripted server takes")
    parser.add_argument("--concurrency", type=int, default=64, help="calls in flight")
    parser.add_argument("--headers", choices=("groq", "openai"), help="let the server send x-ratelimit-* headers")
    told = parser.parse_args()
    measure(told).finish(told.json)


if __name__ == "__main__":
    main()
