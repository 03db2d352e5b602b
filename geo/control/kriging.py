"""Ordinary kriging of camps' shares from the nearest known places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

__all__ = ["krige", "nearest", "spacing"]

_CHUNK = 256
#: The how-manieth neighbour tells how densely places lie.
_RANK = 6
#: So many points tell what is usual.
_SAMPLE = 1000


def nearest(known: Floats, xy: Floats, m: int, *, skip_self: bool = False) -> Ints:
    """Positions of the `m` nearest known points of each point, nearest first."""
    out = np.empty((len(xy), m), dtype=np.int64)
    for a in range(0, len(xy), _CHUNK):
        part = xy[a : a + _CHUNK]
        square = (part[:, :1] - known[:, 0]) ** 2
        square += (part[:, 1:] - known[:, 1]) ** 2
        if skip_self:
            square[np.arange(len(part)), a + np.arange(len(part))] = np.inf
        close = np.argpartition(square, m - 1, axis=1)[:, :m]
        order = np.lexsort((close, np.take_along_axis(square, close, axis=1)), axis=1)
        out[a : a + _CHUNK] = np.take_along_axis(close, order, axis=1)
    return out


def spacing(xy: Floats, of: Ints | None = None) -> Floats:
    """How widely places lie around each point, relative to the usual: root of the ratio, between 0.3 and 3.

    Where villages are dense the ground changes over shorter distances. `of`: only these points are wanted; the others
    stay 1.
    """
    out, n = np.ones(len(xy)), len(xy)
    if n <= _RANK:
        return out

    def far(rows: Ints) -> Floats:
        # The point itself is the nearest one.
        last = nearest(xy, xy[rows], _RANK + 1)[:, -1]
        return np.asarray(np.hypot(*(xy[last] - xy[rows]).T))

    usual = float(np.median(far(np.arange(0, n, max(1, n // _SAMPLE)))))
    if usual > 0:
        wanted = np.arange(n) if of is None else of
        out[wanted] = np.clip(np.sqrt(far(wanted) / usual), 0.3, 3.0)
    return out


def krige(
    known: tuple[Floats, Floats, Ints],
    shares: Floats,
    asked: tuple[Floats, Floats, Ints],
    near: Ints,
    *,
    nugget: float,
    unlike: float,
) -> Floats:
    """Kriged shares of the camps.

    Parameters
    ----------
    known, asked : tuple of arrays
        Points (n, 2) in metres; distance over which the likeness of two places falls to 1/e around each, in metres;
        kind of each place.
    shares : float array (n, K)
        Shares of the camps at the known places.
    near : int array (m, neighbours)
        Known places to use for each asked one.
    nugget : float
    unlike : float
        Part of the likeness that places of different kinds lack.

    Returns
    -------
    float array (m, K)
        They sum to one; single ones may lie a little outside 0 to 1.

    Notes
    -----
    Exponential covariance with a length that varies from place to place, in the form that stays positive definite
    (Paciorek and Schervish, 2006, in two dimensions).
    """
    (xy, length, kind), (xy_, length_, kind_) = known, asked
    out = np.empty((len(xy_), shares.shape[1]))
    m = near.shape[1]
    for a in range(0, len(xy_), _CHUNK):
        rows, part = near[a : a + _CHUNK], slice(a, a + _CHUNK)
        around, s, k = xy[rows], length[rows], kind[rows]
        between = np.hypot(*np.moveaxis(around[:, :, None, :] - around[:, None, :, :], 3, 0))
        towards = np.hypot(*np.moveaxis(around - xy_[part, None, :], 2, 0))
        system = _likeness(between, s[:, :, None], s[:, None, :])
        system *= np.where(k[:, :, None] == k[:, None, :], 1.0, 1.0 - unlike)
        right = _likeness(towards, s, length_[part, None]) * np.where(k == kind_[part, None], 1.0, 1.0 - unlike)
        solved = np.linalg.solve(system + nugget * np.eye(m), np.stack([right, np.ones_like(right)], axis=2))
        weight, even = solved[:, :, 0], solved[:, :, 1]
        weight = weight + even * ((1.0 - weight.sum(axis=1)) / even.sum(axis=1))[:, None]
        out[part] = (weight[:, :, None] * shares[rows]).sum(axis=1)
    return out


def _likeness(distance: Floats, one: Floats, other: Floats) -> Floats:
    mean = (one**2 + other**2) / 2.0
    return np.asarray(one * other / mean * np.exp(-distance / np.sqrt(mean)))
