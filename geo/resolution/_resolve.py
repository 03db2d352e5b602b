"""The joint decision.

Every distinct name of a report gets one meaning, unless the words around single mentions ask for another level (city,
province). Evidence is added up as log-odds: how many people would mean the place by the name, the countries and
divisions the report speaks of, the area named right behind or before the mention, the distance to what the other names
mean, and the theatre of the conflict.
"""

from __future__ import annotations

import re
from math import cos, exp, hypot, log2, radians
from typing import TYPE_CHECKING, TypeVar

from geo.models import Candidate, Mention, Resolution
from geo.recognition._names import name_book
from geo.resolution._candidates import KM_PER_DEGREE, LIMIT, Option, km_between, options_of
from geo.resolution._context import AREA, CITY, SITE, arabic_level, level_of, link_between
from geo.resolution._quarters import place_quarters

if TYPE_CHECKING:
    from datetime import date

    from geo.conflicts import Conflict
    from geo.gazetteer import Gazetteer
    from geo.models import Place
    from geo.recognition._names import NameBook, NameEntry

__all__ = ["resolve"]

# Weights of the evidence, in log-odds. Set by hand; bench/geoparse.py reports what they give.
W_COUNTRY = 1.5
MAX_COUNTRY = 4.0
W_ADMIN1 = 1.7
MAX_ADMIN1 = 5.0
W_INSIDE = 7.0
W_LEVEL = 5.0
W_DEFAULT_LEVEL = 4.0
W_CITY = 1.4
W_SITE = 5.0
W_STATE = 4.0  # a state is named by its name nearly always, whatever villages share it
W_THEATRE = 4.0
W_NEIGHBOUR = 1.2
W_COMPANY = 1.5
_ANCHORS = 10
_NO_MENTION = Mention(0, 0, "")
Key = TypeVar("Key")
_WANTED = {
    AREA: ("area", "region", "county", "country"),
    CITY: ("city",),
    SITE: ("site",),
}
_SHOWN = 5
_QUARTER = re.compile("istrict|eighbo|uarter")
_DECIDED = 7.0
#: A place that falls short of the best by this much needs its country named to be thought of.
_HOPELESS = 5.0
_WELL_KNOWN = 5.0
_ASTRAY_KM = 70.0
_KNOWN_ABOUT = 4.0
_MILLION = 1_000_000
_LOOSE = 0.9  # a loose spelling may be another name altogether
#: Alternatives less likely than this are not listed.
_LEAST = 0.005
_RADIUS = {"city": 2.0, "site": 1.0, "county": 25.0, "area": 60.0, "region": 100.0, "country": 300.0}
_PRECISION = {"city": 1, "site": 1, "county": 4, "area": 5, "region": 3, "country": 7}
# Probability that the chosen place is right, from the lead over the next one that lies elsewhere:
# 1 / (1 + exp(-(A + B * lead))); fitted by bench/geoparse_reliability.py.
CALIBRATION = (-0.55, 0.43)


class _Name:
    """One name at one level in one report."""

    __slots__ = (
        "chosen",
        "container",
        "cue",
        "entry",
        "key",
        "lead",
        "level",
        "mentions",
        "options",
        "scored",
        "votes",
    )

    def __init__(self, key: str, entry: NameEntry, level: str, cue: str) -> None:
        self.key = key
        self.entry = entry
        self.level = level
        self.cue = cue
        self.mentions: list[int] = []
        self.container: list[NameEntry] = []
        self.options: tuple[Option, ...] = ()
        self.scored: list[tuple[float, Option]] = []
        self.chosen: Option | None = None
        self.lead = 0.0
        self.votes: dict[tuple[int, int], float] = {}


