"""Content of any schema: nested fields are mended or named, warnings are gathered, and nothing raises."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gristmill.quality import REASONS, Verdict, check, check_content, content_hash
from gristmill.template_files import built_in
from gristmill.template_schema import Check
from tests.quality_forms import TEXT, FakeBrief, form, options, rule

MESSAGE = {
    "type": "object",
    "properties": {"role": {"enum": ["user", "assistant"]}, "content": {"type": "string", "maxLength": 20}},
    "required": ["role", "content"],
    "additionalProperties": False,
}
TALK = form(
    {
        "messages": {"type": "array", "items": MESSAGE, "minItems": 2, "maxItems": 4},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "level": {"type": "integer"},
        "tags": {"type": "array", "items": TEXT},
        "note": {"anyOf": [TEXT, {"type": "null"}]},
    },
    identity_fields=("messages",),
)
GOOD: dict[str, Any] = {
    "messages": [{"role": "user", "content": "Hello?"}, {"role": "assistant", "content": "Good day."}],
    "score": 0.5,
    "level": 3,
    "tags": ["text", "law"],
    "note": None,
}
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY_TEXT = st.text(st.characters(), max_size=20)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)


def judge(**changes: object) -> Verdict:
    return check(TALK, json.dumps({**GOOD, **changes}))


def first(**changes: object) -> list[object]:
    return [{**GOOD["messages"][0], **changes}, GOOD["messages"][1]]


def test_nested_content_passes_as_it_is() -> None:
    assert judge().content == GOOD


def test_nested_texts_are_cleaned_and_small_slips_mended() -> None:
    verdict = judge(
        messages=first(role=" User", content=["a\x00", "b "], mood="sad"), level=3.0, tags=[" law\x1b "], x=1
    )
    assert verdict.content == {**GOOD, "messages": first(content="a\nb"), "tags": ["law"]}


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"messages": first(role="system")}, "bad_schema", "messages/0/role"),
    ({"messages": [{"role": "user"}, *first()]}, "missing_field", "messages/0/content"),
    ({"messages": first(content="")}, "empty_field", "messages/0/content"),
    ({"messages": first(content=5)}, "wrong_type", "messages/0/content"),
    ({"messages": first(content="a " * 40)}, "too_long", "messages/0/content"),
    ({"messages": first(content="[your question]")}, "placeholder", "messages/0/content"),
    ({"messages": [first()[0], {"role": "assistant", "content": "I cannot help."}]}, "refusal", "messages/1/content"),
    ({"messages": first()[:1]}, "too_short", "messages has 1 items"),
    ({"messages": first() * 3}, "too_long", "messages has 6 items"),
    ({"messages": "Hello?"}, "wrong_type", "messages"),
    ({"score": "0.5"}, "wrong_type", "score"),
    ({"score": 1.5}, "bad_schema", "score"),
    ({"score": float("nan")}, "wrong_type", "score"),
    ({"score": True}, "wrong_type", "score"),
    ({"level": 2.5}, "wrong_type", "level"),
    ({"level": 2**70}, "wrong_type", "level"),
    ({"tags": ["law", ""]}, "empty_field", "tags/1"),
    ({"tags": ["<tag>"]}, "placeholder", "tags/0"),
]


@pytest.mark.parametrize(("changes", "reason", "place"), BAD)
def test_fault_is_named_with_its_place(changes: dict[str, object], reason: str, place: str) -> None:
    verdict = judge(**changes)
    assert verdict.reason == reason, verdict.message
    assert verdict.message is not None and place in verdict.message and verdict.message.endswith(".")


def test_text_may_overshoot_its_length_by_as_much_again() -> None:
    assert judge(messages=first(content="word " * 7)).reason is None


def test_message_does_not_quote_the_sample() -> None:
    assert "secret" not in (judge(messages=first(role="secret")).message or "")


def test_user_may_say_that_he_cannot() -> None:
    assert judge(messages=first(content="I can't help it!")).reason is None


def test_label_may_be_any_word_when_the_check_says_it_is_one() -> None:
    labels = options("question", "complaint")
    declared = rule("one_of", field="label", of="labels")
    assert check(form({"label": TEXT}, declared, labels=labels), '{"label": "question"}').reason is None


def test_optional_field_is_left_out_when_it_is_empty() -> None:
    template = form({"a": TEXT})
    template.schema["properties"]["b"] = TEXT
    assert check(template, '{"a": "x", "b": ""}').content == {"a": "x"}
    assert check(template, '{"a": "x", "b": null}').content == {"a": "x"}
    assert check(template, '{"a": "x", "b": "y"}').content == {"a": "x", "b": "y"}


def test_text_may_be_empty_when_the_schema_says_so() -> None:
    assert check(form({"a": {"type": "string", "minLength": 0}}), '{"a": ""}').content == {"a": ""}
    assert check(form({"a": TEXT}), '{"a": ""}').reason == "empty_field"


def test_open_objects_keep_what_they_hold() -> None:
    template = form({"a": {"type": "object"}})
    assert check(template, '{"a": {"x\\u0000": [" y "], "z": 1}}').content == {"a": {"x": ["y"], "z": 1}}


def test_content_is_refused_when_it_is_nested_too_deep() -> None:
    assert check(form({"a": {}}), '{"a": ' + "[" * 200 + "]" * 200 + "}").reason == "bad_schema"


def two_warnings(action: str) -> tuple[Check, ...]:
    return (
        rule("banned", field="a", action="warn", phrases=["delve"]),
        rule("words", field="a", action="warn", minimum=50),
        rule("question", field="a", action=action),
        rule("pii", action="warn"),
    )


def test_warnings_lower_the_score_and_keep_the_sample() -> None:
    verdict = check(form({"a": TEXT}, *two_warnings("warn")), '{"a": "We delve, x@birch.uk says."}')
    assert verdict.reason is None and verdict.content_hash
    assert [finding.reason for finding in verdict.findings] == [
        "banned_phrase", "too_few_words", "not_a_question", "pii_email",
    ]  # fmt: skip
    assert verdict.score == 0.6


def test_findings_end_with_the_one_that_refuses() -> None:
    verdict = check(form({"a": TEXT}, *two_warnings("reject")), '{"a": "We delve, x@birch.uk says."}')
    assert verdict.reason == "not_a_question"
    assert [finding.check for finding in verdict.findings] == ["banned", "words", "question"]
    assert verdict.score is None


def test_brief_reaches_the_checks() -> None:
    template = form({"a": TEXT}, rule("grounded", field="a"))
    brief = FakeBrief({"source": "A rose is a rose."})
    assert check(template, '{"a": "a rose"}', brief=brief).reason is None
    assert check(template, '{"a": "a lily"}', brief=brief).reason == "not_grounded"


def test_edited_content_is_judged_like_a_reply() -> None:
    assert check_content(TALK, {**GOOD, "tags": [" law "]}).content == {**GOOD, "tags": ["law"]}
    assert check_content(TALK, {**GOOD, "level": None}).reason == "wrong_type"


def test_hash_of_nested_fields_ignores_case_and_spacing() -> None:
    other = [{"content": "  hello", "role": "User"}, GOOD["messages"][1]]
    assert content_hash(TALK, {"messages": other}) == content_hash(TALK, GOOD)
    assert content_hash(TALK, {"messages": other[::-1]}) != content_hash(TALK, GOOD)


def test_hash_takes_all_texts_when_the_template_names_no_fields() -> None:
    template = form({"a": TEXT, "b": TEXT, "n": {"type": "integer"}})
    one = content_hash(template, {"a": "x", "b": "y", "n": 1})
    assert one == content_hash(template, {"b": "Y!", "a": "X", "n": 2})
    assert one != content_hash(template, {"a": "x", "b": "z", "n": 1})


@pytest.mark.parametrize("name", sorted(built_in()))
def test_worked_examples_of_shipped_templates_pass_their_own_checks(name: str) -> None:
    template = built_in()[name]
    for example in template.examples:
        verdict = check(template, json.dumps(dict(example.reply)))
        assert verdict.reason is None, f"{name}: {verdict.message}"


@CALM
@given(st.sampled_from(sorted(built_in())), st.data())
def test_any_object_gets_a_verdict_when_the_template_is_a_shipped_one(name: str, data: st.DataObject) -> None:
    template = built_in()[name]
    values = {field: data.draw(ANY_JSON, label=field) for field in template.schema["properties"]}
    brief = FakeBrief({"source": "A text.", "turns": data.draw(ANY_JSON, label="turns")}, "steps")
    verdict = check(template, json.dumps(values), brief=brief)
    assert (verdict.content_hash is None) is (verdict.reason in REASONS)
    assert json.dumps(verdict.content, ensure_ascii=False, allow_nan=False).encode() is not None


@CALM
@given(ANY_TEXT, st.sampled_from(sorted(built_in())))
def test_any_text_gets_a_verdict_when_the_template_is_a_shipped_one(text: str, name: str) -> None:
    verdict = check(built_in()[name], text)
    assert verdict.reason in REASONS or verdict.content is not None
