"""The places a name may mean, with what the joint decision needs, kept between documents."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, exp, hypot, radians
from typing import TYPE_CHECKING

from geo._frozen import quick_init
from geo.folding import fold
from geo.gazetteer._accord import discord
from geo.gazetteer._nearest import KM_PER_DEGREE
from geo.recognition._runs import ARTICLES

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.recognition._names import NameBook, NameEntry

__all__ = [
    "LIMIT", "W_DIVISION_CAPITAL", "Line", "Option", "Traits", "candidates_of",
    "has_rural_name", "km_between", "row_of", "squares_about",
]  # fmt: skip

# Weights in log-odds, see `_resolve`.
W_PEOPLE = 1.4  # per power of ten of (pseudo-)population
# A first-level division by its own name; less where its country has a large town of that name.
W_DIVISION, W_DIVISION_CAPITAL = 2.5, 1.2
W_DIVISION_RIVAL = -1.0  # Manchester is no parish of Jamaica, Sofia no region of Madagascar
W_MAIN = 2.5
W_OTHER = 2.2  # another of its names
W_QUALITY = 6.0  # for a spelling without anything in common
_BIG = 4.5
_HAMLET = 3.7
_MILLION = 1_000_000
_TOWN = 3.5
_LARGE, _CITY = 5.0, 5.5
_WORLD_CITY = 5.8
#: Of the cost of a letter in which two spellings differ, so that a fifth of them is half a likeness.
_STRETCH = 2.5
#: Two spellings that are one to the ear.
_SAME = 0.99
_RURAL = frozenset(["rural", "countryside", "rif", "reef"])
#: Rows whose main name is looked up; those behind are small and rarely come into question.
_NAMED_ROWS = 8
#: Rows looked at when the words name no containing area.
LIMIT = 10


@quick_init
@dataclass(frozen=True, slots=True)
class Option:
    """One candidate.

    `kind` is ``country``, ``area`` (first level), ``county``, ``region``, ``city``, ``quarter`` or ``site``; `alike`
    says how well the written name agrees with a name of the place (1: the same to the ear).
    """

    row: int
    latitude: float
    longitude: float
    weight: float
    country: int
    admin1: int
    kind: str
    main: bool
    base: float
    alike: float = 1.0


#: An option as the kernel reads it: with its country and division, score without context, kind, own vote for the
#: division, whether the level may speak for or against it, the point that its neighbours are measured from, the squares
#: of the map around it, and own votes in these.
Line = tuple[Option, int, tuple[int, int], float, str, float, bool, float, float, tuple[int, int, int, int], float]

#: Cells of a row of squares of the map, one a degree; and the least that counts there.
_ROW = 512
_LEAST_VOTE = 0.1


@dataclass(frozen=True, slots=True)
class Traits:
    """What the candidates of a name have in common; the same in every report.

    Attributes
    ----------
    both : frozenset of int
        Countries in which it is a first-level division and a town.
    large : bool
        One of these towns has a million people.
    towns : frozenset of int
        Countries in which a town of some size bears it.
    quarters : bool
        It may be a quarter.
    ballots : tuple
        Countries and divisions, each with how likely the name means a place there; then squares of the map.
    lines, rest : tuple of Line
        The options that are always looked at, by row; those that need their country or division named.
    far : frozenset
        Countries and divisions of the rest.
    state : bool
        A country, of which no other and no first-level division has the name.
    lead : float
        By how much the first is weightier than the second.
    pairs : tuple
        Countries and divisions that the first options lie in, sorted.
    one_country : bool
        All of these are of one country.
    """

    both: frozenset[int] = frozenset()
    large: bool = False
    towns: frozenset[int] = frozenset()
    quarters: bool = False
    ballots: tuple[tuple[tuple[int, int] | int, float], ...] = ()
    lines: tuple[Line, ...] = ()
    rest: tuple[Line, ...] = ()
    far: frozenset[tuple[int, int]] = frozenset()
    state: bool = False
    lead: float = 0.0
    pairs: tuple[tuple[int, int], ...] = ()
    one_country: bool = False


def candidates_of(book: NameBook, entry: NameEntry, more: tuple[int, ...] = ()) -> tuple[tuple[Option, ...], Traits]:
    """Candidates of a name, the weightiest first, and what they have in common.

    Parameters
    ----------
    book : NameBook
    entry : NameEntry
    more : tuple of int
        Rows of places that are spelt nearly so.
    """
    if not more:
        # The rows of an entry are kept below, so that no others get their id; to hash them takes long.
        quick = entry.key, entry.name, id(entry.rows)
        known = book.candidates.get(quick)
        if known is not None:
            options, traits, _ = known
            return options, traits
        options, traits = _candidates(book, entry, ())
        book.candidates[quick] = options, traits, entry.rows
        return options, traits
    return _candidates(book, entry, more)


def _candidates(book: NameBook, entry: NameEntry, more: tuple[int, ...]) -> tuple[tuple[Option, ...], Traits]:
    cache: dict[object, tuple[tuple[Option, ...], Traits]] = book.candidates
    rows = entry.rows + more
    loose = bool(more) or entry.name == "~"
    key = entry.key, rows, entry.name
    found = cache.get(key)
    if found is None:
        if len(cache) > 40_000:
            cache.clear()
        gaz = book.gazetteer
        out = []
        for number, row in enumerate(rows):
            latitude, longitude = gaz.point(row)
            feature = gaz.features[book.feature[row]]
            weight = book.weight[row] / 25
            main = (bool(entry.name) and entry.name != "~") or (
                number < _NAMED_ROWS and gaz.is_main_name(row, entry.key)
            )
            # Big cities have many old and colloquial names; another town's own name is likelier than those.
            base = W_PEOPLE * weight + (W_MAIN if main else W_MAIN - W_OTHER if weight < _BIG else -1.0)
            kind = _kind(feature)
            if kind == "area" and main:
                capital, rival = _capital(book, entry.key, rows, book.country[row])
                base += W_DIVISION_RIVAL if rival else W_DIVISION_CAPITAL if capital else W_DIVISION
            alike = _alike(gaz, entry.key, row) if loose else 1.0
            base -= W_QUALITY * (1.0 - alike)
            out.append(
                Option(
                    row, latitude, longitude, weight, book.country[row], book.admin1[row], kind, main, base,
                    alike,
                )
            )  # fmt: skip
        if loose:
            if any(o.alike == 1.0 and o.main and o.weight >= _WORLD_CITY for o in out):
                # "Berlin" is no village of a like name.
                out = [o for o in out if o.alike == 1.0 or o.weight >= _HAMLET]
            out.sort(key=lambda o: (-o.base, o.row))
        if out[0].kind == "country" and out[0].main and all(o.weight < _HAMLET for o in out[1:]):
            del out[1:]  # Russia, Ohio is not worth the doubt
        options = tuple(out)
        found = cache[key] = options, _traits(book, options)
    return found


def _capital(book: NameBook, key: str, rows: tuple[int, ...], country: int) -> tuple[bool, bool]:
    """Whether a large town of this country bears the name, and whether only one of another country does."""
    gaz = book.gazetteer
    capital = rival = False
    for number, row in enumerate(rows):
        weight = book.weight[row] / 25
        if weight >= _LARGE and gaz.features[book.feature[row]][0] == "P":
            if book.country[row] == country:
                capital = True
            elif weight >= _CITY and number < _NAMED_ROWS and gaz.is_main_name(row, key):
                rival = True
    return capital, rival and not capital


def _traits(book: NameBook, options: tuple[Option, ...]) -> Traits:
    areas = {o.country for o in options if o.kind == "area"}
    both = frozenset(areas & {o.country for o in options if o.kind == "city"})
    people = book.gazetteer.population
    votes: dict[tuple[int, int] | int, float] = {}
    squares: dict[int, float] = {}
    for o in options[:LIMIT]:
        if o.kind == "country":
            continue
        vote = exp(min(0.0, o.base - options[0].base) / 2.5)
        votes.setdefault((o.country, o.admin1), vote)
        if vote >= _LEAST_VOTE:
            around = squares_about(o.latitude, o.longitude)
            # The likeliest comes first: a town and the county about it are one vote.
            if squares.keys().isdisjoint(around):
                squares[around[0]] = vote
    towns = frozenset(o.country for o in options if o.kind == "city" and o.weight > _TOWN)
    lines = []
    for o in options:
        at = o
        if o.kind == "area" and o.country in both:
            # A province is no farther from its villages than its town.
            at = next(c for c in options if c.kind == "city" and c.country == o.country)
        noted = o.country in both or (o.kind == "site" and o.country in towns)
        pair = o.country, o.admin1
        around = squares_about(o.latitude, o.longitude)
        own = sum(squares.get(square, 0.0) for square in around)
        lines.append((
            o, o.country, pair, o.base, o.kind, votes.get(pair, 0.0), noted, at.latitude, at.longitude, around, own
        ))  # fmt: skip
    first = options[0]
    pairs = {(o.country, o.admin1) for o in options[:LIMIT]}
    return Traits(
        both,
        any(int(people[o.row]) >= _MILLION for o in options if o.kind == "city" and o.country in both),
        towns,
        any(o.kind == "quarter" for o in options),
        (*votes.items(), *squares.items()),
        tuple(sorted(lines[:LIMIT], key=row_of)),
        tuple(sorted(lines[LIMIT:], key=row_of)),
        frozenset(line[2] for line in lines[LIMIT:]),
        first.kind == "country" and sum(o.kind in {"country", "area"} for o in options) == 1,
        first.weight - (options[1].weight if len(options) > 1 else 2.0),
        tuple(sorted(pairs)),
        len({country for country, _ in pairs}) == 1,
    )


def squares_about(latitude: float, longitude: float) -> tuple[int, int, int, int]:
    """Numbers of the square of the map that a point lies in, a degree wide, and of the three nearest beside it."""
    y, x = int(latitude + 90.0), int(longitude + 180.0)
    north = _ROW if latitude + 90.0 - y >= 0.5 else -_ROW
    east = 1 if longitude + 180.0 - x >= 0.5 else -1
    square = y * _ROW + x
    return square, square + north, square + east, square + north + east


def row_of(line: Line) -> int:
    """Row of a line's option, to sort by."""
    return line[0].row


