"""Each declared check finds what it is for, and leaves alone what only looks like it."""

from __future__ import annotations

import pytest

from gristmill.quality import CHECKS, REASONS
from gristmill.template_schema import Check
from tests.quality_forms import FakeBenchmark, FakeBrief, found, options

STEPS = {"check": "numbered_steps", "field": "r"}
TURNS = {"check": "turns", "field": "m"}
ENGLISH = "The director owes a duty to the company, and must not put his own interest before it at any time. " * 2
GERMAN = "Der Geschäftsführer haftet der Gesellschaft für den Schaden, den er ihr schuldhaft verursacht hat. " * 2


def test_every_declared_check_but_near_duplicates_has_a_function() -> None:
    declared = set(Check.model_json_schema()["properties"]["check"]["enum"])
    assert declared - set(CHECKS) == {"near_duplicate"}


def test_every_reason_has_a_sentence() -> None:
    assert len(REASONS) > 30
    assert all(sentence.endswith(".") for sentence in REASONS.values())


@pytest.mark.parametrize(
    ("text", "faults"), [("Is it?", []), ("Advise Anna.", []), ("It is.", ["not_a_question"]), ("", [])]
)
def test_question_asks_or_sets_a_task(text: str, faults: list[str]) -> None:
    assert found({"check": "question", "field": "q"}, {"q": text}) == faults


def test_copy_is_found_when_a_few_words_differ() -> None:
    words = [f"w{n}" for n in range(20)]
    rule = {"check": "not_copy", "field": "a", "of": "b", "threshold": 0.8}
    assert found(rule, {"a": " ".join(words), "b": " ".join([*words[:17], "x", "y", "z"])}) == [
        "answer_copies_question"
    ]
    assert found(rule, {"a": " ".join(words), "b": " ".join([*words[:15], "v", "w", "x", "y", "z"])}) == []


def test_pair_differs_when_one_text_only_holds_the_other() -> None:
    rule = {"check": "differs", "field": "chosen", "of": "rejected"}
    assert found(rule, {"chosen": "Yes, because it is due.", "rejected": "yes - because it is due"}) == ["too_alike"]
    assert found(rule, {"chosen": "Yes, because it is due.", "rejected": "Yes, because it is due. " * 3}) == []


@pytest.mark.parametrize(
    "text", ["1. First. 2. Then.", "Step 1: a\nStep 2: b", "(1) a (2) b", "1) In s 3. 2) b", "**1.** 2."]
)
def test_steps_are_found_in_the_usual_forms(text: str) -> None:
    assert found(STEPS, {"r": text}) == []


@pytest.mark.parametrize("text", ["First, then.", "1. Only one.", "2. Wrong 1. order", "In 1932. And in 1990."])
def test_steps_are_missed_when_they_are_not_numbered(text: str) -> None:
    assert found(STEPS, {"r": text}) == ["no_numbered_steps"]


def test_list_counts_as_steps_and_minimum_is_kept() -> None:
    assert found({**STEPS, "minimum": 3}, {"r": ["a", "b", "c"]}) == []
    assert found({**STEPS, "minimum": 4}, {"r": ["a", "b", "c"]}) == ["no_numbered_steps"]


@pytest.mark.parametrize(
    ("instruction", "faults"), [("Work step by step.", ["no_numbered_steps"]), ("Be brief.", []), (None, [])]
)
def test_steps_are_wanted_when_the_instruction_asks_for_them(instruction: str | None, faults: list[str]) -> None:
    brief = FakeBrief(reasoning_instruction=instruction)
    assert found({**STEPS, "when": "asked"}, {"r": "None."}, brief=brief) == faults
    assert found({**STEPS, "when": "asked"}, {"r": "None."}) == []


@pytest.mark.parametrize(
    "text",
    [
        "Salomon v A Salomon & Co Ltd [1897] AC 22",
        "Donoghue v Stevenson [1932] UKHL 100, [1932] AC 562",
        "Re Selectmove Ltd [1995] 1 WLR 474",
        "Rylands v Fletcher (1868) LR 3 HL 330",
        "Pinnel's Case (1602) 5 Co Rep 117a",
        "R v Ghosh [1982] EWCA Crim 2",
        "X v Y [2010] EWHC 123 (Ch)",
        "Bank v Z [2003] 1 All ER (Comm) 140",
        "Handyside v UK (1976) 1 EHRR 737",
        "Hadley v Baxendale 156 ER 145",
        "Case C-6/64 Costa v ENEL",
        "Van Gend en Loos, Case 26/62",
        "EU:C:1991:428",
        "App no 5493/72",
        "section 214 of the Insolvency Act 1986",
        "Companies (Model Articles) Regulations 2008, reg 2",
        "Statute of Frauds 1677",
        "Regulation (EU) 2016/679",
        "Directive 2006/54/EC",
        "SI 1999/2083",
        "Article 101 TFEU",
        "CPR 31.17",
    ],
)
def test_citation_has_the_form_of_an_authority(text: str) -> None:
    assert found({"check": "citation", "field": "c"}, {"c": text}) == []


@pytest.mark.parametrize(
    "text", ["Donoghue v Stevenson", "a leading case of 1932", "[1932]", "(1995) 12", "see above", "s 3"]
)
def test_citation_is_refused_when_it_is_only_a_name(text: str) -> None:
    assert found({"check": "citation", "field": "c"}, {"c": text}) == ["no_citation_form"]


def test_citation_may_be_null() -> None:
    assert found({"check": "citation", "field": "c"}, {"c": None}) == []


def test_words_are_counted() -> None:
    rule = {"check": "words", "field": "a", "minimum": 2, "maximum": 3}
    assert [found(rule, {"a": text}) for text in ("a", "a b", "a b c", "a b c d")] == [
        ["too_few_words"], [], [], ["too_many_words"],
    ]  # fmt: skip


