"""Saved orders as clients send and see them: what a start takes, of which nothing is needed yet."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, model_validator

from gristmill.order_schemas import BatchFields, faults_between_fields, judged_as_a_whole
from gristmill.schemas import Body, CachedSchemaModel, Line

MAX_PRESETS = 500
MAX_NAME = 100

PresetName = Annotated[Line, Field(max_length=MAX_NAME)]


def _without_defaults(schema: dict[str, Any]) -> None:
    """Take the defaults out of a schema: what a preset leaves out it says nothing of."""
    for field in schema.get("properties", {}).values():
        field.pop("default", None)


def _at_least_one(schema: dict[str, Any]) -> None:
    _without_defaults(schema)
    schema["minProperties"] = 1


class PresetOrder(BatchFields):
    """What a preset says of a batch: the fields of a start, all optional, but for the date and number of a batch."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    @model_validator(mode="wrap")
    @classmethod
    def _judge_as_a_whole(cls, value: object, handler: ModelWrapValidatorHandler[PresetOrder]) -> PresetOrder:
        own = {name: value[name] for name in cls.model_fields if name in value} if isinstance(value, dict) else {}
        faults = [fault for fault in faults_between_fields(own) if fault["type"] != "missing"]
        return judged_as_a_whole(value, handler, faults)


class MakePreset(Body):
    """An order to keep under a name."""

    name: PresetName = Field(description="Differs from all others by more than case.", examples=["Directors, hard"])
    order: PresetOrder


class ChangePreset(Body):
    """What to change of a preset; what is left out stays, and a new order replaces the whole old one."""

    model_config = ConfigDict(json_schema_extra=_at_least_one)
    name: PresetName = Field("-", description="Differs from all others by more than case.")
    order: PresetOrder = PresetOrder.model_validate({})

    @model_validator(mode="after")
    def _change_something(self) -> ChangePreset:
        if not self.model_fields_set:
            raise ValueError("name at least one field to change")
        return self


class PresetPath(CachedSchemaModel):
    preset_id: str = Field(description="The preset's public id.")


class PresetView(BaseModel):
    """One saved order; `order` holds only what was given."""

    preset_id: str = Field(examples=["preset_0123456789ab"])
    name: str
    order: PresetOrder
    created_at: str
    updated_at: str


class PresetsPage(BaseModel):
    success: Literal[True] = True
    presets: list[PresetView] = Field(description="By name.")
    count: int


class OnePreset(BaseModel):
    success: Literal[True] = True
    preset: PresetView


class PresetDeleted(BaseModel):
    success: Literal[True] = True
    preset_id: str
    deleted: Literal[True] = True
