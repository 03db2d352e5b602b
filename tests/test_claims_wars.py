"""Whose troops are meant, and wordings of many wars: breadth of the frames, in sentences of our own."""

from __future__ import annotations

import re
from datetime import date

import pytest

from geo.claims import claims_of
from geo.claims.effects import MAP_THRESHOLD
from geo.conflicts import load_conflict
from geo.models import Claim, Mention, Place, Report, Resolution

TOWNS = (
    "Krynky", "Robotyne", "Bakhmut", "Kharkiv", "Mosul", "Haditha", "Baiji", "Ramadi", "Marib", "Aden", "Nyala",
    "El Obeid", "Rafah", "Sirte", "Goma", "Kunduz", "Shusha", "Jindires", "Morek",
)  # fmt: skip


def claims(text: str, conflict: str | None) -> tuple[Claim, ...]:
    found = [
        Resolution(
            Mention(*match.span(), match.group()),
            Place(match.group(), match.group(), 35.0, 36.6, "P", "PPL", "", ""),
            precision=1,
            score=0.95,
        )
        for match in re.finditer(rf"\b(?:{'|'.join(TOWNS)})\b", text)
    ]
    day = date(2018, 3, 10) if conflict == "syria" else date(2024, 3, 10)
    report = Report("t", text, published=day, published_precision="day")
    return claims_of(report, tuple(found), load_conflict(conflict))


def told(text: str, conflict: str | None) -> set[tuple[str, str, str, str]]:
    """(predicate, place, first camp, polarity and modality where they are not the usual ones) of each claim."""
    return {
        (
            claim.predicate,
            claim.resolution.mention.text if claim.resolution else "",
            next((a.camp or "?" for a in claim.actors), ""),
            " ".join(
                word for word in (claim.polarity, claim.modality) if word not in ("affirmed", "asserted", "claimed")
            ),
        )
        for claim in claims(text, conflict)
    }


