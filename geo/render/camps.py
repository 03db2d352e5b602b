"""How each camp is drawn: colour, dark colour, shape, hatch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

__all__ = ["CampStyle", "camp_styles"]

SHAPES: Final = ("square", "triangle", "diamond", "circle", "cross", "hexagon", "star", "pentagon", "plus")
HATCHES: Final = ("diagonal", "horizontal", "dots", "cross", "vertical", "anti-diagonal", "none")
#: For camps that come without colours: distinguishable under the common colour-vision deficiencies (Okabe and Ito).
FALLBACK_COLOURS: Final = ("#0072b2", "#e69f00", "#56b4e9", "#d55e00", "#cc79a7", "#009e73", "#999999")


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


def camp_styles(conflict: Any, used: set[str]) -> tuple[CampStyle, ...]:  # noqa: ANN401
    """Styles of the conflict's camps, in its order, then of camps in `used` that it does not list.

    Parameters
    ----------
    conflict : Conflict or None
    used : set of str
        Camp ids that occur in the data.
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
    for name in sorted(used - {style.id for style in styles}):
        number = len(styles)
        colour = _nth(FALLBACK_COLOURS, number)
        # "other:someone" is someone among the others, if the conflict lists those.
        group, _, one = name.partition(":")
        label = (one or name).replace("_", " ").capitalize()
        shows_as = group if one and group in {camp.id for camp in listed} else name
        styles.append(CampStyle(name, label, colour, colour, _nth(SHAPES, number), _nth(HATCHES, number), shows_as))
    return tuple(styles)


def _nth(values: tuple[str, ...], number: int) -> str:
    return values[number % len(values)]


def _colour(value: object, default: str) -> str:
    """Return `value` if it is ``#rrggbb``, else `default`: nothing else may reach a canvas or a style."""
    text = str(value or "")
    valid = len(text) == 7 and text[0] == "#" and all(char in "0123456789abcdefABCDEF" for char in text[1:])
    return text.lower() if valid else default
