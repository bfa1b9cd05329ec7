"""The text of a prompt with named variables: a small, harmless part of Jinja2, compiled once and filled often.

Templates come from people and files, so nothing in one may reach Python, run for long or make a huge text: what is
allowed is listed here, all else is refused when the template is saved. Values are data and never read as a template.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_RENDERED_CHARS: Final = 100_000  # about 25,000 tokens
MAX_TURNS_OF_LOOP: Final = 200
MAX_LOOPS: Final = 20  # of one text
MAX_DEPTH: Final = 2  # of loops inside of loops
MAX_LEVELS: Final = 40  # of parts inside of parts: to compile a filter of a filter of ... takes the square of them
MAX_TURNS: Final = 2_000  # of all loops together, while one text is filled in
MAX_READ_CHARS: Final = 2_000_000  # that filters may read meanwhile: some 50 ms of the slowest

_LOOP: Final = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
_TESTS: Final = frozenset(
    {"defined", "undefined", "none", "string", "number", "mapping", "sequence", "boolean", "true", "false", "in"}
    | {"even", "odd", "eq", "ne", "lt", "le", "gt", "ge", "==", "!=", "<", "<=", ">", ">="}
)
_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.If, nodes.For, nodes.CondExpr,
    nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Getattr,
    nodes.Getitem, nodes.Slice, nodes.List, nodes.Tuple, nodes.Add, nodes.Sub, nodes.Mul, nodes.Mod, nodes.FloorDiv,
    nodes.Neg, nodes.Pos, nodes.Keyword,
)  # fmt: skip
_NO_NAMES: Final = frozenset({"self", "super", "caller", "varargs", "kwargs"})
_WORDS: Final = {
    "Assign": "set", "AssignBlock": "set", "Call": "a call", "CallBlock": "call", "Concat": "~", "Pow": "**",
    "Div": "/", "Dict": "a mapping", "ExprStmt": "do", "FilterBlock": "filter", "FromImport": "import",
}  # fmt: skip
# What filling a template can raise when a value is not of the sort that the template takes it for.
_FAULTS_OF_FILLING: Final = (
    TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextFault:
    """Why a text is no template: a sentence with the line."""

    detail: str


class FillingFailed(Exception):
    """A text cannot be filled in with these values: one is missing, or the result would be too long."""


@dataclass(slots=True)
class _Work:
    """What filling one text in has cost so far: small loops with small filters can add up to hours."""

    turns: int = 0
    chars: int = 0

    def add(self, *, turns: int = 0, chars: int = 0) -> None:
        self.turns += turns
        self.chars += chars
        if self.turns > MAX_TURNS:
            raise ValueError(f"the loops would turn more than {MAX_TURNS} times")
        if self.chars > MAX_READ_CHARS:
            raise ValueError(f"the filters would read more than {MAX_READ_CHARS} characters")


_WORK: Final[ContextVar[_Work]] = ContextVar("work")


@dataclass(frozen=True, slots=True, eq=False)
class PromptText:
    """A text that was compiled; `names` are the variables that it mentions, `constant` it all if it is plain text."""

    template: Template
    names: frozenset[str]
    constant: str | None = None

    def fill(self, values: Mapping[str, Any]) -> str:
        """Put the values in and take surrounding blank space away.

        Raises:
            FillingFailed: a value is missing or of the wrong sort, or the text has more than 100,000 characters.
        """
        if self.constant is not None:
            return self.constant
        begun = _WORK.set(_Work())
        try:
            context = self.template.new_context(dict(values))
            return "".join(_bounded(self.template.root_render_func(context))).strip()
        except _FAULTS_OF_FILLING as error:
            raise FillingFailed(str(error) or type(error).__name__) from None
        finally:
            _WORK.reset(begun)


@functools.lru_cache(maxsize=1024)
def compile_text(source: str) -> PromptText | TextFault:
    """Compile a text; a fault is a value, so that all faults of a template can be told at once."""
    try:
        tree = _ENVIRONMENT.parse(source)
        refused = next(_refusals(tree), None)
        if refused is not None:
            return refused
        names = frozenset(find_undeclared_variables(tree))
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "_few", [], [], None, None, lineno=loop.lineno)
        template = Template.from_code(_ENVIRONMENT, _ENVIRONMENT.compile(tree), {})
    except TemplateSyntaxError as error:
        return TextFault(f"line {error.lineno}: {error.message}")
    except (ValueError, RecursionError, SyntaxError) as error:  # a number of thousands of digits; nesting
        return TextFault(f"cannot be read: {error}")
    is_plain = all(isinstance(node, nodes.Output | nodes.TemplateData) for node in _walk(tree))
    return PromptText(template, names, template.render().strip() if is_plain else None)


def unknown_names(source: str, known: frozenset[str]) -> Iterator[TextFault]:
    """Find variables that nothing fills in, each with its first line."""
    compiled = compile_text(source)
    if isinstance(compiled, TextFault):
        return
    unknown = compiled.names - known
    for name in _ENVIRONMENT.parse(source).find_all(nodes.Name) if unknown else ():
        if name.name in unknown:
            unknown = unknown - {name.name}
            yield TextFault(f"line {name.lineno}: {name.name} is not known; there are {', '.join(sorted(known))}")


def tree_of(source: str) -> nodes.Template | None:
    """Parse a text for those who look at its parts; None where it cannot be compiled."""
    return None if isinstance(compile_text(source), TextFault) else _ENVIRONMENT.parse(source)


def _bounded(parts: Iterator[str]) -> Iterator[str]:
    length = 0
    for part in parts:
        length += len(part)
        if length > MAX_RENDERED_CHARS:
            raise ValueError(f"the text would have more than {MAX_RENDERED_CHARS} characters")
        yield part


def _refusals(tree: nodes.Template) -> Iterator[TextFault]:
    """Find what is not allowed: everything that is not on the lists above."""
    yield from (
        TextFault(f"line {node.lineno}: {_WORDS.get(type(node).__name__, type(node).__name__)} is not allowed here")
        for node in _walk(tree)
        if not isinstance(node, _ALLOWED)
    )
    for kind, known in ((nodes.Filter, frozenset(_FILTERS)), (nodes.Test, _TESTS)):
        for node in tree.find_all(kind):
            if node.name not in known or node.name.startswith("_"):
                word = "filter" if kind is nodes.Filter else "test"
                listed = ", ".join(sorted(name for name in known if name[0].isalpha()))
                yield TextFault(f"line {node.lineno}: there is no {word} {node.name}; there are {listed}")
    for name in tree.find_all(nodes.Name):
        if name.name in _NO_NAMES or name.name.startswith("_"):
            yield TextFault(f"line {name.lineno}: {name.name} is not known")
    if _levels(tree) > MAX_LEVELS:
        yield TextFault(f"is nested more than {MAX_LEVELS} deep")
    yield from _refused_loops(tree)


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        yield child
        yield from _walk(child)


def _levels(node: nodes.Node) -> int:
    return 1 + max((_levels(child) for child in node.iter_child_nodes()), default=0)


def _refused_loops(tree: nodes.Template) -> Iterator[TextFault]:
    loops = list(tree.find_all(nodes.For))
    if len(loops) > MAX_LOOPS:
        yield TextFault(f"line {loops[-1].lineno}: there are {len(loops)} loops; at most {MAX_LOOPS}")
    for loop in loops:
        if loop.recursive:
            yield TextFault(f"line {loop.lineno}: a recursive loop is not allowed here")
        inner = [one for one in loop.find_all(nodes.For) if any(True for _ in one.find_all(nodes.For))]
        if inner:
            yield TextFault(f"line {loop.lineno}: loops are nested more than {MAX_DEPTH} deep")


class _Environment(ImmutableSandboxedEnvironment):
    """Sees fields of objects and places of lists, and nothing of Python's own; sums and products of numbers only."""

    intercepted_binops = frozenset({"+", "-", "*", "%", "//", "**", "/"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Undefined):
            return obj[argument]  # raises with the name that is missing
        try:
            if isinstance(obj, Mapping) or (isinstance(obj, str | list | tuple) and not isinstance(argument, str)):
                return obj[argument]
        except (LookupError, TypeError):
            pass
        return self.undefined(f"there is no {argument!r} in {_sort_of(obj)}", name=str(argument))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if not all(isinstance(side, int | float) and abs(side) < 1e15 for side in (left, right)) or operator == "**":
            raise SecurityError(f"{operator} takes two numbers; join texts by writing them one after another")
        return super().call_binop(context, operator, left, right)


def _sort_of(value: object) -> str:
    return "an object" if isinstance(value, Mapping) else "a list" if isinstance(value, list | tuple) else "a text"


def _shown(value: Any) -> Any:
    """Write a value as text: JSON for what is no text or number, nothing for null."""
    if isinstance(value, str | Undefined):
        return value
    if value is None:
        return ""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else _json(value)


def _json(value: Any) -> str:
    if isinstance(value, Undefined):
        str(value)  # raises with the name that is missing
    return json.dumps(value, ensure_ascii=False, default=str)


def _few(value: Any) -> Any:
    if isinstance(value, Undefined):
        return value
    if not isinstance(value, list | tuple | Mapping) or len(value) > MAX_TURNS_OF_LOOP:
        raise ValueError(f"a loop goes over a list of at most {MAX_TURNS_OF_LOOP}")
    _spend(turns=len(value))
    return value


def _spend(*, turns: int = 0, chars: int = 0) -> None:
    work = _WORK.get(None)  # none while a text is compiled, when what is constant is worked out once
    if work is not None:
        work.add(turns=turns, chars=chars)


def _text(change: Callable[[str], Any]) -> Callable[[Any], Any]:
    """Make a filter of texts; it cannot make a long one from a short one more than a little."""

    def filtered(value: Any) -> Any:
        return change(_within(str(_shown(value))))

    return filtered


def _within(text: str) -> str:
    if len(text) > MAX_RENDERED_CHARS:
        raise ValueError(f"a text would have more than {MAX_RENDERED_CHARS} characters")
    _spend(chars=len(text))
    return text


def _replace(value: Any, old: Any, new: Any) -> str:
    text, old, new = (_within(str(_shown(part))) for part in (value, old, new))
    if len(text) + text.count(old) * len(new) > MAX_RENDERED_CHARS:
        raise ValueError(f"a text would have more than {MAX_RENDERED_CHARS} characters")
    return text.replace(old, new)


def _join(value: Any, between: Any = "") -> str:
    parts: Sequence[str] = [_within(str(_shown(part))) for part in _few(value)]
    if sum(map(len, parts)) + len(str(between)) * len(parts) > MAX_RENDERED_CHARS:
        raise ValueError(f"a text would have more than {MAX_RENDERED_CHARS} characters")
    return str(between).join(parts)


def _truncate(value: Any, length: int = 255, end: str = "...") -> str:
    text = _within(str(_shown(value)))
    return text if len(text) <= length else text[: max(0, length - len(end))].rstrip() + end


def _default(value: Any, other: Any = "", boolean: bool = False) -> Any:
    return other if isinstance(value, Undefined) or (boolean and not value) else value


def _items(value: Any) -> list[tuple[Any, Any]]:
    return list(value.items()) if isinstance(value, Mapping) else []


def _length(value: Any) -> int:
    return len(value)


_FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "capitalize": _text(str.capitalize),
    "default": _default,
    "first": lambda value: value[0] if value else "",
    "int": _text(lambda text: int(text) if text.strip().lstrip("+-").isdecimal() and len(text) < 16 else 0),
    "items": _items,
    "join": _join,
    "last": lambda value: value[-1] if value else "",
    "length": _length,
    "lower": _text(str.lower),
    "replace": _replace,
    "title": _text(str.title),
    "tojson": lambda value: _within(_json(value)),
    "trim": _text(str.strip),
    "truncate": _truncate,
    "upper": _text(str.upper),
    "wordcount": _text(lambda text: len(text.split())),
}


def _environment() -> _Environment:
    environment = _Environment(
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
        optimized=False,  # it looks at an expression again for each level of it: seconds for a long one
        cache_size=0,
    )
    environment.globals = {}
    environment.filters = {**_FILTERS, "_few": _few}
    environment.tests = {name: test for name, test in environment.tests.items() if name in _TESTS}
    return environment


_ENVIRONMENT: Final = _environment()
