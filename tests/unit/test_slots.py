"""Which place is filled next: in order, never twice at once, and given back before new ones."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gristmill.slots import Slot, SlotPool

T = TypeVar("T")


async def taken(pool: SlotPool, count: int) -> list[Slot]:
    return [await pool.take() for _ in range(count)]


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def run(work: Awaitable[T]) -> T:
    async def whole() -> T:
        return await work

    return asyncio.run(whole())


def test_slots_come_in_order_when_none_is_filled() -> None:
    assert run(taken(SlotPool(3, filled=(), redraws={}), 3)) == [Slot(0, 0), Slot(1, 0), Slot(2, 0)]


def test_filled_slots_are_left_out_when_a_batch_goes_on() -> None:
    pool = SlotPool(5, filled=(0, 3), redraws={1: 2})
    assert pool.missing == 3
    assert run(taken(pool, 3)) == [Slot(1, 2), Slot(2, 0), Slot(4, 0)]


def test_returned_slot_comes_first_and_counts_its_draw() -> None:
    pool = SlotPool(3, filled=(), redraws={})
    first = run(pool.take())
    pool.give_back(first)
    assert run(taken(pool, 2)) == [Slot(0, 1), Slot(1, 0)]


def test_slot_counts_as_missing_until_it_is_filled() -> None:
    pool = SlotPool(2, filled=(), redraws={})
    run(pool.take())
    assert pool.missing == 2
    pool.mark_filled(0)
    pool.mark_filled(0)
    assert pool.missing == 1


def test_taker_waits_when_all_missing_slots_are_in_flight() -> None:
    async def scene() -> Slot:
        pool = SlotPool(1, filled=(), redraws={})
        slot = await pool.take()
        waiting = asyncio.ensure_future(pool.take())
        await settle()
        assert not waiting.done()
        pool.give_back(slot)
        return await waiting

    assert run(scene()) == Slot(0, 1)


def test_only_one_of_two_waiting_takers_gets_the_slot_that_came_back() -> None:
    async def scene() -> list[bool]:
        pool = SlotPool(1, filled=(), redraws={})
        slot = await pool.take()
        waiting = [asyncio.ensure_future(pool.take()) for _ in range(2)]
        await settle()
        pool.give_back(slot)
        await settle()
        done = [task.done() for task in waiting]
        for task in waiting:
            task.cancel()
        return done

    assert sorted(run(scene())) == [False, True]


def test_taker_waits_for_ever_when_the_pool_is_closed() -> None:
    async def scene() -> None:
        pool = SlotPool(3, filled=(), redraws={})
        pool.close()
        waiting = asyncio.ensure_future(pool.take())
        await settle()
        assert not waiting.done()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    run(scene())


@given(st.integers(1, 40), st.data())
def test_every_missing_slot_is_handed_out_once_when_drawn_to_the_end(target: int, data: st.DataObject) -> None:
    filled = data.draw(st.sets(st.integers(0, target - 1)))
    pool = SlotPool(target, filled=filled, redraws={})
    slots = run(taken(pool, pool.missing))
    assert {slot.number for slot in slots} == set(range(target)) - filled
    assert len(slots) == target - len(filled)
