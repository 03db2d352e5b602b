"""Who does what where: roles that reach over clauses, lists, asides; countries that act; agents carried over."""

from __future__ import annotations

import re
from datetime import date

import pytest

from geo.claims import claims_of
from geo.conflicts import load_conflict
from geo.models import Claim, Mention, Place, Report, Resolution

DAY = date(2018, 1, 10)
TOWNS = ("Saraqib", "Morek", "Sinjar", "Atshan", "Halfaya", "Qasr Ali")
PLACES: dict[str, tuple[str, str, str]] = {
    **dict.fromkeys(TOWNS, ("P", "PPL", "SY")),
    "Idlib": ("A", "ADM1", "SY"),
    "Hama": ("A", "ADM1", "SY"),
    "Damascus": ("P", "PPLC", "SY"),
    "Moscow": ("P", "PPLC", "RU"),
    "Russia": ("A", "PCLI", "RU"),
    "Turkey": ("A", "PCLI", "TR"),
    "Syria": ("A", "PCLI", "SY"),
}


def read(text: str, conflict: str | None = "syria") -> tuple[Claim, ...]:
    found = []
    for match in re.finditer(rf"\b(?:{'|'.join(PLACES)})\b", text):
        cls, code, country = PLACES[match.group()]
        place = Place(match.group(), match.group(), 35.0, 36.6, cls, code, country, "Idlib" if cls == "P" else "")
        found.append(Resolution(Mention(*match.span(), match.group()), place, precision=1, score=0.95))
    report = Report("t", text, published=DAY, published_precision="day")
    return claims_of(report, tuple(found), load_conflict(conflict))


def told(text: str, conflict: str | None = "syria") -> set[tuple[str, str, tuple[str | None, ...]]]:
    """(predicate, place, camps of the actors) of each claim."""
    return {
        (
            c.predicate,
            c.resolution.mention.text if c.resolution else "",
            tuple(sorted({a.camp or "?" for a in c.actors})),
        )
        for c in read(text, conflict)
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # countries and capitals that act
        ("Russia takes Sinjar.", ("capture", "Sinjar", ("russia",))),
        ("Moscow has been staging strikes on Saraqib.", ("strike", "Saraqib", ("russia",))),
        ("Turkey's offensive on Saraqib began.", ("attack", "Saraqib", ("turkey_sna",))),
        ("Morek remains outside the control of Damascus.", ("hold", "Morek", ("regime",))),
        ("Sinjar was captured by Russia.", ("capture", "Sinjar", ("russia",))),
        ("Russia's armed forces seized Sinjar.", ("capture", "Sinjar", ("russia",))),
        # lists that a preposition governs; asides; relative clauses
        (
            "The army exploited the fighting between HTS and ISIL, seizing Sinjar from the latter.",
            ("capture", "Sinjar", ("regime",)),
        ),
        ("Backed by Russian jets, rebels have captured Morek.", ("capture", "Morek", ("opposition",))),
        ("The rebels, whom Turkey had helped, pushed towards Morek.", ("advance", "Morek", ("opposition",))),
        ("Isis announced the capture of Morek but lost it again.", ("lose", "Morek", ("isis",))),
        ("With HTS managing to recapture Morek, the front moved.", ("recapture", "Morek", ("hts",))),
        ("The army reported a breakthrough, capturing Sinjar.", ("capture", "Sinjar", ("regime",))),
        ("The army launched an operation to encircle Morek.", ("besiege", "Morek", ("regime",))),
        ("An offensive launched by the army to encircle Morek failed.", ("besiege", "Morek", ("regime",))),
        # objects behind a time, in apposition, in front
        ("Rebels liberated on Monday the town of Morek.", ("capture", "Morek", ("opposition",))),
        ("The army ousted rebels from their last bastion, Morek.", ("capture", "Morek", ("regime",))),
        ("Saraqib, until recently held by rebels, is under army control.", ("hold", "Saraqib", ("regime",))),
        ("Saraqib, captured in 2015 by rebels, is now run by HTS.", ("hold", "Saraqib", ("hts",))),
        # more ways to say it
        ("Troops of the army are within two kilometres of Morek.", ("advance", "Morek", ("regime",))),
        ("The army pushed rebels back from Morek.", ("advance", "Morek", ("regime",))),
        ("The rebels were driven back from Morek.", ("lose", "Morek", ("opposition",))),
        ("The army has cleared rebels from Morek.", ("capture", "Morek", ("regime",))),
        ("Isis held Morek until rebels drove them out of Morek.", ("capture", "Morek", ("opposition",))),
        ("Morek was placed under army control.", ("capture", "Morek", ("regime",))),
        ("Rebels were bussed out of Morek.", ("withdraw", "Morek", ("opposition",))),
        ("The infiltration of HTS fighters into Morek began.", ("advance", "Morek", ("hts",))),
        ("Two bombs exploded in Morek.", ("attack", "Morek", ())),
        ("Three people were killed by regime bombs in Morek.", ("strike", "Morek", ("regime",))),
        ("People died in an attack in Morek, activists said, blaming the army.", ("attack", "Morek", ("regime",))),
        ("Syrian rebels took Morek from US-backed Kurdish fighters.", ("capture", "Morek", ("opposition",))),
    ],
)
def test_roles(text: str, wanted: tuple[str, str, tuple[str, ...]]) -> None:
    assert wanted in told(text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("Refugees fled from Syria to Turkey, where many stayed.", "withdraw"),
        ("The army took Sinjar and civilians fled Morek.", "withdraw"),
        ("No group has full control of Morek.", "hold"),
        ("Anti-tank missiles were sent to Morek.", "strike"),
        ("The battle for control of Morek went on.", "hold"),
        ("Residents of Morek braced for an attack on Saraqib.", "set"),
        ("Russian forces stationed in Syria rested.", "hold"),
    ],
)
def test_what_is_no_such_claim(text: str, unwanted: str) -> None:
    assert unwanted not in {c.predicate for c in read(text)}


