"""The probability that a resolution is right, from what the decision saw.

A logistic model over a few features of the chosen place, fitted by ``bench/geoparse_reliability.py`` on labelled
sentences and two public corpora; but what a loose spelling and a lonely village cost was read off news on a war, where
most names so found are persons or other villages. With places of one name all over a country nothing is surer than the
share of the evidence that the chosen one has.
"""

from __future__ import annotations

from math import exp, log, log1p
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.resolution._report import Name

__all__ = ["COEFFICIENTS", "features", "probability"]

#: Constant, lead over the next place elsewhere, the same if there is no other place, spelling loose or not, how unlike
#: it is, known under its main name, logarithm of the places of the name, a conflict whose land the gazetteer has in
#: depth, distance of a lesser place to the next sure one in such a conflict.
COEFFICIENTS = (-0.3, 0.38, 0.02, -0.3, -8.0, 1.0, -0.48, 2.6, -2.0)
_MOST_LEAD, _MOST_LOOSE_LEAD = 12.0, 6.0
_LESSER = 4.5
_FAR_KM = 20.0
_MOST_FAR = 3.0


def features(name: Name, *, war: bool, near_km: float) -> tuple[float, ...]:
    """What the model looks at; see `COEFFICIENTS`.

    Parameters
    ----------
    name : Name
        With a place chosen.
    war : bool
        The place lies in the country that the conflict plays in.
    near_km : float
        Distance to the next sure town or site of the report; 0 where there is none.
    """
    chosen = name.chosen
    assert chosen is not None  # noqa: S101 - the caller has one
    # That no other place is spelt so either does not make a loose spelling right.
    lead = min(_MOST_LEAD if chosen.alike == 1.0 else _MOST_LOOSE_LEAD, name.lead)
    far = 0.0
    if war and near_km and chosen.weight < _LESSER and chosen.kind in ("city", "site", "quarter"):
        far = min(_MOST_FAR, log1p(near_km / _FAR_KM))
    return (
        1.0,
        lead,
        lead if len(name.options) == 1 else 0.0,
        1.0 if chosen.alike < 1.0 else 0.0,
        1.0 - chosen.alike,
        1.0 if chosen.main else 0.0,
        log(len(name.options)),
        1.0 if war else 0.0,
        far,
    )


def probability(name: Name, share: float, *, war: bool, near_km: float) -> float:
    """How likely the chosen place of a name is the one that is meant.

    Parameters
    ----------
    name : Name
    share : float
        Of the evidence, for the chosen place and what lies beside it.
    war, near_km
        As for `features`.
    """
    z = sum(map(mul, COEFFICIENTS, features(name, war=war, near_km=near_km)))
    return min(share, 1.0 / (1.0 + exp(-z)))
