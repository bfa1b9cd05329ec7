"""Formats by the rules that their readers document, and what does not fit them.

The rules are written here from OpenAI's guide and cookbook for chat fine-tuning, from TRL's page on dataset formats,
and from LLaMA-Factory's page on its Alpaca and ShareGPT data.
"""

from __future__ import annotations

from typing import Any

import pytest

from gristmill.exports.chats import Unfit
from gristmill.exports.formats import FORMATS
from tests.export_makers import CHAT, LABELLED, PAIR, QA

INSTRUCTION = {"instruction": "Sum up.", "input": "A long text.", "response": "Short."}
GROUNDED = {
    "question": "Who won?",
    "answer": "The buyer.",
    "quote": "the buyer wins",
    "source": "In 1893 the buyer wins.",
}
REASONED = {"problem": "2 + 2?", "steps": ["Take 2.", "Add 2."], "answer": "4"}
CURRICULUM = {"title": "Contract", "modules": [{"title": "Offer"}]}
CHATTABLE = [QA, INSTRUCTION, CHAT, GROUNDED, REASONED, LABELLED, PAIR]


def written(name: str, fields: dict[str, Any], mapping: dict[str, str] | None = None, system: str | None = None) -> Any:
    convert = FORMATS[name].convert
    assert convert is not None
    return convert(fields, mapping or {}, system)


def openai_faults(row: Any) -> list[str]:
    """Check one row by OpenAI's rules: keys, roles, texts, an assistant's message, and that it is the last."""
    messages = row.get("messages")
    if not isinstance(messages, list) or not messages:
        return ["missing_messages_list"]
    faults = []
    for message in messages:
        if set(message) != {"role", "content"}:
            faults.append("message_keys")
        if message.get("role") not in ("system", "user", "assistant"):
            faults.append("unrecognized_role")
        if not isinstance(message.get("content"), str) or not message["content"]:
            faults.append("missing_content")
    if messages[-1]["role"] != "assistant":
        faults.append("last_is_not_the_assistant")
    return faults


def trl_faults(row: Any) -> list[str]:
    """Check one row by TRL's rules for a conversational preference with an explicit prompt."""
    if set(row) != {"prompt", "chosen", "rejected"}:
        return ["keys"]
    faults = []
    for name, last in (("prompt", "user"), ("chosen", "assistant"), ("rejected", "assistant")):
        messages = row[name]
        if not isinstance(messages, list) or not all(set(message) == {"role", "content"} for message in messages):
            faults.append(f"{name} is not conversational")
        elif messages[-1]["role"] != last:
            faults.append(f"{name} ends with {messages[-1]['role']}")
    return faults


def sharegpt_faults(row: Any) -> list[str]:
    """Check one row by LLaMA-Factory's rules: human at odd places, gpt at even ones, the system prompt before them."""
    said = row.get("conversations")
    if set(row) != {"conversations"} or not all(set(turn) == {"from", "value"} for turn in said):
        return ["keys"]
    spoken = [turn["from"] for turn in said[said[0]["from"] == "system" :]]
    return [] if spoken and spoken == ["human", "gpt"] * (len(spoken) // 2) else ["places"]


@pytest.mark.parametrize("fields", CHATTABLE)
@pytest.mark.parametrize("system", [None, "You are a lawyer."])
def test_chat_row_keeps_openais_rules_when_made_of_any_kind(fields: dict[str, Any], system: str | None) -> None:
    row = written("openai_chat", fields, system=system)
    assert openai_faults(row) == []
    assert (row["messages"][0]["role"] == "system") == (system is not None)


@pytest.mark.parametrize("fields", CHATTABLE)
@pytest.mark.parametrize("system", [None, "You are a lawyer."])
def test_sharegpt_row_keeps_the_places_when_made_of_any_kind(fields: dict[str, Any], system: str | None) -> None:
    assert sharegpt_faults(written("sharegpt", fields, system=system)) == []


@pytest.mark.parametrize("fields", [QA, INSTRUCTION, GROUNDED, REASONED, LABELLED, PAIR])
def test_alpaca_row_has_its_three_names_when_made_of_a_task(fields: dict[str, Any]) -> None:
    row = written("alpaca", fields)
    assert list(row) == ["instruction", "input", "output"]
    assert row["instruction"] and row["output"] and all(isinstance(value, str) for value in row.values())


@pytest.mark.parametrize("system", [None, "You are a lawyer."])
def test_preference_keeps_trls_rules(system: str | None) -> None:
    assert trl_faults(written("dpo", PAIR, system=system)) == []


def test_reasoning_comes_before_the_answer_with_an_empty_line_between() -> None:
    row = written("openai_chat", QA)
    assert row["messages"][-1]["content"] == f"{QA['reasoning']}\n\n{QA['answer']}"


def test_source_comes_before_the_question_when_there_is_one() -> None:
    assert written("openai_chat", GROUNDED)["messages"][0]["content"] == "In 1893 the buyer wins.\n\nWho won?"
    assert written("alpaca", GROUNDED)["input"] == "In 1893 the buyer wins."


def test_mapping_wins_over_the_names_of_fields() -> None:
    row = written("openai_chat", QA, {"user": "question", "assistant": "answer", "system": "topic"})
    assert [message["content"] for message in row["messages"]] == [QA["question"], QA["answer"]]
    assert written("alpaca", QA, {"instruction": "question", "output": "reasoning"})["output"] == QA["reasoning"]
    assert written("dpo", {"a": "x", "b": "y", "c": "z"}, {"prompt": "a", "chosen": "b", "rejected": "c"})["prompt"]


def test_own_system_prompt_takes_the_place_of_the_samples() -> None:
    fields = {"messages": [{"role": "system", "content": "Old."}, *CHAT["messages"]]}
    messages = written("openai_chat", fields, system="New.")["messages"]
    assert [message["content"] for message in messages if message["role"] == "system"] == ["New."]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("dpo", QA),
        ("dpo", {"prompt": "", "chosen": "a", "rejected": "b"}),
        ("openai_chat", CURRICULUM),
        ("openai_chat", {"question": "Why?", "answer": ""}),
        ("alpaca", CHAT),
        ("sharegpt", {"messages": CHAT["messages"][:3]}),
        ("sharegpt", {"messages": CHAT["messages"][1:]}),
        ("openai_chat", {"messages": ["text"]}),
        ("openai_chat", {"messages": []}),
    ],
)
def test_sample_is_unfit_with_a_reason_when_the_format_cannot_hold_it(name: str, fields: dict[str, Any]) -> None:
    found = written(name, fields)
    assert isinstance(found, Unfit)
    assert found.why
