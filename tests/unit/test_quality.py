"""Legal Q&A: good replies pass however they are wrapped; each kind of bad reply is named."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gristmill.quality import REASONS, Content, check, content_hash
from gristmill.template_files import built_in

LEGAL_QA = built_in()["Legal Q&A"]

QUESTION = "Can a director of Birch Ltd keep trading when the company cannot pay its debts?"
REASONING = "1. Section 214 of the Insolvency Act 1986 applies. 2. The director ought to have known."
ANSWER = "No. The court may order the director to contribute to the company's assets."
GOOD: dict[str, object] = {"question": QUESTION, "reasoning": REASONING, "answer": ANSWER, "case_citation": None}

# A loaded machine draws slowly; time is not what these tests are about.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY_TEXT = st.text(st.characters(), max_size=60)


def reply(**changes: object) -> str:
    return json.dumps({**GOOD, **changes})


def kept(text: str) -> Content:
    verdict = check(LEGAL_QA, text)
    assert verdict.reason is None, verdict.message
    assert verdict.content is not None
    return verdict.content


def test_good_reply_passes_with_content_and_hash() -> None:
    verdict = check(LEGAL_QA, reply(), "stop")
    assert verdict.content == GOOD
    assert re.fullmatch("[0-9a-f]{32}", verdict.content_hash or "")
    assert (verdict.reason, verdict.message, verdict.findings, verdict.score) == (None, None, (), 1.0)


@pytest.mark.parametrize(
    "wrapped",
    [
        "\n  {}  \n",
        "```json\n{}\n```",
        "```\n{}\n```",
        "Here is your example:\n{}\nI hope that it helps.",
        "<think>A {{plan}} comes first.</think>{}",
        "Use {{braces}} like so: {}",
        "[{}]",
        "{} trailing }}",
    ],
)
def test_object_is_found_when_it_is_wrapped(wrapped: str) -> None:
    text = wrapped.replace("{}", reply()).replace("{{", "{").replace("}}", "}")
    assert kept(text) == GOOD


def test_unknown_fields_are_dropped_and_texts_stripped() -> None:
    assert kept(reply(topic="Company Law", score=3, question=f"  {QUESTION}\n")) == GOOD


def test_raw_line_breaks_inside_a_text_are_accepted() -> None:
    text = reply(reasoning="STEPS").replace("STEPS", "1. First the rule.\n2. Then the facts.")
    assert kept(text)["reasoning"] == "1. First the rule.\n2. Then the facts."


def test_list_of_steps_becomes_one_text() -> None:
    steps = ["1. First the rule.", "2. Then the facts."]
    assert kept(reply(reasoning=steps))["reasoning"] == "\n".join(steps)


def test_characters_that_no_store_takes_are_removed() -> None:
    assert kept(reply(answer=f"{ANSWER}\x00\ud800\x1b"))["answer"] == ANSWER


@pytest.mark.parametrize("nothing", [None, "", "  ", "null", "None", "N/A", 7, ["x", 1]])
def test_citation_is_null_when_it_says_nothing(nothing: object) -> None:
    assert kept(reply(case_citation=nothing))["case_citation"] is None


def test_citation_may_be_missing() -> None:
    text = json.dumps({name: value for name, value in GOOD.items() if name != "case_citation"})
    assert kept(text)["case_citation"] is None


def test_citation_is_kept_when_there_is_one() -> None:
    cited = "Salomon v A Salomon & Co Ltd [1897] AC 22"
    assert kept(reply(case_citation=cited))["case_citation"] == cited


def without(name: str) -> str:
    return json.dumps({key: value for key, value in GOOD.items() if key != name})


BAD = [
    ("", "not_json"),
    ("The director is liable.", "not_json"),
    ('"a string"', "not_json"),
    ("[1, 2]", "not_json"),
    ("null", "not_json"),
    (reply()[:-20], "not_json"),
    ("{" * 5000, "not_json"),
    ('{"question":' * 20_000, "not_json"),
    ("[" * 100_000, "not_json"),
    ("{}", "missing_field"),
    (without("question"), "missing_field"),
    (without("reasoning"), "missing_field"),
    (without("answer"), "missing_field"),
    ('{"sample": ' + reply() + "}", "missing_field"),
    (reply(answer=None), "wrong_type"),
    (reply(answer=42), "wrong_type"),
    (reply(answer={"text": ANSWER}), "wrong_type"),
    (reply(reasoning=[]), "wrong_type"),
    (reply(reasoning=["1.", 2]), "wrong_type"),
    (reply(question=""), "empty_field"),
    (reply(answer=" \n\t "), "empty_field"),
    (reply(answer="\x00\x01"), "empty_field"),
    (reply(question="Is it legal?"), "too_short"),
    (reply(answer="Yes, it is."), "too_short"),
    (reply(reasoning="1. It just is."), "too_short"),
    (reply(answer="a " * 10_000), "too_long"),
    (reply(question="string"), "placeholder"),
    (reply(question="<question>"), "placeholder"),
    (reply(answer="[Insert the full answer to the question here]"), "placeholder"),
    (reply(reasoning="..."), "placeholder"),
    (reply(question="????????????????????"), "placeholder"),
    (reply(answer="{{ answer_text_goes_in_here }}"), "placeholder"),
    (reply(answer="I'm sorry, but I can't help with that request."), "refusal"),
    (reply(answer="I\u2019m very sorry, but I am unable to answer legal questions."), "refusal"),
    (reply(question="As an AI language model, I do not give legal advice. Is that fine?"), "refusal"),
    (reply(reasoning="Unfortunately, I cannot provide the steps that you asked for."), "refusal"),
    ("I'm sorry, but I can't assist with that.", "refusal"),
    ("I cannot provide legal advice.", "refusal"),
    (reply(question="The director of Birch Ltd kept on trading."), "not_a_question"),
    (reply(answer=QUESTION), "answer_copies_question"),
    (reply(answer=QUESTION.upper()), "answer_copies_question"),
    (reply(answer=f"So: {QUESTION}"), "answer_copies_question"),
]


@pytest.mark.parametrize(("text", "reason"), BAD, ids=[f"{reason}-{n}" for n, (_, reason) in enumerate(BAD)])
def test_bad_reply_is_rejected_with_its_reason_and_a_sentence(text: str, reason: str) -> None:
    verdict = check(LEGAL_QA, text, "stop")
    assert verdict.reason == reason
    assert verdict.message is not None and verdict.message.endswith(".")
    assert verdict.content_hash is None
    assert [finding.reason for finding in verdict.findings] == [reason]


def test_refused_content_is_shown_without_a_score_when_it_could_be_read() -> None:
    verdict = check(LEGAL_QA, reply(question="Is it legal?"))
    assert verdict.content == {**GOOD, "question": "Is it legal?"}
    assert verdict.score is None


def test_there_is_neither_content_nor_score_when_nothing_could_be_read() -> None:
    verdict = check(LEGAL_QA, "No.")
    assert (verdict.content, verdict.score) == (None, None)


def test_every_reason_that_was_tried_is_known() -> None:
    assert {reason for _, reason in BAD} <= set(REASONS)


@pytest.mark.parametrize("cut", [1, 20, 150])
def test_reply_is_truncated_when_the_token_limit_broke_its_json(cut: int) -> None:
    assert check(LEGAL_QA, reply()[:-cut], "length").reason == "truncated"


def test_reply_passes_when_the_token_limit_came_after_its_json() -> None:
    assert check(LEGAL_QA, reply() + "\nAnd furth", "length").reason is None


@pytest.mark.parametrize(
    "question",
    [
        "Advise Birch Ltd.  ",
        "Anna sells her shop to Ben, who pays late. Advise Anna.",
        "Explain the rule in Rylands v Fletcher.",
        "Critically evaluate the doctrine of consideration.",
        "\u201cParliament is sovereign.\u201d Discuss.",
        "Which court hears the appeal?",
    ],
)
def test_question_may_set_a_task_instead_of_asking(question: str) -> None:
    assert kept(reply(question=question))["question"] == question.strip()


@pytest.mark.parametrize(
    "answer",
    [
        "I cannot see a duty of care here, because the harm was not foreseeable.",
        "Sorry is not enough: the defendant must pay damages for the trespass.",
        "Unfortunately for Ben, the limitation period has expired.",
        "As an agent, Ben binds his principal within his authority.",
        "A string of cases holds that the duty is not owed to creditors.",
    ],
)
def test_ordinary_answers_are_not_taken_for_refusals(answer: str) -> None:
    assert kept(reply(answer=answer))["answer"] == answer


@pytest.mark.parametrize(
    "same",
    [
        QUESTION.upper(),
        f"  {QUESTION} ",
        QUESTION.replace(" ", "\n"),
        QUESTION.replace("?", " ?!"),
        QUESTION.replace("fi", "\ufb01").replace("Can", "\uff23an"),
    ],
)
def test_hash_is_the_same_when_only_case_spacing_and_punctuation_differ(same: str) -> None:
    assert content_hash(LEGAL_QA, {"question": same}) == content_hash(LEGAL_QA, {"question": QUESTION})


def test_hash_differs_when_a_word_differs() -> None:
    other = QUESTION.replace("Birch", "Beech")
    assert content_hash(LEGAL_QA, {"question": other}) != content_hash(LEGAL_QA, {"question": QUESTION})


def test_hash_looks_at_the_identity_fields_only() -> None:
    assert check(LEGAL_QA, reply(answer=ANSWER * 2)).content_hash == check(LEGAL_QA, reply()).content_hash


@CALM
@given(ANY_TEXT, st.sampled_from([None, "stop", "length"]))
def test_any_text_gets_a_verdict(text: str, finish_reason: str | None) -> None:
    verdict = check(LEGAL_QA, text, finish_reason)
    assert (verdict.content_hash is None) is (verdict.reason in REASONS)


@CALM
@given(st.dictionaries(st.sampled_from([*GOOD, "other"]), ANY_TEXT | st.none() | st.lists(ANY_TEXT, max_size=3)))
def test_any_object_gets_a_verdict_and_kept_texts_can_be_stored(fields: dict[str, object]) -> None:
    verdict = check(LEGAL_QA, json.dumps({**GOOD, **fields}))
    assert (verdict.content_hash is None) is (verdict.reason in REASONS)
    assert all((value or "").encode("utf-8") is not None for value in (verdict.content or {}).values())
