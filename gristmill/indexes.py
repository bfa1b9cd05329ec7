"""Indexes over rows: which stored sample a candidate nearly repeats, and which benchmark it quotes.

They follow the rows and hold nothing that rows do not say: built when first asked, and gone with the process. What is
found only changes outcomes; nothing is written here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Protocol

from gristmill import near
from gristmill.contamination import Contamination
from gristmill.db import Database
from gristmill.followers import BatchIndex, DatasetIndex, Index, Looked
from gristmill.outcome import Fate, Finding, Outcome
from gristmill.quality.pipeline import WARNING_COST
from gristmill.stores import benchmarks
from gristmill.stores.duplicates import refused
from gristmill.template_schema import Check

Scope = Literal["batch", "dataset"]
_Found = tuple[str, float]  # which one a candidate nearly repeats, in words, and how alike they are

_TEXT_SHOWN: Final = 80
_NEVER: Final = 2.0  # no two are so alike


class Judged(Protocol):
    """What the near-duplicate check needs to know of a template."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def identity_fields(self) -> tuple[str, ...]: ...

    @property
    def checks(self) -> tuple[Check, ...]: ...


class Indexes:
    """The indexes of one process; those over the whole dataset are shared by its runs."""

    def __init__(self, database: Database, *, default_scope: Scope) -> None:
        self.database = database
        self.default_scope: Scope = default_scope
        self._lock = threading.Lock()
        self._datasets: dict[tuple[str, bool], DatasetIndex] = {}
        self._contamination = Contamination(database, ())

    def near_duplicates(
        self, batch_pk: int, *, demo: bool, template_of: Callable[[str, int], Judged]
    ) -> NearDuplicates:
        """Make the check of one run; what it keeps of the batch goes with it.

        Args:
            template_of: finds a template by name and version.
        """
        return NearDuplicates(self, batch_pk, demo=demo, template_of=template_of)

    def contamination(self) -> Contamination:
        """Get the index of the benchmark sources that there are now; the same one while they stay the same."""
        with self.database.read() as session:
            current = benchmarks.current(session)
        with self._lock:
            if self._contamination.source_pks != current:
                self._contamination = Contamination(self.database, current)
            return self._contamination

    def of_dataset(self, template: Judged, *, demo: bool) -> DatasetIndex:
        """Get the index of all samples of the template's kind; samples of the demo model are a dataset of their own."""
        with self._lock:
            index = DatasetIndex(template.kind, template.name, demo=demo)
            return self._datasets.setdefault((template.kind, demo), index)


