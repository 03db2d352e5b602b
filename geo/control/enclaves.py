"""Small pockets that enemies lie all around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["cut_off"]

_WIDEST_GAP = np.radians(120.0)


def cut_off(
    xy: npt.NDArray[np.float64],
    holder: npt.NDArray[np.int64],
    opposed: npt.NDArray[np.bool_],
    pairs: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    largest: int,
    *,
    among: npt.NDArray[np.bool_] | None = None,
) -> npt.NDArray[np.bool_]:
    """Find the places of small pockets with enemies on all sides.

    Parameters
    ----------
    xy : float array (n, 2)
        Metres.
    holder : int array (n,)
        Row of the camp; -1 unknown.
    opposed : bool array (K, K)
    pairs : two int arrays
        Ordered pairs of places within reach of each other.
    largest : int
        Most places that a pocket may have.
    among : bool array (n,), optional
        Only pockets of these places are looked for.

    Returns
    -------
    bool array (n,)
        True for the places of a pocket: places linked by steps of that reach through ground whose holders do not
        oppose each other, at most `largest` of them, with three or more enemy places within reach and no direction,
        wider than 120 degrees as seen from its middle, without one.
    """
    n = len(holder)
    first, second = pairs
    known = (holder[first] >= 0) & (holder[second] >= 0)
    first, second = first[known], second[known]
    enemy = opposed[holder[first], holder[second]]
    group = _groups(n, first[~enemy], second[~enemy])
    size = np.bincount(group, minlength=n)
    out = np.zeros(n, dtype=bool)
    inside, outside = first[enemy], second[enemy]
    small = size[group[inside]] <= largest
    if among is not None:
        small &= among[inside]
    inside, outside = inside[small], outside[small]
    for g in np.unique(group[inside]).tolist():
        around = np.unique(outside[group[inside] == g])
        members = group == g
        if len(around) < 3:
            continue
        towards = xy[around] - xy[members].mean(axis=0)
        angle = np.sort(np.arctan2(towards[:, 1], towards[:, 0]))
        gaps = np.diff(np.append(angle, angle[0] + 2 * np.pi))
        out[members] = gaps.max() <= _WIDEST_GAP
    return out


def _groups(n: int, first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Connected groups: the lowest member of each place's group. `first`, `second` hold every pair both ways."""
    label = np.arange(n)
    while True:
        lower = label.copy()
        np.minimum.at(lower, first, label[second])
        while not np.array_equal(lower, lower[lower]):
            lower = lower[lower]
        if np.array_equal(lower, label):
            return label
        label = lower
