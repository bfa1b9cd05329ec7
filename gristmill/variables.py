"""The values that a template's parameters take in each slot: drawn evenly, without replacement, and mixed well.

Pure functions of (seed, slot, redraw), as all of a plan. Knows what a parameter may be, not what a prompt makes of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from gristmill.draws import placed
from gristmill.template_schema import Parameter


@dataclass(frozen=True, slots=True)
class _Walk:
    """How one parameter goes through its choices. `turn_steps` is for the second of the two that are crossed."""

    name: str
    choices: Sequence[Any]
    era_steps: int | None = None  # None: by shuffles of its own
    turn_steps: int | None = None

    def value(self, seed: int, *, slot: int, moved: int) -> Any:
        count = len(self.choices)
        if self.era_steps is None:
            lap, step = divmod(slot, count)
            return self.choices[placed((step + moved) % count, count, seed, "parameter", self.name, lap)]
        era, step = divmod(slot, self.era_steps)
        turned = step // self.turn_steps if self.turn_steps else 0
        return self.choices[placed((step + turned + moved) % count, count, seed, "parameter", self.name, era)]


@dataclass(frozen=True, slots=True)
class Mixture:
    """What is fixed, and how each of the rest is drawn."""

    fixed: Mapping[str, Any]
    walks: tuple[_Walk, ...]

    def values(self, seed: int, *, slot: int, redraw: int = 0, kept: AbstractSet[str] = frozenset()) -> dict[str, Any]:
        """Give every parameter its value; a redraw changes all drawn ones but those that are `kept`."""
        drawn = {
            walk.name: walk.value(seed, slot=slot, moved=0 if walk.name in kept else redraw) for walk in self.walks
        }
        return {**self.fixed, **drawn}


def mixture_of(parameters: Mapping[str, Parameter], values: Mapping[str, Any]) -> Mixture:
    """Find the choices of every parameter, and a way to go through them.

    Each value of a parameter comes once before any returns. The two parameters with the fewest choices are crossed:
    after m * n slots each pair of their values came exactly once. The others follow shuffles of their own, so that any
    two meet in all pairs, if not in equal numbers: more than two could not be crossed within a batch's length.

    Args:
        values: what a batch or item gave: one value is fixed, a list is drawn from. A parameter that it leaves out has
            its default, else it is drawn from its own values or numbers; without any of these it has no value.
    """
    choices = {name: _choices(parameter, values.get(name)) for name, parameter in parameters.items()}
    fixed = {name: found[0] for name, found in choices.items() if len(found) == 1}
    open_names = sorted((name for name, found in choices.items() if len(found) > 1), key=lambda n: (len(choices[n]), n))
    crossed, rest = open_names[:2], open_names[2:]
    walks = _crossed(crossed, choices) + tuple(_Walk(name, choices[name]) for name in rest)
    return Mixture(fixed, walks)


def _crossed(names: Sequence[str], choices: Mapping[str, Sequence[Any]]) -> tuple[_Walk, ...]:
    """Cross two walks: the second moves on by one whenever both are back where they began together."""
    counts = [len(choices[name]) for name in names]
    pairs, turns = math.prod(counts), math.lcm(*counts)
    return tuple(_Walk(name, choices[name], pairs, turns if number else None) for number, name in enumerate(names))


def _choices(parameter: Parameter, given: Any) -> Sequence[Any]:
    if isinstance(given, list | tuple) and given:
        return tuple(dict.fromkeys(given))
    if given is not None and not isinstance(given, list | tuple):
        return (given,)
    if parameter.default is not None:
        return (parameter.default,)
    if parameter.minimum is not None and parameter.maximum is not None:
        return range(parameter.minimum, parameter.maximum + 1)
    return tuple(dict.fromkeys(parameter.values))
