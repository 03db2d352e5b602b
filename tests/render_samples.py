"""Made-up map data for the tests of the map: two camps, a line of villages, three weeks."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np

from geo.control import ControlParameters, Timeline
from geo.models import Actor, Candidate, Claim, EventTime, Mention, Place, Report, Resolution
from geo.render import MapData

FIRST = date(2018, 1, 1)
RED = SimpleNamespace(
    id="red", name="Red side", colour="#c0392b", colour_dark="#e05a4a", edge="", edge_dark="", shape="square",
    hatch="diagonal", shows_as="red", hostile_to=("blue",), holds=True,
)  # fmt: skip
BLUE = SimpleNamespace(
    id="blue", name="Blue side", colour="#35a79c", colour_dark="#4cc2b6", edge="", edge_dark="", shape="triangle",
    hatch="horizontal", shows_as="blue", hostile_to=("red",), holds=True,
)  # fmt: skip
ALLY = SimpleNamespace(
    id="ally", name="Allied jets", colour="#8e2a5b", colour_dark="#c9669a", edge="", edge_dark="", shape="star",
    hatch="diagonal", shows_as="red", hostile_to=("blue",), holds=False,
)  # fmt: skip
CONFLICT = SimpleNamespace(name="", title="A made-up war", camps=(RED, BLUE, ALLY))

PLACES = tuple(
    Place(f"test:{row}-{column}", f"Village {chr(65 + row)}{column}", 35.0 + 0.07 * row, 37.0 + 0.09 * column,
          "P", "PPL", "SY", "Testland", 100, "test")
    for row in range(5)
    for column in range(6)
)  # fmt: skip


TURNED = next(row for row, place in enumerate(PLACES) if place.id == "test:2-3")


def timeline(days: int = 21, claims: tuple[Claim, ...] = ()) -> Timeline:
    """West red, east blue; one village is taken on the tenth day, one besieged; the first row is baseline only."""
    n = len(PLACES)
    holder = np.array([[0 if place.longitude < 37.25 else 1 for place in PLACES]] * days, dtype=np.int8)
    status = np.zeros((days, n), dtype=np.int8)
    basis = np.full((days, n), 2, dtype=np.int8)
    basis[:, :6] = 1
    besieged = np.zeros((days, n), dtype=bool)
    besieged[:, 7] = True
    holder[10:, TURNED] = 0
    status[9, TURNED] = 2
    status[10:14, TURNED] = 1
    share = np.where(status == 0, 0.9, 0.6).astype(np.float32)
    probabilities = np.stack([np.where(holder == camp, share, 1 - share) for camp in (0, 1)], axis=2)
    by_place: dict[str, tuple[Claim, ...]] = {}
    for one in claims:
        by_place[one.resolution.place.id] = (*by_place.get(one.resolution.place.id, ()), one)
    return Timeline(
        dates=tuple(FIRST + timedelta(days=day) for day in range(days)),
        places=PLACES,
        camps=("red", "blue"),
        probabilities=probabilities,
        holder=holder,
        status=status,
        basis=basis,
        besieged=besieged,
        truce=np.zeros((days, n), dtype=bool),
        since=np.zeros((days, n), dtype=np.int32),
        near_front=np.zeros((days, n), dtype=bool),
        opposed=np.array([[False, True], [True, False]]),
        claims=by_place,
        shown_as={"red": "red", "blue": "blue", "ally": "red"},
        parameters=ControlParameters(),
    )


def claim(number, place, predicate, camp, day, **more):
    """One claim of its own sentence, which is also its report's text."""
    words = {"capture": "captured", "strike": "bombed", "advance": "advanced towards", "hold": "holds"}.get(
        predicate, predicate
    )
    actor = more.pop("actor", "The red army" if camp != "blue" else "The blue front")
    text = more.pop("text", f"{actor} {words} {place.name}, a monitor said.")
    at = text.find(place.name)
    effect = {"capture": "set", "hold": "confirm", "advance": "move", "contest": "contest", "besiege": "siege",
              "ceasefire": "truce", "lose": "unset"}.get(predicate, "none")  # fmt: skip
    mention = Mention(at, at + len(place.name), place.name)
    candidates = (Candidate(place, 0.9, "exact"), Candidate(PLACES[0], 0.1, "fuzzy"))
    resolution = Resolution(mention, place, None, 1, 1.0, 0.9, candidates)
    report = Report(
        f"r-{number}", text, more.pop("title", f"Report {number}"), more.pop("source", "A wire"), day, "day",
        more.pop("url", f"https://example.org/{number}"),
    )  # fmt: skip
    made = Claim(
        f"c-{number}", report.id, 0, len(text), text, predicate, (Actor(actor, None, camp, (camp,), 0, len(actor)),),
        (), resolution, place.name, attribution="a monitor", attribution_chain=("a monitor",), source=report.source,
        source_stance="monitor", interest="neutral", time=EventTime(day, day, "day", "dateline"), published=day,
        certainty=more.pop("certainty", 0.7), certainty_terms=(("attribution", 0.9), ("geo", 0.8)), effect=effect,
        event_id=f"e-{number}", origin_id=f"o-{number}", **more,
    )  # fmt: skip
    return report, made, (report.id, (resolution,))


def sample(*, with_control: bool = True, extra=(), title: str = "A made-up front", days: int = 21) -> MapData:
    """Six claims over three weeks, an unresolved name, a region; control if asked for."""
    import shapely

    from geo import frontline
    from geo.models import Region

    by_id = {place.id: place for place in PLACES}
    day = lambda n: FIRST + timedelta(days=n)  # noqa: E731
    rows = [
        claim(1, by_id["test:2-3"], "hold", "blue", day(1)),
        claim(2, by_id["test:2-3"], "capture", "red", day(10)),
        claim(3, by_id["test:1-3"], "strike", "ally", day(12), actor="Allied jets"),
        claim(4, by_id["test:3-3"], "advance", "red", day(13), certainty=0.3),
        claim(5, by_id["test:1-1"], "besiege", "blue", day(5), source="Another paper"),
        claim(6, by_id["test:3-4"], "contest", "red", day(18)),
        *extra,
    ]
    report = Report(
        "r-x", "Shells fell on Nowhereville and in southern Testland.", "Odd names", "A wire", day(15), "day"
    )
    area = Region("southern Testland", 35, 52, "cardinal", (), shapely.box(37.0, 34.95, 37.3, 35.05), 5.0)
    odd = (
        Resolution(Mention(15, 27, "Nowhereville")),
        Resolution(Mention(44, 52, "Testland"), PLACES[0], None, 5, 20.0, 0.8, (), area),
        Resolution(Mention(0, 6, "Shells", literal=False, kind="institution", reason="not a place")),
    )
    return MapData(
        title=title,
        reports=(*(row[0] for row in rows), report),
        claims=tuple(row[1] for row in rows),
        conflict=CONFLICT,
        resolutions=(*(row[2] for row in rows), (report.id, odd)),
        timeline=timeline(days, tuple(row[1] for row in rows)) if with_control else None,
        cells=frontline.cells(PLACES, clip=shapely.box(36.9, 34.9, 37.6, 35.4)) if with_control else None,
        warnings=("one report has no date",),
        provenance=(("Frontline", "test"),),
    )
