"""The public function: arguments, determinism, real articles where the reference material is at hand."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

import geo
from geo.errors import ConflictError
from geo.models import Report

SHARED = Path(__file__).resolve().parents[2] / "shared"
TEXT = "Rebels shelled Hama on Monday. Syria's army entered Saraqib, in Idlib province."


def test_report_and_text_give_the_same():
    report = Report("a", TEXT, published=date(2018, 1, 2))
    assert geo.geoparse(report, conflict="syria") == geo.geoparse(TEXT, conflict="syria", published="2018-01-02")


def test_twice_is_the_same_and_other_documents_leave_no_trace():
    first = geo.geoparse(TEXT, conflict="syria")
    geo.geoparse("A fire in Hama, Oklahoma, and in Idlib, Ohio.")
    assert geo.geoparse(TEXT, conflict="syria") == first


@pytest.mark.parametrize("text", ["", " \n", "...", "a" * 5000, "A " * 3000, "\u202eHama\u0000"])
def test_odd_texts_do_no_harm(text):
    assert isinstance(geo.geoparse(text, conflict="syria"), tuple)


def test_a_wrong_conflict_is_named():
    with pytest.raises(ConflictError, match="nowhere"):
        geo.geoparse(TEXT, conflict="nowhere")


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "corpus" / "fakes.csv").is_file(), reason="reference material is absent")
def test_every_fourth_real_report_goes_through():
    with (SHARED / "corpus" / "fakes.csv").open(encoding="utf-8", errors="replace") as handle:
        rows = [row["article_content"] or "" for row in csv.DictReader(handle)][::4]
    near = other = 0
    for text in rows:
        for resolution in geo.geoparse(text, conflict="syria"):
            place = resolution.place
            if place is not None and place.feature_class == "P" and place.population < 20_000:
                inside = place.country_code in {"SY", "IQ", "LB", "TR", "JO", "IL", "PS"}
                near, other = near + inside, other + (not inside)
    assert near > 200
    assert other / (near + other) < 0.03