def test_a_country_after_a_comma_is_where_the_town_lies() -> None:
    assert {place for _p, place, _c in told("Rebels overran a base in Morek, Syria.")} == {"Morek"}


def test_the_heart_of_a_district_is_not_the_district() -> None:
    assert told("Rebels took Morek, the capital of Hama.") == {("capture", "Morek", ("opposition",))}


def test_a_base_named_in_brackets() -> None:
    claims = told("The army captured an Air Defence base (Qasr Ali).")
    assert claims == {("capture", "Qasr Ali", ("regime",))}


def test_an_attack_that_is_feared_is_only_possible() -> None:
    (claim,) = [c for c in read("Rebel-held Morek braces for an attack.") if c.predicate == "attack"]
    assert claim.modality == "possible"


def test_what_somebody_was_able_to_do_is_done() -> None:
    (claim,) = read("The army has been able to regain Morek.")
    assert (claim.predicate, claim.modality, claim.effect) == ("recapture", "asserted", "set")


def test_a_shooter_s_position_is_no_target() -> None:
    claims = told("Shells fired by rebels positioned in Morek hit Saraqib.")
    assert ("strike", "Morek", ("opposition",)) not in claims
    assert any(predicate == "strike" and place == "Saraqib" for predicate, place, _c in claims)


# ------------------------------------------------------------------ agents carried over


def agent_of(text: str, place: str) -> tuple[tuple[str | None, ...], dict[str, float]]:
    claim = next(c for c in read(text) if c.resolution and c.resolution.mention.text == place)
    return tuple(a.camp for a in claim.actors), dict(claim.certainty_terms)


def test_the_only_side_that_gains_takes_the_next_place_too() -> None:
    camps, terms = agent_of("The army captured Sinjar. Later Atshan was captured as well.", "Atshan")
    assert camps == ("regime",)
    assert terms["agent"] < 1


def test_of_two_sides_that_gain_the_one_that_did_not_hold_the_place() -> None:
    text = "The army captured Sinjar. HTS captured Halfaya. Later the HTS stronghold of Morek was captured."
    claims = [c for c in read(text) if c.predicate == "capture"]
    assert [a.camp for a in claims[-1].actors] == ["regime"]


def test_the_attacker_of_the_paragraph_takes_what_falls() -> None:
    camps, terms = agent_of("The army attacked Sinjar. The town of Atshan was captured.", "Atshan")
    assert camps == ("regime",)
    assert terms["agent"] < 1


def test_who_advances_by_it_took_it() -> None:
    text = "HTS captured Morek. Sinjar was captured, with the army reaching the outskirts of the crossroads town of Saraqib."
    camps, terms = agent_of(text, "Sinjar")
    assert camps == ("regime",)
    assert terms["agent"] < 1


def test_another_paragraph_lends_no_agent() -> None:
    camps, _terms = agent_of("The army captured Sinjar.\nAtshan was captured.", "Atshan")
    assert camps == ()


def test_without_a_war_bare_troops_are_the_government_s() -> None:
    assert ("capture", "Sinjar", ("other:government",)) in told("Troops captured Sinjar from rebels.", None)
