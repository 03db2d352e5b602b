"""One tree of errors, each also the standard type that fits."""

from __future__ import annotations

import inspect

from geo import errors


def test_every_error_is_a_geo_error_and_documented() -> None:
    found = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if cls.__module__ == "geo.errors"]
    assert sorted(cls.__name__ for cls in found) == sorted(errors.__all__)
    for cls in found:
        assert issubclass(cls, errors.GeoError)
        assert cls.__doc__


def test_a_broken_gazetteer_is_not_a_value_error() -> None:
    # geopandas turns ValueError into an empty point.
    assert not issubclass(errors.GazetteerError, ValueError)


def test_key_errors_read_as_sentences() -> None:
    assert str(errors.PlaceNotFoundError("no place 7")) == "no place 7"
