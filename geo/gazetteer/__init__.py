"""Offline gazetteer: the world's places and names, found under any spelling in microseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.gazetteer._index import Gazetteer

if TYPE_CHECKING:
    from geo.gazetteer._make import build_index, install

__all__ = ["Gazetteer", "build_index", "install"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: builders are rarely needed, and import the network
    if name in ("build_index", "install"):
        from geo.gazetteer import _make

        return getattr(_make, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
