"""The real embedded model: it writes samples, and its process never outlives or blocks anyone."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from gristmill.errors import FailureKind, ProviderError
from gristmill.plan import Plan
from gristmill.prompts import DEFAULT_TEMPLATE, render
from gristmill.providers.base import ChatReply, ChatRequest, Message
from gristmill.providers.embedded import EMBEDDED_MODEL, EmbeddedProvider
from gristmill.providers.embedded_process import MODEL_SHA256, Child, find_model, spawn
from gristmill.providers.openai_compatible import OpenAICompatible
from gristmill.quality import check
from gristmill.template_files import built_in

pytestmark = pytest.mark.embedded
ROOT = Path(__file__).resolve().parent.parent.parent
SHORT = ChatRequest(model=EMBEDDED_MODEL, messages=(Message("user", "Say yes."),), max_tokens=4)
LONG = ChatRequest(model=EMBEDDED_MODEL, messages=(Message("user", "Tell a long story."),), max_tokens=1500)


def run(work: Callable[[EmbeddedProvider], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        provider = EmbeddedProvider()
        try:
            return await work(provider)
        finally:
            await provider.aclose()

    return asyncio.run(whole())


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not done():
            await asyncio.sleep(0.02)


def gone(pid: int) -> bool:
    """Say whether a process has ended; one that waits to be reaped has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def sample_request(slot: int) -> ChatRequest:
    prompt = render(built_in()[DEFAULT_TEMPLATE], Plan(seed=1).brief(slot), small_model=True)
    return ChatRequest(
        model=EMBEDDED_MODEL,
        messages=tuple(Message(role, text) for role, text in prompt.messages),
        schema=prompt.schema,
        max_tokens=prompt.max_tokens,
        temperature=prompt.temperature,
        seed=slot,
    )


def test_model_writes_two_different_valid_samples() -> None:
    async def write(provider: EmbeddedProvider) -> list[ChatReply]:
        return [await provider.chat(sample_request(slot)) for slot in range(2)]

    replies: list[ChatReply] = run(write)
    verdicts = [check(built_in()[DEFAULT_TEMPLATE], reply.text, reply.finish_reason) for reply in replies]
    assert [verdict.reason for verdict in verdicts] == [None, None]
    assert verdicts[0].content_hash != verdicts[1].content_hash
    assert all(reply.usage.completion_tokens > 20 and not reply.usage_is_estimate for reply in replies)
    assert {reply.model for reply in replies} == {EMBEDDED_MODEL}


def test_provider_says_what_it_is() -> None:
    provider = EmbeddedProvider()
    assert provider.model_sha256 == MODEL_SHA256 and provider.demo and provider.small_model
    assert not provider.limited and provider.concurrency == 1


def test_prompt_that_does_not_fit_fails_its_slot() -> None:
    words = ChatRequest(model=EMBEDDED_MODEL, messages=(Message("user", "word " * 4000),), max_tokens=4)
    with pytest.raises(ProviderError) as failed:
        run(lambda provider: provider.chat(words))
    assert failed.value.kind is FailureKind.CONTEXT_TOO_LONG


def test_child_is_started_again_when_it_was_killed_idle() -> None:
    async def work(provider: EmbeddedProvider) -> tuple[int, int]:
        await provider.start()
        first = provider.child_pid or 0
        os.kill(first, signal.SIGKILL)
        await until(lambda: provider.child_pid is None)
        assert (await provider.chat(SHORT)).text
        return first, provider.child_pid or 0

    first, second = run(work)
    assert second and second != first


def test_child_is_started_again_when_it_was_killed_at_work() -> None:
    async def work(provider: EmbeddedProvider) -> FailureKind:
        await provider.start()
        call = asyncio.create_task(provider.chat(LONG))
        await until(lambda: cpu_ticks(provider.child_pid or 0) > 100)
        os.kill(provider.child_pid or 0, signal.SIGKILL)
        with pytest.raises(ProviderError) as failed:
            await call
        assert (await provider.chat(SHORT)).text
        return failed.value.kind

    assert run(work) is FailureKind.CONNECTION


def cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def test_child_is_gone_when_the_provider_is_closed_at_work() -> None:
    async def work(provider: EmbeddedProvider) -> int:
        await provider.start()
        pid = provider.child_pid or 0
        call = asyncio.create_task(provider.chat(LONG))
        await asyncio.sleep(0)
        await provider.aclose()
        await asyncio.gather(call, return_exceptions=True)
        return pid

    assert gone(run(work))


def test_slot_is_free_when_a_call_is_cancelled() -> None:
    async def work() -> int:
        child = await spawn(find_model(None), alias=EMBEDDED_MODEL, log_path=None)
        endless = OpenAICompatible(
            base_url=child.base_url,
            api_key=child.key,
            default_model=EMBEDDED_MODEL,
            timeout_s=300,
            stream=True,
            extra_body={"ignore_eos": True},
        )
        try:
            return await tokens_after_cancel(child, endless)
        finally:
            await endless.aclose()
            await child.stop()

    assert asyncio.run(work()) < LONG.max_tokens // 2


async def tokens_after_cancel(child: Child, provider: OpenAICompatible) -> int:
    """Cancel a call in the middle, wait until its slot is free, and give the tokens it had made by then."""
    call = asyncio.create_task(provider.chat(LONG))
    made, cancelled = 0, False
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {child.key}"}) as session:
        while True:
            async with session.get(child.base_url.removesuffix("/v1") + "/slots") as answer:
                slot = (await answer.json())[0]
            if cancelled and not slot["is_processing"]:
                return made
            if slot["is_processing"]:
                made = max(made, slot["next_token"][0]["n_decoded"])
            if made and not cancelled:
                cancelled = call.cancel()
            await asyncio.sleep(0.02)


def test_child_is_gone_when_its_parent_is_killed() -> None:
    program = (
        "import asyncio\n"
        "from gristmill.providers.embedded import EmbeddedProvider\n"
        "async def main():\n"
        "    provider = EmbeddedProvider()\n"
        "    await provider.start()\n"
        "    print(provider.child_pid, flush=True)\n"
        "    await asyncio.sleep(300)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert not gone(child)
        parent.kill()
    asyncio.run(until(lambda: gone(child)))
    assert gone(child)
