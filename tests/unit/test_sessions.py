"""The cookie of a session, which only the token can make, and the count of wrong tokens."""

from __future__ import annotations

import pytest

from gristmill.sessions import MAX_WRONG, WINDOW_S, WrongTokens, is_token, is_valid, signed

TOKEN, OTHER = "a-token-of-the-tests", "another-token-of-the-tests"
EXPIRES_S, BEFORE_S = 1_900_000_000, 1_899_999_999.5
VALUE = signed(TOKEN, EXPIRES_S)
SIGNATURE = VALUE.partition(".")[2]


def test_cookie_is_valid_until_it_expires() -> None:
    assert is_valid(TOKEN, VALUE, BEFORE_S)
    assert not is_valid(TOKEN, VALUE, EXPIRES_S)


def test_cookie_is_void_when_the_token_is_another_one() -> None:
    assert not is_valid(OTHER, VALUE, BEFORE_S)


def test_cookie_does_not_hold_the_token() -> None:
    assert TOKEN not in VALUE
    assert VALUE.startswith(f"{EXPIRES_S}.")


@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        TOKEN,
        str(EXPIRES_S),
        f"{EXPIRES_S}.",
        f".{SIGNATURE}",
        f"{EXPIRES_S + 1}.{SIGNATURE}",
        f"0{EXPIRES_S}.{SIGNATURE}",
        f" {VALUE}",
        f"{VALUE}\n",
        f"{VALUE}0",
        VALUE[:-1],
        VALUE.upper(),
        f"{EXPIRES_S}.{SIGNATURE}.{SIGNATURE}",
        f"-1.{SIGNATURE}",
        f"{'9' * 5000}.{SIGNATURE}",
        f"\N{ARABIC-INDIC DIGIT ONE}.{SIGNATURE}",
        "\udcff",
    ],
)
def test_cookie_is_not_valid_when_it_was_not_made_here(value: str) -> None:
    assert not is_valid(TOKEN, value, BEFORE_S)


@pytest.mark.parametrize(("given", "right"), [(TOKEN, True), (f" {TOKEN}\n", True), ("", False), ("é", False)])
def test_token_is_right_when_it_is_the_same_but_for_space_around_it(given: str, *, right: bool) -> None:
    assert is_token(TOKEN, given) is right


def test_try_has_to_wait_when_there_were_too_many_wrong_ones() -> None:
    wrong = WrongTokens()
    assert [wrong.judge(100.0 + n, is_right=False) for n in range(MAX_WRONG)] == [0.0] * MAX_WRONG
    assert wrong.judge(110.0, is_right=True) == WINDOW_S - 10.0
    assert wrong.judge(110.0, is_right=False) == WINDOW_S - 10.0


def test_next_try_is_heard_when_the_oldest_wrong_one_is_a_minute_old() -> None:
    wrong = WrongTokens()
    for n in range(MAX_WRONG):
        wrong.judge(100.0 + n, is_right=False)
    assert wrong.judge(100.0 + WINDOW_S, is_right=False) == 0.0
    assert wrong.judge(100.0 + WINDOW_S, is_right=True) == 1.0


def test_right_tokens_are_not_counted() -> None:
    wrong = WrongTokens()
    assert [wrong.judge(100.0, is_right=True) for _ in range(20)] == [0.0] * 20
