"""From `MapData` to a folium map, and to a file."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo._files import data_path, write_text
from geo.errors import DataNotFoundError, InvalidQueryError
from geo.render.camps import camp_styles, camps_of
from geo.render.encode import clean_text, data_block
from geo.render.ground import with_ground
from geo.render.payload import Places, encode_texts, find_axis

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from datetime import date

    import folium

    from geo.models import Place
    from geo.render.camps import CampStyle
    from geo.render.data import MapData

__all__ = ["build_map", "save_map"]

_ASSETS = Path(__file__).resolve().parent / "assets"
#: Panes from bottom to top, with their stacking order; Leaflet's own tile pane has 200, its markers 600.
PANES: Final = {"fl-base": 210, "fl-areas": 300, "fl-lines": 320, "fl-front": 340, "fl-symbols": 420, "fl-names": 440}
THEMES: Final = ("auto", "light", "dark")
DEFAULT_SPAN_DAYS: Final = 14
#: The view is never narrower than this, in degrees: one village alone says little without its surroundings.
NARROWEST: Final = 0.9
#: Places farther from the middle than so many times what three quarters of them are (or degrees, if those are close)
#: do not set the view.
_STRAY: Final = 4.0
#: Countries with Arabic as an official language: their maps open with the second names on (ISO 3166-1).
ARABIC: Final = frozenset(
    ("AE", "BH", "DJ", "DZ", "EG", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO")
) | {"SY", "TD", "TN", "YE"}
#: What the map shows when there is nothing to show and no conflict says where to look.
EMPTY_BOUNDS: Final = (35.5, 32.2, 42.5, 37.4)


def build_map(
    data: MapData,
    *,
    title: str | None = None,
    theme: str = "auto",
    threshold: float | None = None,
    bbox: tuple[float, float, float, float] | None = None,
    tiles: str | None = None,
) -> folium.Map:
    """Build the map as a real `folium.Map`; a notebook shows it, ``.save`` writes it.

    Parameters
    ----------
    data : MapData
    title : str, optional
        Instead of ``data.title``.
    theme : {"auto", "light", "dark"}
        ``auto`` follows the reader's system.
    threshold : float, optional
        Claims of less certainty (0 to 1) are hidden until the reader asks for them; default:
        `geo.claims.MAP_THRESHOLD`.
    bbox : (west, south, east, north), optional
        Degrees; where the map opens.
    tiles : str, optional
        Name of a tile provider that folium knows ("OpenStreetMap"), or an https address with ``{z}/{x}/{y}``. The
        page then loads pictures from that host. None: no network at all.

    Returns
    -------
    folium.Map

    Raises
    ------
    InvalidQueryError
        If an argument is outside its range.
    RenderError, UnsafeOutputError
        When the page is rendered; see `geo.render.figure.OfflineFigure`.
    """
    import folium

    from geo.render.figure import OfflineFigure, Verbatim, stable_ids

    if theme not in THEMES:
        message = f"theme must be one of {', '.join(THEMES)}; got {theme!r}"
        raise InvalidQueryError(message)
    if threshold is not None and not 0 <= threshold <= 1:
        message = f"threshold is a certainty between 0 and 1; got {threshold!r}"
        raise InvalidQueryError(message)
    blocks, meta = encode_page(data, title=title, threshold=threshold, bbox=bbox)
    layer, hosts = _tiles(tiles)
    meta["tiles"] = bool(layer)
    west, south, east, north = meta["extent"]
    chart = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=7,
        tiles=None,
        min_zoom=4,
        max_zoom=14,
        control_scale=True,
        zoomSnap=0.25,
        zoomDelta=0.5,
        wheelPxPerZoomLevel=90,
        world_copy_jump=False,
    )
    for name, order in PANES.items():
        folium.map.CustomPane(name, z_index=order, pointer_events=False).add_to(chart)
    if layer is not None:
        layer.add_to(chart)
    attributes = 'lang="en"' + ("" if theme == "auto" else f' data-theme="{theme}"')
    figure = OfflineFigure(page_title=clean_text(meta["title"]), image_hosts=hosts, attributes=attributes)
    figure.add_child(chart)
    page = "\n".join([_asset("app.html"), data_block("fl-meta", meta), *blocks])
    figure.html.add_child(Verbatim(page), name="fl-page")
    chart.add_child(_app(), name="fl-app")
    stable_ids(figure)
    return chart


def save_map(data: MapData, path: str | os.PathLike[str], **options: Any) -> Path:  # noqa: ANN401
    """Write the map as one HTML file, whole or not at all.

    Parameters
    ----------
    data : MapData
    path : path
    **options
        As `build_map`.

    Returns
    -------
    pathlib.Path
    """
    write_text(path, build_map(data, **options).get_root().render())
    return Path(path)


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


@cache
def _program() -> str:
    """Return the page's program: the files in the order of their names, in one scope of their own."""
    parts = [path.read_text(encoding="utf-8") for path in sorted(_ASSETS.glob("*.js"))]
    return '"use strict";\n' + "\n".join(parts)