@pytest.mark.parametrize(
    ("conflict", "text", "wanted"),
    [
        # the speaker's own troops, never the default army's or those of the sentence before
        ("syria", "Turkey's defence ministry said its troops captured Jindires.", ("capture", "Jindires", "turkey_sna")),
        ("syria", "The Turkish defence minister said on Monday his troops had taken Morek.", ("capture", "Morek", "turkey_sna")),
        ("syria", "The Russian defence ministry said its jets had hit Morek.", ("strike", "Morek", "russia")),
        ("syria", "Rebels had taken Jindires when the army said that its soldiers seized Morek.", ("capture", "Morek", "regime")),
        ("ukraine", "Russia's Defence Ministry said that its forces had taken Krynky.", ("capture", "Krynky", "russia")),
        ("ukraine", "The Ukrainian army took Krynky. Russia's defence ministry said its troops hold Robotyne.", ("hold", "Robotyne", "russia")),
        (None, "The Israeli military said its jets struck Rafah.", ("strike", "Rafah", "other:israel")),
        # a time between the claim and what is claimed
        ("ukraine", "Russian forces and the Wagner group claimed on Saturday to have taken Bakhmut.", ("capture", "Bakhmut", "russia")),
        ("syria", "The rebels claimed early on Monday to have seized Morek.", ("capture", "Morek", "opposition")),
        # who attacks, told behind the place or before
        ("syria", "They face an offensive in Morek from the regime.", ("attack", "Morek", "regime")),
        ("syria", "The rebels have often called their attacks on Morek revenge.", ("attack", "Morek", "opposition")),
        ("syria", 'Five people died in "rebel" rocket attacks in Morek.', ("strike", "Morek", "opposition")),
    ],
)  # fmt: skip
def test_whose_troops(conflict: str | None, text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in {claim[:3] for claim in told(text, conflict)}


@pytest.mark.parametrize(
    ("conflict", "text", "wanted"),
    [
        ("ukraine", "Ukrainian marines gained a bridgehead at Krynky.", ("advance", "Krynky", "ukraine", "")),
        ("ukraine", "Russian troops established a foothold in Robotyne.", ("advance", "Robotyne", "russia", "")),
        ("ukraine", "Russian troops stormed into Kharkiv.", ("advance", "Kharkiv", "russia", "")),
        ("ukraine", "Ukrainian soldiers had beaten back eleven assaults near Robotyne.", ("repel", "Robotyne", "ukraine", "")),
        ("ukraine", "Glide bombs fell on Kharkiv.", ("strike", "Kharkiv", "", "")),
        ("ukraine", "Street battles went on in Bakhmut.", ("contest", "Bakhmut", "", "")),
        (None, "Iraqi forces punched through the defences of Mosul.", ("advance", "Mosul", "other:iraq", "")),
        (None, "The army wrested Ramadi from Isis.", ("capture", "Ramadi", "other:government", "")),
        (None, "Peshmerga fighters are holding out in Haditha.", ("hold", "Haditha", "other:peshmerga", "")),
        (None, "Baiji changed hands several times.", ("contest", "Baiji", "", "")),
        (None, "Houthi fighters dug in around Marib.", ("hold", "Marib", "other:houthis", "")),
        (None, "Aden slipped out of government control.", ("lose", "Aden", "other:government", "")),
        (None, "The RSF stepped up military operations in Nyala.", ("attack", "Nyala", "other:rsf", "")),
        (None, "The army threw back an RSF attack on El Obeid.", ("repel", "El Obeid", "other:government", "")),
        (None, "Israeli soldiers invaded Rafah.", ("attack", "Rafah", "other:israel", "")),
        (None, "The Israeli army withdrew its ground troops from Rafah.", ("withdraw", "Rafah", "other:israel", "")),
        (None, "The LNA reasserted control over Sirte.", ("recapture", "Sirte", "other:lna", "")),
        (None, "M23 rebels burst into Goma.", ("advance", "Goma", "other:m23", "")),
        (None, "Taliban fighters and Afghan troops traded artillery fire in Kunduz.", ("contest", "Kunduz", "other:taliban", "")),
        (None, "Azerbaijani troops fought their way into Shusha.", ("advance", "Shusha", "other:azerbaijan", "")),
    ],
)  # fmt: skip
def test_words_of_many_wars(conflict: str | None, text: str, wanted: tuple[str, str, str, str]) -> None:
    assert wanted in told(text, conflict)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("Ukrainian troops withdrew from Bakhmut to avoid encirclement.", "besiege"),
        ("The deal was made to avert clashes around Bakhmut.", "contest"),
        ("There was no claim of responsibility for the attack in Bakhmut.", "negated"),
    ],
)
def test_what_is_not_said(text: str, unwanted: str) -> None:
    assert not any(unwanted in (claim[0], *claim[3].split()) for claim in told(text, "ukraine"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # denied, failed, expected, planned
        ("Ukraine rejected Russian claims that Robotyne had fallen.", ("lose", "Robotyne", "", "denied")),
        ("Ukraine said it still fought for Robotyne, denying that it had been captured.", ("capture", "Robotyne", "", "denied")),
        ("An attempt by Russian troops to take Krynky failed.", ("capture", "Krynky", "russia", "negated")),
        ("A Russian assault on Kharkiv is expected within weeks.", ("attack", "Kharkiv", "russia", "planned")),
        ("Ukrainian forces are preparing an offensive on Bakhmut.", ("attack", "Bakhmut", "ukraine", "planned")),
        ("The Ukrainian army called off a raid on Bakhmut.", ("strike", "Bakhmut", "ukraine", "negated planned")),
        # objects before their verb; headlines; absolute participles
        ("Bakhmut, which Russian troops captured in May, is quiet.", ("capture", "Bakhmut", "russia", "")),
        ("Bakhmut is a town that Russian forces had been trying to capture.", ("capture", "", "russia", "planned")),
        ("Russian soldiers driven from Kharkiv.", ("lose", "Kharkiv", "russia", "")),
        ("Kyiv was hit again, with Ukrainian troops having retaken Robotyne.", ("recapture", "Robotyne", "ukraine", "")),
        ("After the Bakhmut shelling Russian troops fired rockets on Kharkiv.", ("strike", "Kharkiv", "russia", "")),
        ("In Bakhmut Ukrainian units continue to fight Russian troops.", ("contest", "Bakhmut", "ukraine", "")),
        # whose aircraft, who is accused, who is meant by "they"
        ("Jets of the Russian army bombed Kharkiv.", ("strike", "Kharkiv", "russia", "")),
        ("Kyiv accused Russian forces of shelling Kharkiv.", ("strike", "Kharkiv", "russia", "")),
        ("Ukrainian troops killed ten Russian soldiers as they were trying to advance on Robotyne.", ("advance", "Robotyne", "russia", "planned")),
        ("The bombs were dropped on Kharkiv.", ("strike", "Kharkiv", "", "")),
    ],
)  # fmt: skip
def test_states_and_roles(text: str, wanted: tuple[str, str, str, str]) -> None:
    assert wanted in told(text, "ukraine")


