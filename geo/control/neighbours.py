"""Who probably holds a place that nobody speaks of, judged by the places around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["guess_holders"]


def guess_holders(
    known_xy: npt.NDArray[np.float64],
    known_p: npt.NDArray[np.float64],
    xy: npt.NDArray[np.float64],
    *,
    k: int = 12,
    bandwidth_km: float = 5.0,
) -> npt.NDArray[np.float64]:
    """First rough version: distance weighted mean of the nearest places."""
    import shapely

    points: Any = shapely.points(known_xy)
    tree = shapely.STRtree(points)
    out = np.zeros((len(xy), known_p.shape[1]))
    query = shapely.points(xy)
    first, second = tree.query(query, predicate="dwithin", distance=60_000.0)
    d = np.hypot(*(xy[first] - known_xy[second]).T) / 1000.0
    w = np.exp(-d / bandwidth_km) + 1e-9
    np.add.at(out, first, w[:, None] * known_p[second])
    total = out.sum(axis=1, keepdims=True)
    even = np.full_like(out, 1.0 / known_p.shape[1])
    return np.where(total > 0, out / np.maximum(total, 1e-300), even)
