"""Which texts cannot do without a topic, and what a brief has that is given none."""

from __future__ import annotations

import pytest

from gristmill.plan import Plan
from gristmill.template_files import built_in
from gristmill.template_schema import TemplateDefinition
from gristmill.topic_use import needs_topic


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Write a riddle.", False),
        ("Write a riddle about {{ topic }}.", True),
        ("{% if topic %}Topic: {{ topic|upper }}{% endif %}", False),
        ("{% if topic %}{% for one in [topic] %}{{ one }}{% endfor %}{% endif %}", False),
        ("{% for one in [topic] %}{{ one }}{% endfor %}", True),
        ("{% if topic %}{% else %}{{ topic }}{% endif %}", True),
        ("{% if angle %}{{ topic }}{% endif %}", True),
        ("{% if angle and topic %}{{ topic }}{% endif %}", False),
        ("{% if angle or topic %}{{ topic }}{% endif %}", True),
        ("{% if angle %}{% elif topic %}{{ topic }}{% endif %}", False),
        ("{% if not topic %}Anything.{% else %}{{ topic }}{% endif %}", False),
        ("{{ topic if topic else 'anything' }}", False),
        ("{{ topic or 'anything' }}", False),
        ("{{ topic|default('anything', true) }}", False),
        ("{{ topic|default('anything') }}", True),
        ("{% if topic %}Topic.{% endif %} Write about {{ topic }}.", True),
    ],
)
def test_topic_is_needed_when_it_is_written_without_asking_for_it(text: str, needs: bool) -> None:
    schema = {"type": "object", "properties": {"riddle": {"type": "string"}}}
    told = {"name": "Riddle", "system": "Write JSON.", "user": text, "schema": schema}
    assert needs_topic(TemplateDefinition.model_validate(told)) is needs


def test_shipped_templates_have_topics_to_draw_from_when_they_need_one() -> None:
    lacking = [one.name for one in built_in().values() if one.needs_topic and not one.taxonomy]
    assert lacking == []


def test_sample_is_filed_as_general_when_there_is_no_topic() -> None:
    assert Plan(seed=1, taxonomy=None).brief(0).filed_under == "general"
    assert Plan(seed=1, taxonomy=None, topic="Bees").brief(0).filed_under == "Bees"
