"""Wars as data: loading, names by date, phrases, masks, and the checks of the files themselves."""

import ast
import pickle
import re
import shutil
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo._files import data_path
from geo.conflicts import ConflictError, available_conflicts, load_conflict, validate
from geo.conflicts.spelling import loose_key, plain_key, word_table, words

SYRIA = load_conflict("syria")
DAY = date(2018, 1, 10)


def camp(surface, on=DAY, stance=None, conflict=SYRIA):
    actor = conflict.resolve_actor(surface, on, stance)
    return actor.camp if actor else None


def test_both_wars_come_along():
    assert available_conflicts() == ("syria", "ukraine")
    assert geo.available_conflicts() == available_conflicts()


def test_a_conflict_is_loaded_once():
    assert load_conflict("syria") is SYRIA
    assert load_conflict(SYRIA) is SYRIA


@pytest.mark.parametrize("name", [*available_conflicts(), "_general"])
def test_data_files_have_no_problem(name):
    assert validate(data_path("conflicts", name)) == []


@pytest.mark.parametrize("name", available_conflicts())
def test_every_lineage_ends_and_every_alias_finds_its_actor(name):
    conflict = load_conflict(name)
    known = {entry.id for entry in conflict.actors}
    for entry in conflict.actors:
        assert conflict.heir(entry.id, date(2030, 1, 1)) in known
        day = entry.since or entry.until
        for alias in entry.aliases:
            actor = conflict.resolve_actor(alias, day)
            assert actor is not None, alias
            heir = conflict.heir(entry.id, day)
            # An adjective inside a name may name a patron too; the camp must be that of the name or of its heir.
            assert actor.camp in (entry.camp, conflict.camp_of(heir)), (alias, actor)


def test_the_knowledge_of_the_war_is_whole():
    assert sum(not actor.id.startswith("other:") for actor in SYRIA.actors) >= 154
    assert [c.id for c in SYRIA.camps] == [
        "regime", "russia", "iran", "opposition", "hts", "isis", "sdf", "turkey_sna", "coalition", "other",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2016, 7, 27), "JN"),
        (date(2016, 7, 28), "JFS"),
        (date(2017, 1, 27), "JFS"),
        (date(2017, 1, 28), "HTS"),
        (None, "JN"),
    ],
)
def test_a_name_means_its_heir_from_the_day_on(on, expected):
    assert SYRIA.resolve_actor("Jabhat al-Nusra", on).id == expected


@pytest.mark.parametrize(
    ("surface", "on", "expected"),
    [
        ("5th Corps", date(2014, 10, 1), "REB5C"),
        ("5th Corps", date(2017, 6, 1), "C5"),
        ("Nour al-Din al-Zenki", date(2016, 6, 1), "ZENKI"),
        ("Nour al-Din al-Zenki", date(2017, 3, 1), "HTS"),
        ("Nour al-Din al-Zenki", date(2017, 8, 1), "ZENKI"),
        ("Nour al-Din al-Zenki", date(2018, 3, 1), "JTS"),
        ("Nour al-Din al-Zenki", date(2018, 9, 1), "NFL"),
        ("Nour al-Din al-Zenki", date(2019, 12, 1), "SNA"),
        ("ISIS Hunters", DAY, "ISISH"),
        ("Sutoro", DAY, "MFS"),
        ("Sotoro", DAY, "SOOTORO_Q"),
        ("Kataib Hezbollah", DAY, "KHZ"),
        ("Hezbollah", DAY, "HZB"),
        ("Jaysh Usud al-Sharqiya", DAY, "JSHARQ_L"),
    ],
)
def test_collisions_are_told_apart(surface, on, expected):
    assert SYRIA.resolve_actor(surface, on).id == expected


