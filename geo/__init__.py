"""Frontline: from war reporting to a map that anyone can check.

Names are imported when first used, so that ``import geo`` stays light.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from geo._version import __version__ as __version__

_EXPORTS = {
    "Actor": "geo.models",
    "Analysis": "geo.analysis",
    "Candidate": "geo.models",
    "Claim": "geo.models",
    "Conflict": "geo.conflicts",
    "ControlParameters": "geo.control",
    "ControlState": "geo.models",
    "EventTime": "geo.models",
    "Gazetteer": "geo.gazetteer",
    "GazetteerGeocoder": "geo.geocoder",
    "GeoError": "geo.errors",
    "Mention": "geo.models",
    "Place": "geo.models",
    "Region": "geo.models",
    "Report": "geo.models",
    "Resolution": "geo.models",
    "analyze": "geo.pipeline",
    "available_conflicts": "geo.conflicts",
    "extract_claims": "geo.claims",
    "geocode_frame": "geo.frames",
    "geoparse": "geo.geoparsing",
    "read_reports": "geo.reports",
}
__all__ = [
    "Actor",
    "Analysis",
    "Candidate",
    "Claim",
    "Conflict",
    "ControlParameters",
    "ControlState",
    "EventTime",
    "Gazetteer",
    "GazetteerGeocoder",
    "GeoError",
    "Mention",
    "Place",
    "Region",
    "Report",
    "Resolution",
    "analyze",
    "available_conflicts",
    "extract_claims",
    "geocode_frame",
    "geoparse",
    "read_reports",
]

if TYPE_CHECKING:
    from geo.analysis import Analysis
    from geo.claims import extract_claims
    from geo.conflicts import Conflict, available_conflicts
    from geo.control import ControlParameters
    from geo.errors import GeoError
    from geo.frames import geocode_frame
    from geo.gazetteer import Gazetteer
    from geo.geocoder import GazetteerGeocoder
    from geo.geoparsing import geoparse
    from geo.models import (
        Actor,
        Candidate,
        Claim,
        ControlState,
        EventTime,
        Mention,
        Place,
        Region,
        Report,
        Resolution,
    )
    from geo.pipeline import analyze
    from geo.reports import read_reports


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    if name in _EXPORTS:
        value = getattr(importlib.import_module(_EXPORTS[name]), name)
        globals()[name] = value
        return value
    message = f"module 'geo' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted([*globals(), *_EXPORTS])
