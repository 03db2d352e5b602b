"""The kernel: how well each place that a name may mean fits its report, as log-odds."""

from __future__ import annotations

from math import cos, hypot, log2, radians, sin
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from geo.gazetteer._nearest import KM_PER_DEGREE
from geo.resolution._candidates import (
    W_DIVISION_CAPITAL,
    Option,
    has_rural_name,
    km_between,
    row_of,
)
from geo.resolution._context import AREA, BESIDE, CITY, QUARTER, RURAL, SITE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.recognition._names import NameBook
    from geo.resolution._evidence import Anchor
    from geo.resolution._report import Name

__all__ = ["NO_OTHER", "Neighbours", "Town", "lead_of", "lies_in", "near_of", "on_side", "score_options", "towns_of"]

# Weights of the evidence, in log-odds. Set by hand; bench/geoparse.py reports what they give.
W_INSIDE = 7.0
W_LEVEL = 5.0
W_DEFAULT_LEVEL = 4.0
W_CITY = 1.8
W_SITE = 5.0
W_STATE = 4.0  # a state is named by its name nearly always, whatever villages share it
W_NEIGHBOUR = 1.8
W_CLOSE = 2.4  # of the neighbour's worth within 10 km; 1.8 within 25 and less beyond
W_COMPANY = 1.9
W_TOGETHER = 3.0  # other names have a place within about 60 km
W_BESIDE = 4.0
W_FAME = 1.2
W_RURAL = 7.0  # "Damascus countryside" is a province of its own
_FAMOUS = 5.0
W_WRONG_SIDE = 3.0  # "Baghuz, eastern Syria" is not in the west of it
W_QUARTER_AT_HOME = 3.5  # a quarter of a town that the report names
W_QUARTER_ABROAD = 3.0
_WANTED = {
    AREA: ("area", "region", "county", "country"),
    CITY: ("city",),
    SITE: ("site",),
    QUARTER: ("quarter",),
}
#: Words that go with settlements and sites alike.
_LOCAL_CUES = frozenset(["hospital"])
_LOCAL = ("city", "site", "quarter")
_BESIDE_KM = 60.0
#: How far beyond the middle of a country its other half may begin; of a province people speak as seen from its town.
_MARGIN_KM = {"country": 25.0}
#: A quarter lies within this distance of the middle of its town.
TOWN_KM = 20.0
_SAME_SENTENCE = 200
#: Decimal logarithm of the people of a town whose quarters are news.
_HAS_QUARTERS = 4.7
#: Within these one is by being near.
_SMALL = ("city", "region", "quarter", "site")
_PARTS = (QUARTER, SITE)
#: What no quarter and no site is.
_WHOLE = ("area", "country", "region")
#: A place that falls short of the best by this much needs its country named to be thought of.
_HOPELESS = 5.0
#: Farther apart are two places, nearer two entries of one.
_ELSEWHERE_KM = 25.0
#: Lead of a place that no other competes with.
NO_OTHER = 6.0
#: Levels at which a province and its capital both come into question.
_EITHER = ("", "cardinal", SITE)
_NOWHERE: frozenset[int] = frozenset()
#: A neighbour is near within 400 km, in degrees of latitude a little more; beyond this latitude nothing is measured.
_REACH_DEGREES, _POLAR = 4.0, 89.0
#: In so many degrees of latitude are more than `_ELSEWHERE_KM`.
_FAR_NORTH = 0.23
_SCORE = itemgetter(0)


class Neighbours(NamedTuple):
    """Places of a report that others are measured from.

    `places` have the key of the name, latitude, longitude, and what being near is worth; nothing is near any of them
    outside `box` (south, north, west, east).
    """

    places: Sequence[tuple[str, float, float, float]]
    box: tuple[float, float, float, float]


NO_NEIGHBOURS = Neighbours((), (0.0, 0.0, 0.0, 0.0))


