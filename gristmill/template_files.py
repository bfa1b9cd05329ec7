"""Templates as files: YAML to definition and back, and the ones that come with Gristmill in `templates/`.

Reads a safe and plain YAML: JSON's own types, no aliases, no tags, no key twice. Never writes a file.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final

import yaml
from pydantic import ValidationError

from gristmill.errors import FieldFault
from gristmill.field_faults import field_faults
from gristmill.prompts import Template, TemplateFault, compile_template
from gristmill.settings import PROJECT_DIR
from gristmill.template_schema import TemplateDefinition, as_body

FOLDER: Final = PROJECT_DIR / "templates"
MAX_YAML_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 60
_PLAIN: Final = (  # YAML's core schema: `no` and `2026-01-31` are texts, and only JSON's types have a meaning
    ("null", r"^(?:~|null|Null|NULL|)$", "~nN"),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads plain YAML."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        twice = next((key for key, _ in node.value if names.count(key.value) > 1), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"{twice.value} stands there twice", twice.start_mark)
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


class _Dumper(yaml.SafeDumper):
    """Writes plain YAML, long texts as blocks."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]

    def ignore_aliases(self, data: object) -> bool:
        return True


def _prepare() -> None:
    for name, pattern, first in _PLAIN:
        for sort in (_Loader, _Dumper):
            letters = [*first, ""] if name == "null" else [*first]
            sort.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(pattern), letters)
    _Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))
    _Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node)))
    _Dumper.add_representer(
        str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style_of(text))
    )


def _style_of(text: str) -> str | None:
    if "\x85" in text:  # a line end to YAML: escaped, or it would come back as another
        return '"'
    return "|" if "\n" in text else None


_prepare()


def read_yaml(text: bytes | str) -> TemplateDefinition:
    """Read a definition; its texts are not yet compiled.

    Raises:
        TemplateFault: it is no plain YAML of at most 256 KB, or no definition.
    """
    found = _load(text)
    if not isinstance(found, dict):
        raise _fault("", "must be a mapping: name, system, user, schema ...")
    try:
        return TemplateDefinition.model_validate(found)
    except ValidationError as error:
        raise fault_of(error, found) from None


def to_yaml(definition: TemplateDefinition) -> str:
    """Write a definition so that `read_yaml` gives the same one."""
    body = as_body(definition)
    text: str = yaml.dump(body, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text


def fault_of(error: ValidationError, body: object) -> TemplateFault:
    """Turn what pydantic found in a body into the house's own failure."""
    faults = field_faults(error, body)
    return TemplateFault("; ".join(f"{fault.pointer.lstrip('/')}: {fault.detail}" for fault in faults), faults=faults)


def built_in() -> Mapping[str, Template]:
    """Give the templates that come with Gristmill, by name, each as version 1."""
    return _built_in()


@functools.cache
def _built_in() -> Mapping[str, Template]:
    definitions = [read_yaml(path.read_bytes()) for path in sorted(FOLDER.glob("*.yaml"))]
    return MappingProxyType({one.name: compile_template(one, 1) for one in definitions})


def _load(text: bytes | str) -> Any:
    data = text.encode() if isinstance(text, str) else text
    if len(data) > MAX_YAML_BYTES:
        raise _fault("", f"has {len(data)} bytes; at most {MAX_YAML_BYTES}")
    try:
        plain = data.decode("utf-8-sig")
        _refuse_events(plain)
        return yaml.load(plain, Loader=_Loader)
    except UnicodeDecodeError as error:
        raise _fault("", f"is not UTF-8: byte {error.start}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _fault("", f"is no plain YAML: {_one_line(error)}") from None


def _refuse_events(text: str) -> None:
    """Refuse aliases and deep nesting before anything is built: a small file could mean a huge value."""
    depth = 0
    events: Iterator[Any] = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for event in events:
        line = f"line {event.start_mark.line + 1}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ValueError(f"{line}: anchors and aliases are not read; write the value out")
        if getattr(event, "tag", None) is not None:
            raise ValueError(f"{line}: the tag {event.tag} is not read")
        depth += isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent)
        depth -= isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent)
        if depth > MAX_DEPTH:
            raise ValueError(f"{line}: is nested more than {MAX_DEPTH} deep")


def _one_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return f"line {mark.line + 1}: {problem}" if mark else " ".join(problem.split())[:300]


def _fault(pointer: str, detail: str) -> TemplateFault:
    return TemplateFault(f"The template {detail}." if not pointer else detail, faults=[FieldFault(pointer, detail)])