def test_pattern_has_to_stand_somewhere() -> None:
    rule = {"check": "pattern", "field": "a", "pattern": r"(?i)section \d+"}
    assert found(rule, {"a": "See SECTION 12."}) == []
    assert found(rule, {"a": "See above."}) == ["pattern_not_found"]
    assert found(rule, {"a": None}) == []


@pytest.mark.parametrize("pattern", ["^(a+)+$", r"^(a|aa)+\1$", "^(?=(a+)+b)a*$"])
def test_pattern_gives_up_when_it_would_take_for_ever(pattern: str) -> None:
    assert found({"check": "pattern", "field": "a", "pattern": pattern}, {"a": "a" * 5000 + "!"}) == [
        "pattern_not_found"
    ]


@pytest.mark.parametrize(
    "text", ["I hope this helps!", "So: I HOPE  THIS\nhelps", "Let me know if you\u2019d like more."]
)
def test_boilerplate_is_banned_when_no_phrases_are_named(text: str) -> None:
    assert found({"check": "banned"}, {"a": {"b": [text]}}) == ["banned_phrase"]


@pytest.mark.parametrize("text", ["As an aircraft owner, she may sue.", "The buyer hopes this help is enough."])
def test_phrase_is_banned_as_whole_words_only(text: str) -> None:
    assert found({"check": "banned", "phrases": ["as an air", "this helps"]}, {"a": text}) == []


def test_phrase_is_banned_in_the_named_fields_only() -> None:
    rule = {"check": "banned", "field": "a", "phrases": ["delve into"]}
    assert found(rule, {"a": "Fine.", "b": "We delve into it."}) == []
    assert found(rule, {"a": "We DELVE into it.", "b": ""}) == ["banned_phrase"]


@pytest.mark.parametrize(("text", "faults"), [(ENGLISH, []), (GERMAN, ["wrong_language"]), ("Ja, sicher doch.", [])])
def test_language_is_judged_when_there_are_letters_enough(text: str, faults: list[str]) -> None:
    assert found({"check": "language", "language": "en"}, {"a": text}) == faults


def test_label_is_one_of_the_values_or_the_one_that_was_drawn() -> None:
    rule, labels = {"check": "one_of", "field": "label", "of": "labels"}, options("spam", "ham")
    assert found(rule, {"label": "spam"}, labels=labels) == []
    assert found(rule, {"label": "eggs"}, labels=labels) == ["not_an_option"]
    assert found(rule, {"label": "eggs"}, labels=labels, brief=FakeBrief({"labels": "eggs"})) == []
    assert found(rule, {"label": "anything"}, labels=options()) == []


def turn(role: str, content: str = "Text.") -> dict[str, str]:
    return {"role": role, "content": content}


TWO = [turn("user"), turn("assistant")]


@pytest.mark.parametrize(
    ("turns", "faults"),
    [
        (TWO, []),
        (TWO * 3, []),
        (TWO * 2 + [turn("user")], ["bad_turns"]),
        (TWO[::-1], ["bad_turns"]),
        ([turn("user"), turn("user")], ["bad_turns"]),
        ([turn("system"), *TWO], ["bad_turns"]),
        ([turn("user"), turn("assistant", " ")], ["empty_turn"]),
        ("a text", ["bad_turns"]),
        (["a", "b"], ["bad_turns"]),
        ([], ["wrong_turn_count"]),
        (TWO * 7, ["wrong_turn_count"]),
    ],
)
def test_turns_alternate_from_user_to_assistant(turns: object, faults: list[str]) -> None:
    assert found({**TURNS, "minimum": 2, "maximum": 12}, {"m": turns}) == faults


@pytest.mark.parametrize(
    ("asked", "count", "faults"), [(4, 4, []), ("4", 4, []), (5, 4, []), (5, 6, []), (4, 6, ["wrong_turn_count"])]
)
def test_turns_are_as_many_as_the_brief_asks_for(asked: object, count: int, faults: list[str]) -> None:
    assert found(TURNS, {"m": TWO * (count // 2)}, brief=FakeBrief({"turns": asked})) == faults


SOURCE = FakeBrief(
    {"source": "The court held: \u201cNo man may profit\n  from his own wrong\u201d \u2013 and so it is."}
)


@pytest.mark.parametrize(
    "quote", ["No man may profit from his own wrong", '"no man  may profit from', "wrong' - and so it is."]
)
def test_quotation_is_grounded_when_spaces_and_marks_differ(quote: str) -> None:
    expected = [] if '"' not in quote[1:] and "'" not in quote else ["not_grounded"]
    assert found({"check": "grounded", "field": "q"}, {"q": quote}, brief=SOURCE) == expected


@pytest.mark.parametrize(
    "quote", ["No man shall profit from his own wrong", "...", "No man may profit. From his own wrong"]
)
def test_quotation_is_not_grounded_when_a_word_differs(quote: str) -> None:
    assert found({"check": "grounded", "field": "q"}, {"q": quote}, brief=SOURCE) == ["not_grounded"]


def test_quotation_is_not_judged_when_there_is_no_source() -> None:
    assert found({"check": "grounded", "field": "q"}, {"q": "Anything."}, brief=FakeBrief()) == []


def test_contamination_is_found_at_any_depth() -> None:
    benchmark = FakeBenchmark("one two three")
    rule = {"check": "contamination", "minimum": 3}
    assert found(rule, {"a": [{"b": "zero one two three"}]}, benchmark=benchmark) == ["contaminated"]
    assert found({**rule, "minimum": 4}, {"a": "one two three"}, benchmark=benchmark) == []
    assert found(rule, {"a": "one two three"}) == []