def score_options(  # noqa: PLR0917 - one kernel, in the hot path
    name: Name, book: NameBook, nations: dict[int, float], divisions: dict[tuple[int, int], float],
    theatre: dict[int, float], near: Neighbours | tuple[()],
    votes: dict[tuple[int, int] | int, float], towns_named: tuple[Town, ...],
) -> list[tuple[float, Option]]:  # fmt: skip
    """Options with their log-odds, best first; `nations` and `divisions` hold what each is worth."""
    options = name.options
    if len(options) == 1:
        return [(options[0].base, options[0])]
    traits = name.traits
    lines = traits.lines
    if traits.rest and not name.container and (theatre or not traits.far.isdisjoint(divisions)):
        more = [line for line in traits.rest if line[1] in theatre or line[2] in divisions]
        lines = tuple(sorted((*lines, *more), key=row_of)) if more else lines
    elif traits.rest and name.container:
        lines = tuple(sorted((*lines, *traits.rest), key=row_of))
    containers: list[tuple[Option, float | None]] = []
    beside: list[tuple[float, float]] = []
    if name.links:
        containers = _containers(name)
        beside = _beside(name)
    level = name.level
    both = traits.both
    wanted: tuple[str, ...] = ()
    rural = False
    if level:
        if level not in _EITHER or (level == SITE and any(line[4] == "site" for line in lines)):
            both = _NOWHERE
        wanted = _LOCAL if name.cue in _LOCAL_CUES else _WANTED.get(level, ())
        rural = name.cue in RURAL
    # A war's gazetteer is deep, and the largest division has a place of nearly every name.
    worth_of_company = W_COMPANY * (0.5 if theatre else 1.0)
    key = name.key
    scored: list[tuple[float, Option]] = []
    plain = not (containers or beside or rural or wanted or traits.quarters or level)
    floor = options[0].base - _HOPELESS if not containers else -99.0
    nations_get, divisions_get, votes_get = nations.get, divisions.get, votes.get
    anchors, (south, north_end, west, east_end) = near or NO_NEIGHBOURS
    for o, country, pair, base, kind, own, noted, latitude, longitude, around, own_near in lines:
        named = nations_get(country)
        if named is not None:
            s = base + named
        elif base < floor and country not in theatre:
            continue
        else:
            s = base
        if kind == "country":
            s += W_STATE
        else:
            # One look-up each: to hash a pair takes longer than the rest of the line.
            said = divisions_get(pair)
            if said is not None:
                s += said
            company = votes_get(pair, 0.0) - own
            if company > 0.05:
                s += worth_of_company * log2(1.0 + company)
                if not theatre:
                    a, b, c, d = around
                    company = votes_get(a, 0.0) + votes_get(b, 0.0) + votes_get(c, 0.0) + votes_get(d, 0.0) - own_near
                    if company > 0.05:
                        s += W_TOGETHER * log2(1.0 + company)
        if theatre:
            here = theatre.get(country)
            # Of the world outside a war, reports on it name what everybody knows.
            s += here if here is not None else W_FAME * (o.weight - _FAMOUS)
        if not plain:
            if containers:
                s += _inside(o, containers)
            if beside and any(km_between(o.latitude, o.longitude, *at) <= _BESIDE_KM for at in beside):
                s += W_BESIDE
            if kind in wanted:
                s += W_LEVEL
            elif level in _PARTS and kind in _WHOLE:
                s -= W_LEVEL
            if rural and kind == "area" and has_rural_name(book, o.row):
                s += W_RURAL
            if kind == "quarter":
                s += _at_home(o, name, towns_named, book)
        if noted:
            # A base or airport goes by the bare name of its town only where the words say so.
            if kind == "site" and level != SITE and country in traits.towns:
                s -= W_SITE
            if country in both:
                default = book.lexicon.levels.get((name.entry.key, book.gazetteer.countries[country]))
                # "north-east Hama" is the province; "eastern Aleppo" is half of a city of millions.
                if level == "cardinal" and not traits.large:
                    default = AREA
                if default is None or level == SITE:
                    # A war is told by its towns: there a province is called one.
                    if theatre:
                        s += W_CITY + W_DIVISION_CAPITAL if kind == "city" else 0.0
                    elif kind == "area":
                        s -= W_CITY
                elif (default == AREA) == (kind == "area"):
                    s += W_DEFAULT_LEVEL
        if not anchors or not (south < latitude < north_end and west < longitude < east_end):
            scored.append((s, o))
            continue  # most places in the world
        for other, lat, lon, pull in anchors:
            north = lat - latitude
            if -4.0 < north < 4.0 and other != key:
                # As `km_between`, which would be called ten thousand times a second here.
                east = (lon - longitude + 180.0) % 360.0 - 180.0
                if -60.0 < east < 60.0:
                    km = hypot(north, east * cos(radians((latitude + lat) / 2))) * KM_PER_DEGREE
                    if km <= 400.0:
                        share = 1.8 if km <= 25.0 else 1.3 if km <= 80.0 else 0.7 if km <= 200.0 else 0.3
                        s += pull * (share if km > 10.0 else W_CLOSE)
        scored.append((s, o))
    if len(scored) > 1:
        scored.sort(key=_SCORE, reverse=True)  # of equals the first row stays first
    return scored


def near_of(anchors: Sequence[Anchor], theatre: dict[int, float]) -> Neighbours:
    """Key and point of anchors, with what being near each says."""
    if not anchors:
        return NO_NEIGHBOURS
    # In a war the villages of one report lie together, and their sizes say little.
    crowd = W_NEIGHBOUR * (1.8 if theatre else 1.0) / (1.0 + 0.15 * len(anchors))
    south, north = min(a.latitude for a in anchors), max(a.latitude for a in anchors)
    west, east = min(a.longitude for a in anchors), max(a.longitude for a in anchors)
    degrees = _REACH_DEGREES / cos(radians(min(_POLAR, max(-south, north) + _REACH_DEGREES)))
    if west - degrees < -180.0 or east + degrees > 180.0:
        degrees = 360.0
    box = south - _REACH_DEGREES, north + _REACH_DEGREES, west - degrees, east + degrees
    return Neighbours([(a.key, a.latitude, a.longitude, crowd * a.strength) for a in anchors], box)


