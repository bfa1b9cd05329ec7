"""Many readers of the live stream in one process, and how late news reaches them.

An event's id is the moment of its publication in microseconds since 1970, read from the same machine's clock as the
moment of its arrival. Prints `ready` when all are connected, then after a while one JSON line with the delays.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from dataclasses import dataclass, field

REQUEST = "GET /api/generate/batch/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n"
CONNECT_AT_ONCE = 20  # a listen queue is finite
CONNECT_TIMEOUT_S = 60.0
MAX_FRAME_BYTES = 1 << 22

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]  # a writer that nobody holds closes its connection


@dataclass(slots=True)
class Tally:
    """What all readers saw together; nothing counts before `since_us`."""

    since_us: float
    delays_ms: list[float] = field(default_factory=list)
    dropped: int = 0


async def connect(port: int, gate: asyncio.Semaphore) -> Stream:
    """Open one stream and read up to its snapshot."""
    async with gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=MAX_FRAME_BYTES)
        writer.write(REQUEST.format(port=port).encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"a stream was refused: {head[:80]!r}")
        await reader.readuntil(b"\nid: ")
        return reader, writer


async def listen(stream: Stream, tally: Tally) -> None:
    """Note the delay of every message until cancelled."""
    async for line in stream[0]:
        if line.startswith(b"id: "):
            published_us = int(line[4:])
            if published_us >= tally.since_us:
                tally.delays_ms.append(time.time() * 1000 - published_us / 1000)
    tally.dropped += 1


async def run(port: int, *, count: int, seconds: float) -> Tally:
    """Connect all readers, then listen for `seconds`."""
    gate = asyncio.Semaphore(CONNECT_AT_ONCE)
    async with asyncio.timeout(CONNECT_TIMEOUT_S):
        streams = await asyncio.gather(*(connect(port, gate) for _ in range(count)))
    tally = Tally(since_us=time.time() * 1e6)
    print("ready", flush=True)
    listeners = [asyncio.create_task(listen(stream, tally)) for stream in streams]
    await asyncio.sleep(seconds)
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    return tally


def main() -> None:
    """Listen as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    told = parser.parse_args()
    tally = asyncio.run(run(told.port, count=told.count, seconds=told.seconds))
    print(json.dumps({"delays_ms": tally.delays_ms, "dropped": tally.dropped}))


if __name__ == "__main__":
    main()
