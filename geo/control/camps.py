"""The camps that can hold a place, as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from geo.models import Actor, Claim

__all__ = ["CampTable", "ConflictLike", "possible_camps"]


class ConflictLike(Protocol):
    """The little that the control estimate asks of a conflict."""

    def shows_as(self, camp: str) -> str:
        """Holder camp that `camp` is drawn as."""

    def opposes(self, a: str, b: str) -> bool:
        """Whether two camps fight each other."""


@dataclass(frozen=True, slots=True)
class CampTable:
    """The camps that can hold a place, in the order of the conflict, and who they are allied with."""

    names: tuple[str, ...]
    index: Mapping[str, int]
    opposed: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, conflict: ConflictLike, camps: Iterable[str], claims: Iterable[Claim] = ()) -> CampTable:
        """Build the table.

        Parameters
        ----------
        conflict : Conflict
        camps : iterable of str
            Camp ids in order; allies go to the row of the camp they are shown as.
        claims : iterable of Claim
            The sides they name that the conflict's files do not list (``other:NAME``) get rows of their own, and
            count as enemies of those they are said to fight.

        Returns
        -------
        CampTable
        """
        listed = tuple(camps)
        extra, pairs = _unlisted(claims)
        ids = (*listed, *(c for c in extra if c not in listed))
        if len(ids) < 2:
            # One camp alone could never be doubted.
            ids = (*ids, "other")
        shown = {c: conflict.shows_as(c) for c in ids}
        names = tuple(c for c in ids if shown[c] == c)
        rows = {c: i for i, c in enumerate(names)}
        index = {c: rows[shown[c]] for c in ids if shown[c] in rows}
        opposed = np.array([[a != b and bool(conflict.opposes(a, b)) for b in names] for a in names], dtype=bool)
        opposed = opposed.reshape(len(names), len(names))
        for a, b in sorted(pairs):
            if a in index and b in index and index[a] != index[b]:
                opposed[index[a], index[b]] = opposed[index[b], index[a]] = True
        return cls(names, index, opposed)

    def mask(self, actors: Sequence[Actor]) -> npt.NDArray[np.bool_]:
        """Camps that the actors may stand for. Empty if none of them can hold a place."""
        out = np.zeros(len(self.names), dtype=bool)
        for actor in actors:
            for camp in possible_camps(actor):
                if camp in self.index:
                    out[self.index[camp]] = True
        return out


def possible_camps(actor: Actor) -> tuple[str, ...]:
    """Camps that an actor may belong to: all of them where the words alone do not decide ("rebels")."""
    first = (actor.camp,) if actor.camp else ()
    return (*first, *(c for c in actor.camps if c not in first))


def _unlisted(claims: Iterable[Claim]) -> tuple[tuple[str, ...], set[tuple[str, str]]]:
    """Sides that only the claims know, and who is said to fight them."""
    extra: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for claim in claims:
        sides = [[a.camp for a in group if a.camp] for group in (claim.actors, claim.opponents)]
        new = {c for group in sides for c in group if c.startswith("other:")}
        extra |= new
        pairs |= {(a, b) for a in sides[0] for b in sides[1] if a != b and (a in new or b in new)}
    return tuple(sorted(extra)), pairs
