"""Offline gazetteer: the world's places and names, found under any spelling in microseconds."""

from __future__ import annotations

from geo.gazetteer._index import Gazetteer

__all__ = ["Gazetteer"]
