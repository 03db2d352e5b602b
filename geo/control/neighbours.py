"""Who probably holds a place that nobody speaks of, judged by the places around it.

Ordinary kriging of the camps' indicators: each camp's share at a place is a weighted mean of the nearest known places,
with weights that fall with distance, that count a cluster of neighbours in one direction hardly more than a single
one, and that sum to one, so that far from everything the mean of the surroundings is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.control.spatial import project
from geo.errors import InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from geo.models import Place

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

__all__ = ["HolderGuess", "SpatialModel", "fit_model", "guess_holders", "predict_holders"]

_NEIGHBOURS = 60
_CHUNK = 256
_LENGTHS_KM = (8.0, 20.0, 60.0)
_NUGGETS = (0.05, 0.1, 0.2, 0.4)


@dataclass(frozen=True, slots=True)
class SpatialModel:
    """Numbers of the spatial guess.

    Attributes
    ----------
    length_km : float
        Distance over which the likeness of two places falls to 1/e.
    nugget : float
        Share of a place's holder that its surroundings do not tell, relative to the share that they do.
    sharpness : float
        Slope from kriged shares to probabilities (softmax).
    doubt : float
        Share of the probability that is spread over the camps as they are frequent. Both are fitted so that a stated
        probability is right as often as it says.
    """

    length_km: float = 20.0
    nugget: float = 0.1
    sharpness: float = 5.0
    doubt: float = 0.01


@dataclass(frozen=True, slots=True)
class HolderGuess:
    """A guess, never an assessment.

    Attributes
    ----------
    place : Place
    probabilities : tuple of (camp, probability)
        Likeliest first.
    """

    place: Place
    probabilities: tuple[tuple[str, float], ...]

    @property
    def camp(self) -> str:
        """The likeliest camp."""
        return self.probabilities[0][0]


def predict_holders(
    known: Sequence[tuple[Place, str]], places: Sequence[Place], *, model: SpatialModel | None = None
) -> tuple[HolderGuess, ...]:
    """Guess who holds some places from who holds others.

    Parameters
    ----------
    known : sequence of (Place, camp)
    places : sequence of Place
    model : SpatialModel, optional
        Default: fitted to `known`, each place guessed from the others; nothing about `places` but their coordinates
        is used.

    Returns
    -------
    tuple of HolderGuess
        In the order of `places`.

    Raises
    ------
    InvalidQueryError
        If nothing is known.
    """
    if not known:
        message = "predict_holders needs at least one place with a known holder"
        raise InvalidQueryError(message)
    camps = sorted({camp for _, camp in known})
    rows = {camp: i for i, camp in enumerate(camps)}
    all_xy, _ = project([p for p, _ in known] + list(places))
    xy, asked = all_xy[: len(known)], all_xy[len(known) :]
    shares = np.eye(len(camps))[[rows[camp] for _, camp in known]]
    chosen = model or fit_model(xy, shares)
    p = guess_holders(xy, shares, asked, model=chosen)
    return tuple(
        HolderGuess(place, tuple(sorted(zip(camps, row, strict=True), key=lambda x: (-x[1], x[0]))))
        for place, row in zip(places, p.tolist(), strict=True)
    )


def guess_holders(known_xy: Floats, known_p: Floats, xy: Floats, *, model: SpatialModel | None = None) -> Floats:
    """The same with arrays.

    Parameters
    ----------
    known_xy, xy : float arrays (n, 2), (m, 2)
        Metres.
    known_p : float array (n, K)
        Probabilities of the camps at the known places.
    model : SpatialModel, optional

    Returns
    -------
    float array (m, K)
    """
    chosen = model or SpatialModel()
    near = _nearest(known_xy, xy, min(_NEIGHBOURS, len(known_xy)))
    shares = _krige(known_xy, known_p, xy, near, (chosen.length_km, chosen.nugget))
    return _calibrated(shares, known_p.mean(axis=0), chosen.sharpness, chosen.doubt)


def fit_model(xy: Floats, shares: Floats) -> SpatialModel:
    """Choose the numbers that guess each known place best from the others (log likelihood, leaving one out)."""
    n, k = shares.shape
    if n < 20 or k < 2:
        return SpatialModel()
    near = _nearest(xy, xy, min(_NEIGHBOURS, n - 1), skip_self=True)
    # Some hundreds of places choose as well as thousands; every n-th along a diagonal, so that they are spread.
    sample = np.argsort(xy.sum(axis=1), kind="stable")[:: max(1, n // 1500)]
    truth = shares[sample].argmax(axis=1)
    best = (np.inf, SpatialModel())
    for length in _LENGTHS_KM:
        for nugget in _NUGGETS:
            kriged = _krige(xy, shares, xy[sample], near[sample], (length, nugget))
            for sharpness in (2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0):
                for doubt in (0.003, 0.01, 0.03):
                    p = _calibrated(kriged, shares.mean(axis=0), sharpness, doubt)
                    loss = -float(np.log(p[np.arange(len(truth)), truth]).mean())
                    if loss < best[0] - 1e-9:
                        best = (loss, SpatialModel(length, nugget, sharpness, doubt))
    return best[1]


def _nearest(known: Floats, xy: Floats, m: int, *, skip_self: bool = False) -> Ints:
    """Positions of the `m` nearest known points of each point, nearest first."""
    out = np.empty((len(xy), m), dtype=np.int64)
    for a in range(0, len(xy), _CHUNK):
        part = xy[a : a + _CHUNK]
        square = ((part[:, None, :] - known[None, :, :]) ** 2).sum(axis=2)
        if skip_self:
            square[np.arange(len(part)), a + np.arange(len(part))] = np.inf
        close = np.argpartition(square, m - 1, axis=1)[:, :m]
        order = np.lexsort((close, np.take_along_axis(square, close, axis=1)), axis=1)
        out[a : a + _CHUNK] = np.take_along_axis(close, order, axis=1)
    return out


def _krige(known: Floats, shares: Floats, xy: Floats, near: Ints, kernel: tuple[float, float]) -> Floats:
    """Ordinary kriging with an exponential covariance (length in km, nugget), from the nearest places only."""
    out = np.empty((len(xy), shares.shape[1]))
    m = near.shape[1]
    length, nugget = kernel[0] * 1000.0, kernel[1]
    for a in range(0, len(xy), _CHUNK):
        rows = near[a : a + _CHUNK]
        around = known[rows]
        between = np.hypot(*np.moveaxis(around[:, :, None, :] - around[:, None, :, :], 3, 0))
        towards = np.hypot(*np.moveaxis(around - xy[a : a + _CHUNK, None, :], 2, 0))
        system = np.exp(-between / length) + nugget * np.eye(m)
        right = np.stack([np.exp(-towards / length), np.ones_like(towards)], axis=2)
        solved = np.linalg.solve(system, right)
        weight, even = solved[:, :, 0], solved[:, :, 1]
        weight = weight + even * ((1.0 - weight.sum(axis=1)) / even.sum(axis=1))[:, None]
        out[a : a + _CHUNK] = (weight[:, :, None] * shares[rows]).sum(axis=1)
    return out


def _calibrated(shares: Floats, frequent: Floats, sharpness: float, doubt: float) -> Floats:
    raised = np.exp(sharpness * (shares - shares.max(axis=1, keepdims=True)))
    # A camp with no place around has no claim to a share but the general one.
    raised *= np.clip(shares + 0.02, 0.0, None) + 1e-3
    p = raised / raised.sum(axis=1, keepdims=True)
    return np.asarray((1.0 - doubt) * p + doubt * frequent / frequent.sum())
