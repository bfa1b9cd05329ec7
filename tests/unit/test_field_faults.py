"""Places and sentences of what is wrong in a body: no words of pydantic's own."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from gristmill.errors import FieldFault
from gristmill.export_schemas import PushExport, StartExport
from gristmill.field_faults import field_faults
from gristmill.order_schemas import StartBatch
from gristmill.sample_schemas import ReviewMany
from gristmill.schemas import Body
from gristmill.template_schema import TemplateDefinition


def faults(model: type[Body] | type[TemplateDefinition], body: dict[str, Any]) -> list[FieldFault]:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(body)
    return field_faults(refused.value, body)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"judge": {"rubric": []}}, ["/judge/rubric"]),
        ({"judge": {"rubric": [{"name": "Not so", "description": "x"}]}}, ["/judge/rubric/0/name"]),
        ({"judge": {"rubric": [{"description": "x"}]}}, ["/judge/rubric/0/name"]),
        ({"judge": True}, ["/judge"]),
        ({"enrich": {"template": "t", "fields": {"a": "Not so"}}}, ["/enrich/fields", "/enrich/fields/a"]),
        ({"parameters": {"Not so": 1}}, ["/parameters/Not so"]),
        ({"taxonomy": [{"name": "Sea"}]}, ["/taxonomy/0/topics"]),
        ({"a/b~c": 1}, ["/a~1b~0c"]),
    ],
)
def test_pointer_stands_in_the_body_when_a_field_may_be_of_several_kinds(
    body: dict[str, Any], pointers: list[str]
) -> None:
    assert [fault.pointer for fault in faults(StartBatch, {"target_count": 1, **body})] == pointers


def test_pointer_stands_in_the_body_when_a_template_is_wrong() -> None:
    body = {
        "name": "A",
        "system": "s",
        "user": "u",
        "schema": {},
        "taxonomy": [{"name": "", "topics": [{"name": "x"}]}],
    }
    assert [fault.pointer for fault in faults(TemplateDefinition, body)] == ["/taxonomy/0/name"]


@pytest.mark.parametrize(
    ("model", "body", "sentence"),
    [
        (StartExport, {"format": "csv", "language": "english"}, "two or three small letters"),
        (StartExport, {"format": "csv", "batch_ids": []}, "must have at least 1 entry"),
        (PushExport, {"repo_id": "not so!"}, "`owner/name`"),
        (ReviewMany, {"action": "approve", "ids": ["sample_x"]}, "must be the id of a sample"),
        (StartBatch, {"target_count": 1, "name": "a\nb"}, "must not hold control characters"),
        (StartBatch, {"target_count": 1, "topic": "a" * 9999}, "may have at most"),
        (StartBatch, {"target_count": 1, "parameters": {"Not so": 1}}, "must be a name of small letters"),
    ],
)
def test_sentence_says_what_is_wanted_when_a_value_is_not(
    model: type[Body], body: dict[str, Any], sentence: str
) -> None:
    assert sentence in faults(model, body)[0].detail


def test_fault_is_told_once_when_two_kinds_find_the_same() -> None:
    found = faults(StartBatch, {"target_count": 1, "judge": 5})
    assert found == [FieldFault("/judge", "must be a JSON object")]
