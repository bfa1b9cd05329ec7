"""Which place of which item is filled next: evenly, never twice at once, and given back before new ones."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from gristmill.slots import OpenItem, Slot, SlotPool


def opened(number: int, target: int, filled: Sequence[int] = (), redraws: Mapping[int, int] | None = None) -> OpenItem:
    return OpenItem(number=number, target=target, filled=filled, redraws=redraws or {})


def pool(*targets: int) -> SlotPool:
    return SlotPool(opened(number, target) for number, target in enumerate(targets, start=1))


def taken(slots: SlotPool, count: int | None = None) -> list[Slot]:
    """Take `count` slots, or all that can be had now."""
    found: list[Slot] = []
    while (count is None or len(found) < count) and (slot := slots.take_now()):
        found.append(slot)
    assert count in (None, len(found))
    return found


def fill(slots: SlotPool, which: Iterable[Slot]) -> None:
    for slot in which:
        slots.mark_filled(slot)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_slots_come_in_order_when_none_is_filled() -> None:
    assert taken(pool(3)) == [Slot(1, 0, 0), Slot(1, 1, 0), Slot(1, 2, 0)]


def test_filled_slots_are_left_out_when_a_batch_goes_on() -> None:
    slots = SlotPool([opened(1, 5, filled=(0, 3), redraws={1: 2, 3: 7})])
    assert slots.missing == 3
    assert taken(slots) == [Slot(1, 1, 2), Slot(1, 2, 0), Slot(1, 4, 0)]


def test_nothing_is_handed_out_when_there_are_no_items() -> None:
    slots = pool()
    assert (taken(slots), slots.missing, slots.in_flight, slots.open_items) == ([], 0, 0, [])


def test_returned_slot_comes_first_and_counts_its_draw() -> None:
    slots = pool(3)
    for slot in reversed(taken(slots, 2)):
        slots.give_back(slot)
    assert taken(slots) == [Slot(1, 1, 1), Slot(1, 0, 1), Slot(1, 2, 0)]


def test_slot_counts_as_missing_until_it_is_filled() -> None:
    slots = pool(2)
    first, _ = taken(slots)
    assert (slots.missing, slots.in_flight) == (2, 2)
    fill(slots, [first, first])
    assert (slots.missing, slots.in_flight) == (1, 1)


def test_second_give_back_and_one_after_filling_change_nothing() -> None:
    slots = pool(2)
    first, second = taken(slots)
    slots.mark_filled(first)
    for slot in (first, second, second):
        slots.give_back(slot)
    assert slots.in_flight == 0
    assert taken(slots) == [Slot(1, 1, 1)]


def test_slot_that_never_was_out_is_filled_when_somebody_else_fills_it() -> None:
    slots = pool(3)
    slots.mark_filled(Slot(1, 1, 0))
    assert (slots.missing, slots.in_flight) == (2, 0)
    assert [slot.number for slot in taken(slots)] == [0, 2]


def test_returned_slot_goes_to_nobody_when_it_is_filled_meanwhile() -> None:
    slots = pool(2)
    first = taken(slots, 1)[0]
    slots.give_back(first)
    slots.mark_filled(first)
    assert taken(slots) == [Slot(1, 1, 0)]


def test_slot_of_an_unknown_item_is_refused() -> None:
    with pytest.raises(KeyError):
        pool(2).mark_filled(Slot(7, 0, 0))


def test_items_take_turns_when_their_targets_are_equal() -> None:
    assert [slot.item for slot in taken(pool(2, 2, 2))] == [1, 2, 3, 1, 2, 3]


def test_items_get_slots_by_their_share_when_their_targets_differ() -> None:
    assert [slot.item for slot in taken(pool(1, 4))] == [1, 2, 2, 2, 2]
    assert [slot.item for slot in taken(pool(4, 2), 3)] == [1, 2, 1]


def test_item_that_lags_behind_catches_up_when_a_batch_goes_on() -> None:
    slots = SlotPool([opened(1, 4, filled=(0, 1, 2)), opened(2, 4)])
    assert [slot.item for slot in taken(slots)] == [2, 2, 2, 1, 2]


def test_item_gets_its_turn_back_when_its_slot_is_returned() -> None:
    slots = pool(4, 4)
    first, *_ = taken(slots, 4)
    slots.give_back(first)
    assert taken(slots, 2) == [Slot(1, 0, 1), Slot(1, 2, 0)]


def test_more_slots_come_when_the_target_is_raised_while_all_are_in_flight() -> None:
    slots = pool(2)
    taken(slots)
    slots.retarget(1, 4)
    assert (slots.missing, slots.in_flight) == (4, 2)
    assert [slot.number for slot in taken(slots)] == [2, 3]


def test_no_more_slots_come_when_the_target_is_lowered_to_what_is_in_flight() -> None:
    slots = pool(6)
    first, second, third = taken(slots, 3)
    slots.retarget(1, 2)
    assert (taken(slots), slots.missing) == ([], 2)
    slots.give_back(first)
    assert taken(slots) == []  # two are in flight and two are missing
    slots.give_back(second)
    assert taken(slots) == [Slot(1, 0, 1)]
    fill(slots, [first, third])
    assert (slots.missing, slots.open_items) == (0, [])


def test_slots_that_land_late_are_kept_when_the_target_was_lowered() -> None:
    slots = pool(5)
    landing = taken(slots)
    fill(slots, landing[:2])
    slots.retarget(1, 2)
    fill(slots, landing[2:])
    assert (slots.missing, slots.in_flight) == (0, 0)
    slots.retarget(1, 6)
    assert (slots.missing, taken(slots)) == (1, [Slot(1, 5, 0)])


def test_only_the_count_matters_when_higher_places_are_filled_than_the_target() -> None:
    slots = SlotPool([opened(1, 3, filled=(5, 9))])
    assert (slots.missing, taken(slots)) == (1, [Slot(1, 0, 0)])
    slots.retarget(1, 10)
    assert [slot.number for slot in taken(slots)] == [1, 2, 3, 4, 6, 7, 8]


def test_item_is_done_when_its_target_is_nothing() -> None:
    slots = pool(0, 1)
    assert (slots.missing, slots.open_items, [slot.item for slot in taken(slots)]) == (1, [2], [2])


def test_closed_item_hands_out_nothing_and_is_not_missing() -> None:
    slots = pool(3, 2)
    held = taken(slots, 2)
    slots.close_item(1)
    assert (slots.missing, slots.in_flight, slots.open_items) == (2, 2, [2])
    slots.give_back(held[0])
    assert (slots.in_flight, [slot.item for slot in taken(slots)]) == (1, [2])


def test_slot_of_a_closed_item_is_kept_when_it_lands() -> None:
    slots = pool(2)
    held = taken(slots, 1)
    slots.close_item(1)
    fill(slots, held)
    assert (slots.missing, slots.in_flight) == (0, 0)
    slots.add_item(opened(1, 2))
    assert taken(slots) == [Slot(1, 1, 0)]


def test_reopened_item_hands_out_no_slot_that_is_still_in_flight() -> None:
    slots = pool(3)
    held, back, _ = taken(slots)
    slots.close_item(1)
    slots.give_back(back)
    slots.add_item(opened(1, 4, filled=(2,), redraws={1: 5, 3: 2}))
    assert (slots.missing, slots.in_flight) == (3, 1)
    assert taken(slots) == [Slot(1, 1, 5), Slot(1, 3, 2)]
    slots.mark_filled(held)
    assert (slots.missing, slots.in_flight) == (2, 2)


def test_draws_are_not_forgotten_when_an_item_is_opened_again_from_older_rows() -> None:
    slots = SlotPool([opened(1, 1, redraws={0: 3})])
    slots.give_back(*taken(slots))
    slots.add_item(opened(1, 1, redraws={0: 2}))
    assert taken(slots) == [Slot(1, 0, 4)]


def test_new_item_comes_first_when_the_others_have_their_share() -> None:
    slots = pool(4)
    fill(slots, taken(slots, 2))
    slots.add_item(opened(2, 4))
    assert [slot.item for slot in taken(slots)] == [2, 2, 1, 2, 1, 2]


@pytest.mark.parametrize("change", ["give_back", "retarget", "add_item"])
def test_waiting_taker_goes_on_when_there_is_a_slot_again(change: str) -> None:
    async def scene() -> Slot:
        slots = pool(1)
        held = await slots.take()
        waiting = asyncio.ensure_future(slots.take())
        await settle()
        assert not waiting.done()
        match change:
            case "give_back":
                slots.give_back(held)
            case "retarget":
                slots.retarget(1, 2)
            case "add_item":
                slots.add_item(opened(2, 1))
        return await waiting

    expected = {"give_back": Slot(1, 0, 1), "retarget": Slot(1, 1, 0), "add_item": Slot(2, 0, 0)}
    assert asyncio.run(scene()) == expected[change]


def test_only_one_of_two_waiting_takers_gets_the_slot_that_came_back() -> None:
    async def scene() -> list[bool]:
        slots = pool(1)
        held = await slots.take()
        waiting = [asyncio.ensure_future(slots.take()) for _ in range(2)]
        await settle()
        slots.give_back(held)
        await settle()
        done = [task.done() for task in waiting]
        for task in waiting:
            task.cancel()
        return done

    assert sorted(asyncio.run(scene())) == [False, True]


def test_slot_goes_to_the_next_taker_when_the_first_is_cancelled() -> None:
    async def scene() -> tuple[Slot, int]:
        slots = pool(1)
        held = await slots.take()
        gone, waiting = (asyncio.ensure_future(slots.take()) for _ in range(2))
        await settle()
        slots.give_back(held)
        gone.cancel()
        return await waiting, slots.in_flight

    assert asyncio.run(scene()) == (Slot(1, 0, 1), 1)


def test_taker_waits_for_ever_when_the_pool_is_closed() -> None:
    async def scene() -> bool:
        slots = pool(3)
        slots.close()
        waiting = asyncio.ensure_future(slots.take())
        slots.retarget(1, 9)
        await settle()
        waited = not waiting.done()
        waiting.cancel()
        return waited

    assert asyncio.run(scene())


def test_no_slot_is_out_twice_when_many_runners_draw() -> None:
    async def scene() -> tuple[int, set[tuple[int, int]]]:
        slots = pool(40, 7, 23)
        out: set[tuple[int, int]] = set()
        filled: set[tuple[int, int]] = set()

        async def runner() -> None:
            while True:
                slot = await slots.take()
                place = (slot.item, slot.number)
                assert place not in out | filled
                out.add(place)
                await asyncio.sleep(0)
                out.remove(place)
                if (slot.number + slot.redraw) % 3:
                    filled.add(place)
                    slots.mark_filled(slot)
                else:
                    slots.give_back(slot)

        runners = [asyncio.create_task(runner()) for _ in range(16)]
        while slots.missing:
            await asyncio.sleep(0)
            assert not any(task.done() for task in runners)
        for task in runners:
            task.cancel()
        return slots.in_flight, filled

    wanted = {(1, n) for n in range(40)} | {(2, n) for n in range(7)} | {(3, n) for n in range(23)}
    assert asyncio.run(scene()) == (0, wanted)


def test_a_place_costs_about_a_byte_when_there_are_many() -> None:
    tracemalloc.start()
    slots = SlotPool([opened(1, 100_000, filled=range(1, 100_000))])
    held_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (slots.missing, taken(slots)) == (1, [Slot(1, 0, 0)])
    assert held_bytes < 150_000


targets = st.lists(st.integers(1, 30), min_size=1, max_size=8)


@given(targets, st.data())
def test_every_missing_slot_is_handed_out_once_when_drawn_to_the_end(wanted: list[int], data: st.DataObject) -> None:
    filled = [data.draw(st.sets(st.integers(0, target - 1))) for target in wanted]
    slots = SlotPool(
        opened(number, target, filled=sorted(done))
        for number, (target, done) in enumerate(zip(wanted, filled, strict=True), start=1)
    )
    missing = slots.missing
    drawn = [(slot.item, slot.number) for slot in taken(slots)]
    assert len(drawn) == missing == sum(wanted) - sum(map(len, filled))
    assert set(drawn) == {
        (number, place)
        for number, (target, done) in enumerate(zip(wanted, filled, strict=True), start=1)
        for place in set(range(target)) - done
    }


@given(targets)
def test_no_item_is_a_whole_slot_ahead_of_another_while_both_want_more(wanted: list[int]) -> None:
    slots = pool(*wanted)
    got = [0] * len(wanted)
    for slot in taken(slots):
        got[slot.item - 1] += 1
        behind = min(count / target for count, target in zip(got, wanted, strict=True))
        assert all((count - 1) / target <= behind for count, target in zip(got, wanted, strict=True))


class PoolAgainstModel(RuleBasedStateMachine):
    """Any order of calls, against counts that are kept the plain way."""

    out = Bundle("out")

    @initialize(wanted=st.lists(st.integers(0, 5), max_size=4))
    def start(self, wanted: list[int]) -> None:
        self.slots = pool(*wanted)
        self.wanted = dict(enumerate(wanted, start=1))
        self.shut: set[int] = set()
        self.filled: dict[int, set[int]] = {number: set() for number in self.wanted}
        self.flying: dict[int, set[int]] = {number: set() for number in self.wanted}

    def share(self, number: int) -> float | None:
        taken_up = len(self.filled[number]) + len(self.flying[number])
        return None if number in self.shut or taken_up >= self.wanted[number] else taken_up / self.wanted[number]

    @rule(target=out)
    def take(self) -> Slot | None:
        ranks = [(share, number) for number in self.wanted if (share := self.share(number)) is not None]
        slot = self.slots.take_now()
        assert (slot and slot.item) == min(ranks, default=(0.0, None))[1]
        if slot:
            assert slot.number not in self.filled[slot.item] | self.flying[slot.item]
            self.flying[slot.item].add(slot.number)
        return slot

    @rule(slot=consumes(out), kept=st.booleans(), again=st.booleans())
    def land(self, slot: Slot | None, kept: bool, again: bool) -> None:
        if slot is None:
            return
        for _ in range(1 + again):
            self.slots.mark_filled(slot) if kept else self.slots.give_back(slot)
        self.flying[slot.item].discard(slot.number)
        if kept:
            self.filled[slot.item].add(slot.number)

    @precondition(lambda self: self.wanted)
    @rule(data=st.data(), target_count=st.integers(0, 8))
    def retarget(self, data: st.DataObject, target_count: int) -> None:
        number = data.draw(st.sampled_from(sorted(self.wanted)))
        self.slots.retarget(number, target_count)
        self.wanted[number] = target_count

    @precondition(lambda self: self.wanted)
    @rule(data=st.data())
    def close_item(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.wanted)))
        self.slots.close_item(number)
        self.shut.add(number)

    @rule(number=st.integers(1, 6), target_count=st.integers(0, 8))
    def add_item(self, number: int, target_count: int) -> None:
        already = sorted(self.filled.setdefault(number, set()))
        self.slots.add_item(opened(number, target_count, filled=already))
        self.wanted[number] = target_count
        self.flying.setdefault(number, set())
        self.shut.discard(number)

    @invariant()
    def counts_agree(self) -> None:
        missing = {
            number: max(0, target - len(self.filled[number]))
            for number, target in self.wanted.items()
            if number not in self.shut
        }
        assert self.slots.missing == sum(missing.values())
        assert self.slots.in_flight == sum(map(len, self.flying.values()))
        assert self.slots.open_items == sorted(number for number, count in missing.items() if count)


PoolAgainstModel.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestPoolAgainstModel = PoolAgainstModel.TestCase