@pytest.mark.parametrize(
    "written",
    [
        "Jaysh al-Izza",
        "Jaish al-Izzah",
        "Jeish al Izza",
        "Jaysh Al-Ezzah",
        "jaysh al-Izza".replace("j", "J", 1),
        "Jaish Al Izza",
    ],
)
def test_spellings_of_one_name_meet(written):
    assert SYRIA.resolve_actor(written, date(2017, 6, 1)).id == "JIZZA"


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("the Syrian Army", "regime"),
        ("regime forces", "regime"),
        ("forces loyal to President Bashar al-Assad", "regime"),
        ("pro-government fighters", "regime"),
        ("Assads forces", "regime"),
        ("Russian and Iran-backed government forces", "regime"),
        ("units of the armed forces", "regime"),
        ("Syria’s military", "regime"),
        ("Russian warplanes", "russia"),
        ("Moscow", "russia"),
        ("Iranian-backed militias", "iran"),
        ("rebel fighters", "opposition"),
        ("an alliance of rebels and Islamist fighters", "opposition"),
        ("terrorists of the so-called Jaish al-Islam", "opposition"),
        ("insurgents led by Hay'at Tahrir al-Sham", "hts"),
        ("Al Qaeda affiliate Al Nusra Front", "hts"),
        ("the Daesh terror groups", "isis"),
        ("US-backed fighters", "sdf"),
        ("Kurdish-led forces", "sdf"),
        ("the Turkish-backed Free Syrian Army rebels", "turkey_sna"),
        ("Turkish troops and their Syrian allies", "turkey_sna"),
        ("the US-led coalition", "coalition"),
        ("Iraqi forces", "other:iraq"),
        ("Iraqi government troops", "other:iraq"),
        ("Yemen's government", "other:yemen"),
        ("Iraqi federal police", "other:iraq"),
        ("Russia's defence ministry", "russia"),
        ("the Turkish General Staff", "turkey_sna"),
        ("the air force", "regime"),
        ("army helicopters", "regime"),
        ("military warplanes", "regime"),
        ("allied paramilitary groups", "regime"),
    ],
)
def test_descriptions_give_the_camp(surface, expected):
    assert camp(surface) == expected


@pytest.mark.parametrize(
    "surface", ["two suicide bombers", "civilians", "the town", "this is held", "use of force by us"]
)
def test_no_actor_is_invented(surface):
    actor = SYRIA.resolve_actor(surface, DAY)
    assert actor is None or actor.camp is None


def test_whose_terrorists_depends_on_who_speaks():
    assert camp("terrorists", stance="regime") == "opposition"
    assert camp("terrorists", stance="turkey_sna") == "sdf"
    assert camp("terrorists", date(2018, 3, 1), stance="sdf") == "turkey_sna"


def test_rebels_may_be_hts_after_mid_2017():
    assert SYRIA.resolve_actor("rebels", date(2016, 1, 1)).camps == ("opposition",)
    assert SYRIA.resolve_actor("rebels", date(2018, 1, 1)).camps == ("opposition", "hts")


def test_actors_keep_their_place_in_the_text():
    text = "Syrian army troops backed by Russian warplanes took the hill from Ahrar al-Sham and the IS group."
    actors = SYRIA.find_actors(text, DAY)
    assert [(a.text, a.camp) for a in actors] == [
        ("Syrian army troops", "regime"),
        ("Russian warplanes", "russia"),
        ("Ahrar al-Sham", "opposition"),
        ("IS group", "isis"),
    ]
    assert all(text[a.start : a.end] == a.text for a in actors)


@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text):
    spans = SYRIA.find_actors(text, DAY)
    assert all(text[a.start : a.end] == a.text for a in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[n.start : n.end] == n.surface for n in SYRIA.find_names(text))


@given(st.text(max_size=30))
def test_keys_are_idempotent(text):
    key = plain_key(text)
    assert plain_key(key) == key
    assert isinstance(loose_key(key), str)


@pytest.mark.parametrize(
    ("one", "other"), [("izza", "ezzah"), ("nureddin", "noureddeen"), ("qalamoun", "kalamun"), ("dhahir", "zahir")]
)
def test_romanisations_share_a_loose_key(one, other):
    assert loose_key(one) == loose_key(other)


