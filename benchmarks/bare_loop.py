"""The yardstick: the least that any client must do. As many calls, of the same size, as wide, and nothing kept.

Runs in a process of its own and prints one JSON line. It sends one request of the product's own over and over, reads
each answer whole and parses it as JSON; it checks nothing and stores nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time

import aiohttp


async def run(url: str, body: bytes, *, calls: int, concurrency: int) -> dict[str, float]:
    """Make the calls; answers wall and CPU seconds from the first call to the last answer."""
    left = iter(range(calls))
    connector, jar = aiohttp.TCPConnector(limit=0), aiohttp.DummyCookieJar()
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession(connector=connector, cookie_jar=jar, headers=headers) as session:

        async def work() -> None:
            for _ in left:
                async with session.post(url, data=body) as answer:
                    json.loads(await answer.read())["choices"][0]["message"]["content"]

        start, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(work() for _ in range(concurrency)))
        return {"seconds": time.perf_counter() - start, "cpu_s": time.process_time() - cpu}


def main() -> None:
    """Make the calls that the command line asks for and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--calls", type=int, required=True)
    parser.add_argument("--concurrency", type=int, required=True)
    parser.add_argument("--body", required=True)
    told = parser.parse_args()
    print(json.dumps(asyncio.run(run(told.url, told.body.encode(), calls=told.calls, concurrency=told.concurrency))))


if __name__ == "__main__":
    main()
