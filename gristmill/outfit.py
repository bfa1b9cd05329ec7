"""What a run is fitted out with when it begins: the prices of its calls, the judges of its items, and its indexes.

The prices are stored on the batch, so that its money can be checked later. Blocking: not for the loop's own thread.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from gristmill.calls import Caller
from gristmill.clock import Clock
from gristmill.contamination import Contamination
from gristmill.indexes import Indexes, NearDuplicates
from gristmill.judge import Judge
from gristmill.lifecycle import BatchKind
from gristmill.limits.limiter import Limiter
from gristmill.near import DEFAULT_WORDS
from gristmill.prices import Price, price_of
from gristmill.prompts import Template
from gristmill.providers.base import Provider
from gristmill.providers.registry import default_model_of
from gristmill.quality import languages
from gristmill.services import Services
from gristmill.settings import Settings
from gristmill.stores import costs, items, templates
from gristmill.template_schema import Judge as Rules
from models import BatchHistory

Place = tuple[str, str]  # provider and model

_TOLD = TypeAdapter[Rules | bool](Rules | bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices of a batch's model and of its judges' models; None where nobody lists one."""

    generation: Price | None
    judges: Mapping[Place, Price | None] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "generation": _shown(self.generation),
            "judges": {"/".join(place): _shown(price) for place, price in self.judges.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where a judge sits: its provider, model and gate."""

    provider: Provider
    model: str
    limiter: Limiter
    price: Price | None

    def judge(self, rules: Rules, *, clock: Clock, party: Hashable, calling: set[Any]) -> Judge:
        """Make the judge of one rubric; `party` and `calling` are those of the generator whose candidates it gets."""
        caller = Caller(
            provider=self.provider,
            model=self.model,
            limiter=self.limiter,
            price=self.price,
            clock=clock,
            party=party,
            calling=calling,
        )
        return Judge(rules=rules, caller=caller)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a run looks its candidates up in."""

    near: NearDuplicates | None
    contamination: Contamination


def rules_of(batch: BatchHistory, template: Template) -> Rules | None:
    """Say by which rubric a batch's candidates of a template are judged: the batch's own word, else the template's."""
    if batch.judge is None:
        return template.judge
    told = _TOLD.validate_json(batch.judge)
    if isinstance(told, bool):
        return template.judge if told else None
    return told


def place_of(rules: Rules, batch: BatchHistory, settings: Settings) -> Place:
    """Say who judges: a judge that names no provider or model takes the batch's; of another provider, its default."""
    own = str(batch.provider)
    provider = rules.provider or own
    model = rules.model or (str(batch.model) if provider == own else default_model_of(provider, settings))
    return provider, model or str(batch.model)


def price_run(services: Services, batch: BatchHistory) -> Prices:
    """Look up what a run's calls cost (half a second the first time), and store it on the batch."""
    settings = services.settings
    with services.database.read() as session:
        places = _places(session, batch, settings)
    found = Prices(
        generation=_price((str(batch.provider), str(batch.model)), settings),
        judges={place: _price(place, settings) for place in places},
    )
    told = json.dumps(found.as_json())
    if told != batch.price:
        with services.database.write() as session:
            costs.note_price(session, services.log, session.get_one(BatchHistory, batch.id), found.as_json())
    return found


def watch_of(services: Services, indexes: Indexes, batch: BatchHistory) -> Watch:
    """Get the indexes that a batch's candidates are looked up in, and build what is missing: may take seconds."""
    with services.database.read() as session:
        named = {(str(item.template), item.template_version) for item in items.of_batch(session, batch.id)}
        used = {one: templates.get(session, *one) for one in sorted(named)}
    contamination = indexes.contamination()
    for check in (check for template in used.values() for check in template.checks):
        if check.check == "contamination":
            contamination.warm(check.minimum or DEFAULT_WORDS)
        elif check.check == "language":
            languages.load()
    if batch.kind == BatchKind.ENRICHMENT:  # its results belong to samples that have been judged already
        return Watch(near=None, contamination=contamination)
    near = indexes.near_duplicates(batch.id, demo=batch.demo, template_of=lambda *one: used[one])
    near.warm(used.values())
    return Watch(near=near, contamination=contamination)


def _places(session: Session, batch: BatchHistory, settings: Settings) -> list[Place]:
    """List the places of all judges of a batch, each once."""
    named = {(str(item.template), item.template_version) for item in items.of_batch(session, batch.id)}
    ruled = (rules_of(batch, templates.get(session, *one)) for one in sorted(named))
    return sorted({place_of(rules, batch, settings) for rules in ruled if rules is not None})


def _price(place: Place, settings: Settings) -> Price | None:
    return price_of(*place, settings.base_url, settings.prices)


def _shown(price: Price | None) -> dict[str, Any] | None:
    return None if price is None else price.as_json()
