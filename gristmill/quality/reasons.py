"""Every word that a refused reply or a remark can carry, and the value that carries one.

A closed list: counters, filters and documents rest on it, so that a word once here keeps its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "truncated": "The reply was cut off at the token limit.",
        "not_json": "The reply holds no JSON object.",
        "missing_field": "A field that the schema requires is missing.",
        "wrong_type": "A field is of another type than the schema says.",
        "empty_field": "A text is empty.",
        "bad_schema": "A value breaks another rule of the schema: not one of the allowed values, too small, too deep.",
        "placeholder": "A text is a placeholder such as <question> or [insert the answer].",
        "refusal": "The model refused, or spoke of itself as a model.",
        "too_short": "A text or a list is shorter than the schema says.",
        "too_long": "A text is more than twice as long as the schema says, or a list is longer.",
        "not_a_question": "The question neither asks nor sets a task.",
        "answer_copies_question": "A field repeats another one, such as the answer the question.",
        "no_numbered_steps": "Numbered steps 1. 2. 3. are missing.",
        "no_citation_form": "A citation does not have the form of an authority.",
        "too_few_words": "A field has too few words.",
        "too_many_words": "A field has too many words.",
        "pattern_not_found": "A field does not match the template's pattern.",
        "banned_phrase": "A text holds a phrase that the template bans.",
        "wrong_language": "The text is in another language than the template's.",
        "not_an_option": "A field is not one of the values of its parameter.",
        "bad_turns": "The turns of a conversation do not alternate from the user to the assistant.",
        "wrong_turn_count": "A conversation has too few or too many turns.",
        "empty_turn": "A turn of a conversation says nothing.",
        "too_alike": "Two fields that should differ are nearly the same.",
        "not_grounded": "A quotation does not stand in the source.",
        "pii_email": "A text holds what looks like an e-mail address.",
        "pii_phone": "A text holds what looks like a phone number.",
        "pii_card": "A text holds what looks like the number of a payment card.",
        "pii_iban": "A text holds what looks like an IBAN.",
        "pii_ni_number": "A text holds what looks like a UK National Insurance number.",
        "pii_ip_address": "A text holds what looks like a public IP address.",
        "pii_key": "A text holds what looks like an API key, a token or a private key.",
        "contaminated": "A text shares a long run of words with a benchmark.",
        "near_duplicate": "The sample is nearly the same as an earlier one.",
        "duplicate": "The sample is the same as an earlier one of its batch.",
        "judge": "The judge's score is below the template's threshold.",
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a reply: `reason` (one of REASONS) for machines and counters, `message` for people."""

    reason: str
    message: str
