"""Near-copies are found and different questions are not; groups join what is alike, in any number, and repeatably."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gristmill import near
from gristmill.near.signature import FORM, MAX_CHARS, VALUES
from gristmill.near.table import ROWS
from tests.scripted_forms import content

LONG = (
    "A cyclist is struck by a delivery van that jumped a red light in {town}. The driver says the cyclist wore no"
    " helmet. How does contributory negligence affect the damages that the cyclist can recover from the delivery"
    " company?"
)
NEAR_COPIES = [
    (LONG.format(town="Leeds"), LONG.format(town="Bristol")),
    (
        "Mrs Khan has walked across her neighbour's garden every day for 25 years without ever asking anybody."
        " Can the neighbour now lock the gate and keep her out?",
        "Mrs Patel has walked across her neighbour's garden every day for 25 years without ever asking anybody."
        " Can the neighbour now lock the gate and keep her out?",
    ),
]
DIFFERENT = [
    (
        "A director of Oak Ltd sells his own land to the company without telling the board. Can it set the sale aside?",
        "A director of Oak Ltd lends his own money to the company without telling the board. Must it repay the loan?",
    ),
    (
        "A tenant under a ten year lease stops paying rent after eight months. May the landlord forfeit the lease?",
        "A tenant under a ten year lease sublets the flat without consent. May the landlord forfeit the lease?",
    ),
    (
        "Explain the elements of theft under section 1 of the Theft Act 1968 and who must prove each of them.",
        "Explain the elements of robbery under section 8 of the Theft Act 1968 and who must prove each of them.",
    ),
]


def sign(text: str) -> bytes:
    signature = near.signature_of({"question": text}, ("question",))
    assert signature is not None
    return signature


def question(n: int) -> str:
    found: str = json.loads(content(n))["question"]
    return found


def random_signatures(count: int, seed: int = 1) -> list[bytes]:
    values = np.random.default_rng(seed).integers(0, 256, (count, VALUES), dtype=np.uint8)
    return [FORM + row.tobytes() for row in values]


def changed(signature: bytes, count: int, seed: int) -> bytes:
    """Change `count` of the 128 values."""
    values = np.frombuffer(signature, np.uint8, offset=1).copy()
    values[np.random.default_rng(seed).choice(VALUES, count, replace=False)] += 1
    return FORM + values.tobytes()


@pytest.mark.parametrize(("one", "other"), NEAR_COPIES)
def test_near_copies_are_alike_when_only_a_name_differs(one: str, other: str) -> None:
    assert near.similarity(sign(one), sign(other)) >= near.DEFAULT_THRESHOLD


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_questions_are_not_alike_when_only_their_form_is_the_same(one: str, other: str) -> None:
    assert near.similarity(sign(one), sign(other)) < near.DEFAULT_THRESHOLD


def test_signature_is_the_same_when_case_spacing_and_punctuation_differ() -> None:
    assert sign(LONG.upper().replace(" ", "  ").replace(".", "!")) == sign(LONG)


def test_signature_is_none_when_the_text_is_too_short() -> None:
    assert near.signature_of({"question": "What is a tort?" + " " * 100}, ("question",)) is None
    assert near.signature_of({"question": None, "answer": LONG}, ("question",)) is None


def test_signature_reads_all_texts_when_a_field_holds_turns() -> None:
    turns = {"turns": [{"role": "user", "content": LONG}, {"role": "assistant", "content": "It reduces them."}]}
    other = {"turns": [{"role": "user", "content": LONG}, {"role": "assistant", "content": LONG[::-1]}]}
    assert near.signature_of(turns) is not None
    assert near.signature_of(turns) != near.signature_of(other)


def test_signature_reads_so_many_characters_when_a_text_is_huge() -> None:
    text = "".join(f"{number:x} " for number in range(MAX_CHARS))
    assert sign(text) == sign(text + LONG)


def test_signature_has_not_changed_since_the_first_were_stored() -> None:
    """Stored ones are compared with new ones: who makes them otherwise must raise FORM."""
    assert sign(LONG).hex()[:34] == "011e1d6f0db15fbd1f9f7eb16e0f83ec5c"


def test_signature_is_not_readable_when_made_another_way() -> None:
    signature = sign(LONG)
    assert near.readable(signature)
    assert not near.readable(b"\x00" + signature[1:])
    assert not near.readable(signature[:-1])
    assert not near.readable(None)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_similarity_is_close_to_the_share_of_runs_in_common(share: float) -> None:
    words = [f"{number * 7919 % 100_003:05d}" for number in range(400)]
    cut = round(400 * (1 - 2 * share / (1 + share)))
    one, other = "".join(words), "".join(words[cut:] + [f"{number:05x}" for number in range(700_000, 700_000 + cut)])
    runs = [{text[start : start + 5] for start in range(len(text) - 4)} for text in (one, other)]
    true = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    assert near.similarity(sign(one), sign(other)) == pytest.approx(true, abs=0.15)  # four sigma


def test_table_finds_the_most_alike_first_when_several_are() -> None:
    table, one = near.Table(), random_signatures(1)[0]
    table.add([7, 8, 9], [changed(one, 20, 1), one, changed(one, 10, 2)])
    assert [match.key for match in table.find(one, 0.8)] == [8, 9, 7]
    assert table.find(one, 0.8)[0].similarity == 1.0


def test_table_finds_nothing_below_the_threshold() -> None:
    table, one = near.Table(), random_signatures(1)[0]
    table.add([1], [changed(one, 40, 1)])
    assert table.find(one, 0.8) == []
    assert [match.key for match in table.find(one, 0.6)] == [1]


@pytest.mark.parametrize("part", [1, 37, 5000])
def test_table_finds_each_when_they_came_in_parts_and_it_grew(part: int) -> None:
    table, many = near.Table(), random_signatures(5000)
    for start in range(0, len(many), part):
        table.add(list(range(start, min(start + part, 5000))), many[start : start + part])
    assert len(table) == 5000
    for key in range(0, 5000, 97):
        assert [match.key for match in table.find(changed(many[key], 19, key), 0.8)] == [key]


def test_table_finds_one_when_a_thousand_share_its_bands() -> None:
    """A text that stands before each sample fills a band with all of them; the other bands still tell them apart."""
    table, one = near.Table(), random_signatures(1)[0]
    shared = 10 * ROWS
    others = [FORM + one[1 : 1 + shared] + row[1 + shared :] for row in random_signatures(1000, seed=2)]
    table.add([5000], [one])
    table.add(list(range(1000)), others)
    assert [match.key for match in table.find(one, 0.8)] == [5000]


def test_table_stays_small_when_it_holds_many() -> None:
    table = near.Table()
    table.add(list(range(20_000)), random_signatures(20_000))
    assert table.size_bytes < 20_000 * 600


def test_scripted_questions_are_all_different() -> None:
    """The tests' own provider must not be refused by the check that it feeds."""
    table, alike = near.Table(), []
    for place, n in enumerate((*range(600), *range(1000, 100_000, 331))):
        signature = sign(question(n))
        alike += table.find(signature, 0.75)
        table.add([place], [signature])
    assert alike == []


