"""The store and the ladder on a small index of our own: nothing here depends on the bundled data."""

from __future__ import annotations

import pickle
import shutil
import stat

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DataNotFoundError, GazetteerError, InvalidQueryError, PlaceNotFoundError
from geo.folding import fold
from geo.gazetteer import Gazetteer
from geo.gazetteer._compile import compile_index
from geo.gazetteer._entries import Entry
from geo.gazetteer._fuzzy import edit_distance
from geo.gazetteer._nearest import distance_km

ENTRIES = (
    Entry("gn:1", "Saraqib", 35.864, 36.806, ("Sarāqib", "سراقب"), country_code="SY", admin1="Idlib", population=30000),
    Entry("gn:2", "Idlib", 35.93, 36.63, ("إدلب",), country_code="SY", admin1="Idlib", population=128840),
    Entry("gn:3", "Idlib", 35.85, 36.68, ("Idlib Governorate",), "A", "ADM1", "SY", "Idlib"),
    Entry("gn:4", "Mushayrifah", 35.1, 37.5, country_code="SY", admin1="Hama"),
    Entry("gn:5", "Mushayrifah", 34.7, 37.2, country_code="SY", admin1="Homs"),
    Entry("gn:6", "Springfield", 39.8, -89.6, country_code="US", admin1="Illinois", population=114000),
    Entry("gn:7", "Springfield", 42.1, -72.6, country_code="US", admin1="Massachusetts", population=155000),
    Entry("gn:8", "Reading", 51.45, -0.97, country_code="GB", admin1="England", population=174000),
    Entry("gn:9", "Turkey", 39.0, 35.0, (), "A", "PCLI", "TR", "", 80_000_000, 9.0),
    Entry("x:odd-id", "Abu al-Duhur Airbase", 35.73, 37.1, ("Abu al-Duhur",), "S", "AIRB", "SY", "Idlib"),
    Entry("gn:10", "Abu al-Duhur", 35.74, 37.04, country_code="SY", admin1="Idlib", population=10694),
    Entry("gn:11", "Suva", -18.14, 178.44, country_code="FJ", population=77000),
    Entry("gn:12", "Taveuni", -16.9, -179.9, country_code="FJ", population=9000),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    path = tmp_path_factory.mktemp("gaz") / "small.gaz"
    compile_index(
        ENTRIES, path, sources={"": {"version": "test"}}, common=["reading", "turkey", "sarkib"], ordinary=["reading"]
    )
    return path


@pytest.fixture(scope="module")
def gaz(index):
    return Gazetteer.open(index)


def ids(candidates):
    return [c.place.id for c in candidates]


def test_rows_are_the_weightiest_first(gaz):
    assert [gaz.id(r) for r in gaz.rows("springfield")] == ["gn:7", "gn:6"]
    assert gaz.rows("nowhere") == ()
    assert gaz.rows("") == ()


def test_every_name_is_found_by_its_key(gaz):
    for entry in ENTRIES:
        for name in (entry.name, *entry.names):
            assert entry.id in [gaz.id(r) for r in gaz.rows(fold(name))]
            assert gaz.max_tokens(fold(name).split()[0]) >= len(fold(name).split())


def test_places_keep_their_facts(gaz):
    place = gaz.get("gn:1")
    assert (place.name, place.latitude, place.longitude) == ("Saraqib", 35.864, 36.806)
    assert (place.country_code, place.admin1, place.population) == ("SY", "Idlib", 30000)
    assert gaz.names("gn:1") == ("Saraqib", "سراقب")
    assert gaz.name_in("gn:1", "ar") == "سراقب"
    assert gaz.get("x:odd-id").feature_code == "AIRB"


def test_unknown_ids(gaz):
    assert gaz.row("gn:999") is None
    assert gaz.row("zz:1") is None
    assert gaz.row("") is None
    with pytest.raises(PlaceNotFoundError, match="gn:999"):
        gaz.get("gn:999")


@pytest.mark.parametrize(
    ("name", "rung", "place_id"),
    [
        ("Saraqib", "exact", "gn:1"),
        ("SARAQIB", "folded", "gn:1"),
        ("سراقب", "exact", "gn:1"),
        ("Sarakeb", "consonant", "gn:1"),
        ("Sprigfield", "fuzzy", "gn:7"),
    ],
)
def test_ladder_records_the_rung(gaz, name, rung, place_id):
    best = gaz.candidates(name)[0]
    assert (best.rung, best.place.id) == (rung, place_id)
    assert 0 < best.score <= 1


def test_a_lower_rung_is_less_sure(gaz):
    scores = [gaz.candidates(n)[0].score for n in ("Saraqib", "saraqib", "Sarakeb")]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[2]


@pytest.mark.parametrize("name", ["", "   ", "—", "x" * 10_000, "\x00\x01", "Qwertyuiop", "ص"])
def test_no_match_is_empty(gaz, name):
    assert gaz.candidates(name) == ()


@pytest.mark.parametrize("name", [None, float("nan"), 3, b"Idlib", ["Idlib"]])
def test_a_name_must_be_text(gaz, name):
    with pytest.raises((InvalidQueryError, TypeError)):
        gaz.candidates(name)


def test_homonyms_are_kept_and_chosen_by_context(gaz):
    assert ids(gaz.candidates("Mushayrifah")) == ["gn:4", "gn:5"]
    assert ids(gaz.candidates("Mushayrifah", near=(34.7, 37.2)))[0] == "gn:5"
    box = ((34.0, 37.0), (34.9, 37.4))
    assert ids(gaz.candidates("Mushayrifah", viewbox=box))[0] == "gn:5"
    assert ids(gaz.candidates("Mushayrifah", viewbox=box, bounded=True)) == ["gn:5"]
    assert gaz.candidates("Mushayrifah", country_codes="us") == ()
    assert ids(gaz.candidates("Idlib", feature_classes="A")) == ["gn:3"]
    assert ids(gaz.candidates("Abu al-Duhur", feature_classes=("S.AIRB",))) == ["x:odd-id"]
    assert ids(gaz.candidates("Mushayrifah", limit=1)) == ["gn:4"]


def test_scores_of_homonyms_share_one_probability(gaz):
    assert sum(c.score for c in gaz.candidates("Springfield")) <= 1


def test_common_words_without_context(gaz):
    assert gaz.candidates("Reading", context=False) == ()
    assert ids(gaz.candidates("Reading")) == ["gn:8"]
    assert ids(gaz.candidates("Turkey", context=False)) == ["gn:9"]
    assert gaz.candidates("Sarkib", context=False) == ()
    assert ids(gaz.candidates("Sarkib"))[0] == "gn:1"


def test_near_crosses_the_date_line(gaz):
    found = gaz.near(-16.9, 179.9, k=2)
    assert [p.id for p, _ in found] == ["gn:12", "gn:11"]
    assert found[0][1] == pytest.approx(distance_km(-16.9, 179.9, -16.9, -179.9))
    assert gaz.near(0.0, 0.0, radius_km=10) == ()
    assert [p.id for p, _ in gaz.near(35.74, 37.05, feature_classes="S")] == ["x:odd-id"]


@settings(max_examples=60, deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_bulk_nearest_equals_brute_force(gaz, latitude, longitude):
    rows, km = gaz.nearest(np.array([latitude]), np.array([longitude]))
    spots = [r for r in range(len(gaz)) if gaz.features[gaz.feature[r]][0] in "PST"]
    best = min(distance_km(latitude, longitude, *gaz.point(r)) for r in spots)
    assert km[0] == pytest.approx(best, abs=1e-3)
    assert distance_km(latitude, longitude, *gaz.point(int(rows[0]))) == pytest.approx(best, abs=1e-3)


@given(st.text("abcd", min_size=4, max_size=9), st.text("abcd", min_size=4, max_size=9))
def test_edit_distance_is_a_symmetric_count(a, b):
    assert edit_distance(a, b) == edit_distance(b, a)
    assert (edit_distance(a, b) == 0) == (a == b)
    assert edit_distance(a, b) <= max(len(a), len(b))


@settings(max_examples=100, deadline=None)
@given(st.text("springfeldaqbo ", min_size=5, max_size=12))
def test_bulk_edit_distance_equals_the_plain_one(gaz, text):
    key = fold(text)
    if len(key) < 3:
        return
    found = {n: d for d, n in gaz.fuzzy_keys().near(key, 2)}
    count = int(gaz.info()["keys"])
    for number in range(count):
        other = gaz.key(number)
        if other[:1] == key[:1] and other.isascii():
            true = edit_distance(key, other)
            assert found.get(number, 3) == min(true, 3)


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_defined_deterministic_answer(gaz, text):
    assert gaz.candidates(text) == gaz.candidates(text)


def test_opening_pickling_and_length(gaz, index):
    again = pickle.loads(pickle.dumps(gaz))
    assert again.get("gn:1") == gaz.get("gn:1")
    assert len(again) == len(ENTRIES)
    assert pickle.loads(pickle.dumps(Gazetteer.open())) is Gazetteer.open()


def test_the_same_entries_give_the_same_bytes(index, tmp_path):
    sources = {"": {"version": "test"}}
    words = {"common": ["sarkib", "turkey", "reading"], "ordinary": ["reading"]}
    compile_index(reversed(ENTRIES), tmp_path / "again.gaz", sources=sources, **words)
    assert (tmp_path / "again.gaz").read_bytes() == index.read_bytes()


@pytest.mark.parametrize("cut", [0, 4, 30, 1000, -1])
def test_a_cut_off_index_is_refused(index, tmp_path, cut):
    path = tmp_path / "cut.gaz"
    path.write_bytes(index.read_bytes()[:cut])
    with pytest.raises(GazetteerError, match="cut"):
        Gazetteer.open(path)


def test_a_damaged_index_is_refused(index, tmp_path):
    data = bytearray(index.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path = tmp_path / "bad.gaz"
    path.write_bytes(bytes(data))
    with pytest.raises(GazetteerError, match="damaged"):
        Gazetteer.open(path)
    with pytest.raises(DataNotFoundError):
        Gazetteer.open(tmp_path / "none.gaz")


def test_an_index_in_a_read_only_folder_opens(index, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir()
    shutil.copy(index, folder / "x.gaz")
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert len(Gazetteer.open(folder / "x.gaz")) == len(ENTRIES)
    finally:
        folder.chmod(stat.S_IRWXU)


@pytest.mark.parametrize(
    "entries",
    [(), (ENTRIES[0], ENTRIES[0]), (Entry("gn:1", "X", 95.0, 0.0),), (Entry("gn:1", "X", float("nan"), 0.0),)],
)
def test_bad_entries_are_refused_and_the_old_index_stays(tmp_path, entries):
    path = tmp_path / "old.gaz"
    path.write_bytes(b"old")
    with pytest.raises(GazetteerError):
        compile_index(entries, path, sources={})
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["old.gaz"]
