"""The texts of templates: what they can do, and that nothing in one reaches Python, runs long or grows huge."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gristmill.plan import Plan
from gristmill.prompts import DEFAULT_TEMPLATE, PromptFault, compile_template, render, sample_brief, wants_steps
from gristmill.sandbox import FillingFailed, PromptText, TextFault, compile_text
from gristmill.stores.templates import slug_of
from gristmill.template_files import built_in, read_yaml, to_yaml
from gristmill.template_schema import TemplateDefinition, as_body

ROW = {"name": "Ada", "items": [1, 2], "note": None, "deep": {"ok": True}}


def filled(source: str, **values: Any) -> str:
    compiled = compile_text(source)
    assert isinstance(compiled, PromptText), compiled
    return compiled.fill(values)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ row.name }} {{ row['name'] }} {{ row.items }}", "Ada Ada [1, 2]"),
        ("[{{ row.note }}] {{ row.deep }} {{ row.deep.ok }}", '[] {"ok": true} true'),
        ("{% for one in row['items'] %}{{ loop.index }}={{ one }} {% endfor %}", "1=1 2=2"),
        ("{% for key, value in row|items %}{{ key }} {% endfor %}", "name items note deep"),
        ("{{ row.nothing|default('none') }}", "none"),
        ("{% if other is defined %}a{% else %}b{% endif %}", "b"),
        ("{{ row.name|upper }} {{ row['items']|join('-') }} {{ row.name|tojson }}", 'ADA 1-2 "Ada"'),
        ("{{ 3 + 3 % 2 }}", "4"),
    ],
)
def test_text_is_filled_in_when_it_uses_what_is_allowed(source: str, text: str) -> None:
    assert filled(source, row=ROW) == text


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}", "{{ row.__class__.__mro__ }}", "{{ row.keys() }}", "{{ range(9) }}", "{{ lipsum() }}",
        "{% set x = 1 %}", "{% macro m() %}{% endmacro %}", "{% include 'x' %}", "{% import 'x' as y %}",
        "{% extends 'x' %}", "{{ row|attr('name') }}", "{{ row|map('upper') }}", "{{ self }}", "{{ 'a' ~ 'b' }}",
        "{{ 9 ** 9 }}", "{{ _x }}", "{% for a in row recursive %}{% endfor %}", "{{ cycler }}{{ cycler() }}",
        "{% for a in x %}{% for b in x %}{% for c in x %}{% endfor %}{% endfor %}{% endfor %}", "{{ {'a': 1} }}",
        "{% for a in x %}{% endfor %}" * 21, "{{ " + "9" * 5000 + " }}", "{{ (" * 400,
    ],
)  # fmt: skip
def test_text_is_refused_or_cannot_be_filled_when_it_wants_more(source: str) -> None:
    compiled = compile_text(source)
    if isinstance(compiled, PromptText):
        with pytest.raises(FillingFailed):
            compiled.fill({"row": ROW, "x": [1]})
    else:
        assert compiled.detail


LONG_LIST = f"[{', '.join(['1'] * 200)}]"


@pytest.mark.parametrize(
    "source",
    [
        f"{{% for a in {LONG_LIST} %}}{{% for b in {LONG_LIST} %}}{{% endfor %}}{{% endfor %}}",
        f"{{% for a in {LONG_LIST} %}}{{% if long|upper|lower == 'x' %}}x{{% endif %}}{{% endfor %}}",
    ],
)
def test_text_cannot_be_filled_when_it_would_take_long(source: str) -> None:
    with pytest.raises(FillingFailed):
        filled(source, long="x y" * 6000)


def test_text_is_refused_when_it_is_nested_too_deep() -> None:
    assert isinstance(compile_text(f"{{{{ topic{'|upper' * 60} }}}}"), TextFault)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 999999999 }}", "{{ '%999999999d' % 1 }}", "{{ text|replace('a', text) }}", "{{ text + text }}",
        "{{ row['items']|join(text * 9) }}", "{{ text" + "|tojson" * 30 + " }}", "{{ text }}" * 200,
        "{% for a in text %}{% endfor %}", "{{ 9" + " * 999999999" * 30 + " }}",
    ],
)  # fmt: skip
def test_no_huge_text_is_made(source: str) -> None:
    with pytest.raises(FillingFailed):
        filled(source, text='a"' * 1000, row=ROW)


@given(st.text(alphabet="{}%#|.()[]'\"~+*-_ \nabiforndsetx12", max_size=80))
def test_any_text_is_a_template_or_a_fault(source: str) -> None:
    compiled = compile_text(source)
    if isinstance(compiled, TextFault):
        assert compiled.detail
        return
    try:
        assert isinstance(compiled.fill({"a": "b", "x": [1, 2], "i": 3}), str)
    except FillingFailed as failed:
        assert str(failed)


@pytest.mark.parametrize("template", built_in().values(), ids=lambda template: template.name)
def test_shipped_template_renders_for_every_slot_of_a_plan(template: Any) -> None:
    plan = Plan(seed=1, taxonomy=template.taxonomy, framings=template.framings, parameters=template.parameters)
    stand_ins = {"source": "A text.", "source_title": "Book", "sample": {"question": "Why?"}}
    for slot in range(30):
        brief = plan.brief(slot)
        given_ = sample_brief(template, topic=brief.topic, variables={**brief.variables, **stand_ins})
        prompt = render(template, given_, small_model=bool(slot % 2))
        assert prompt.messages[0][0] == "system" and "JSON" in prompt.messages[0][1]
        assert "None" not in prompt.messages[-1][1]


@pytest.mark.parametrize("template", built_in().values(), ids=lambda template: template.name)
def test_shipped_template_has_what_a_good_one_has(template: Any) -> None:
    assert template.definition.description and template.identity_fields
    assert template.examples or template.small.examples
    assert read_yaml(to_yaml(template.definition)) == template.definition
    assert TemplateDefinition.model_validate(as_body(template.definition)) == template.definition


def test_default_template_is_among_the_shipped_ones() -> None:
    assert built_in()[DEFAULT_TEMPLATE].kind == "qa"


def test_prompt_cannot_be_made_when_a_row_has_not_the_column() -> None:
    body = {"name": "Rows", "system": "JSON.", "user": "{{ row.city }}"}
    body["schema"] = {"type": "object", "properties": {"a": {"type": "string"}}}  # type: ignore[assignment]
    template = compile_template(TemplateDefinition.model_validate(body), 1)
    assert template.needs == {"row"}
    with pytest.raises(PromptFault, match="city"):
        render(template, sample_brief(template, variables={"row": {"town": "x"}}), small_model=False)


def test_source_keeps_its_lines_and_loses_what_cannot_be_printed() -> None:
    template = built_in()["Grounded Q&A"]
    brief = sample_brief(template, variables={"source": "One {{ two }}\n\nthree\x00\x1b", "source_title": "T"})
    assert "One {{ two }}\n\nthree\n" in render(template, brief, small_model=False).messages[-1][1]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=300))
def test_any_text_comes_back_from_yaml(text: str) -> None:
    legal = as_body(built_in()[DEFAULT_TEMPLATE].definition)
    definition = TemplateDefinition.model_validate({**legal, "system": text, "description": text})
    assert read_yaml(to_yaml(definition)) == definition


@pytest.mark.parametrize(
    "text", ["no", "2026-01-31", "0123", "089", "1:30", "1e5", "null", "~", "true", "0x1f", ".5", ""]
)
def test_text_that_looks_like_something_else_stays_a_text(text: str) -> None:
    legal = as_body(built_in()[DEFAULT_TEMPLATE].definition)
    definition = TemplateDefinition.model_validate({**legal, "description": text})
    assert read_yaml(to_yaml(definition)).description == text


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Legal Q&A", "legal-q-a"), ("Über  uns", "uber-uns"), ("import", "template-"), ("法律", "template-")],
)
def test_id_is_made_from_the_name(name: str, slug: str) -> None:
    assert slug_of(name).startswith(slug)


def test_steps_are_wanted_when_the_instruction_says_so() -> None:
    assert wants_steps("Show the steps") and not wants_steps("Think") and not wants_steps(None)
