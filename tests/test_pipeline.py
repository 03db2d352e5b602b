"""The whole way, from reports to an analysis, and what it promises."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import geo
from geo.analysis import LAYERS
from geo.errors import InvalidQueryError
from geo.models import Report

REPORTS = (
    Report(
        "a", "Government troops captured Sinjar, in Idlib province, on Saturday, a monitoring group said.",
        "Sinjar taken", "Frontline retelling", date(2018, 1, 7), "day", stance="monitor",
    ),
    Report(
        "b", "Rebels said on Sunday that they had repelled an attack on Saraqib. Saraqib remains under rebel control.",
        "Attack on Saraqib", "Frontline retelling", date(2018, 1, 14), "day", stance="opposition",
    ),
    Report("c", "Rebels hold Ariha and Qqzzvillage.", "Undated", "Frontline retelling"),
)  # fmt: skip


@pytest.fixture(scope="module")
def analysis() -> geo.Analysis:
    return geo.analyze(REPORTS, conflict="syria")


def test_claims_reach_control(analysis: geo.Analysis) -> None:
    states = {s.place.name: s for s in analysis.states if s.supporting or s.contradicting}
    assert any(name.startswith("Sinjar") for name in states)
    sinjar = next(s for name, s in states.items() if name.startswith("Sinjar"))
    assert max(sinjar.probabilities, key=lambda pair: pair[1])[0] == "regime"
    assert sinjar.supporting


def test_every_quote_stands_in_its_report(analysis: geo.Analysis) -> None:
    texts = {r.id: r.text for r in analysis.reports}
    assert analysis.claims
    for claim in analysis.claims:
        assert texts[claim.report_id][claim.start : claim.end] == claim.quote
    for report in analysis.reports:
        for r in analysis.resolutions[report.id]:
            assert report.text[r.mention.start : r.mention.end] == r.mention.text


def test_order_of_reports_does_not_matter(analysis: geo.Analysis) -> None:
    again = geo.analyze(tuple(reversed(REPORTS)), conflict="syria")
    assert again.claims == analysis.claims
    assert again.states == analysis.states


def test_a_report_of_another_war_is_told_so() -> None:
    text = "Fighters seized Nyala and Zalingei. They shelled Omdurman, and soldiers left Wad Madani."
    analysis = geo.analyze([*REPORTS, Report("d", text, "Elsewhere", "Frontline", date(2018, 1, 9), "day")])
    told = [p for p in analysis.problems if "another war" in p.message]
    assert [p.subject for p in told] == ["d"]
    assert "Omdurman" in told[0].message
    assert not told[0].is_loss


def test_workers_give_the_same(analysis: geo.Analysis) -> None:
    again = geo.analyze(REPORTS, conflict="syria", workers=2)
    assert again.claims == analysis.claims


def test_as_of_cuts_on_what_was_known(analysis: geo.Analysis) -> None:
    early = geo.analyze(REPORTS, conflict="syria", as_of="2018-01-10")
    assert [r.id for r in early.reports] == ["a"]
    assert {c.report_id for c in early.claims} == {"a"}
    assert [p.subject for p in early.problems] == ["c"]
    known = {s.place.id: s.holder for s in early.states}
    later = {s.place.id: s.holder for s in analysis.states_on("2018-01-10")}
    assert {i: later[i] for i in known} == known


def test_explain_gives_quotes(analysis: geo.Analysis) -> None:
    explanation = analysis.explain("Sinjar")
    assert explanation.place is not None
    assert explanation.supporting
    text = str(explanation)
    assert "Government troops captured Sinjar" in text
    assert "certainty" in text
    assert explanation.to_dict()["supporting"][0]["predicate"] == "capture"
    nothing = analysis.explain("Timbuktu")
    assert nothing.place is None or not nothing.supporting
    assert "no claim" in str(analysis.explain("Qqqqzzzz"))


def test_layers_and_exports(analysis: geo.Analysis, tmp_path: Path) -> None:
    for layer in LAYERS:
        frame = analysis.to_gdf(layer)
        assert frame.crs == "EPSG:4326", layer
        assert frame.geometry.dropna().is_valid.all(), layer
    path = analysis.export(tmp_path / "frontline.gpkg")
    assert path.stat().st_size > 10_000
    with pytest.raises(InvalidQueryError, match="no layer"):
        analysis.to_gdf("places")
    with pytest.raises(InvalidQueryError, match="not a date"):
        analysis.to_gdf("control", as_of="yesterday")


def test_a_crash_in_one_report_is_listed_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from geo import geoparsing

    real = geoparsing.geoparse

    def breaks(report: Report, **options: object) -> object:
        if report.id == "b":
            message = "broken"
            raise ValueError(message)
        return real(report, **options)

    monkeypatch.setattr(geoparsing, "geoparse", breaks)
    found = geo.analyze(REPORTS, conflict="syria")
    assert [(p.subject, p.stage) for p in found.problems] == [("b", "analyze")]
    assert {c.report_id for c in found.claims} >= {"a"}


def test_html_of_a_notebook(analysis: geo.Analysis) -> None:
    html = analysis._repr_html_()
    assert "claims" in html
    assert "iframe" in html
    assert "3 reports" in repr(analysis)


def test_unresolved_is_listed(analysis: geo.Analysis) -> None:
    assert all(r.place is None for _, r in analysis.unresolved)


def test_nothing_in_nothing_out() -> None:
    empty = geo.analyze((), conflict="syria")
    assert empty.claims == ()
    assert empty.states == ()
    for layer in LAYERS:
        assert len(empty.to_gdf(layer)) == 0
    plain = geo.analyze((Report("x", "No place is named here."),), conflict=None)
    assert plain.claims == ()


def test_bad_arguments() -> None:
    with pytest.raises(InvalidQueryError, match="workers"):
        geo.analyze(REPORTS, workers=0)
    with pytest.raises(InvalidQueryError, match="YYYY-MM-DD"):
        geo.analyze(REPORTS, as_of="soon")
    with pytest.raises(geo.GeoError, match="atlantis"):
        geo.analyze(REPORTS, conflict="atlantis")


def test_paths_are_read(tmp_path: Path) -> None:
    good = tmp_path / "good.md"
    good.write_text("---\ntitle: T\npublished: 2018-01-07\n---\nGovernment troops captured Sinjar.\n", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    found = geo.analyze(tmp_path)
    assert len(found.reports) == 1
    assert found.problems[0].stage == "read"
    assert "bad.txt" in found.problems[0].subject