def resolve(
    text: str,
    mentions: tuple[Mention, ...],
    *,
    conflict: Conflict | None,
    gazetteer: Gazetteer,
    published: date | None = None,  # noqa: ARG001 - names that change with time will need it
) -> tuple[Resolution, ...]:
    """Decide what each mention of one report means.

    Parameters
    ----------
    text : str
    mentions : tuple of Mention
        As `geo.recognition.recognize` gives them.
    conflict : Conflict or None
        Its countries are where a name is looked for first; the words of the report override that.
    gazetteer : Gazetteer
    published : datetime.date or None

    Returns
    -------
    tuple of Resolution
        One for each mention, in the same order. `place` is None for mentions that are not meant as places and for
        names the gazetteer does not have.
    """
    book = name_book(gazetteer)
    names: dict[tuple[str, str], _Name] = {}
    of_mention: list[_Name | None] = []
    nations: dict[int, float] = {}
    codes = book.country_numbers
    entries = [book.of(m.text) if m.literal and m.kind == "place" else None for m in mentions]
    for mention in mentions:
        if mention.kind == "demonym" and mention.ref in codes:
            number = codes[mention.ref]
            nations[number] = nations.get(number, 0.0) + 0.6
        elif mention.kind == "metonym":
            entry = book.of(mention.text)
            if entry is not None:
                number = int(gazetteer.country[entry.rows[0]])
                nations[number] = nations.get(number, 0.0) + 0.6
    countries = _countries(conflict, mentions, entries, book, nations)
    for index, mention in enumerate(mentions):
        entry = entries[index]
        if not mention.literal or mention.kind != "place":
            of_mention.append(None)
            continue
        if entry is None or (conflict is not None and entry.rank < 3):
            entry = book.best(mention.text, countries)
        if entry is None:
            of_mention.append(None)
            continue
        level, cue = "", ""
        if entry.rank != 3 and len(entry.rows) > 1:
            if mention.text[0] > "\u0600":
                level, cue = arabic_level(text, mention.start, book.lexicon.arabic["before"])
            else:
                level, cue = level_of(text, mention.start, mention.end)
            if (
                entries[index] is None
                and entry.name == "~"
                and mention.text[-1].islower()
                and book.is_site(mention.text)
            ):
                level, cue = CITY, "its namesake"
        key = (entry.name + "/" + entry.key, level)
        name = names.get(key)
        if name is None:
            name = names[key] = _Name(entry.key, entry, level, cue)
            name.options = options_of(book, entry)
        name.mentions.append(index)
        of_mention.append(name)
    ordered = list(names.values())
    _containers(text, mentions, of_mention)
    theatre = _theatre(conflict, codes)
    divisions = _evidence(ordered, nations)
    worth = _bonus(nations, W_COUNTRY, MAX_COUNTRY), _bonus(divisions, W_ADMIN1, MAX_ADMIN1)
    votes = _votes(ordered) if sum(len(n.options) > 1 for n in ordered) > 1 else {}
    for name in ordered:
        name.scored = _score(name, book, *worth, theatre, (), votes)
        name.chosen = name.scored[0][1]
        name.lead = _lead(name)
    if len(ordered) > 1:
        anchors = _anchors(ordered)
        nations, divisions = _recount(ordered, nations, divisions)
        worth = _bonus(nations, W_COUNTRY, MAX_COUNTRY), _bonus(divisions, W_ADMIN1, MAX_ADMIN1)
        for name in ordered:
            # A lead that neighbours cannot turn is left as it is.
            if len(name.options) > 1 and name.lead < _DECIDED:
                name.scored = _score(name, book, *worth, theatre, anchors, votes)
                name.chosen = name.scored[0][1]
                name.lead = _lead(name)
    if conflict is not None:
        named = {n.chosen.country for n in ordered if n.chosen is not None and n.chosen.kind == "country"}
        for name in ordered:
            if _far_fetched(name, theatre, named):
                name.chosen = None
    for name in ordered:
        if name.entry.name == "~" and _astray(name, ordered):
            name.chosen = None
    made: dict[int, Resolution] = {}
    out = []
    for mention, name in zip(mentions, of_mention, strict=True):
        if name is None or name.chosen is None:
            out.append(Resolution(mention, candidates=_listed(name, gazetteer) if name is not None else ()))
            continue
        first = made.get(id(name))
        if first is None and len(name.options) == 1 and not name.container:
            first = made[id(name)] = _single(name, book)
        if first is None:
            first = made[id(name)] = _resolution(mention, name, book)
            out.append(first)
        else:
            out.append(
                Resolution(mention, first.place, None, first.precision, first.radius_km, first.score, first.candidates)
            )
    if _QUARTER.search(text):
        out = place_quarters(text, out)
    return tuple(out)


def _countries(
    conflict: Conflict | None,
    mentions: tuple[Mention, ...],
    entries: list[NameEntry | None],
    book: NameBook,
    nations: dict[int, float],
) -> tuple[str, ...]:
    """Countries in which a name without an entry may be spelt otherwise: the theatre, or those the report names."""
    if conflict is None and all(e is not None or m.kind != "place" for m, e in zip(mentions, entries, strict=True)):
        return ()
    counts: dict[str, float] = {book.gazetteer.countries[n]: w / 0.6 for n, w in nations.items()}
    for entry in entries:
        if entry is not None and entry.rank == 3:
            for code in entry.countries:
                counts[code] = counts.get(code, 0.0) + 1.0
    named = sorted((c for c in counts if c), key=lambda c: (-counts[c], c))[:3]
    if conflict is None:
        return tuple(named)
    return (*conflict.countries[:1], *(c for c in named if c not in conflict.countries[:1]))