@pytest.mark.parametrize(("one", "other"), [("hama", "homs"), ("nusra", "nasr"), ("sham", "shamal")])
def test_different_names_have_different_keys(one, other):
    assert loose_key(one) != loose_key(other)


def test_words_keep_offsets():
    text = "The U.S.-backed Hay'at fighters of al-Bab"
    assert [text[w.start : w.end] for w in words(text)] == [
        "The", "U.S.", "backed", "Hay'at", "fighters", "of", "al", "Bab",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "masked", "kind"),
    [
        ("Jaysh Idlib al-Hurr withdrew.", "Jaysh Idlib al-Hurr", "actor"),
        ("The Homs Liberation Movement left.", "Homs Liberation Movement", "actor"),
        ("The Manbij Military Council advanced.", "Manbij Military Council", "actor"),
        ("Wilayat Hama claimed it.", "Wilayat Hama", "actor"),
        ("Enab Baladi reported.", "Enab Baladi", "media"),
        ("The Aleppo Media Center said.", "Aleppo Media Center", "media"),
        ("Abu Mohammed al-Jolani spoke.", "Abu Mohammed al-Jolani", "person"),
        ("A fighter, Ahmad al-Homsi, fell.", "Ahmad al-Homsi", "person"),
        ("The Astana talks resumed.", "Astana talks", "process"),
        ("He left Aleppo University.", "Aleppo University", "institution"),
    ],
)
def test_names_that_are_no_places(text, masked, kind):
    assert [(n.surface, n.kind) for n in SYRIA.find_names(text)] == [(masked, kind)]


@pytest.mark.parametrize(
    "text", ["Abu al-Duhur fell.", "He went to Abu Kamal.", "In Russia and Turkey.", "Idlib and Aleppo.", "Abu Dali"]
)
def test_places_are_not_masked(text):
    assert SYRIA.find_names(text) == ()


@pytest.mark.parametrize(
    ("name", "stance"),
    [
        ("SANA", "regime"),
        ("the Syrian Observatory for Human Rights", "monitor"),
        ("Al-Manar correspondent", "regime"),
        ("alalam", "iran"),
        ("Amaq", "isis"),
        ("Enab Baladi", "opposition"),
        ("Anadolu Agency", "turkey_sna"),
        ("Reuters", "neutral"),
        ("somebody", "unknown"),
    ],
)
def test_sources_have_a_stance(name, stance):
    assert SYRIA.source_stance(name) == stance


def test_camps_and_enmities():
    assert SYRIA.shows_as("russia") == "regime"
    assert SYRIA.shows_as("iran") == "regime"
    assert SYRIA.opposes("iran", "hts")
    assert SYRIA.opposes("hts", "iran")
    assert not SYRIA.opposes("russia", "regime")
    assert SYRIA.camp("other:iraq").name == "Iraq"
    with pytest.raises(ConflictError, match="no camp 'nobody'"):
        SYRIA.camp("nobody")


def test_without_a_war_words_still_mean_something():
    general = load_conflict(None)
    assert general.name == ""
    assert camp("ISIL", conflict=general) == "isis"
    assert camp("Iraqi forces", conflict=general) == "other:iraq"
    assert camp("the RSF", conflict=general) == "other:rsf"
    assert camp("government forces", conflict=general) == "other:government"
    assert camp("Burkinabe soldiers", conflict=general) == "other:burkina_faso"
    assert camp("Ethiopian federal troops", conflict=general) == "other:ethiopia"
    assert camp("Iraq's government", conflict=general) == "other:iraq"


def test_the_place_of_a_dateline_is_not_the_owner():
    phrase = SYRIA.find_phrases("IRAQ government forces captured the town", DAY)[0]
    assert phrase.camp == "regime"


