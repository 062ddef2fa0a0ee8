"""Values as JSON: frozen dataclasses of `model` to plain data and back, checked against their annotations."""

from __future__ import annotations

import dataclasses
import functools
import types
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from mscref.errors import Bug

Value = TypeVar("Value")
_Convert = Callable[[Any], Any]
_PLAIN = (str, int, float, bool)


def encode(value: object) -> Any:
    """`value`, a dataclass of `model`, as data that `json.dumps` takes; attributes at their defaults are left out."""
    kind: Any = type(value)
    return _encoder(kind)(value)


def decode(kind: type[Value], data: Any) -> Value:
    """The value of type `kind` that `encode` gave `data` for.

    Raises ValueError when the data does not fit the annotations of `kind`: what a child process sends is not trusted.
    """
    wanted: Any = kind
    return cast(Value, _decoder(wanted)(data))


def encode_lines(values: tuple[object, ...]) -> list[Any]:
    """A tuple of values, each encoded."""
    return [encode(value) for value in values]


@functools.cache
def _encoder(kind: Any) -> _Convert:
    if kind in _PLAIN or kind is type(None):
        return _same
    if dataclasses.is_dataclass(kind):
        return _dataclass_encoder(cast(type, kind))
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = _encoder(_without_none(kind))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_encoder(get_args(kind))
    if origin is Mapping:
        inner = _encoder(get_args(kind)[1])
        return lambda value: {name: inner(item) for name, item in value.items()}
    raise Bug(f"The codec has no rule for the type {kind!r}.")


def _tuple_encoder(arguments: tuple[Any, ...]) -> _Convert:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        inner = _encoder(arguments[0])
        return list if inner is _same else lambda value: [inner(item) for item in value]
    encoders = [_encoder(argument) for argument in arguments]
    return lambda value: [encoder(item) for encoder, item in zip(encoders, value, strict=True)]


def _dataclass_encoder(kind: type) -> _Convert:
    rules = [(field.name, _default(field), _encoder(hint)) for field, hint in _fields(kind)]

    def convert(value: Any) -> dict[str, Any]:
        found = {}
        for name, default, encoder in rules:
            item = getattr(value, name)
            if item is not default and item != default:
                found[name] = encoder(item)
        return found

    return convert


@functools.cache
def _decoder(kind: Any) -> _Convert:
    if kind in _PLAIN:
        return _checked(kind)
    if dataclasses.is_dataclass(kind):
        return _dataclass_decoder(cast(type, kind))
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = _decoder(_without_none(kind))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        return _tuple_decoder(get_args(kind))
    if origin is Mapping:
        return _mapping_decoder(get_args(kind)[1])
    raise Bug(f"The codec has no rule for the type {kind!r}.")


def _checked(kind: type) -> _Convert:
    accepted = (int, float) if kind is float else (kind,)

    def convert(data: Any) -> Any:
        if type(data) not in accepted:
            raise ValueError(f"expected {kind.__name__}, not {type(data).__name__}")
        return data

    return convert


def _tuple_decoder(arguments: tuple[Any, ...]) -> _Convert:
    if arguments == (str, ...):
        return lambda data: tuple(_all_text(_expect(list, data)))
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        inner = _decoder(arguments[0])
        return lambda data: tuple(inner(item) for item in _expect(list, data))
    decoders = [_decoder(argument) for argument in arguments]
    return lambda data: tuple(decoder(item) for decoder, item in zip(decoders, _expect(list, data), strict=True))


def _mapping_decoder(kind: Any) -> _Convert:
    if kind is str:
        return _text_mapping
    inner = _decoder(kind)
    return lambda data: {name: inner(item) for name, item in _expect(dict, data).items()}


def _text_mapping(data: Any) -> dict[str, str]:
    given = _expect(dict, data)
    _all_text(given.values())
    return given


def _all_text(items: Collection[Any]) -> Collection[str]:
    for item in items:
        if type(item) is not str:
            raise ValueError(f"expected str, not {type(item).__name__}")
    return items


def _dataclass_decoder(kind: type) -> _Convert:
    rules = {field.name: _decoder(hint) for field, hint in _fields(kind)}

    def convert(data: Any) -> Any:
        given = _expect(dict, data)
        try:
            return kind(**{name: rules[name](item) for name, item in given.items()})
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a {kind.__name__}: {error}") from error

    return convert


def _fields(kind: type) -> list[tuple[dataclasses.Field[Any], Any]]:
    hints = get_type_hints(kind)
    return [(field, hints[field.name]) for field in dataclasses.fields(kind) if field.init]


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def _without_none(kind: Any) -> Any:
    inner = [argument for argument in get_args(kind) if argument is not type(None)]
    if len(inner) != 1:
        raise Bug(f"The codec has no rule for the union {kind!r}.")
    return inner[0]


def _expect(kind: type[Value], data: Any) -> Value:
    if not isinstance(data, kind):
        raise ValueError(f"expected {kind.__name__}, not {type(data).__name__}")
    return data


def _same(value: Any) -> Any:
    return value
