"""Who probably holds a place that nobody speaks of, judged by the places around it.

Each camp's share at a place is a weighted mean of the nearest known places (ordinary kriging of indicators), with
weights that fall with distance, faster where places lie densely, a little with a difference in kind (a hill or a
barracks is not held like a village), and that count a cluster of neighbours in one direction hardly more than a single
one. A multinomial logistic regression, fitted to how well each known place is told by the others, turns the shares
into probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from geo.control.kriging import krige, nearest, spacing
from geo.control.spatial import project
from geo.errors import InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from geo.conflicts import Conflict
    from geo.models import Place

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

__all__ = ["HolderGuess", "SpatialModel", "fit_model", "guess_holders", "predict_holders"]

_NEIGHBOURS = 60
#: For many points of open ground.
_AROUND = 24
_LENGTHS_KM = (10.0, 20.0, 40.0)
#: Fewer known places than this do not carry a regression.
_LEAST = 200
_SLOPE = 5.0
_ROUNDS = 25
#: Chance that a site named after an armed group is that group's: 11 of 11 in the Syrian baseline, by Laplace's rule.
_TRUST_IN_NAME = 12 / 13


@dataclass(frozen=True, slots=True)
class SpatialModel:
    """Numbers of the spatial guess.

    Attributes
    ----------
    length_km : float
        Distance over which the likeness of two places falls to 1/e, where places lie as densely as usual.
    nugget : float
        Share of a place's holder that its surroundings do not tell, relative to the share that they do.
    unlike : float
        Part of the likeness that places of different kinds (settlement, terrain, other sites) lack.
    sharpness : float
        Slope from kriged shares to probabilities (softmax) where no regression was fitted.
    doubt : float
        Share of the probability that is spread over the camps as they are frequent.
    weights : tuple of tuple of float
        Regression from shares to log odds: a row for each camp's share and a last one for the constants, a column for
        each camp. Empty: none was fitted.
    """

    length_km: float = 20.0
    nugget: float = 0.1
    unlike: float = 0.05
    sharpness: float = 5.0
    doubt: float = 0.003
    weights: tuple[tuple[float, ...], ...] = ()


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
    known: Sequence[tuple[Place, str]],
    places: Sequence[Place],
    *,
    model: SpatialModel | None = None,
    conflict: Conflict | None = None,
) -> tuple[HolderGuess, ...]:
    """Guess who holds some places from who holds others.

    Parameters
    ----------
    known : sequence of (Place, camp)
        Several camps that hold a place together, or fight over it, are joined by "+" as in the baseline.
    places : sequence of Place
    model : SpatialModel, optional
        Default: fitted to `known`, each place guessed from the others; nothing about `places` but their coordinates
        and kinds (`Place.feature_class`) is used.
    conflict : Conflict, optional
        Whose belligerents the names of sites are searched for: a garrison named after an armed group is most likely
        that group's. The state's own army does not count; it built most bases before the war. Default: names say
        nothing.

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
    holders = [camp.split("+") for _, camp in known]
    camps = sorted({camp for several in holders for camp in several})
    rows = {camp: i for i, camp in enumerate(camps)}
    listed = [p for p, _ in known]
    all_xy, _ = project(listed + list(places))
    xy, asked = all_xy[: len(known)], all_xy[len(known) :]
    shares = np.zeros((len(known), len(camps)))
    for i, several in enumerate(holders):
        shares[i, [rows[camp] for camp in several]] = 1.0 / len(several)
    chosen = model or fit_model(xy, shares, kind=_kinds(listed))
    p = guess_holders(xy, shares, asked, model=chosen, kinds=(_kinds(listed), _kinds(places)))
    if conflict is not None:
        for i, place in enumerate(places):
            camp = _named_after(place, conflict)
            if camp in rows:
                p[i] *= 1.0 - _TRUST_IN_NAME
                p[i, rows[camp]] += _TRUST_IN_NAME
    return tuple(
        HolderGuess(place, tuple(sorted(zip(camps, row, strict=True), key=lambda x: (-x[1], x[0]))))
        for place, row in zip(places, p.tolist(), strict=True)
    )


def _named_after(place: Place, conflict: Conflict) -> str:
    """Camp of the armed group that a site bears the name of, or ""."""
    if place.feature_class in {"P", "T"}:
        return ""
    state = conflict.camp_of(conflict.default_army) if conflict.default_army else ""
    camps = {conflict.shows_as(a.camp) for a in conflict.find_actors(place.name) if a.camp}
    return camps.pop() if len(camps) == 1 and state not in camps else ""


def _kinds(places: Sequence[Place]) -> Ints:
    """Settlements, terrain, all other sites."""
    return np.array([{"P": 0, "T": 1}.get(p.feature_class, 2) for p in places], dtype=np.int64)


