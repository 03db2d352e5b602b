"""Quick construction changes nothing but the time it takes."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from geo import models
from geo._frozen import quick_init


@dataclass(frozen=True, slots=True)
class Slow:
    a: int
    b: str = "x"
    c: list[int] = field(default_factory=list)


@quick_init
@dataclass(frozen=True, slots=True)
class Quick:
    a: int
    b: str = "x"
    c: list[int] = field(default_factory=list)


def values(thing):
    return [getattr(thing, f.name) for f in fields(thing)]


@pytest.mark.parametrize(
    ("given", "named"), [((1,), {}), ((1, "y"), {}), ((), {"a": 1, "c": [3]}), ((1, "y", [2]), {})]
)
def test_as_a_plain_frozen_dataclass(given, named):
    assert values(Quick(*given, **named)) == values(Slow(*given, **named))
    assert type(Quick(*given, **named)) is Quick
    assert repr(Quick(*given, **named)) == repr(Slow(*given, **named)).replace("Slow", "Quick")


def test_defaults_made_anew_are_not_shared():
    assert Quick(1).c is not Quick(1).c


@pytest.mark.parametrize(("given", "named"), [((), {}), ((1, "y", [], 4), {}), ((1,), {"d": 2})])
def test_wrong_arguments_are_refused(given, named):
    with pytest.raises(TypeError):
        Quick(*given, **named)


def test_frozen_hashed_copied_pickled():
    mention = models.Mention(0, 4, "Hama", kind="place")
    with pytest.raises(FrozenInstanceError):
        mention.start = 1
    with pytest.raises(FrozenInstanceError):
        del mention.start
    assert hash(mention) == hash(models.Mention(0, 4, "Hama"))
    assert pickle.loads(pickle.dumps(mention)) == copy.copy(mention) == mention
    assert replace(mention, end=5) == models.Mention(0, 5, "Hama")


def test_every_class_of_the_data_model_is_quick_and_keeps_its_signature():
    classes = [c for _, c in inspect.getmembers(models, inspect.isclass) if c.__module__ == "geo.models"]
    assert len(classes) == 10
    for cls in classes:
        assert list(inspect.signature(cls).parameters) == [f.name for f in fields(cls)]
        assert cls.__init__.__code__.co_filename == "<string>"
        assert "_cls" in cls.__init__.__code__.co_names


def test_special_fields_are_refused():
    @dataclass(frozen=True, slots=True)
    class Odd:
        a: int = field(init=False, default=1)

    with pytest.raises(TypeError, match="Odd"):
        quick_init(Odd)
