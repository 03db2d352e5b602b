"""Word lists of data/lexicons/, read once: what a word can be, as bit flags."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from geo._files import data_path, lexicon_rows
from geo.folding import fold

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "CALENDAR", "CAPITALS", "DEMONYM", "DIRECTION", "FACILITY", "FEATURE", "FIRST", "HEAD", "INITIAL", "LINK", "ORG",
    "PERSON_HEADS",
    "PROMINENT",
    "STOP", "STREET", "SURNAME", "TITLE", "TOP_SURNAME", "WORD", "Lexicon", "ShortForm", "lexicon",
]  # fmt: skip

#: What a word can be; a word can be several.
WORD = 1  #: an English word in lower case
FIRST = 2  #: a first name
SURNAME = 4
TOP_SURNAME = 8  #: among the 1,500 most frequent
TITLE = 16
DEMONYM = 32
CALENDAR = 64
FEATURE = 128  #: completes a geographical name: County, River
STREET = 256
FACILITY = 512
INITIAL = 1024  #: "J."
STOP = 2048  #: opens sentences, never a name
HEAD = 4096  #: begins a geographical name: Lake, Mount
ORG = 8192  #: head noun of a body or unit
LINK = 16384  #: of, de, al ...
CAPITALS = 32768  #: written in capitals
DIRECTION = 65536
PROMINENT = 131072  #: surname of a politician that is a place as well

#: Heads of Arabic names of places that open the names of persons as often.
PERSON_HEADS = frozenset(["abu", "um", "umm", "sheikh", "shaykh", "sheik", "khan", "seif", "sayyida", "nabi"])
_TOP_SURNAMES = 1500
_LINKS = "of the de del della da do dos das la le les los las du des di van von der den upon sur al el y e bin ibn"
_DIRECTIONS = (
    "north south east west northern southern eastern western central northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern upper lower greater inner outer old new rural downtown"
)


class ShortForm(NamedTuple):
    """A surface such as "U.S." or "Ky." and the place it stands for."""

    name: str
    level: str
    country_code: str
    bound: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists; sets hold lower-case words unless said otherwise.

    No tuple: reading a field of a named tuple takes several times as long, and a text reads some hundreds.
    """

    flags: dict[str, int]
    demonyms: dict[str, str]
    short_forms: dict[str, ShortForm]
    levels: dict[tuple[str, str], str]
    strong_before: frozenset[str]
    weak_before: frozenset[str]
    generic_before: frozenset[str]
    taken_before: frozenset[str]
    deeds: frozenset[str]
    listed_before: frozenset[str]
    taken_behind: frozenset[str]
    deed_links: frozenset[str]
    never: frozenset[str]
    bodies: tuple[str, ...]
    landmarks: tuple[str, ...]
    town_parts: tuple[str, ...]
    numbered_roads: tuple[str, ...]
    after: frozenset[str]
    person_before: frozenset[str]
    person_verbs: frozenset[str]
    organisation: frozenset[str]
    process: frozenset[str]
    government: frozenset[str]
    arms: frozenset[str]
    metonym_verbs: frozenset[str]
    metonym_auxiliaries: frozenset[str]
    metonym_participles: frozenset[str]
    metonym_infinitives: frozenset[str]
    metonym_befalls: frozenset[str]
    metonym_agent: frozenset[str]
    metonym_suffix: frozenset[str]
    site_after: tuple[str, ...]
    joined: tuple[str, ...]
    abbreviations: frozenset[str]
    arabic: dict[str, Any]
    arabic_heads: frozenset[str]
    arabic_tails: frozenset[str]
    site_nouns: frozenset[str]
    vicinity: frozenset[str]
    demonyms_lower: frozenset[str]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, read at the first call.

    Raises
    ------
    GeoError
        A file has a bad line; the message names it.
    DataNotFoundError
        A file is missing.
    """
    cues = tomllib.loads(data_path("lexicons", "cues.toml").read_text(encoding="utf-8"))
    arabic = tomllib.loads(data_path("lexicons", "arabic.toml").read_text(encoding="utf-8"))

    def words(table: str, key: str) -> frozenset[str]:
        return frozenset(cues[table][key].split())

    flags: dict[str, int] = {}

    def mark(items: Any, bit: int) -> None:  # noqa: ANN401 - any iterable of str
        for item in items:
            flags[item] = flags.get(item, 0) | bit

    mark(_lines(data_path("lexicons", "words.txt")), WORD)
    mark(_lines(data_path("lexicons", "first_names.txt")), FIRST)
    mark(_lines(data_path("lexicons", "first_names_world.txt")), FIRST)
    surnames = _lines(data_path("lexicons", "surnames.txt"))
    mark(surnames, SURNAME)
    mark(surnames[:_TOP_SURNAMES], TOP_SURNAME)
    mark(words("person", "titles"), TITLE)
    mark(words("place", "feature"), FEATURE)
    mark(words("place", "street"), STREET)
    mark(words("place", "facility"), FACILITY)
    mark(words("place", "head"), HEAD)
    mark(words("inside", "organisation"), ORG)
    mark(words("person", "prominent"), PROMINENT)
    mark(words("calendar", "words"), CALENDAR)
    mark(words("stop", "words"), STOP)
    mark(_LINKS.split(), LINK)
    mark(_DIRECTIONS.split(), DIRECTION)
    demonyms = dict(lexicon_rows("demonyms.tsv", 2))
    mark((d.lower() for d in demonyms), DEMONYM)
    short_forms = {
        surface: ShortForm(name, level, code, use == "bound")
        for surface, name, level, code, use in lexicon_rows("short_forms.tsv", 5)
    }
    return Lexicon(
        flags=flags,
        demonyms=demonyms,
        short_forms=short_forms,
        levels={(fold(name), code): level for name, code, level in lexicon_rows("levels.tsv", 3)},
        strong_before=words("place", "strong_before"),
        weak_before=words("place", "weak_before"),
        generic_before=words("place", "generic_before"),
        taken_before=words("place", "taken_before"),
        deeds=words("place", "deeds"),
        listed_before=words("place", "listed_before"),
        taken_behind=words("place", "taken_behind"),
        deed_links=words("place", "deed_links"),
        never=frozenset(cues["place"]["never"]),
        bodies=tuple(cues["place"]["bodies"]),
        landmarks=tuple(cues["place"]["landmarks"]),
        town_parts=tuple(cues["place"]["town_parts"]),
        numbered_roads=tuple(cues["place"]["numbered_roads"]),
        after=words("place", "after"),
        person_before=words("person", "before"),
        person_verbs=words("person", "verbs"),
        organisation=words("inside", "organisation"),
        process=words("inside", "process"),
        government=words("inside", "government"),
        arms=words("inside", "arms"),
        metonym_verbs=words("metonym", "verbs"),
        metonym_auxiliaries=words("metonym", "auxiliaries"),
        metonym_participles=words("metonym", "participles"),
        metonym_infinitives=words("metonym", "infinitives"),
        metonym_befalls=words("metonym", "befalls"),
        metonym_agent=words("metonym", "agent"),
        metonym_suffix=words("metonym", "suffix"),
        site_after=tuple(cues["place"]["site_after"]),
        joined=tuple(cues["place"]["joined"]),
        abbreviations=frozenset(cues["calendar"]["abbreviations"].split())
        | {s[:-1].lower() for s in short_forms if s.endswith(".") and "." not in s[:-1] and " " not in s},
        arabic=arabic,
        arabic_heads=words("place", "arabic_heads"),
        arabic_tails=words("place", "arabic_tails"),
        site_nouns=words("place", "site_nouns"),
        vicinity=words("place", "vicinity"),
        demonyms_lower=frozenset(d.lower() for d in demonyms),
    )