def _app() -> Any:  # noqa: ANN401
    """Make the element that puts style and program behind folium's own, once folium has placed those."""
    from geo.render.figure import Verbatim

    class App(Verbatim):
        def render(self, **_kwargs: Any) -> str:  # noqa: ANN401
            root: Any = self.get_root()
            chart: Any = self._parent
            root.header.add_child(Verbatim(f"<style>\n{_asset('app.css')}</style>"), name="fl-style")
            root.script.add_child(
                Verbatim(f"(function (map) {{\n{_program()}\n}})({chart.get_name()});"), name="fl-program"
            )
            return ""

    return App("")


def find_basemap(data: MapData, extent: Sequence[float]) -> dict[str, Any] | None:
    """Return the base map for the data's conflict; None where none is installed.

    A war elsewhere than the common base map's country gets its towns and provinces from the gazetteer.
    """
    block = _basemap(getattr(data.conflict, "name", "") or "")
    home = next(iter(getattr(data.conflict, "countries", ())), "")
    if block is None or data.gazetteer is None or home == block.get("country"):
        return block
    return with_ground(block, data.gazetteer, extent)


@cache
def _basemap(conflict: str) -> dict[str, Any] | None:
    """Return the base map of a conflict, else the common one; None where none is installed."""
    import json

    for name in (f"basemap-{conflict}.json", "basemap.json"):
        try:
            path = data_path("gazetteer", name)
        except DataNotFoundError:
            continue
        block: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return block
    return None


def encode_page(
    data: MapData,
    *,
    title: str | None = None,
    threshold: float | None = None,
    bbox: tuple[float, float, float, float] | None = None,
) -> tuple[list[str], dict[str, Any]]:
    """Encode the data blocks of the page (HTML) and the small block that describes them."""
    from geo.claims import MAP_THRESHOLD
    from geo.render.control import encode_arrows, encode_control

    named = camps_of(data)
    camps = camp_styles(data.conflict, named)
    axis = find_axis(data)
    places = Places()
    control = encode_control(data.timeline, data.cells, camps, places, axis)
    texts = encode_texts(data, camps, places, axis)
    rows = {claim_id: row for row, claim_id in enumerate(texts["claims"]["columns"]["id"])}
    texts["arrows"] = encode_arrows(data, camps, places, axis, rows)
    extent = bbox or data.bbox or _extent(data, places)
    basemap = find_basemap(data, extent)
    licences = tuple((basemap or {}).get("licences", ()))
    meta = {
        "title": clean_text(data.title if title is None else title),
        "version": clean_text(dict(data.provenance).get("Frontline", "")),
        "first": axis.first.isoformat(),
        "days": axis.days,
        "day": max(0, axis.day(data.as_of)) if data.as_of else axis.days,
        "span": DEFAULT_SPAN_DAYS,
        "threshold": round(100 * (MAP_THRESHOLD if threshold is None else threshold)),
        "known": _long(axis.last),
        "dated": axis.known,
        "claims": len(data.claims),
        "arabic": (basemap or {}).get("country", "") in ARABIC,
        "camps": _encode_camps(camps, named, control),
        "extent": list(extent),
        "bounds": [[extent[1], extent[0]], [extent[3], extent[2]]],
        "origin": [round((extent[1] + extent[3]) / 2, 2), round((extent[0] + extent[2]) / 2, 2)],
        "attribution": [_short_credit(line) for line in licences],
        "provenance": [
            *([clean_text(label), clean_text(text)] for label, text in data.provenance),
            *(["Base map", clean_text(line)] for line in licences),
            ["Libraries", "Leaflet (BSD 2-clause), folium (MIT)"],
        ],
        "warnings": [clean_text(warning) for warning in data.warnings],
    }
    blocks = [data_block("fl-base", basemap)] if basemap else []
    blocks.append(data_block("fl-places", places.encode()))
    blocks.append(data_block("fl-text", texts))
    if control:
        blocks.append(data_block("fl-control", control))
    return blocks, meta


