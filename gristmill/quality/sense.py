"""Checks of what the fields say to each other and to the brief: questions, copies, steps, lengths, labels, patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gristmill import patterns
from gristmill.quality.form import Fault, Rule, short
from gristmill.quality.subject import Subject
from gristmill.quality.words import share_more_than
from gristmill.steps import asks_for_steps

COPY_THRESHOLD: Final = 0.9  # share of equal words; the table of `template_schema.Check`
MIN_STEPS: Final = 2
MAX_PATTERN_CHARS: Final = 100_000
# A task that is set, not asked: the verb stands at the start of a sentence ("Anna sells ... Advise Anna.").
_TASK: Final = re.compile(
    r"""(?:^|[.!;:,\n]["'\u201d\u2019)]?\s{0,4})(?:critically\s+|briefly\s+|please\s+)?
        (?:advise|analy[sz]e|argue|assess|calculate|comment|compare|consider|contrast|define|describe|determine|differentiate
        |discuss|distinguish|draft|evaluate|examine|explain|give|identify|illustrate|justify|list|name|outline|state
        |suggest|summari[sz]e|tell)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_QUESTION_MARKS: Final = re.compile("[?\uff1f\u037e\u061f]")
_STEP: Final = re.compile(r"(?:^|(?<=[\s(*]))(?:step\s+)?(\d{1,3})(?=[.):])", re.IGNORECASE)


def question(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """`field` asks something or sets a task."""
    text = subject.text(rule.field)
    if text and not _QUESTION_MARKS.search(text) and not _TASK.search(text):
        yield Fault("not_a_question", f"The field {rule.field} neither asks nor sets a task.")


def not_copy(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """`field` is not `of` again."""
    if _alike(rule, subject):
        yield Fault("answer_copies_question", f"The field {rule.field} is the field {rule.of} again.")


def differs(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """`field` and `of` are not nearly the same."""
    if _alike(rule, subject):
        yield Fault("too_alike", f"The fields {rule.field} and {rule.of} are nearly the same.")


def _alike(rule: Rule, subject: Subject) -> bool:
    one, other = subject.text(rule.field), subject.text(rule.of)
    threshold = COPY_THRESHOLD if rule.threshold is None else rule.threshold
    return bool(one and other) and (one.casefold() == other.casefold() or share_more_than(threshold, one, other))


def numbered_steps(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """`field` has steps 1. 2. 3., or is a list; `when: asked` looks only if the instruction asks for steps."""
    if rule.when == "asked" and not (subject.brief and asks_for_steps(subject.brief.reasoning_instruction)):
        return
    value, wanted = subject.content.get(rule.field or ""), rule.minimum or MIN_STEPS
    found = len(value) if isinstance(value, list) else _count_steps(subject.text(rule.field))
    if found < wanted:
        yield Fault("no_numbered_steps", f"The field {rule.field} has {found} numbered steps; {wanted} are needed.")


def _count_steps(text: str) -> int:
    """Count 1, 2, 3 ... in order: "1.", "2)", "(3)", "Step 4:"; other numbers in between do no harm."""
    steps = 0
    for number in _STEP.findall(text):
        steps += int(number) == steps + 1
    return steps


def words(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """`field` has `minimum` to `maximum` words."""
    count = len(subject.text(rule.field).split())
    if rule.minimum is not None and count < rule.minimum:
        yield Fault("too_few_words", f"The field {rule.field} has {count} words; at least {rule.minimum} are needed.")
    if rule.maximum is not None and count > rule.maximum:
        yield Fault("too_many_words", f"The field {rule.field} has {count} words; at most {rule.maximum} are allowed.")


def pattern(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """`field` matches `pattern` somewhere, unless it is null."""
    if rule.pattern is None or subject.content.get(rule.field or "") is None:
        return
    if not patterns.found(rule.pattern, subject.text(rule.field)[:MAX_PATTERN_CHARS]):
        yield Fault("pattern_not_found", f"The field {rule.field} does not match the template's pattern.")


def one_of(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """`field` is one of the values of the parameter `of`, or the value that was drawn for this sample."""
    parameter = subject.form.parameters.get(rule.of or "")
    drawn = subject.brief.variables.get(rule.of or "") if subject.brief else None
    options = {*(parameter.values if parameter else ()), *(drawn if isinstance(drawn, list | tuple) else [drawn])}
    options.discard(None)
    text = subject.text(rule.field)
    if options and text not in {str(option) for option in options}:
        yield Fault(
            "not_an_option", f'The field {rule.field} is "{short(text)}", which is no value of the parameter {rule.of}.'
        )