def guess_holders(
    known_xy: Floats,
    known_p: Floats,
    xy: Floats,
    *,
    model: SpatialModel | None = None,
    kinds: tuple[Ints, Ints] | None = None,
    ground: bool = False,
) -> Floats:
    """The same with arrays.

    Parameters
    ----------
    known_xy, xy : float arrays (n, 2), (m, 2)
        Metres.
    known_p : float array (n, K)
        Probabilities of the camps at the known places.
    model : SpatialModel, optional
    kinds : two int arrays, optional
        Kinds of the known and of the asked places. Default: all alike.
    ground : bool
        The points asked about are no places but any ground: they say nothing of how densely places lie.

    Returns
    -------
    float array (m, K)
    """
    chosen = model or SpatialModel()
    n = len(known_xy)
    near = nearest(known_xy, xy, min(_AROUND if ground else _NEIGHBOURS, n))
    needed = np.unique(near)
    if ground:
        own = spacing(known_xy, needed)
        relative = np.concatenate([own, own[near[:, 0]]])
    else:
        relative = spacing(np.concatenate([known_xy, xy]), np.concatenate([needed, n + np.arange(len(xy))]))
    length = 1000.0 * chosen.length_km * relative
    kind, kind_ = kinds or (np.zeros(n, dtype=np.int64), np.zeros(len(xy), dtype=np.int64))
    shares = krige(
        (known_xy, length[:n], kind), known_p, (xy, length[n:], kind_), near,
        nugget=chosen.nugget, unlike=chosen.unlike,
    )  # fmt: skip
    return probabilities(shares, known_p.mean(axis=0), chosen)


def fit_model(xy: Floats, shares: Floats, *, kind: Ints | None = None) -> SpatialModel:
    """Choose the numbers that guess each known place best from the others (log likelihood, leaving one out)."""
    n, k = shares.shape
    if n < 20 or k < 2:
        return SpatialModel()
    near = nearest(xy, xy, min(_NEIGHBOURS, n - 1), skip_self=True)
    kinds = np.zeros(n, dtype=np.int64) if kind is None else kind
    relative = spacing(xy)
    truth = shares.argmax(axis=1)
    frequent = shares.mean(axis=0)

    def kriged(model: SpatialModel, rows: Ints) -> Floats:
        length = 1000.0 * model.length_km * relative
        asked = (xy[rows], length[rows], kinds[rows])
        return krige((xy, length, kinds), shares, asked, near[rows], nugget=model.nugget, unlike=model.unlike)

    # A place of two camps says what is around it, but is no example of who holds a place.
    clear = np.flatnonzero(shares.max(axis=1) > 0.5)
    # Some hundreds of places choose as well as thousands; every n-th along a diagonal, so that they are spread.
    sample = clear[np.argsort(xy[clear].sum(axis=1), kind="stable")][:: max(1, n // 1000)]
    best = (np.inf, SpatialModel())
    for length_km in _LENGTHS_KM:
        plain = SpatialModel(length_km)
        told = kriged(plain, sample)
        for sharpness in (2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0) if len(clear) < _LEAST else (5.0,):
            model = replace(plain, sharpness=sharpness)
            p = probabilities(told, frequent, model)
            loss = -float(np.log(p[np.arange(len(sample)), truth[sample]]).mean())
            if loss < best[0] - 1e-9:
                best = (loss, model)
    if len(clear) < _LEAST:
        return best[1]
    weights = _regression(kriged(best[1], clear), truth[clear])
    return replace(best[1], weights=tuple(tuple(row) for row in weights.tolist()))


def probabilities(shares: Floats, frequent: Floats, model: SpatialModel) -> Floats:
    """Probabilities from kriged shares, (n, K); `frequent` are the camps' shares of all known places."""
    if model.weights:
        score = _terms(shares) @ np.array(model.weights)
        p = np.exp(score - score.max(axis=1, keepdims=True))
    else:
        p = np.exp(model.sharpness * (shares - shares.max(axis=1, keepdims=True)))
        # A camp with no place around has no claim to a share but the general one.
        p *= np.clip(shares + 0.02, 0.0, None) + 1e-3
    p /= p.sum(axis=1, keepdims=True)
    return np.asarray((1.0 - model.doubt) * p + model.doubt * frequent / frequent.sum())


def _terms(shares: Floats) -> Floats:
    return np.concatenate([_SLOPE * shares, np.ones((len(shares), 1))], axis=1)


def _regression(shares: Floats, truth: Ints) -> Floats:
    """Multinomial logistic regression with a unit normal prior on the slopes, by Newton's method."""
    x, k = _terms(shares), shares.shape[1]
    y = np.eye(k)[truth]
    size = x.shape[1]
    w = np.zeros((size, k))
    w[:k] = np.eye(k)
    # The constants are only held where the data leave them open.
    held = np.tile(np.append(np.ones(k), 1e-3), k)
    for _ in range(_ROUNDS):
        score = x @ w
        p = np.exp(score - score.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        slope = (x.T @ (p - y)).T.ravel() + held * w.T.ravel()
        curve = np.diag(held)
        for a in range(k):
            for b in range(k):
                v = p[:, a] * ((a == b) - p[:, b])
                curve[a * size : (a + 1) * size, b * size : (b + 1) * size] += (x * v[:, None]).T @ x
        step = np.linalg.solve(curve, slope)
        # A long step of Newton's overshoots while the fit is still rough.
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        w = w - step.reshape(k, size).T
        if float(np.abs(step).max()) < 1e-6:
            break
    return w
