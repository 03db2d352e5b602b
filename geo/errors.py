"""The error tree. Every error of the package is a `GeoError`, and a standard type where one fits."""

from __future__ import annotations

__all__ = [
    "ConflictError",
    "DataNotFoundError",
    "ExportError",
    "GazetteerError",
    "GeoError",
    "InvalidQueryError",
    "MissingDependencyError",
    "PlaceNotFoundError",
    "RenderError",
    "ReportError",
    "UnsafeOutputError",
]


class GeoError(Exception):
    """Root of all errors raised on purpose by this package.

    The message names the file, the line or field, what is wrong and what to do.
    """


class DataNotFoundError(GeoError, FileNotFoundError):
    """A data file that should come with the package, or that the user named, is not there."""


class MissingDependencyError(GeoError, ImportError):
    """An optional library is needed; the message names the extra that installs it."""


class ReportError(GeoError, ValueError):
    """A report cannot be read."""


class GazetteerError(GeoError):
    """A gazetteer index or its source file is damaged, incomplete or of another kind.

    Not a `ValueError`: geopandas turns those into empty points, which would hide a broken index.
    """


class PlaceNotFoundError(GeoError, KeyError):
    """No place has this id."""

    def __str__(self) -> str:
        return Exception.__str__(self)


class InvalidQueryError(GeoError, ValueError):
    """An argument is outside what the function takes."""


class ConflictError(GeoError, ValueError):
    """A file in data/conflicts/ or data/frames/ has a bad entry; the message gives file and line."""


class ExportError(GeoError, ValueError):
    """The output format is unknown, or the output cannot be written."""


class RenderError(GeoError):
    """The map cannot be built."""


class UnsafeOutputError(RenderError):
    """The page would contain something that must never be in it (an external address, a script end tag)."""