def _encode_camps(
    camps: Sequence[CampStyle], named: Mapping[str, int], control: dict[str, Any] | None
) -> list[dict[str, Any]]:
    rows = {camp.id: row for row, camp in enumerate(camps)}
    held = set(control["holder"]) if control else set()
    encoded = []
    for row, camp in enumerate(camps):
        shown = rows.get(camp.shows_as, row)
        encoded.append({**camp.encode(), "asRow": shown, "used": named.get(camp.id, 0) > 0 or row in held})
    for camp_row in encoded:  # a camp in whose colour another one is shown is in the legend
        if camp_row["used"]:
            encoded[camp_row["asRow"]]["used"] = True
    return encoded


def _short_credit(line: str) -> str:
    """Name who is to be credited, for the foot of the map; the licence in full is in the About panel."""
    return clean_text(line.partition(": ")[2].partition(" (")[0] or line)


def _long(day: date) -> str:
    return f"{day.day} {day.strftime('%B')} {day.year}"


def _extent(data: MapData, places: Places) -> tuple[float, float, float, float]:
    """Where most of what the claims speak of lies, with a margin."""
    spots = [
        claim.resolution.place
        for claim in data.claims
        if claim.resolution is not None and claim.resolution.place is not None
    ]
    points = [p for p in spots if p.feature_class not in ("A", "L")] or spots or places.places
    if not points:
        return getattr(data.conflict, "bbox", None) or EMPTY_BOUNDS
    points = _core(points)
    lats = sorted(point.latitude for point in points)
    lons = sorted(point.longitude for point in points)
    cut = len(lats) // 10
    south, north = lats[cut], lats[-1 - cut]
    west, east = lons[cut], lons[-1 - cut]
    span = max(north - south, east - west)
    margin = max(0.15, 0.08 * span, (NARROWEST - span) / 2)
    return (
        round(west - margin, 3),
        round(max(south - margin, -84.0), 3),
        round(east + margin, 3),
        round(min(north + margin, 84.0), 3),
    )


def _core(points: Sequence[Place]) -> list[Place]:
    """Leave out the few that lie far from all others: a stray namesake abroad must not set the view."""
    half = len(points) // 2
    lat, lon = sorted(p.latitude for p in points)[half], sorted(p.longitude for p in points)[half]
    away = [math.hypot((p.longitude - lon) * math.cos(math.radians(lat)), p.latitude - lat) for p in points]
    reach = _STRAY * max(sorted(away)[3 * len(away) // 4], 1.0)
    return [point for point, degrees in zip(points, away, strict=True) if degrees <= reach]


def _tiles(name: str | None) -> tuple[Any, tuple[str, ...]]:
    """Make a tile layer and the origins of its pictures."""
    if name is None:
        return None, ()
    import re

    import folium

    if name.lower().startswith("http"):
        match = re.fullmatch(r"(https://[A-Za-z0-9.\-]+(?::\d+)?)/[A-Za-z0-9./_\-{}@]*\{z\}[A-Za-z0-9./_\-{}@]*", name)
        if not match:
            message = f"tiles: {name!r} is no https address with {{z}}, {{x}} and {{y}} and a fixed host"
            raise InvalidQueryError(message)
        return folium.TileLayer(name, attr="Tiles: " + match.group(1).removeprefix("https://")), (match.group(1),)
    if name.lower().replace(" ", "") in ("openstreetmap", "osm"):
        host = "https://tile.openstreetmap.org"
        return folium.TileLayer(host + "/{z}/{x}/{y}.png", attr="(c) OpenStreetMap contributors"), (host,)
    message = f"tiles: {name!r} is not known; use 'OpenStreetMap' or an https address with {{z}}/{{x}}/{{y}}"
    raise InvalidQueryError(message)
