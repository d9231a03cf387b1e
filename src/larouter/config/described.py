"""Every setting described from its declaration: for the reference, for the commented file of `config init`."""

import json
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from larouter.config.load import ENVIRONMENT
from larouter.config.settings import Settings

_WORDS = {str: "text", int: "integer", float: "number", bool: "true or false"}
_SIGNS = {"Ge": ("≥", "ge"), "Gt": (">", "gt"), "Le": ("≤", "le"), "Lt": ("<", "lt")}


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting.

    Attributes:
        name: Dotted, as in `larouter.toml`; NAME stands for a name that people choose.
        kind: What it takes, in words.
        default: As TOML; empty when it must be given.
        about: What it means.
        variable: The environment variable that sets it, or empty.
    """

    name: str
    kind: str
    default: str
    about: str
    variable: str = ""


def every_setting() -> list[Setting]:
    """All of them, in the order in which they are declared."""
    return list(of_model(Settings))


def sections() -> dict[str, str]:
    """What each table of the file is about, by its name."""
    return {
        name: str(field.annotation.__doc__).splitlines()[0]
        for name, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
    }


def of_model(model: type[BaseModel], prefix: str = "") -> Iterator[Setting]:
    """The settings that a declaration holds, those within its tables too; names begin with `prefix`."""
    for name, field in model.model_fields.items():
        inner = _models_in(field.annotation)
        dotted = f"{prefix}{name}"
        if get_origin(field.annotation) is dict and inner:
            yield from of_model(inner[0], f"{dotted}.NAME.")
        elif isinstance(field.annotation, type) and inner:
            yield from of_model(inner[0], f"{dotted}.")
        else:
            yield _setting(dotted, field)
            each = "[]." if _is_list(field.annotation) else "."
            for model_in in inner:
                yield from of_model(model_in, dotted + each)


def _is_list(annotation: object) -> bool:
    return get_origin(annotation) in (tuple, list) or any(_is_list(part) for part in get_args(annotation))


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models_in(part)]


def _setting(dotted: str, field: FieldInfo) -> Setting:
    variable = next((name for name, path in ENVIRONMENT.items() if ".".join(path) == dotted), "")
    default = "" if field.is_required() else _toml(field.get_default(call_default_factory=True))
    limits = [limit for mark in field.metadata if (limit := _limit(mark))]
    kind = " ".join([_kind(field.annotation), *([", ".join(limits)] if limits else [])])
    return Setting(dotted, kind, default, field.description or "", variable)


def _limit(mark: object) -> str:
    sign, attribute = _SIGNS.get(type(mark).__name__, ("", ""))
    return f"{sign} {getattr(mark, attribute):,}" if sign else ""


def _kind(annotation: Any) -> str:  # noqa: ANN401 - an annotation is of no one type
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(parts[0])
    if origin is Literal:
        return "one of " + ", ".join(f"`{part}`" for part in parts)
    if origin in (types.UnionType, Union):
        return " or ".join([_kind(part) for part in parts if part is not type(None)])
    if origin is tuple:
        return f"list of {_kind(parts[0])}"
    if origin is dict:
        return f"table of {_kind(parts[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "table"
    return _WORDS.get(annotation, "text")


def _toml(value: object) -> str:
    if value is None:
        return "unset"
    if isinstance(value, bool | int | float | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple):
        return json.dumps(list(value), ensure_ascii=False)
    return "{}"
