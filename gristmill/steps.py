"""When does an instruction ask for numbered steps?

One answer for the prompt, which then tells the model their form, and for the check, which then looks for them.
"""

from __future__ import annotations

import re
from typing import Final

_STEPWISE: Final = re.compile(r"\bsteps?\b|\bstep[- ]by[- ]step\b|\bnumbered\b", re.IGNORECASE)


def asks_for_steps(instruction: str | None) -> bool:
    """Tell whether an instruction for the reasoning asks for steps."""
    return _STEPWISE.search(instruction or "") is not None
