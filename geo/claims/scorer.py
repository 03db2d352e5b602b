"""The small additive model that says how likely a candidate is a claim. Its weights are a data file."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import TYPE_CHECKING

from geo._files import data_path
from geo.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Scorer", "load_scorer"]


class Scorer:
    """Logistic regression over named features; every term can be shown.

    Parameters
    ----------
    weights : mapping of str to float
        Feature -> weight; unknown features weigh nothing.
    threshold : float
        Candidates below it are dropped.
    """

    def __init__(self, weights: Mapping[str, float], threshold: float) -> None:
        self.weights = dict(weights)
        self.threshold = threshold

    def terms(self, features: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
        """The contributions of the features, the strongest first."""
        found = [(name, self.weights[name] * value) for name, value in features.items() if name in self.weights]
        return tuple(sorted(found, key=lambda term: (-abs(term[1]), term[0])))

    def probability(self, features: Mapping[str, float]) -> float:
        """Probability (0 to 1) that the candidate is a claim."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def load_scorer() -> Scorer:
    """The bundled weights (data/frames/scorer.json, made by bench/claims_train.py)."""
    path = data_path("frames", "scorer.json")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Scorer(data["weights"], float(data["threshold"]))
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path.name} is damaged ({error}): rebuild it with bench/claims_train.py"
        raise ConflictError(message) from error