def _theatre(conflict: Conflict | None, codes: dict[str, int]) -> dict[int, float]:
    if conflict is None:
        return {}
    return {codes[c]: W_THEATRE * (1.0 if n == 0 else 0.4) for n, c in enumerate(conflict.countries) if c in codes}


def _containers(text: str, mentions: tuple[Mention, ...], of_mention: list[_Name | None]) -> None:
    """Note "X, Y", "X in Y" and "Y's X": X is looked for inside Y."""
    last = -1
    for index, name in enumerate(of_mention):
        if name is None:
            continue
        if last >= 0:
            left, right = mentions[last], mentions[index]
            inner, outer = of_mention[last], name
            gap = right.start - left.end
            link = link_between(text[left.end : right.start]) if gap < 60 else ""
            if link == "of":
                inner, outer = outer, inner
            if (
                link
                and inner is not None
                and outer is not None
                and inner is not outer
                and outer.entry not in inner.container
            ):
                inner.container.append(outer.entry)
        last = index


def _evidence(names: list[_Name], nations: dict[int, float]) -> dict[tuple[int, int], float]:
    """Countries and divisions that the report names outright, or that its clear names lie in."""
    divisions: dict[tuple[int, int], float] = {}
    for name in names:
        count = float(min(4, len(name.mentions)))
        first = name.options[0]
        if first.kind == "country" and len([o for o in name.options if o.kind in ("country", "area")]) == 1:
            nations[first.country] = nations.get(first.country, 0.0) + count
            continue
        lead = first.weight - (name.options[1].weight if len(name.options) > 1 else 2.0)
        if first.kind == "area" and lead > 0.5:
            pair = (first.country, first.admin1)
            divisions[pair] = divisions.get(pair, 0.0) + count
            nations[first.country] = nations.get(first.country, 0.0) + 0.5 * count
        elif len(name.options) == 1 or lead > 1.2:
            share = 1.0 if name.entry.words > 1 or first.weight > 5 else 0.5
            nations[first.country] = nations.get(first.country, 0.0) + share
            pair = (first.country, first.admin1)
            divisions[pair] = divisions.get(pair, 0.0) + share
        else:
            # Names that are ambiguous within one country or division still point to it.
            here = {o.country for o in name.options[:LIMIT]}
            if len(here) == 1:
                nations[first.country] = nations.get(first.country, 0.0) + 0.5
            pairs = sorted({(o.country, o.admin1) for o in name.options[:LIMIT]})
            if len(pairs) <= 3:
                for pair in pairs:
                    divisions[pair] = divisions.get(pair, 0.0) + 0.5 / len(pairs)
    return divisions


def _votes(names: list[_Name]) -> dict[tuple[int, int], float]:
    """How many of the ambiguous names have a place in each division, the likelier places counting more.

    Small towns are told by their company: Palestine, Athens and Henderson County are all in Texas.
    """
    votes: dict[tuple[int, int], float] = {}
    for name in names:
        options = name.options[:LIMIT]
        if options[0].kind == "country" and len(options) == 1:
            continue
        own: dict[tuple[int, int], float] = {}
        best = options[0].base
        for o in options:
            if o.kind != "country":
                pair = (o.country, o.admin1)
                if pair not in own:
                    own[pair] = exp(min(0.0, o.base - best) / 2.5)
        name.votes = own
        for pair, vote in own.items():
            votes[pair] = votes.get(pair, 0.0) + vote
    return votes


def _recount(
    names: list[_Name], nations: dict[int, float], divisions: dict[tuple[int, int], float]
) -> tuple[dict[int, float], dict[tuple[int, int], float]]:
    """Add what the first pass decided."""
    nations, divisions = dict(nations), dict(divisions)
    for name in names:
        chosen = name.chosen
        if chosen is None or len(name.options) == 1 or chosen.kind == "country":
            continue
        share = min(1.0, max(0.0, name.lead / 4.0)) * 0.7
        nations[chosen.country] = nations.get(chosen.country, 0.0) + share
        pair = (chosen.country, chosen.admin1)
        divisions[pair] = divisions.get(pair, 0.0) + share
    return nations, divisions