@pytest.mark.parametrize(
    "text",
    [
        "A car went off the road near Bakhmut.",
        "An earthquake struck Bakhmut.",
        "Ten people were hit by a car in Bakhmut.",
        "There were no strikes, but protests came from Bakhmut.",
        "Russia brought an aircraft carrier to Bakhmut.",
    ],
)
def test_no_claim(text: str) -> None:
    assert told(text, "ukraine") == set()


def test_the_army_of_a_text_that_names_one() -> None:
    text = "The Sudanese army denied losing Nyala. The army regained El Obeid."
    assert ("recapture", "El Obeid", "other:saf", "") in told(text, None)
    text = "The Sudanese army and the Libyan military met. The army regained El Obeid."
    assert ("recapture", "El Obeid", "other:government", "") in told(text, None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Russian troops committed a massacre in Kharkiv, where a bombing of Bakhmut hurt ten.", ("strike", "Bakhmut", "russia", "")),
        ("The crime was committed by Russian jets. A massacre committed by Russian jets in Kharkiv was condemned.", ("strike", "Kharkiv", "russia", "")),
        ("Kharkiv came under heavy Russian shelling.", ("strike", "Kharkiv", "russia", "")),
        ("The missiles that Russian jets have fired fell on Kharkiv.", ("strike", "Kharkiv", "russia", "")),
        ("The bombs that Russian forces have dropped on Kharkiv killed ten.", ("strike", "Kharkiv", "russia", "")),
        ("Russian shelling hit Bakhmut and ten died in shelling of Bakhmut.", ("strike", "Bakhmut", "russia", "")),
        ("Wagner fighters are taking part in an offensive on Bakhmut.", ("attack", "Bakhmut", "russia", "")),
        ("The Ukrainian army would respond to air strikes by Russian forces on Kharkiv.", ("strike", "Kharkiv", "russia", "")),
    ],
)  # fmt: skip
def test_doers_told_elsewhere(text: str, wanted: tuple[str, str, str, str]) -> None:
    assert wanted in told(text, "ukraine")


@pytest.mark.parametrize(
    "text",
    [
        "Russian troops captured the crossroads of Bakhmut.",
        "Russian troops captured the Bakhmut-Kharkiv highway.",
        "Russian troops captured Bakhmut road.",
        "Russian troops captured the road between Bakhmut and Kharkiv.",
    ],
)
def test_a_road_is_not_the_towns_at_its_ends(text: str) -> None:
    assert {claim.effect for claim in claims(text, "ukraine")} <= {"none", "part"}


@pytest.mark.parametrize(
    "text",
    [
        "A man was charged with sexual assault in Goma.",
        "He died of a heart attack in Goma.",
        "The team beat its rivals in a match in Goma, fighting to the end of the season.",
        "A storm battered Goma.",
        "A car struck a tree in Goma.",
        "The suspect is being held in custody in Goma on theft charges.",
    ],
)
def test_crime_sport_and_weather_are_no_war(text: str) -> None:
    assert told(text, None) == set()


