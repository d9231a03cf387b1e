"""The shape of JSON values as data, and everything in which a value deviates from one.

Strict fakes say with it what a provider accepts; each words the deviations as its provider does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something that is not as it should be.

    Attributes:
        path: Where, from the root.
        kind: `missing`, `unknown`, `type` or `value`.
        expected: What should be there, in words.
    """

    path: Path
    kind: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value without further shape: of one of the types, and among the values when some are named."""

    types: tuple[type, ...] = (str,)
    values: tuple[object, ...] = ()
    null: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """An array, each of whose items has one shape."""

    of: "Shape"
    null: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """An object whose members may have any name."""

    of: "Shape | None" = None
    null: bool = False


@dataclass(frozen=True, slots=True)
class Members:
    """An object of named members; any other is unknown."""

    required: Mapping[str, "Shape"] = field(default_factory=dict)
    optional: Mapping[str, "Shape"] = field(default_factory=dict)
    null: bool = False


@dataclass(frozen=True, slots=True)
class Tagged:
    """One of several objects, told apart by the value of a member.

    Attributes:
        by: The member.
        kinds: The objects by its value.
        default: What it is when the member is missing; empty when it must not be.
        shown: Whether the value becomes part of the path.
    """

    by: str
    kinds: Mapping[str, "Shape"]
    default: str = ""
    shown: bool = True
    null: bool = False


@dataclass(frozen=True, slots=True)
class TextOr:
    """A string, or something else."""

    other: "Shape"
    null: bool = False


@dataclass(slots=True)
class Later:
    """A shape that is named before it is known, for shapes that contain themselves."""

    shape: "Shape | None" = None
    null: bool = False

    def known(self) -> "Shape":
        """The shape, which must be there by now."""
        assert self.shape is not None  # noqa: S101 - set where the shapes are written
        return self.shape


Shape = Leaf | Items | Table | Members | Tagged | TextOr | Later

TEXT = Leaf()
TEXT_OR_NULL = Leaf(null=True)
WHOLE = Leaf((int,))
NUMBER = Leaf((int, float))
YES_NO = Leaf((bool,))
OBJECT = Table()
ANYTHING = Leaf((dict, list, str, int, float, bool), null=True)


def one_of(*values: object) -> Leaf:
    """A string out of a list."""
    return Leaf((str,), values)


def deviations(shape: Shape, value: object, path: Path = ()) -> Iterator[Deviation]:  # noqa: C901, PLR0912 - one case a shape
    """Everything in which a value deviates, in the order of the value."""
    if value is None:
        if not shape.null:
            yield Deviation(path, "type", _expected(shape))
        return
    match shape:
        case Leaf():
            yield from _of_leaf(shape, value, path)
        case Items(of) if isinstance(value, list):
            for index, item in enumerate(value):
                yield from deviations(of, item, (*path, index))
        case Table(of) if isinstance(value, dict):
            for name, member in value.items():
                yield from deviations(of, member, (*path, name)) if of is not None else ()
        case Members() if isinstance(value, dict):
            yield from _of_members(shape, value, path)
        case Tagged() if isinstance(value, dict):
            yield from _of_tagged(shape, value, path)
        case TextOr(other):
            if not isinstance(value, str):
                yield from deviations(other, value, path)
        case Later():
            yield from deviations(shape.known(), value, path)
        case _:
            yield Deviation(path, "type", _expected(shape))


def _of_leaf(shape: Leaf, value: object, path: Path) -> Iterator[Deviation]:
    wrong = isinstance(value, bool) and bool not in shape.types
    if wrong or not isinstance(value, shape.types):
        yield Deviation(path, "type", _expected(shape))
    elif shape.values and value not in shape.values:
        yield Deviation(path, "value", ", ".join(f"'{known}'" for known in shape.values))


def _of_members(shape: Members, value: Mapping[str, object], path: Path) -> Iterator[Deviation]:
    for name in shape.required:
        if name not in value:
            yield Deviation((*path, name), "missing")
    for name, member in value.items():
        known = shape.required.get(name) or shape.optional.get(name)
        if known is None:
            yield Deviation((*path, name), "unknown")
        else:
            yield from deviations(known, member, (*path, name))


def _of_tagged(shape: Tagged, value: Mapping[str, object], path: Path) -> Iterator[Deviation]:
    tag = value.get(shape.by, shape.default)
    tag = shape.default if tag is None else tag
    if not tag:
        yield Deviation((*path, shape.by), "missing")
    elif not isinstance(tag, str) or tag not in shape.kinds:
        yield Deviation((*path, shape.by), "value", ", ".join(f"'{known}'" for known in shape.kinds))
    else:
        yield from deviations(shape.kinds[tag], value, (*path, tag) if shape.shown else path)


_NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "object", list: "array"}


def _expected(shape: Shape) -> str:
    match shape:
        case Leaf(types):
            return " or ".join(_NAMES[kind] for kind in types)
        case Items():
            return "array"
        case TextOr(other):
            return f"string or {_expected(other)}"
        case _:
            return "object"