class NearDuplicates:
    """Refuses candidates of one batch that are nearly the same as a sample."""

    def __init__(
        self, indexes: Indexes, batch_pk: int, *, demo: bool, template_of: Callable[[str, int], Judged]
    ) -> None:
        self._indexes = indexes
        self._demo = demo
        self._template_of = template_of
        self._of_batch = BatchIndex(batch_pk)

    @staticmethod
    def signature_of(template: Judged, content: Mapping[str, Any]) -> bytes | None:
        """Make the signature of a sample, to be stored with it; None where its text is too short."""
        return near.signature_of(content, near.fields_for(template))

    def warm(self, templates: Iterable[Judged]) -> None:
        """Build what these templates need, which may take seconds; else the first `refuse` does."""
        for template in templates:
            check = check_of(template)
            if check is not None:
                index = self._index_for(template, check)
                with index.lock, self._indexes.database.read() as session:
                    index.catch_up(session)

    def refuse(self, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
        """Sign the accepted candidates, and reject, or warn of, those that nearly repeat a sample or one before them.

        Changes nothing but what it returns, so that a commit that failed can be tried again.
        """
        judged = [self._sign(outcome) for outcome in outcomes]
        signed = {
            place: self._signed(one) for place, one in enumerate(judged) if one.signature and one.fate is Fate.KEPT
        }
        if signed:
            group = list(signed.values())
            for place, outcome in zip(signed, _judge(group, self._look(group)), strict=True):
                judged[place] = outcome
        return tuple(judged)

    def _sign(self, outcome: Outcome) -> Outcome:
        if outcome.fate is not Fate.KEPT or outcome.content is None or not outcome.template:
            return outcome
        template = self._template_of(outcome.template, outcome.template_version)
        signature = self.signature_of(template, outcome.content)
        return outcome if signature is None else replace(outcome, signature=signature)

    def _signed(self, outcome: Outcome) -> _Signed:
        template = self._template_of(outcome.template, outcome.template_version)
        check = check_of(template)
        index = None if check is None else self._index_for(template, check)
        return _Signed(outcome, outcome.signature or b"", check, index)

    def _look(self, group: Sequence[_Signed]) -> list[_Found | None]:
        """Find which stored sample each is nearly the same as: one look into each index for all."""
        found: list[_Found | None] = [None] * len(group)
        indexes = {id(one.index): one.index for one in group if one.index is not None}
        with self._indexes.database.read() as session:
            looked = Looked(session)
            for index in indexes.values():
                places = [place for place, one in enumerate(group) if one.index is index]
                asked, thresholds = [group[place].signature for place in places], [group[p].threshold for p in places]
                for place, one in zip(places, looked.find_each(index, asked, thresholds), strict=True):
                    found[place] = one
        return found

    def _index_for(self, template: Judged, check: Check) -> Index:
        if (check.scope or self._indexes.default_scope) == "batch":
            return self._of_batch
        return self._indexes.of_dataset(template, demo=self._demo)


@dataclass(frozen=True, slots=True)
class _Signed:
    """A candidate with the check that it has to pass and the index that it is looked up in, if there are such."""

    outcome: Outcome
    signature: bytes
    check: Check | None
    index: Index | None

    @property
    def threshold(self) -> float:
        if self.check is None:
            return _NEVER
        return near.DEFAULT_THRESHOLD if self.check.threshold is None else self.check.threshold


def _judge(group: Sequence[_Signed], stored: Sequence[_Found | None]) -> Iterator[Outcome]:
    """Judge each by what is stored, and by those before it that were accepted and are no rows yet."""
    fellows = near.earlier_of([one.signature for one in group], [one.threshold for one in group])
    accepted: set[int] = set()
    for place, one in enumerate(group):
        own = (_quoted(group[m.key].outcome, m.similarity) for m in fellows[place] if m.key in accepted)
        found = stored[place] or next(own, None)
        outcome = one.outcome if found is None else _found(one, *found)
        if outcome.fate is Fate.KEPT:
            accepted.add(place)
        yield outcome


def _quoted(outcome: Outcome, alike: float) -> _Found:
    text = next((value for value in (outcome.content or {}).values() if isinstance(value, str)), "")
    return f'one that came at the same time ("{text[:_TEXT_SHOWN]}")', alike


def check_of(template: Judged) -> Check | None:
    """Find a template's near-duplicate check, if it has one."""
    return next((check for check in template.checks if check.check == near.REASON), None)


def _found(candidate: _Signed, which: str, alike: float) -> Outcome:
    outcome, threshold = candidate.outcome, candidate.threshold
    message = f"It is nearly the same as {which}: {alike:.2f} alike, and from {threshold:g} on is too much."
    if candidate.check is not None and candidate.check.action == "warn":
        findings = (*outcome.findings, Finding(near.REASON, near.REASON, message))
        return replace(outcome, findings=findings, score=_lowered(outcome))
    return replace(refused(outcome, near.REASON, message), signature=None)


def _lowered(outcome: Outcome) -> float | None:
    """A warning lowers the machine's own score, and never what a judge has said."""
    if outcome.score is None or outcome.judgement is not None:
        return outcome.score
    return max(0.0, round(outcome.score - WARNING_COST, 6))