def _far_fetched(name: _Name, theatre: dict[int, float], named: set[int]) -> bool:
    """Whether the best there is lies in a country that neither the conflict nor the report has to do with.

    Small places of the world share their names with villages that the gazetteer lacks: better to say nothing.
    """
    chosen = name.chosen
    if chosen is None or chosen.kind in ("country", "region") or name.container or name.entry.bound:
        return False
    if chosen.country in theatre or chosen.country in named:
        return False
    return chosen.weight < (_WELL_KNOWN if chosen.main else _WELL_KNOWN + 0.8)


def _astray(name: _Name, names: list[_Name]) -> bool:
    """Whether a place found by a loose spelling lies away from everything else in the report."""
    chosen = name.chosen
    if chosen is None or chosen.weight >= _KNOWN_ABOUT or name.container:
        return False
    others = [
        n.chosen
        for n in names
        if n is not name and n.chosen is not None and n.chosen.kind in ("city", "site", "region")
    ]
    return bool(others) and all(
        km_between(chosen.latitude, chosen.longitude, o.latitude, o.longitude) > _ASTRAY_KM for o in others
    )


def _anchors(names: list[_Name]) -> tuple[tuple[str, float, float, float], ...]:
    anchors = [
        (n.key, n.chosen.latitude, n.chosen.longitude, min(1.0, max(0.15, n.lead / 4.0)))
        for n in names
        if n.chosen is not None and n.chosen.kind in ("city", "site", "county", "area", "region")
    ]
    anchors.sort(key=lambda a: (-a[3], a[0]))
    return tuple(anchors[:_ANCHORS])


def _lead(name: _Name) -> float:
    """Lead of the chosen place over the next that lies elsewhere (more than 25 km away)."""
    best = name.scored[0]
    for other in name.scored[1:]:
        if km_between(best[1].latitude, best[1].longitude, other[1].latitude, other[1].longitude) > 25.0:
            return best[0] - other[0]
    return 6.0


def _bonus(counts: dict[Key, float], weight: float, most: float) -> dict[Key, float]:
    return {key: min(most, weight * log2(1.0 + count)) for key, count in counts.items()}


def _score(  # noqa: PLR0917 - one kernel, in the hot path
    name: _Name, book: NameBook, nations: dict[int, float], divisions: dict[tuple[int, int], float],
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


def _listed(name: _Name, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(gazetteer.place(o.row), 0.0, "folded", ("far from the report's places",))
        for _, o in name.scored[:_SHOWN]
    )


def _single(name: _Name, book: NameBook) -> Resolution:
    """The resolution of a name with one meaning; the same in every report, so it is kept."""
    key = name.options[0].row, name.entry.name, name.cue
    kept: Resolution | None = book.single.get(key)
    if kept is None:
        if len(book.single) > 40_000:
            book.single.clear()
        kept = book.single[key] = _resolution(_NO_MENTION, name, book)
    return kept


def _resolution(mention: Mention, name: _Name, book: NameBook) -> Resolution:
    chosen = name.chosen
    if chosen is None:
        return Resolution(mention)
    best = name.scored[0][0]
    loose = name.entry.name == "~"
    probability = 1.0 / (1.0 + exp(-(CALIBRATION[0] + CALIBRATION[1] * min(12.0, name.lead))))
    if loose:
        probability *= _LOOSE
    odds = [exp(s - best) for s, _ in name.scored]  # best first: none above one
    total = sum(odds)
    candidates: list[Candidate] = []
    rung = "consonant" if loose else "folded"
    company = name.container[0].key if name.container else ""
    for odd, (_, option) in zip(odds[:_SHOWN], name.scored, strict=False):
        share = odd / total
        if share < _LEAST and candidates:
            break
        place, reasons = _reasons(option, name.cue, company, book)
        candidates.append(Candidate(place, round(share, 4), rung, reasons))
    place = candidates[0].place
    return Resolution(
        mention, place, None, _PRECISION[chosen.kind], _RADIUS[chosen.kind], round(probability, 4), tuple(candidates)
    )


def _reasons(option: Option, cue: str, company: str, book: NameBook) -> tuple[Place, tuple[str, ...]]:
    """The place of an option and why it comes into question, kept between reports."""
    key = option.row, option.kind, cue, company
    found: tuple[Place, tuple[str, ...]] | None = book.reasons.get(key)
    if found is None:
        if len(book.reasons) > 40_000:
            book.reasons.clear()
        place = book.gazetteer.place(option.row)
        reasons = [f"{option.kind} of {place.country_code or 'no country'}"]
        if cue:
            reasons.append(f"cue: {cue}")
        if company:
            reasons.append(f"named with {company}")
        found = book.reasons[key] = place, tuple(reasons)
    return found
