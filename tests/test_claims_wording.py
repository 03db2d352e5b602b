"""Wordings that name an owner, an aim, a part or another event: what is claimed of which place, and what is not."""

from __future__ import annotations

import pytest
from test_claims_roles import read, told

from geo.claims import claims_of
from geo.conflicts import load_conflict
from geo.models import Mention, Place, Report, Resolution


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # targets, fire from the air, bombs that were laid
        ("Morek was the target of a major offensive by rebels.", ("attack", "Morek", ("opposition",))),
        ("Morek was the target of shelling.", ("strike", "Morek", ())),
        ("Russian warplanes destroyed three depots in Morek.", ("strike", "Morek", ("russia",))),
        ("Bombings claimed by Isis in Morek killed ten people.", ("attack", "Morek", ("isis",))),
        ("The raids came while a car bomb hurt ten people in Morek.", ("attack", "Morek", ())),
        # who acts
        ('Two "rebels" attacked a police station in Morek.', ("attack", "Morek", ("opposition",))),
        ("The army campaign is aimed at the recapture of Morek.", ("recapture", "Morek", ("regime",))),
        ("Ten militants were killed by the army in clashes in Morek.", ("contest", "Morek", ("regime",))),
        ("An attempt to take Morek was repelled, with the army chasing them.", ("repel", "Morek", ("regime",))),
        ("An FSA/YPG force captured Morek.", ("capture", "Morek", ("?",))),
        ("FSA/YPG forces captured Morek.", ("capture", "Morek", ("?",))),
        ("Morek was hit in the Russian air strikes.", ("strike", "Morek", ("russia",))),
        # which place
        ("The capture of the village brought the army to the edge of Morek.", ("advance", "Morek", ("regime",))),
        ("The army fights to take the former Isis bastion of Morek.", ("capture", "Morek", ("regime",))),
        ("Morek was a bastion of the revolt but is now in regime hands.", ("hold", "Morek", ("regime",))),
        ("Troops took back control of Morek.", ("recapture", "Morek", ("regime",))),
    ],
)
def test_what_is_claimed(text: str, wanted: tuple[str, str, tuple[str, ...]]) -> None:
    assert wanted in told(text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("The army captured Morek's emir.", ("capture", "Morek")),
        ("An attack took Syrias civil war to the coast.", ("capture", "Syria")),
        ("The capture of the village brought the army to the edge of Morek.", ("capture", "Morek")),
        ("Troops struck a depot on the left of Morek road.", ("withdraw", "Morek")),
        ("The army took ten villages, leaving only one near Morek.", ("withdraw", "Morek")),
        ("Warplanes were destroyed in Morek.", ("strike", "Morek")),
        ("There was no word from the government in Damascus after the attack.", ("attack", "Damascus")),
        ("Rebels died in clashes in a province bordering Turkey.", ("contest", "Turkey")),
        ('The "Repel the Invaders" room met in Morek.', ("repel", "Morek")),
        ("Rebels attacked the newly conquered government territory near Morek.", ("capture", "Morek")),
        ("Isis lost ground to offensives aimed at ousting it from Morek.", ("capture", "isis")),
        ("Rebels fired shells that fell in Saraqib, said those who are positioned in Morek.", ("strike", "Morek")),
    ],
)
def test_what_is_not_claimed(text: str, unwanted: tuple[str, str]) -> None:
    assert unwanted not in {(predicate, place) for predicate, place, _c in told(text)}


@pytest.mark.parametrize(
    ("text", "predicate", "modality"),
    [
        ("Rebels were focusing their efforts on capturing Morek.", "capture", "planned"),
        ("Congress debated whether to allow strikes on Morek.", "strike", "possible"),
        ("Parliament may approve strikes on Morek.", "strike", "possible"),
        ("Ministers voted to approve strikes on Morek.", "strike", "planned"),
        ("It was the first car bomb to hit Morek.", "attack", "asserted"),
        ("Morek was said to be either held by rebels or by the army.", "hold", "possible"),
    ],
)
def test_how_it_is_put(text: str, predicate: str, modality: str) -> None:
    assert {c.modality for c in read(text) if c.predicate == predicate} == {modality}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("The army captured a district of the city of Morek.", "district"),
        ("The army captured the perimeter of Qasr Ali.", "perimeter"),
        ("The army captured a Morek village.", "village"),
        ("The army captured the Druze-majority town of Morek.", ""),
    ],
)
def test_parts(text: str, part: str) -> None:
    (claim,) = read(text)
    assert (claim.part, claim.effect == "set") == (part, not part)


def test_the_town_named_last_is_meant() -> None:
    claims = told("An activist in Saraqib spoke of deaths in the town of Morek when Isis stormed the town.")
    assert claims == {("attack", "Morek", ("isis",))}


def test_where_they_came_from_is_another_place() -> None:
    claims = told("Isis men slipped into Hama from Morek where the army had besieged them.")
    assert ("besiege", "Morek", ("regime",)) in claims


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Russia and Syrian regime planes carried out strikes in Morek.", ("strike", "Morek", ("russia",))),
        ("Russia began carrying out strikes in Morek.", ("strike", "Morek", ("russia",))),
        ("Rebels killed at least ten troops in an attack on Morek.", ("attack", "Morek", ("opposition",))),
        ("The raids hit the town of Morek controlled by Isis.", ("strike", "Morek", ())),
        ("Jets flew to prevent rebels from advancing towards Morek.", ("advance", "Morek", ("opposition",))),
        ("The pocket shrunk, with Isis taking control over Morek.", ("capture", "Morek", ("isis",))),
        ("The army is re-establishing control over Morek.", ("recapture", "Morek", ("regime",))),
        ("Units of the army were approaching to Morek.", ("advance", "Morek", ("regime",))),
    ],
)
def test_who_does_it(text: str, wanted: tuple[str, str, tuple[str, ...]]) -> None:
    assert wanted in told(text)


def test_a_dateline_amid_the_text_is_no_place_of_war() -> None:
    text = "Offensive takes shape DAMASCUS (Sputnik) The army shelled the suburbs."
    at = text.index("DAMASCUS")
    place = Place("d", "Damascus", 33.5, 36.3, "P", "PPLC", "SY")
    known = (Resolution(Mention(at, at + 8, "DAMASCUS"), place, precision=1, score=0.95),)
    war = load_conflict("syria")
    assert not [c for c in claims_of(Report("t", text), known, war) if c.resolution is not None]
    plain = text.replace("(Sputnik)", "where")
    assert [c for c in claims_of(Report("t", plain), known, war) if c.resolution is not None]


def test_fire_on_an_unnamed_village_is_told_but_colours_nothing() -> None:
    (claim,) = [c for c in read("Another airstrike hit a village in the north.") if c.predicate == "strike"]
    assert (claim.resolution, claim.place_text, claim.effect) == (None, "a village", "none")