def test_nameless_claims_of_a_report_without_war_are_doubtful() -> None:
    (peace,) = claims("There were two attacks in Goma.", None)
    (war,) = claims("There were two attacks in Goma. The rebels fled.", None)
    (named,) = claims("There were two attacks in Bakhmut.", "ukraine")
    assert dict(peace.certainty_terms)["war"] < 1
    assert peace.certainty < MAP_THRESHOLD <= war.certainty
    assert "war" not in dict(war.certainty_terms) | dict(named.certainty_terms)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Ukrainian army hit back, at one point shelling the towns of Robotyne and Krynky.", ("strike", "Krynky", "ukraine", "")),
        ("Video showed Ukrainian soldiers raising the flag over Robotyne.", ("capture", "Robotyne", "ukraine", "")),
        ("A week after losing Robotyne to Russian forces, Ukrainian troops were back.", ("lose", "Robotyne", "ukraine", "")),
        ("Bakhmut, in Russian hands since May, has been under siege since June.", ("besiege", "Bakhmut", "", "")),
        ("Bakhmut, besieged since August, was quiet.", ("besiege", "Bakhmut", "", "")),
        ("There was no let-up in the shelling of Kharkiv.", ("strike", "Kharkiv", "", "")),
        ("Russian troops have captured all but a few streets of Bakhmut.", ("capture", "Bakhmut", "russia", "")),
    ],
)  # fmt: skip
def test_clauses_between_commas(text: str, wanted: tuple[str, str, str, str]) -> None:
    assert wanted in told(text, "ukraine")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # exceptions, nobody, contrasts, falsehoods
        ("Unlike Krynky, Robotyne remains in Russian hands.", {("hold", "Robotyne", "russia", "")}),
        ("Unlike Krynky, which Russian troops captured, Robotyne is quiet.", {("capture", "Krynky", "russia", "")}),
        ("Ukrainian troops hold all of Kharkiv except Krynky.", {("hold", "Kharkiv", "ukraine", "")}),
        ("No Russian soldiers had entered Krynky.", {("advance", "Krynky", "russia", "negated")}),
        ("Ukrainian troops, not Russian soldiers, control Krynky.", {("hold", "Krynky", "ukraine", "")}),
        ("Russian media falsely claimed that Krynky had been captured.", {("capture", "Krynky", "", "denied")}),
        ("There were false reports that Russian troops had captured Krynky.", {("capture", "Krynky", "russia", "denied")}),
        ("Russian soldiers left Krynky to avoid being surrounded.", {("withdraw", "Krynky", "russia", "")}),
    ],
)  # fmt: skip
def test_exceptions_and_falsehoods(text: str, wanted: set[tuple[str, str, str, str]]) -> None:
    assert told(text, "ukraine") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Russian troops took Krynky from soldiers who had held it since 2022.", {"capture": "", "hold": "since 2022"}),
        ("Clashes went on in Krynky, which Russian troops have besieged since 2022.", {"contest": "", "besiege": "since 2022"}),
        ("Russian troops, who took Krynky in 2022, lost it on Monday.", {"capture": "in 2022", "lose": "on Monday"}),
        ("Russian troops took Krynky, which Ukrainian troops had held for long, on Monday.", {"capture": "on Monday", "hold": ""}),
    ],
)  # fmt: skip
def test_a_clause_keeps_its_time(text: str, wanted: dict[str, str]) -> None:
    found = {claim.predicate: claim.time.text.rstrip(".") for claim in claims(text, "ukraine")}
    assert {key: found[key] for key in wanted} == wanted


def test_a_town_in_apposition_is_the_one_just_named() -> None:
    found = {c.predicate: c for c in claims("A bomb exploded in Krynky, a town held by Russian troops.", "ukraine")}
    hold = found["hold"]
    assert hold.place_text == "a town"
    assert hold.resolution is not None
    assert hold.resolution.mention.text == "Krynky"
    assert hold.effect == "confirm"


def test_who_says_so_behind_the_clause_is_no_opponent() -> None:
    (claim,) = claims("Ukrainian fighters took Krynky from Russian troops, the Ukrainian military said.", "ukraine")
    assert [a.camp for a in claim.opponents] == ["russia"]
    assert claim.attribution == "the Ukrainian military"
