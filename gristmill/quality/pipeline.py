"""The order of the checks: read, shape, wording, schema, then what the template declares. One verdict, no exception.

A table says which function carries out a declared check; `near_duplicate` is not in it: only the index of a batch can
tell, when the sample is committed.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gristmill.outcome import Finding
from gristmill.quality import reading, schema, sense, wording
from gristmill.quality.boilerplate import banned
from gristmill.quality.citations import citation
from gristmill.quality.duplicates import content_hash
from gristmill.quality.form import Asked, Contamination, Content, Form, Rule
from gristmill.quality.grounding import contamination as contaminated
from gristmill.quality.grounding import grounded
from gristmill.quality.languages import language
from gristmill.quality.personal import pii
from gristmill.quality.reasons import Fault
from gristmill.quality.shape import Taken, take
from gristmill.quality.subject import Check, Subject
from gristmill.quality.turns import turns

WARNING_COST: Final = 0.1  # what each warning takes off the score of 1
CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "question": sense.question,
        "not_copy": sense.not_copy,
        "numbered_steps": sense.numbered_steps,
        "citation": citation,
        "words": sense.words,
        "pattern": sense.pattern,
        "banned": banned,
        "language": language,
        "one_of": sense.one_of,
        "turns": turns,
        "differs": sense.differs,
        "grounded": grounded,
        "pii": pii,
        "contamination": contaminated,
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` (one of REASONS) and `message` say why a reply was refused, and are None when it passed.

    `content` is set whenever the reply could be read, `content_hash` when it passed; `findings` are all remarks in
    order, the refusing one last. `score` is 1.0 less 0.1 for each warning, at least 0; None when it was refused.
    """

    content: Content | None = None
    content_hash: str | None = None
    reason: str | None = None
    message: str | None = None
    findings: tuple[Finding, ...] = ()
    score: float | None = None


def check(
    template: Form,
    text: str,
    finish_reason: str | None = None,
    brief: Asked | None = None,
    contamination: Contamination | None = None,
) -> Verdict:
    """Judge one reply. `finish_reason` is the provider's word; "length" means that max_tokens cut the reply off."""
    found = reading.parse(text)
    if found is None:
        return _refused("reply", _unread(text, cut_off=finish_reason == "length"))
    taken = take(template, found)
    if isinstance(taken, Fault):
        return _refused("schema", taken)
    return _judge(taken, Subject(template, taken.content, brief, contamination))


def check_content(template: Form, content: Content, contamination: Contamination | None = None) -> Verdict:
    """Judge content that is there already, as of a person's edit; what the brief asked for has no say."""
    taken = take(template, content)
    if isinstance(taken, Fault):
        return _refused("schema", taken)
    return _judge(taken, Subject(template, taken.content, None, contamination))


def _unread(text: str, *, cut_off: bool) -> Fault:
    if cut_off:
        return Fault("truncated", "The reply was cut off at the token limit before its JSON ended.")
    if wording.refuses(text):
        return Fault("refusal", "The reply is a refusal.")
    return Fault("not_json", "The reply holds no JSON object.")


def _judge(taken: Taken, subject: Subject) -> Verdict:
    fault = wording.judge(taken.spots, _choices(subject.form))
    if fault is not None:
        return _refused("wording", fault, content=taken.content)
    fault = schema.conform(subject.form, taken.content)
    if fault is not None:
        return _refused("schema", fault, content=taken.content)
    return _declared(subject)


def _declared(subject: Subject) -> Verdict:
    findings: list[Finding] = []
    for rule in subject.form.checks:
        for fault in _run(rule, subject):
            if rule.action == "reject":
                return _refused(rule.check, fault, content=subject.content, before=tuple(findings))
            findings.append(Finding(rule.check, fault.reason, fault.message))
    return Verdict(
        content=subject.content,
        content_hash=content_hash(subject.form, subject.content),
        findings=tuple(findings),
        score=_score(len(findings)),
    )


def _run(rule: Rule, subject: Subject) -> tuple[Fault, ...]:
    function = CHECKS.get(rule.check)
    return tuple(function(rule, subject)) if function else ()


def _refused(name: str, fault: Fault, *, content: Content | None = None, before: tuple[Finding, ...] = ()) -> Verdict:
    return Verdict(
        content=content,
        reason=fault.reason,
        message=fault.message,
        findings=(*before, Finding(name, fault.reason, fault.message)),
    )


def _score(warnings: int) -> float:
    return max(0.0, round(1 - WARNING_COST * warnings, 1))


@functools.lru_cache(maxsize=64)
def _choices(form: Form) -> frozenset[str]:
    """The fields that hold a label: any word may be one."""
    return frozenset(rule.field for rule in form.checks if rule.check == "one_of" and rule.field)