def _kind(feature: str) -> str:
    kind, _, code = feature.partition(".")
    if code.startswith(("PCL", "TERR")):
        return "country"
    if code == "ADM1":
        return "area"
    if kind == "A":
        return "county"
    if kind in "LH":
        return "region"
    if kind == "P":
        return "quarter" if code == "PPLX" else "city"
    return "site"


def _alike(gaz: Gazetteer, key: str, row: int) -> float:
    """How well a name agrees with the best of the names of a place, by sound; articles count for nothing."""
    plain = _bare(key)
    latin = key.isascii()
    best = 0.0
    for name in gaz.names_of_row(row):
        other = fold(name)
        if _bare(other) == plain:
            return 1.0
        if other.isascii() == latin:
            cost, length = discord(key, other)
            best = max(best, 1.0 - _STRETCH * cost / max(1, length))
    return min(best, _SAME)


def has_rural_name(book: NameBook, row: int) -> bool:
    """Whether a division is called the land around a town ("Rural Damascus", "Rif Dimashq")."""
    key = "rural", row
    found: bool | None = book.candidates.get(key)
    if found is None:
        words = {word for name in book.gazetteer.names_of_row(row) for word in fold(name).split()}
        found = book.candidates[key] = not words.isdisjoint(_RURAL)
    return found


def _bare(key: str) -> str:
    first, _, rest = key.partition(" ")
    return rest if rest and first in ARTICLES else key


def km_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Distance in km on a plane tangent at the first point: within 1 % to 500 km, which is all that is asked here."""
    dlon = (lon2 - lon1 + 180.0) % 360.0 - 180.0
    return hypot((lat2 - lat1), dlon * cos(radians((lat1 + lat2) / 2))) * KM_PER_DEGREE
