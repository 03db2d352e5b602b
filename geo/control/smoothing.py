"""Forward-backward: what is thought of each day in the light of all that came later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from geo.control.filtering import Engine

__all__ = ["smooth"]


def smooth(engine: Engine) -> None:
    """Replace the probabilities in the engine's history by the smoothed ones.

    The forward pass has run with everything known (late news is applied on its own day), so its last state is the
    filter's best. The backward messages use the same rates of change and the same likelihoods as the steps.

    Parameters
    ----------
    engine : Engine
        After `advance` of every day.
    """
    history, n = engine.history, engine.history.shape[1]
    if not n:
        return
    n_days = len(history) - 1
    message = np.ones((n, engine.k))
    smoothed = np.empty((n_days, n, engine.k))
    for day in range(n_days - 1, -1, -1):
        p = history["p"][day + 1] * message
        smoothed[day] = p / p.sum(axis=1, keepdims=True)
        message = engine.pull_back(message, day)
    history["p"][1:] = smoothed
