"""Toponym resolution: which place each mention of a report means, decided jointly, with alternatives and reasons."""

from __future__ import annotations

from geo.resolution._resolve import resolve

__all__ = ["resolve"]