def test_another_war_by_data_alone():
    ukraine = load_conflict("ukraine")
    assert camp("Ukrainian troops", conflict=ukraine) == "ukraine"
    assert camp("pro-Russian separatists", date(2015, 1, 1), conflict=ukraine) == "separatists"
    assert camp("Wagner mercenaries", conflict=ukraine) == "russia"
    assert camp("Russia's Defence Ministry", conflict=ukraine) == "russia"
    assert camp("Russian Volunteer Corps", date(2023, 5, 1), conflict=ukraine) == "ukraine"
    assert ukraine.opposes("separatists", "ukraine")
    assert [n.surface for n in ukraine.find_names("The Azov Regiment left Mariupol.")] == ["Azov Regiment"]


def test_unknown_conflict_says_what_there_is():
    with pytest.raises(ConflictError, match="choose one of syria, ukraine"):
        load_conflict("atlantis")


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("conflict.toml", "actors.csv", "words.csv", "sources.csv", "names.csv"):
        shutil.copy(data_path("conflicts", "ukraine") / name, folder / name)
    return folder


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_folder_of_ones_own_works(own):
    conflict = load_conflict(own)
    assert conflict.name == "mine"
    assert conflict.baseline() == ()
    assert validate(own) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("actors.csv", "AIDAR,Aidar Battalion,ukraine", "AIDAR,Aidar Battalion,ukrainia", "unknown camp 'ukrainia'"),
        (
            "actors.csv",
            "KRAKEN,Kraken Regiment,ukraine,group,yes,2022-03-01",
            "KRAKEN,Kraken Regiment,ukraine,group,yes,2022-13-01",
            "'2022-13-01' is not a day",
        ),
        ("actors.csv", "KRAKEN,", "AIDAR,", "stands in line 10 already"),
        ("actors.csv", "2023-02-09>AZOV_BDE", "2023-02-09>NOBODY", "unknown actor 'NOBODY'"),
        (
            "actors.csv",
            "Kraken Regiment|Kraken unit|Kraken",
            "Kraken Regiment|Aidar Battalion",
            "belongs to AIDAR in the same years",
        ),
        (
            "actors.csv",
            "SBU,Security Service of Ukraine,ukraine,group,yes,,,,",
            "SBU,Security Service of Ukraine,",
            "cells where the header has 11",
        ),
        ("words.csv", "separatist,side,SEPARATISTS", "separatist,sides,SEPARATISTS", "unknown role 'sides'"),
        ("words.csv", "loyalist,affiliation,UA_ARMY", "loyalist,affiliation,UA_ARMI", "unknown actor 'UA_ARMI'"),
        ("sources.csv", "Ukrinform,ukraine", "Ukrinform,ukrain", "unknown stance 'ukrain'"),
        ("names.csv", "Denys Prokopenko,person,AZOV", "Denys Prokopenko,human,AZOV", "unknown kind 'human'"),
        ("conflict.toml", 'colour = "#c0392b"', 'colour = "red"', "'red' is not #rrggbb"),
        ("conflict.toml", 'shows_as = "russia"', 'shows_as = "rusia"', "unknown camp 'rusia'"),
        ("conflict.toml", "bbox = [22.0, 44.0, 41.0, 53.5]", "bbox = [41.0, 44.0, 22.0, 53.5]", "bbox must be"),
        ("conflict.toml", 'Moscow = "RUS"', 'Moscow = "RUSS"', "unknown actor 'RUSS'"),
        ("conflict.toml", "title =", "title", "not valid TOML"),
    ],
)
def test_a_broken_file_is_named_with_its_line(own, file, old, new, message):
    replace(own / file, old, new)
    problems = validate(own)
    assert problems
    hits = [p for p in problems if p.file == file and message in p.message]
    assert hits, problems
    if file != "conflict.toml" or "TOML" not in message:
        line = (own / file).read_text(encoding="utf-8").splitlines()[hits[0].line - 1]
        assert (
            line.strip().startswith("[[camp]]") or new.split("\n")[0].split(",")[0].split("|")[0] in line or ">" in new
        )
    with pytest.raises(ConflictError) as caught:
        load_conflict(own)
    assert f"{file}:{hits[0].line}:" in str(caught.value) or "more)" in str(caught.value)


