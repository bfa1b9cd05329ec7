"""Whether a template's text says something senseless without a topic: read off its syntax tree. Pure.

`{% if topic %}Topic: {{ topic }}{% endif %}` is silent without one; `Write a riddle about {{ topic }}.` is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jinja2 import nodes

from gristmill import sandbox
from gristmill.template_schema import TemplateDefinition

TOPIC: Final = "topic"


def needs_topic(definition: TemplateDefinition) -> bool:
    """Say whether one of its texts writes the topic where it was not asked before whether there is one."""
    texts = [text for form in (definition, definition.small) if form for text in (form.system, form.user)]
    trees = (sandbox.tree_of(text) for text in texts)
    return any(tree is not None and _writes(tree) for tree in trees)


def _writes(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Name):
        return node.name == TOPIC
    return any(_writes(child) for child in _read_without_topic(node))


def _read_without_topic(node: nodes.Node) -> Iterator[nodes.Node]:
    """List the parts of a node that count when the topic is empty: no question about it, and nothing that hangs on it.

    A condition itself writes nothing; which side of it is never reached is known where it asks for the topic as such.
    """
    if isinstance(node, nodes.If):
        if not _says(node.test, there=True):
            yield from node.body
        if not _says(node.test, there=False):
            yield from (*node.elif_, *node.else_)
    elif isinstance(node, nodes.CondExpr):
        if not _says(node.test, there=True):
            yield node.expr1
        if node.expr2 is not None and not _says(node.test, there=False):
            yield node.expr2
    elif isinstance(node, nodes.Or) and _is_topic(node.left):
        yield node.right
    elif not _has_stand_in(node):
        yield from node.iter_child_nodes()


def _says(test: nodes.Node, *, there: bool) -> bool:
    """Say whether a condition can hold only with a topic (`there`), or surely holds without one (`there=False`)."""
    if isinstance(test, nodes.Not):
        return _says(test.node, there=not there)
    if isinstance(test, nodes.And | nodes.Or):
        decides = isinstance(test, nodes.And) is there
        sides = (_says(test.left, there=there), _says(test.right, there=there))
        return any(sides) if decides else all(sides)
    return there and _is_topic(test)


def _is_topic(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == TOPIC


def _has_stand_in(node: nodes.Node) -> bool:
    """Recognise `topic|default("anything", true)`."""
    if not isinstance(node, nodes.Filter) or node.name != "default" or node.node is None or not _is_topic(node.node):
        return False
    told = [*node.args[1:2], *(pair.value for pair in node.kwargs if pair.key == "boolean")]
    return any(isinstance(one, nodes.Const) and bool(one.value) for one in told)
