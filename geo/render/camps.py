"""How each camp is drawn: colour, dark colour, shape, hatch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.render.data import MapData

__all__ = ["CampStyle", "camp_styles", "camps_of"]

SHAPES: Final = ("square", "triangle", "diamond", "circle", "cross", "hexagon", "star", "pentagon", "plus")
HATCHES: Final = ("diagonal", "horizontal", "dots", "cross", "vertical", "anti-diagonal", "none")
#: For camps that come without colours: distinguishable under the common colour-vision deficiencies (Okabe and Ito).
FALLBACK_COLOURS: Final = ("#d55e00", "#0072b2", "#009e73", "#e69f00", "#cc79a7", "#56b4e9")


@dataclass(frozen=True)
class CampStyle:
    """Drawing style of one camp; `shows_as` is the camp in whose colour its gains appear."""

    id: str
    name: str
    colour: str
    colour_dark: str
    shape: str
    hatch: str
    shows_as: str
    edge: str = ""
    edge_dark: str = ""

    def encode(self) -> dict[str, Any]:
        """Row for the page."""
        return {
            "id": self.id,
            "name": self.name,
            "colour": self.colour,
            "dark": self.colour_dark,
            "shape": self.shape,
            "hatch": self.hatch,
            "edge": self.edge,
            "edgeDark": self.edge_dark,
        }


def camps_of(data: MapData) -> dict[str, int]:
    """How often the claims name each camp that occurs in the data, those named most often first."""
    counts = Counter(a.camp for claim in data.claims for a in (*claim.actors, *claim.opponents) if a.camp)
    counts.update(dict.fromkeys(data.timeline.camps if data.timeline is not None else (), 0))
    return {camp: counts[camp] for camp in sorted(counts, key=lambda camp: (-counts[camp], camp))}


def camp_styles(conflict: Any, used: Iterable[str]) -> tuple[CampStyle, ...]:  # noqa: ANN401
    """Styles of the conflict's camps, in its order, then of camps in `used` that it does not list.

    Parameters
    ----------
    conflict : Conflict or None
        A side that it does not list (``other:NAME``) is drawn among its "other" camp; with `Conflict.others_apart`
        the first ones get a colour of their own.
    used : iterable of str
        Camp ids that occur in the data, the most important first.

    Returns
    -------
    tuple of CampStyle
    """
    listed = list(getattr(conflict, "camps", ()) or ())
    styles = [
        CampStyle(
            id=camp.id,
            name=camp.name or camp.id,
            colour=(colour := _colour(camp.colour, _nth(FALLBACK_COLOURS, number))),
            colour_dark=_colour(camp.colour_dark, colour),
            shape=camp.shape if camp.shape in SHAPES else _nth(SHAPES, number),
            hatch=camp.hatch if camp.hatch in HATCHES else _nth(HATCHES, number),
            shows_as=camp.shows_as or camp.id,
            edge=_colour(camp.edge, ""),
            edge_dark=_colour(camp.edge_dark, ""),
        )
        for number, camp in enumerate(listed)
    ]
    known = {camp.id for camp in listed}
    spare = len(FALLBACK_COLOURS) if getattr(conflict, "others_apart", False) else 0
    for number, camp_id in enumerate(camp_id for camp_id in used if camp_id not in known):
        # "other:someone" is someone among the others, if the conflict lists those.
        group, _, one = camp_id.partition(":")
        among = bool(one) and group in known
        plain = (one or camp_id).replace("_", " ").capitalize()
        label = conflict.camp(camp_id).name if among and hasattr(conflict, "camp") else plain
        shows_as = group if among and number >= spare else camp_id
        colour = _nth(FALLBACK_COLOURS, number)
        look = (label, colour, colour, _nth(SHAPES, number), _nth(HATCHES, number))
        styles.append(CampStyle(camp_id, *look, shows_as))
    return tuple(styles)


def _nth(values: tuple[str, ...], number: int) -> str:
    return values[number % len(values)]


def _colour(value: object, default: str) -> str:
    """Return `value` if it is ``#rrggbb``, else `default`: nothing else may reach a canvas or a style."""
    text = str(value or "")
    valid = len(text) == 7 and text[0] == "#" and all(char in "0123456789abcdefABCDEF" for char in text[1:])
    return text.lower() if valid else default