@pytest.mark.parametrize("name", ["syria", None])
def test_a_conflict_travels_to_another_process(name):
    conflict = load_conflict(name)
    conflict.find_actors("The army.")
    assert pickle.loads(pickle.dumps(conflict)) is conflict


def test_ones_own_travels_too(own):
    conflict = load_conflict(own)
    conflict.source_stance("TASS")
    assert pickle.loads(pickle.dumps(conflict)).name == "mine"


def test_a_broken_baseline_is_named_with_its_line(own):
    (own / "baseline.csv").write_text(
        "place_id,name,latitude,longitude,camp,as_of\nx:1,A,48,37,ukraine,2022-01-01\nx:2,B,98,37,ukraine,2022-01-01\n",
        encoding="utf-8",
    )
    assert [str(p) for p in validate(own)] == ["baseline.csv:3: coordinates 98.0, 37.0 are out of range"]
    with pytest.raises(ConflictError, match=r"baseline\.csv:3"):
        load_conflict(own).baseline()


def test_the_baseline_lies_in_the_theatre():
    rows = SYRIA.baseline()
    if not (data_path("conflicts", "syria") / "baseline.csv").exists():
        assert rows == ()
        return
    west, south, east, north = SYRIA.bbox
    camps = {c.id for c in SYRIA.camps}
    assert len(rows) > 1000
    assert all(west <= r.longitude <= east and south <= r.latitude <= north for r in rows)
    assert all(camps.issuperset(r.camp.split("+")) for r in rows)


def strings_in_code(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [node.body for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list)]
    docs = {
        id(e.value) for body in bodies for e in body if isinstance(e, ast.Expr) and isinstance(e.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def test_code_knows_no_faction(root):
    names = {"Syria", "Idlib", "Assad", "Nusra"}
    for conflict in map(load_conflict, available_conflicts()):
        names |= {
            alias for a in conflict.actors if a.kind in ("group", "operation") for alias in a.aliases if len(alias) > 2
        }
        names |= set(conflict.metonyms)
    either = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{either})(?![\w-])")
    hits = [
        f"{path.relative_to(root)}:{line}: {match[0]}"
        for path in sorted((root / "geo").rglob("*.py"))
        for line, text in strings_in_code(path)
        if (match := pattern.search(text))
    ]
    assert hits == []


TEXT = (
    "State news agency SANA said the army took al-Bab; Turkish-backed rebels, Syria's army and the Syrian Observatory "
    "for Human Rights disagree, Reuters says. Moscow and Hay'at Tahrir al-Sham said nothing to SANA."
)


def test_a_word_table_holds_every_word_once_and_knows_the_articles():
    table = word_table(TEXT)
    assert table.words == words(TEXT)
    assert sorted(at for places in table.places.values() for at in places) == list(range(len(table.words)))
    assert [table.words[at].written for at in table.articles] == ["al", "al"]
    assert table.among(frozenset({"sana", "the", "nobody"})) == [
        at for at, word in enumerate(table.words) if word.plain in ("sana", "the")
    ]


@given(
    st.lists(st.sampled_from([*re.findall(r"[\w'’-]+", TEXT), "the", "al-", "Free Syrian", "Army", ". "]), max_size=12)
)
def test_no_phrase_starts_where_an_index_sees_no_start(parts):
    text = " ".join(parts)
    tokens = words(text)
    for index in (SYRIA.name_index, SYRIA.word_index, SYRIA.nation_index, SYRIA.source_index):
        starts = index.starts(text)
        assert starts == sorted(set(starts))
        assert {at for at in range(len(tokens)) if index.match(tokens, at)[0] > at} <= set(starts)


def test_sources_of_a_stretch_are_those_of_the_text_that_lie_in_it():
    everything = SYRIA.find_sources(TEXT)
    assert len(everything) >= 4
    middle = TEXT.index("Turkish")
    later = SYRIA.find_sources(TEXT, middle, len(TEXT))
    assert later == tuple(source for source in everything if source[0] >= middle)
    assert SYRIA.find_sources(TEXT, 0, middle) == everything[: len(everything) - len(later)]
