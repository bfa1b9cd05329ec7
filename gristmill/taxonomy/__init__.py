"""What the default template asks about: five areas of UK law, their topics, and concrete angles on each.

Data and exact look-up only. The angles follow the law of England and Wales; they are situations, not statements of
law, and name a statute only where the situation is about it. Never reads a file and never grows at run time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from gristmill.taxonomy.company import COMPANY
from gristmill.taxonomy.contract import CONTRACT
from gristmill.taxonomy.criminal import CRIMINAL
from gristmill.taxonomy.public import PUBLIC
from gristmill.taxonomy.topic import Area, Topic
from gristmill.taxonomy.tort import TORT

__all__ = ["AREAS", "DIFFICULTIES", "Area", "Topic", "find_area", "find_topic"]

AREAS: Final[tuple[Area, ...]] = (COMPANY, CONTRACT, TORT, CRIMINAL, PUBLIC)
DIFFICULTIES: Final[tuple[str, ...]] = ("basic", "intermediate", "advanced")

_APOSTROPHE: Final = re.compile(r"['\u2019]")
_NOT_A_WORD: Final = re.compile(r"[\W_]+")


def find_area(text: str, areas: Sequence[Area] = AREAS) -> Area | None:
    """Find an area by its name, with or without the word "law"; case and punctuation do not matter."""
    wanted = _key(text)
    return next(
        (area for area in areas if wanted and wanted in {_key(area.name), _key(area.name).removesuffix(" law")}), None
    )


def find_topic(text: str, areas: Sequence[Area] = AREAS) -> Topic | None:
    """Find a topic by `Area - Topic` or by the topic part alone; case and punctuation do not matter."""
    wanted = _key(text)
    for area in areas:
        for topic in area.topics:
            title = topic.name.removeprefix(f"{area.name} - ")
            if wanted and wanted in {_key(topic.name), _key(title)}:
                return topic
    return None


def _key(text: str) -> str:
    return _NOT_A_WORD.sub(" ", _APOSTROPHE.sub("", text).casefold()).strip()
