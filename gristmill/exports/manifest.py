"""What is told of an export beside its data: counts of what left and what stayed, and where all of it came from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.orm import Session

from gristmill import __version__
from gristmill.export_schemas import SPLITS, StartExport
from gristmill.exports.files import Written
from gristmill.exports.licences import licence_note
from gristmill.stores import chosen

MOST_NAMED: Final = 1000  # values of one count; the rest is summed up
OTHERS: Final = "(others)"
_COUNTED: Final = ("topic", "difficulty", "review", "provider", "model", "origin")


@dataclass(slots=True)
class Tally:
    """Counts the rows of an export as they are written."""

    rows: int = 0
    by: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in _COUNTED})
    templates: Counter[tuple[str, int]] = field(default_factory=Counter)
    splits: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    batches: set[str] = field(default_factory=set)
    tokens: int = 0
    cost_usd: float = 0.0
    scores: list[float] = field(default_factory=lambda: [0.0, 0.0])  # how many, and their sum

    def count(self, row: Mapping[Any, Any], split: str) -> None:
        """Count one sample that was written."""
        self.rows += 1
        for name in _COUNTED:
            self.by[name][row[name]] += 1
        self.templates[row["template"], row["template_version"]] += 1
        self.splits[split] += 1
        self.batches.add(row["batch_id"])
        self.tokens += row["prompt_tokens"] + row["completion_tokens"]
        self.cost_usd += (row["cost_usd"] or 0.0) + (row["judge_cost_usd"] or 0.0)
        if row["score"] is not None:
            self.scores[0] += 1
            self.scores[1] += row["score"]
        if row["findings"] != "[]":
            self.findings.update(f"{found['check']}: {found['reason']}" for found in json.loads(row["findings"]))

    def as_json(self) -> dict[str, Any]:
        templates = Counter({f"{name}@{version}": count for (name, version), count in self.templates.items()})
        return {
            "rows": self.rows,
            "by_split": {name: self.splits[name] for name in SPLITS if self.splits[name]},
            "by_template": _most(templates),
            **{f"by_{name}": _most(counts) for name, counts in self.by.items()},
            "batches": len(self.batches),
            "tokens": self.tokens,
            "cost_usd": round(self.cost_usd, 6),
            "mean_score": round(self.scores[1] / self.scores[0], 4) if self.scores[0] else None,
        }


def origins(session: Session, tally: Tally) -> dict[str, Any]:
    """Read what the samples come from: template versions with their hashes, models with prices and licences."""
    stored = chosen.versions(session, tally.templates)
    templates = [
        {"name": name, "version": version, "rows": count, **stored.get((name, version), {"kind": None, "sha256": None})}
        for (name, version), count in sorted(tally.templates.items())
    ]
    paid = chosen.prices(session, sorted(tally.batches))
    models = [
        {
            "model": model,
            "rows": count,
            "prices": [{"provider": row["provider"], "price": row["price"]} for row in paid if row["model"] == model],
            "licence_note": licence_note(model),
        }
        for model, count in sorted(tally.by["model"].items())
    ]
    return {"templates": templates, "models": models}


def manifest(
    order: StartExport, tally: Tally, sources: Mapping[str, Any], files: Sequence[Written], *, made: Mapping[str, Any]
) -> dict[str, Any]:
    """Write the manifest as a JSON object; `made` says which export it is and when it was made."""
    return {
        "product": "Gristmill",
        "version": __version__,
        **made,
        "format": order.format,
        "request": order.model_dump(mode="json", exclude_none=True),
        "split_seed": order.split.seed if order.split else None,
        "counts": tally.as_json(),
        "left_out": dict(sorted(tally.left_out.items())),
        "files": [file.as_json() for file in files],
        **sources,
        "checks": {
            "contamination": _found(tally, "contamination"),
            "personal_data": _found(tally, "pii"),
            "findings": _most(tally.findings),
        },
    }


def as_text(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _found(tally: Tally, check: str) -> int:
    return sum(count for name, count in tally.findings.items() if name.startswith(f"{check}: "))


def _most(counts: Counter[str]) -> dict[str, int]:
    """List counts, largest first and equals by name; what is beyond the bound is one number."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest = sum(count for _, count in ordered[MOST_NAMED:])
    return {**dict(ordered[:MOST_NAMED]), **({OTHERS: rest} if rest else {})}