def _containers(name: Name) -> list[tuple[Option, float | None]]:
    """What the areas named beside a name may be, with the part of them that is said."""
    return [(o, link.bearing) for link in name.links if link.kind != BESIDE for o in link.name.options[:4]]


def _beside(name: Name) -> list[tuple[float, float]]:
    """Points of what the words put a name beside."""
    return [
        (o.latitude, o.longitude)
        for link in name.links
        if link.kind == BESIDE
        for o in link.name.options[:4]
        if o.kind != "country"
    ]


def _inside(option: Option, containers: list[tuple[Option, float | None]]) -> float:
    best = 0.0
    for outer, bearing in containers:
        if lies_in(option, outer):
            worth = W_INSIDE if outer.kind not in _SMALL else W_INSIDE * 0.5
            if bearing is not None and not on_side(option, outer, bearing):
                worth -= W_WRONG_SIDE
            best = max(best, worth)
    return best


def lies_in(option: Option, outer: Option) -> bool:
    """Whether a place is told to lie in another by "X, Y": in the country, in the division, or near the town."""
    if option.country != outer.country:
        return False
    if outer.kind == "country":
        return option.kind != "country"
    if outer.kind in ("area", "county"):
        return option.admin1 == outer.admin1 and option.kind not in ("country", "area")
    return (
        outer.kind in _SMALL
        and option.kind in ("city", "site", "quarter")
        and km_between(option.latitude, option.longitude, outer.latitude, outer.longitude) < 60.0
    )


def on_side(option: Option, outer: Option, bearing: float, doubt_km: float = 0.0) -> bool:
    """Whether a place lies in that part of an area, as far as their points can tell; or so much beyond it."""
    margin = _MARGIN_KM.get(outer.kind)
    if margin is None:
        return True
    margin += doubt_km
    north = (option.latitude - outer.latitude) * KM_PER_DEGREE
    east = (option.longitude - outer.longitude) * KM_PER_DEGREE * cos(radians(outer.latitude))
    angle = radians(bearing)
    return north * cos(angle) + east * sin(angle) > -margin


class Town(NamedTuple):
    """A town that a report names; quarters of it may be meant."""

    name: Name
    row: int
    latitude: float
    longitude: float


def towns_of(names: list[Name], book: NameBook) -> tuple[Town, ...]:
    """Towns that may have quarters, if any name of the report may be a quarter.

    A name that can only be a quarter of one town speaks for that town, too.
    """
    for name in names:
        if name.traits.quarters:
            break
    else:
        return ()
    found = []
    gaz = book.gazetteer
    for name in names:
        if name.options[0].kind == "quarter" and name.traits.quarters:
            homes = {gaz.part_of(o.row) if o.kind == "quarter" else None for o in name.options}
            town = homes.pop() if len(homes) == 1 else None
            if town is not None:
                found.append(Town(name, town, *gaz.point(town)))
            continue
        found += [
            Town(name, o.row, o.latitude, o.longitude)
            for o in name.options[:4]
            if o.kind == "city" and o.weight >= _HAS_QUARTERS
        ]
    return tuple(found)


def _at_home(option: Option, name: Name, towns: tuple[Town, ...], book: NameBook) -> float:
    """What it says for a quarter that its town is named, and how near in the text; or that it is not."""
    best = -W_QUARTER_ABROAD
    home = book.gazetteer.part_of(option.row)
    for town in towns:
        if town.name is name:
            continue
        if home is None:
            away = km_between(option.latitude, option.longitude, town.latitude, town.longitude) > TOWN_KM
        else:
            away = town.row != home
        if away:
            continue
        gap = min(abs(a - b) for a in name.starts for b in town.name.starts)
        worth = W_QUARTER_AT_HOME + 0.5 * log2(len(town.name.starts)) + (1.5 if gap <= _SAME_SENTENCE else 0.0)
        best = max(best, worth)
    return best


def lead_of(name: Name) -> float:
    """Lead of the chosen place over the next that lies elsewhere (more than 25 km away)."""
    scored = name.scored
    if len(scored) > 1:
        best, place = scored[0]
        latitude, longitude = place.latitude, place.longitude
        for score, other in scored:
            if other is place:
                continue
            north = other.latitude - latitude
            if (
                north > _FAR_NORTH
                or north < -_FAR_NORTH
                or km_between(latitude, longitude, other.latitude, other.longitude) > _ELSEWHERE_KM
            ):
                return best - score
    return NO_OTHER
