"""Toponym recognition: where a text names places, and which names only look like places."""

from __future__ import annotations

from geo.recognition._recognize import recognize

__all__ = ["recognize"]