def test_groups_join_what_is_alike_through_a_third() -> None:
    one, lone = random_signatures(2)
    middle = changed(one, 14, 3)
    far = changed(middle, 14, 4)
    assert near.groups_of([lone, one, far, None, middle]).tolist() == [0, 1, 1, 3, 1]


def test_groups_join_equal_hashes_when_there_are_no_signatures() -> None:
    assert near.groups_of([None, None, None], hashes=["a", "b", "a"]).tolist() == [0, 1, 0]


def test_groups_refuse_hashes_of_another_selection() -> None:
    with pytest.raises(ValueError, match="3 signatures and 1 hashes"):
        near.groups_of([None, None, None], hashes=["a"])


def test_groups_are_empty_when_nothing_is_selected() -> None:
    assert near.groups_of([]).tolist() == []


@given(st.lists(st.integers(0, 30), max_size=60))
def test_groups_are_the_copies_when_all_others_are_far(origins: list[int]) -> None:
    many = random_signatures(31)
    copies = [changed(many[origin], 12, seed) for seed, origin in enumerate(origins)]
    assert near.groups_of(iter(copies)).tolist() == [origins.index(origin) for origin in origins]


def test_groups_keep_all_pairs_together_that_the_check_would_refuse() -> None:
    """Nothing that is as alike as 0.8 may be on both sides of a split."""
    origins = random_signatures(300)
    copies = [changed(origin, 25, seed) for seed, origin in enumerate(origins)]
    groups = near.groups_of([*origins, *copies])
    assert groups[300:].tolist() == groups[:300].tolist()


def test_each_finds_what_one_by_one_finds_when_many_are_looked_for() -> None:
    table, many = near.Table(), random_signatures(300)
    table.add(range(300), many)
    asked = [changed(many[key], 10 + key % 20, key) for key in range(100)]
    found = table.find_each(asked, [0.8] * 100)
    assert found == [table.find(one, 0.8) for one in asked]
    assert any(found)


def test_earlier_are_the_alike_before_it_most_alike_first_when_a_group_repeats_itself() -> None:
    one, other = random_signatures(2)
    group = [other, changed(one, 10, 1), one, one, *random_signatures(40)[2:], one]
    found = near.earlier_of(group, [0.8] * len(group))
    assert [match.key for match in found[-1]] == [2, 3, 1]
    assert [match.key for match in found[2]] == [1]
    assert found[0] == found[1] == []


def test_earlier_are_none_when_nothing_is_as_alike_as_the_threshold() -> None:
    one = random_signatures(1)[0]
    assert near.earlier_of([one, one], [0.8, 2.0]) == [[], []]
