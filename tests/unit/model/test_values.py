"""What the values of the model have in common."""

import pkgutil
from dataclasses import is_dataclass
from importlib import import_module
from inspect import Parameter, signature

import pytest

from wexstream.domain import model
from wexstream.domain.model.paging import Page

MODULES = [
    import_module(f"{model.__name__}.{module.name}") for module in pkgutil.iter_modules(model.__path__)
]
VALUES = {
    value
    for module in MODULES
    for value in vars(module).values()
    if isinstance(value, type) and is_dataclass(value) and value is not Page
}


@pytest.mark.parametrize("value", sorted(VALUES, key=str))
def test_values_are_frozen_without_a_dict_and_made_by_keyword(value: type) -> None:
    assert {field.kind for field in signature(value).parameters.values()} <= {Parameter.KEYWORD_ONLY}
    assert "__slots__" in vars(value)
    assert {"__setattr__", "__delattr__"} <= set(vars(value))
