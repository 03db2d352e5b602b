"""When the best there is is no good: places of other countries, beside the words, or away from everything else.

A wrong pin hurts more than none: what falls here is left without a place, with the candidates listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.resolution._candidates import km_between
from geo.resolution._context import BESIDE, INSIDE, OWNER, QUARTER, SITE
from geo.resolution._scoring import lies_in, on_side

if TYPE_CHECKING:
    from geo.recognition._names import NameBook
    from geo.resolution._candidates import Option
    from geo.resolution._report import Name

__all__ = ["doubt"]

#: Decimal logarithm of the people of a foreign town that a report on a war may name without its country ...
_WELL_KNOWN = 5.0
#: ... and how many names, in all languages, the gazetteer has for such a town at least.
_KNOWN_NAMES = 9
#: The same under an old or foreign name.
_KNOWN_ABROAD = 5.8
#: A town over the border is near something else in the report.
_OVER_BORDER_KM = 120.0
#: Two entries of one place on either side of a border.
_NEXT_DOOR_KM = 30.0
_ASTRAY_KM, _ASTRAY_AREA_KM = 70.0, 100.0
_KNOWN_ABOUT = 4.0
#: A place said to be beside another is not farther from it than this.
_BESIDE_KM = 100.0
_SURE = 2.0
#: "Eastern Syria" does not reach this far beyond its middle, wherever one puts it.
_WRONG_SIDE_KM = 80.0
#: A spelling less alike than this is another name; a town of the news is known by all of its spellings.
_TOO_LOOSE, _TOO_LOOSE_TOWN = 0.4, 0.73
_TOWN_OF_NEWS = 4.3
#: A name that so many places have is borne by more that no gazetteer has: one away from everything is another of them.
_COMMON = 3
_ASTRAY_COMMON_KM = 50.0
#: Nothing else of a report of local news lies within this distance of a place that is not meant.
_OVERSEAS_KM = 500.0
#: A site that lends its name to its locality is meant where it stands among what the sentence speaks of.
_SITE_KM, _PASSAGE = 60.0, 200
_PLACED = ("city", "site", "quarter", "region")


def doubt(
    names: list[Name], theatre: dict[int, float], nations: dict[int, float], book: NameBook, lone_km: float
) -> None:
    """Take back the places that cannot be meant.

    Parameters
    ----------
    names : list of Name
        All of a report, decided.
    theatre : dict
        Numbers of the countries of the conflict, the one it plays in first; empty without a conflict.
    nations : dict
        Countries that peoples and governments in the report point to.
    book : NameBook
    lone_km : float
        As `Conflict.lone_village_km`: a village farther than this from everything else in a report is mostly a
        namesake that no gazetteer has, a quarter or a person; where the words put it inside another place it is left.
    """
    home = next(iter(theatre), None)
    if home is not None:
        named = {n.chosen.country for n in names if n.chosen is not None and n.chosen.kind == "country"}
        foreign = [n for n in names if n.chosen is not None and n.chosen.country != home]
        for name in foreign:
            if _far_fetched(name, names, theatre, named, nations, book):
                name.chosen = None
    else:
        for name in [n for n in names if _is_minor(n)]:
            if _overseas(name, names, nations):
                name.chosen = None
    for name in names:
        chosen = name.chosen
        if chosen is None or (chosen.alike == 1.0 and home is None):
            continue
        if (
            (chosen.alike < 1.0 and (_too_loose(name, chosen) or _astray(name, names, _ASTRAY_KM)))
            or (home is not None and name.links and _contradicted(name))
            or (_is_common(name, chosen, home) and _astray(name, names, _ASTRAY_COMMON_KM))
            or (_is_lone(name, chosen, home, book) and _astray(name, names, lone_km))
            or (_lends_its_name(name, chosen, book) and _out_of_passage(name, chosen, names))
        ):
            name.chosen = None


def _is_minor(name: Name) -> bool:
    """Whether a place is small, or called by another of its names, and not said to lie where it does."""
    chosen = name.chosen
    return (
        chosen is not None
        and (not chosen.main or chosen.weight < _WELL_KNOWN)
        and chosen.kind in ("city", "quarter", "site")
        and not any(_fits(chosen, link.name.chosen) for link in name.links)
    )


def _overseas(name: Name, names: list[Name], nations: dict[int, float]) -> bool:
    """Whether a minor place lies in a country that the report has nothing else in, far from all that it speaks of.

    Of 51 in two corpora two were meant, five were other places of the name and the rest no places at all: firms,
    first names, words.
    """
    chosen = name.chosen
    if chosen is None or nations.get(chosen.country):
        return False
    others = [n.chosen for n in names if n.key != name.key and n.chosen is not None]
    if any(o.country == chosen.country for o in others):
        return False
    placed = [o for o in others if o.kind not in ("country", "region")]
    return len(placed) > 1 and all(
        km_between(chosen.latitude, chosen.longitude, o.latitude, o.longitude) > _OVERSEAS_KM for o in placed
    )


def _too_loose(name: Name, chosen: Option) -> bool:
    """Whether a place is spelt too differently to be meant."""
    if name.cue == "hospital":
        return True  # named after what its town has a quarter or a person of
    of_news = chosen.weight >= _TOWN_OF_NEWS and name.entry.words == 1
    return chosen.alike < (_TOO_LOOSE_TOWN if of_news else _TOO_LOOSE)


def _is_common(name: Name, chosen: Option, home: int | None) -> bool:
    """Whether a village in a war has one of the names that many others have."""
    return (
        chosen.country == home
        and chosen.kind in ("city", "site", "quarter")
        and chosen.weight < _KNOWN_ABOUT
        and len(name.options) >= _COMMON
        # A site or suburb has its name from the town beside it.
        and not any(
            o.weight >= _KNOWN_ABOUT
            and km_between(chosen.latitude, chosen.longitude, o.latitude, o.longitude) <= _NEXT_DOOR_KM
            for o in name.options
        )
    )


def _is_lone(name: Name, chosen: Option, home: int | None, book: NameBook) -> bool:
    """Whether a village in a war, or a quarter or site by another of its names, has nothing but its name to go by."""
    return (
        chosen.country == home
        and not name.links
        and (
            chosen.kind == "city"
            or (chosen.kind == "quarter" and not chosen.main)
            or _lends_its_name(name, chosen, book)
        )
    )


def _lends_its_name(name: Name, chosen: Option, book: NameBook) -> bool:
    """Whether a site is called as its locality, without a word for what it is."""
    return (
        chosen.kind == "site"
        and not chosen.main
        and name.level != SITE
        and not name.links
        and not book.is_site(name.entry.key)
    )


def _out_of_passage(name: Name, chosen: Option, names: list[Name]) -> bool:
    """Whether all that is named beside a place lies elsewhere."""
    beside = [
        n.chosen
        for n in names
        if n is not name
        and n.chosen is not None
        and n.chosen.kind in _PLACED
        and n.lead >= _SURE
        and any(abs(a - b) <= _PASSAGE for a in name.starts for b in n.starts)
    ]
    return bool(beside) and all(
        km_between(chosen.latitude, chosen.longitude, o.latitude, o.longitude) > _SITE_KM for o in beside
    )


def _far_fetched(  # noqa: PLR0917
    name: Name, names: list[Name], theatre: dict[int, float], named: set[int], nations: dict[int, float], book: NameBook
) -> bool:
    """Whether the best there is lies in a country that the report has nothing to do with.

    Small places of the world share their names with villages that the gazetteer lacks: better to say nothing.
    """
    chosen = name.chosen
    if chosen is None or chosen.kind in ("country", "region") or name.entry.bound:
        return False
    if any(_fits(chosen, link.name.chosen) for link in name.links):
        return False
    loose = chosen.alike < 1.0
    if chosen.country in named and not loose:
        return False
    if nations.get(chosen.country) and chosen.main and not loose and chosen.weight >= _KNOWN_ABOUT:
        return False
    if any(
        n.chosen is not None
        and n.chosen.country in theatre
        and n is not name
        and n.chosen.kind in _PLACED
        and n.lead >= _SURE
        and km_between(chosen.latitude, chosen.longitude, n.chosen.latitude, n.chosen.longitude) <= _OVER_BORDER_KM
        for n in names
    ):
        return loose
    # "Fallujah" is the main name of al-Fallujah.
    main = chosen.main or book.gazetteer.is_main_name(chosen.row, f"al {name.entry.key}")
    if main and not loose and len(name.options) == 1 and (chosen.country in theatre or chosen.kind == "area"):
        return False
    home = next(iter(theatre), None)
    if any(
        o.country == home and km_between(chosen.latitude, chosen.longitude, o.latitude, o.longitude) <= _NEXT_DOOR_KM
        for o in name.options
    ):
        return False
    if name.cue == "hospital" or name.level in (QUARTER, SITE):
        return True  # a hospital or quarter of that name is nearer
    famous = len(book.gazetteer.names_of_row(chosen.row)) >= _KNOWN_NAMES
    if chosen.kind == "area":
        # The province next door by another of its names is more often a quarter or a man of that name.
        return not famous or (not chosen.main and chosen.country in theatre)
    return not famous or chosen.weight < (_WELL_KNOWN if main or chosen.country in theatre else _KNOWN_ABROAD)


def _fits(chosen: Option, outer: Option | None) -> bool:
    return outer is not None and lies_in(chosen, outer)


def _contradicted(name: Name) -> bool:
    """Whether the words put a lesser place inside or beside others, and it is in or near none of them."""
    chosen = name.chosen
    if chosen is None or chosen.weight >= _WELL_KNOWN or chosen.kind in ("country", "region", "area"):
        return False
    said = False
    for link in name.links:
        outer = link.name.chosen
        if outer is None or link.kind not in (INSIDE, OWNER, BESIDE):
            continue
        if link.kind == BESIDE:
            if outer.kind not in _PLACED or link.name.lead < _SURE:
                continue
            far = km_between(chosen.latitude, chosen.longitude, outer.latitude, outer.longitude) > _BESIDE_KM
        else:
            meant = (outer,) if outer.kind == "area" else link.name.options[:4]
            far = not any(lies_in(chosen, o) for o in meant)
            if link.bearing is not None:
                beyond = _WRONG_SIDE_KM if chosen.alike == 1.0 else 0.0
                far = far or not on_side(chosen, outer, link.bearing, beyond)
        if not far:
            return False
        said = True
    return said


def _astray(name: Name, names: list[Name], reach: float) -> bool:
    """Whether a lesser place lies farther than so many km from everything else in the report."""
    chosen = name.chosen
    if chosen is None or chosen.weight >= _KNOWN_ABOUT or name.container:
        return False
    others = [n.chosen for n in names if n.key != name.key and n.chosen is not None and n.chosen.kind in _PLACED]
    if not others:
        # Of a division only the middle is known.
        reach = _ASTRAY_AREA_KM
        others = [n.chosen for n in names if n.key != name.key and n.chosen is not None and n.chosen.kind == "area"]
        if any(o.admin1 == chosen.admin1 and o.country == chosen.country for o in others):
            return False
    return bool(others) and all(
        km_between(chosen.latitude, chosen.longitude, o.latitude, o.longitude) > reach for o in others
    )
