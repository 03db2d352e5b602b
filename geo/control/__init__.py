"""Who holds each place on each day, as far as the claims say, with its doubt.

`estimate` turns claims into a `Timeline`. The rules and numbers are in `ControlParameters`.
"""

from __future__ import annotations

from geo.control.estimation import estimate
from geo.control.neighbours import HolderGuess, SpatialModel, predict_holders
from geo.control.parameters import ControlParameters
from geo.control.reliability import LearnedReliability, learn_reliability
from geo.control.timeline import BASES, STATUSES, Change, PlaceEvidence, Run, Timeline

__all__ = [
    "BASES",
    "STATUSES",
    "Change",
    "ControlParameters",
    "HolderGuess",
    "LearnedReliability",
    "PlaceEvidence",
    "Run",
    "SpatialModel",
    "Timeline",
    "estimate",
    "learn_reliability",
    "predict_holders",
]
