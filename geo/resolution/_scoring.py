"""The kernel: how well each place that a name may mean fits its report, as log-odds."""

from __future__ import annotations

from math import cos, hypot, log2, radians
from typing import TYPE_CHECKING

from geo.resolution._candidates import KM_PER_DEGREE, LIMIT, Option, km_between, options_of
from geo.resolution._context import AREA, CITY, SITE

if TYPE_CHECKING:
    from geo.recognition._names import NameBook
    from geo.resolution._report import Name

__all__ = ["lead_of", "score_options"]

# Weights of the evidence, in log-odds. Set by hand; bench/geoparse.py reports what they give.
W_INSIDE = 7.0
W_LEVEL = 5.0
W_DEFAULT_LEVEL = 4.0
W_CITY = 1.4
W_SITE = 5.0
W_STATE = 4.0  # a state is named by its name nearly always, whatever villages share it
W_NEIGHBOUR = 1.2
W_COMPANY = 1.5
_WANTED = {
    AREA: ("area", "region", "county", "country"),
    CITY: ("city",),
    SITE: ("site",),
}
#: A place that falls short of the best by this much needs its country named to be thought of.
_HOPELESS = 5.0
_MILLION = 1_000_000


def score_options(  # noqa: PLR0917 - one kernel, in the hot path
    name: Name, book: NameBook, nations: dict[int, float], divisions: dict[tuple[int, int], float],
    theatre: dict[int, float], anchors: tuple[tuple[str, float, float, float], ...],
    votes: dict[tuple[int, int], float],
) -> list[tuple[float, Option]]:  # fmt: skip
    """Options with their log-odds, best first; `nations` and `divisions` hold what each is worth."""
    options = name.options
    if len(options) == 1:
        return [(options[0].base, options[0])]
    entry = name.entry
    if not name.container and len(options) > LIMIT:
        kept = [o for o in options[LIMIT:] if o.country in theatre or (o.country, o.admin1) in divisions]
        options = (*options[:LIMIT], *kept)
    containers = (
        [
            (o.country, o.admin1, o.kind, o.latitude, o.longitude)
            for c in name.container
            for o in options_of(book, c)[:4]
        ]
        if name.container
        else []
    )
    level = name.level
    both: set[int] = set()
    large = True
    if level in ("", "cardinal"):
        areas = {o.country for o in options if o.kind == "area"}
        if areas:
            both = areas & {o.country for o in options if o.kind == "city"}
            # "north-east Hama" is the province; "eastern Aleppo" is half of a city of millions.
            people = book.gazetteer.population
            large = any(int(people[o.row]) >= _MILLION for o in options if o.kind == "city" and o.country in both)
    # A base or airport goes by the bare name of its town only where the words say so.
    towns = {o.country for o in options if o.kind == "city" and o.weight > 3.5}
    wanted = _WANTED.get(level, ())
    own = name.votes
    # In a war the villages of one report lie together, and their sizes say little.
    crowd = W_NEIGHBOUR * (1.8 if theatre else 1.0) / (1.0 + 0.15 * len(anchors))
    near = [(lat, lon, crowd * strength) for other, lat, lon, strength in anchors if other != name.key]
    scored = []
    floor = options[0].base - _HOPELESS if not containers else -99.0
    for o in options:
        country = o.country
        if o.base < floor and country not in nations and country not in theatre:
            continue
        s = o.base + nations.get(country, 0.0)
        if o.kind == "country":
            s += W_STATE
        else:
            pair = (country, o.admin1)
            s += divisions.get(pair, 0.0)
            company = votes.get(pair, 0.0) - own.get(pair, 0.0)
            if company > 0.05:
                s += W_COMPANY * log2(1.0 + company)
        if theatre:
            s += theatre.get(country, 0.0)
        if containers:
            s += _inside(o, containers)
        if o.kind in wanted:
            s += W_LEVEL
        if o.kind == "site" and country in towns and level != SITE:
            s -= W_SITE
        if both and country in both:
            default = book.lexicon.levels.get((entry.key, book.gazetteer.countries[country]))
            if level == "cardinal" and not large:
                default = AREA
            if default is None:
                s += W_CITY if o.kind == "city" else 0.0
            elif (default == AREA) == (o.kind == "area"):
                s += W_DEFAULT_LEVEL
        if near:
            latitude, longitude = o.latitude, o.longitude
            for lat, lon, pull in near:
                if -4.0 < lat - latitude < 4.0:
                    # As `km_between`, which would be called ten thousand times a second here.
                    dlon = (lon - longitude + 180.0) % 360.0 - 180.0
                    if -60.0 < dlon < 60.0:
                        km = hypot(lat - latitude, dlon * cos(radians((latitude + lat) / 2))) * KM_PER_DEGREE
                        if km <= 400.0:
                            s += pull * (1.8 if km <= 25.0 else 1.3 if km <= 80.0 else 0.7 if km <= 200.0 else 0.3)
        scored.append((s, o))
    scored.sort(key=_by_score)
    return scored


def _by_score(item: tuple[float, Option]) -> tuple[float, int]:
    return -item[0], item[1].row


def _inside(option: Option, containers: list[tuple[int, int, str, float, float]]) -> float:
    for country, admin1, kind, latitude, longitude in containers:
        if option.country != country:
            continue
        if kind == "country" and option.kind != "country":
            return W_INSIDE
        if kind in ("area", "county") and option.admin1 == admin1 and option.kind not in {"country", "area"}:
            return W_INSIDE
        if (
            kind in ("city", "region")
            and km_between(option.latitude, option.longitude, latitude, longitude) < 60.0
            and option.kind in ("city", "site")
        ):
            return W_INSIDE * 0.5
    return 0.0


def lead_of(name: Name) -> float:
    """Lead of the chosen place over the next that lies elsewhere (more than 25 km away)."""
    best = name.scored[0]
    for other in name.scored[1:]:
        if km_between(best[1].latitude, best[1].longitude, other[1].latitude, other[1].longitude) > 25.0:
            return best[0] - other[0]
    return 6.0
