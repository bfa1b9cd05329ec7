"""What the licence of a model says about training on its output: notes for the manifest, no legal advice.

From the licences and terms as their makers publish them: Llama 3.1 to 3.3 Community License (1.b.i), Llama 2 and 3
licences (1.b.v), Gemma Terms of Use (1.1 "Model Derivatives"), Apache License 2.0, and OpenAI's terms of use.
"""

from __future__ import annotations

import re
from typing import Final

UNKNOWN: Final = "Check the provider's terms: no note on this model is known here."
_APACHE: Final = "Apache-2.0: the licence puts no condition on what the model writes."
_LLAMA_3: Final = (
    "Llama Community License: a model trained on its output must carry `Llama` at the beginning of its name, with"
    " `Built with Llama` shown; the acceptable use policy applies."
)
_GEMMA: Final = (
    "Gemma Terms of Use: a model trained on its output to behave alike is a derivative under the same terms."
)
_LLAMA_OLD: Final = "Llama 2 or 3.0 licence: its output must not be used to improve any model but Llama."
_OPENAI: Final = "OpenAI's terms: its output must not be used to develop models that compete with OpenAI."
_NOTES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), note)
    for pattern, note in (
        (r"gpt-oss", _APACHE),
        (r"smollm", _APACHE),
        (r"llama-?(3\.[1-9]|4|guard-[34])", _LLAMA_3),
        (r"llama-?(2|3)", _LLAMA_OLD),
        (r"gemma-?[123]", _GEMMA),
        (r"qwen-?2\.5-(3b|72b)", UNKNOWN),
        (r"qwen", _APACHE + " (Most Qwen models; check the one you use.)"),
        (r"mi[sx]tral|ministral", "Apache-2.0 for the open models; check the terms of the others."),
        (r"deepseek", "MIT for the R1 and V3 models of 2025: training on the output is allowed."),
        (r"(^|/)(gpt-|o[1-9])", _OPENAI),
    )
)


def licence_note(model: str) -> str:
    """Say in a sentence what is known of a model's licence by its name."""
    return next((note for pattern, note in _NOTES if pattern.search(model)), UNKNOWN)
