"""The project's own reports: complete metadata, own words, nothing that the sources do not say."""

from __future__ import annotations

import re
from datetime import date

import pytest

from geo.reports import read_reports

WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
#: Longest run of words that a seed may share with its source, lists of names apart: any two tellings of
#: "the Syrian army captured the town of X" meet for that long.
LONGEST_COMMON_RUN = 8


@pytest.fixture(scope="module")
def seeds(root):
    return read_reports(root / "seeds", on_error="raise", today=date(2026, 1, 1))


@pytest.fixture(scope="module")
def sources(shared):
    chronicle = (shared / "corpus" / "campaign_2017_2018.md").read_text(encoding="utf-8")
    article = (shared / "seeds" / "idlib-operations-room.txt").read_text(encoding="utf-8")
    return f"{chronicle}\n{article}"


def test_metadata_are_complete(seeds):
    assert len(seeds) >= 14
    assert seeds.warnings == ()
    assert [problem.subject.rsplit("/", 1)[-1] for problem in seeds.skipped] == ["README.md"]
    for report in seeds:
        assert report.title, report.id
        assert report.cites, report.id
        assert report.language == "en"
        assert report.published_precision in {"day", "week"}
        assert report.id.startswith(report.published.isoformat())
        assert report.source.startswith("Frontline retelling, "), "no words are put into the mouth of a real outlet"
        assert 60 <= len(report.text.split()) <= 260, report.id
    assert {report.stance for report in seeds} == {"regime", "opposition", "monitor", "neutral"}


def test_every_month_of_the_campaign_is_covered_from_two_angles_at_least(seeds):
    for month in ("2017-10", "2017-11", "2017-12", "2018-01", "2018-02"):
        stances = {report.stance for report in seeds if report.published.isoformat().startswith(month)}
        assert len(stances) >= 3, month


def test_words_are_our_own(seeds, sources):
    words = WORD.findall(sources.lower())
    size = LONGEST_COMMON_RUN + 1
    runs = {tuple(words[n : n + size]) for n in range(len(words) - size + 1)}
    for report in seeds:
        for line in [report.title, *report.text.split("\n")]:
            own = WORD.findall(line.lower())
            copied = [
                " ".join(own[n : n + size]) for n in range(len(own) - size + 1) if tuple(own[n : n + size]) in runs
            ]
            assert copied == [], report.id


def test_every_figure_stands_in_the_sources(seeds, sources):
    known = set(NUMBER.findall(sources))
    for report in seeds:
        assert set(NUMBER.findall(report.text)) <= known, report.id


def test_readme_counts_them(root, seeds):
    assert f"{len(seeds)} short dated reports" in (root / "seeds" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def analysis(seeds):
    from geo.pipeline import analyze

    return analyze(seeds, conflict="syria")


#: place (GeoNames or project id by name), then day -> holders that the seeds and the baseline support by then.
STORY = {
    "Rahjan": [
        ("2017-10-12", {"isis"}),
        ("2017-11-05", {"hts", "opposition"}),
        ("2017-12-07", {"hts", "opposition"}),
        ("2018-01-12", {"regime"}),
        ("2018-02-14", {"regime"}),
    ],
    "Al-Rashadiyah": [("2017-12-07", {"regime"})],
    "Sarha": [("2017-11-12", {"hts", "opposition"}), ("2017-11-18", {"regime"})],
    "Sinjar": [("2018-01-04", {"hts", "opposition"}), ("2018-01-12", {"regime"})],
    "Atshan": [("2018-01-16", {"regime"})],
    "Um Myal": [("2018-01-12", {"regime"})],
    "Abu al-Duhur airbase": [
        ("2018-01-09", {"hts", "opposition"}),
        ("2018-01-19", {"hts", "opposition"}),
        ("2018-01-24", {"regime"}),
        ("2018-02-14", {"regime"}),
    ],
    "Abu al-Duhur": [("2017-12-20", {"hts", "opposition"}), ("2018-01-24", {"regime"}), ("2018-02-14", {"regime"})],
}


@pytest.mark.parametrize("name", sorted(STORY))
def test_the_front_moves(analysis, name):
    told = []
    for day, holders in STORY[name]:
        explanation = analysis.explain(name, as_of=day)
        assert explanation.place is not None, name
        assert explanation.place.country_code == "SY", explanation.place
        told.append((day, explanation.state.holder in holders, explanation.state.holder, explanation.state.status))
    assert [line for line in told if not line[1]] == []


def test_the_airbase_is_disputed_on_the_day_of_claim_and_denial(analysis):
    state = analysis.explain("Abu al-Duhur airbase", as_of="2018-01-20").state
    assert state.status in {"contested", "claimed"}, state
    assert state.contradicting or state.supporting


@pytest.mark.parametrize(("name", "besieged"), [("Fuah", True), ("Kafraya, Idlib", True), ("Aleppo city", False)])
def test_the_pockets_and_aleppo_stay_with_the_government(analysis, name, besieged):
    for day in ("2018-01-05", "2018-02-14"):
        explanation = analysis.explain(name, as_of=day)
        assert explanation.place.feature_class == "P", explanation.place
        assert explanation.state.holder == "regime"
        assert ("besieged" in explanation.state.overlays) is besieged


def test_what_was_known_earlier_is_not_changed_by_what_came_later(analysis, seeds):
    from geo.pipeline import analyze

    day = date(2018, 1, 10)
    cut = analyze([report for report in seeds if report.published <= day], conflict="syria")
    then = {state.place.id: state for state in analysis.states_on(day)}
    for state in cut.states_on(day):
        assert (then[state.place.id].holder, then[state.place.id].status) == (state.holder, state.status), state.place


def test_every_claim_quotes_its_report(analysis, seeds):
    texts = {report.id: report.text for report in seeds}
    assert len(analysis.claims) >= 100
    for claim in analysis.claims:
        assert texts[claim.report_id][claim.start : claim.end] == claim.quote


def test_a_place_is_found_by_its_name_and_its_namesakes_are_told(analysis):
    assert any("Kefraya (Idlib, SY)" in other for other in analysis.explain("Kafraya").homonyms)
    assert any("gn:170063" in other for other in analysis.explain("Aleppo").homonyms)
    assert "held place by place" in str(analysis.explain("Idlib governorate"))
    for nothing in ("Xyzzy", "Aleppo zzz", " "):
        assert analysis.explain(nothing).place is None
