"""The line: first come, first served within a party, and the parties in turn."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gristmill.limits.line import FairLine

One = tuple[str, int]  # the party, and a number that rises with arrival


def line_of(*ones: str) -> FairLine[str]:
    """Make a line from names like "a1": the letter is the party."""
    line: FairLine[str] = FairLine()
    for one in ones:
        line.add(one[0], one)
    return line


def served(line: FairLine[str]) -> str:
    """Serve the head and tell its name."""
    assert line.head is not None
    one = line.head
    line.leave(one[0], one, served=True)
    return one


def emptied(line: FairLine[str]) -> list[str]:
    found = []
    while line.head is not None:
        found.append(served(line))
    return found


def test_nobody_is_next_when_nobody_waits() -> None:
    line = line_of("a1")
    assert (served(line), line.head) == ("a1", None)


def test_one_party_is_served_in_order_when_it_is_alone() -> None:
    assert emptied(line_of("a1", "a2", "a3")) == ["a1", "a2", "a3"]


def test_parties_take_turns_however_many_wait_of_each() -> None:
    assert emptied(line_of("a1", "a2", "a3", "b1", "b2", "c1")) == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_party_joins_the_end_of_the_round_when_it_comes_late() -> None:
    line = line_of("a1", "a2", "b1")
    assert served(line) == "a1"
    line.add("c", "c1")
    assert emptied(line) == ["b1", "a2", "c1"]


def test_head_stays_when_others_come_or_give_up() -> None:
    line = line_of("a1", "a2", "b1")
    line.add("c", "c1")
    line.leave("b", "b1", served=False)
    line.leave("a", "a2", served=False)
    assert line.head == "a1"


def test_party_keeps_its_turn_when_its_head_gives_up_and_others_of_it_wait() -> None:
    line = line_of("a1", "a2", "b1")
    line.leave("a", "a1", served=False)
    assert emptied(line) == ["a2", "b1"]


def test_next_party_is_head_when_the_last_of_a_party_gives_up() -> None:
    line = line_of("a1", "b1", "b2")
    line.leave("a", "a1", served=False)
    assert line.head == "b1"
    line.add("a", "a2")
    assert emptied(line) == ["b1", "a2", "b2"]


@pytest.mark.parametrize(("party", "one", "error"), [("x", "x1", KeyError), ("a", "a9", ValueError)])
def test_leaving_is_refused_when_it_does_not_wait(party: str, one: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        line_of("a1").leave(party, one, served=False)


@pytest.mark.parametrize(
    ("one", "ahead"), [("a1", []), ("b1", ["a1"]), ("a2", ["a1", "b1"]), ("b3", ["a1", "a2", "a3", "b1", "b2"])]
)
def test_before_lists_those_whose_turn_comes_first(one: str, ahead: list[str]) -> None:
    assert sorted(line_of("a1", "a2", "a3", "a4", "b1", "b2", "b3").before(one[0], one)) == ahead


names = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 99)), max_size=20, unique=True).map(
    lambda pairs: [f"{party}{number}" for party, number in pairs]
)


@given(names)
def test_before_agrees_with_the_order_of_service(ones: list[str]) -> None:
    line = line_of(*ones)
    foretold = {one: sorted(line.before(one[0], one)) for one in ones}
    order = emptied(line)
    assert sorted(order) == sorted(ones)
    assert foretold == {one: sorted(order[:place]) for place, one in enumerate(order)}


class Story:
    """A line in use, and what happened in it: (what, whose) in order of time."""

    def __init__(self) -> None:
        self.events: list[tuple[str, One]] = []
        self.waiting: list[One] = []
        self._line: FairLine[One] = FairLine()

    def happen(self, what: str, party: str) -> None:
        """Let one of `party` come or its last give up, or serve the head whoever it is."""
        mine = [one for one in self.waiting if one[0] == party]
        match what:
            case "comes":
                one = (party, len(self.events))
                self.waiting.append(one)
                self._line.add(party, one)
            case "is served" if self._line.head:
                one = self._line.head
                assert one == min(other for other in self.waiting if other[0] == one[0])
                self._leave(one, served=True)
            case "gives up" if mine:
                one = mine[-1]
                self._leave(one, served=False)
            case _:
                return
        self.events.append((what, one))

    def _leave(self, one: One, *, served: bool) -> None:
        self.waiting.remove(one)
        self._line.leave(one[0], one, served=served)

    def services(self, party: str) -> list[int]:
        return [moment for moment, (what, one) in enumerate(self.events) if what == "is served" and one[0] == party]

    def waits_through(self, party: str, first: int, last: int) -> bool:
        """Say whether the party has somebody in the line before `first`, until `last`, and at all times between."""
        changes = [(0 if one[0] != party else 1 if what == "comes" else -1) for what, one in self.events]
        return all(sum(changes[:moment]) > 0 for moment in range(first, last + 1))


@given(
    st.lists(
        st.tuples(st.sampled_from(["comes", "comes", "is served", "gives up"]), st.sampled_from("abc")), max_size=60
    )
)
def test_every_waiting_party_is_served_between_two_services_of_another(steps: list[tuple[str, str]]) -> None:
    story = Story()
    for what, party in [*steps, *[("is served", "a")] * len(steps)]:
        story.happen(what, party)
    assert not story.waiting
    for one, other in permutations("abc", 2):
        for first, second in pairwise(story.services(one)):
            between = sum(first < moment < second for moment in story.services(other))
            if story.waits_through(other, first, second):
                assert between >= 1
            if story.waits_through(one, first, second):
                assert between <= 1  # more only while the first party has nobody in the line
