"""From data to a page: what is in it, how large it is, that it is the same each time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import folium
import pytest
import shapely
from render_samples import CONFLICT, FIRST, PLACES, claim, sample

from geo.errors import InvalidQueryError
from geo.models import Claim, Mention, Report, Resolution
from geo.render import MapData, build_map, save_map, save_png
from geo.render.camps import camp_styles
from geo.render.control import encode_control
from geo.render.page import encode_page
from geo.render.payload import SAME, Places, encode_texts, find_axis
from geo.render.shapes import encode_geometry


def blocks(html: str) -> dict[str, object]:
    found = re.findall(r'<script type="application/json" id="([^"]+)" data-encoding="json">([^<]*)</script>', html)
    return {name: json.loads(text) for name, text in found}


def test_it_is_a_folium_map_and_the_same_bytes_twice():
    first, second = build_map(sample()), build_map(sample())
    assert isinstance(first, folium.Map)
    html = first.get_root().render()
    assert html == second.get_root().render()
    assert html == first.get_root().render(), "rendering again changes nothing"


def test_order_of_input_does_not_matter():
    data = sample()
    turned = replace(data, reports=data.reports[::-1], claims=data.claims[::-1], resolutions=data.resolutions[::-1])
    assert build_map(data).get_root().render() == build_map(turned).get_root().render()


def test_saving_is_whole_or_not_at_all(tmp_path):
    path = tmp_path / "deep" / "map.html"
    assert save_map(sample(), path) == path
    before = path.read_bytes()
    with pytest.raises(InvalidQueryError):
        save_map(sample(), path, theme="pink")
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["map.html"]


def test_folium_save_writes_the_same_page(tmp_path):
    chart = build_map(sample())
    chart.save(str(tmp_path / "a.html"))
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == chart.get_root().render()


def test_a_layer_of_the_users_own_can_be_added():
    chart = build_map(sample())
    folium.CircleMarker([35.1, 37.1]).add_to(chart)
    html = chart.get_root().render()
    assert "L.circleMarker" in html


def test_document_text_only_ever_stands_in_data_blocks():
    mark = "Zyxwv"
    row = claim(
        77, PLACES[3], "capture", "red", FIRST, text=f"{mark} captured Village A3.", actor=mark, title=mark, source=mark
    )
    html = build_map(sample(extra=(row,))).get_root().render()
    rest = re.sub(r'<script type="application/json"[^>]*>[^<]*</script>', "", html)
    assert mark in html
    assert mark not in rest


def test_empty_and_partial_data_make_a_page():
    for data in (
        MapData("Nothing"),
        sample(with_control=False),
        replace(sample(), cells=None),
        replace(sample(), conflict=None),
    ):
        html = build_map(data).get_root().render()
        assert "fl-meta" in html
    only_undated = claim(1, PLACES[0], "hold", "red", FIRST)
    from geo.models import EventTime

    undated = replace(only_undated[1], time=EventTime(), published=None)
    report = replace(only_undated[0], published=None)
    html = build_map(MapData("x", (report,), (undated,), CONFLICT)).get_root().render()
    assert blocks(html)["fl-text"]["claims"]["columns"]["day"] == [-99999]


def test_a_claim_without_its_report_is_left_out_and_does_no_harm():
    data = sample()
    html = build_map(replace(data, reports=data.reports[1:])).get_root().render()
    ids = blocks(html)["fl-text"]["claims"]["columns"]["id"]
    assert len(ids) == 5


def test_axis_runs_over_news_and_not_over_history():
    old = claim(9, PLACES[0], "hold", "red", date(2011, 3, 1), is_background=True)
    data = sample(with_control=False)
    data = replace(data, claims=(*data.claims, old[1]))
    axis = find_axis(data)
    assert (axis.first, axis.last) == (date(2018, 1, 2), date(2018, 1, 19))
    assert axis.day(date(2011, 3, 1)) < 0
    as_of = replace(data, as_of=date(2018, 1, 10))
    assert find_axis(as_of).last == date(2018, 1, 10)


def test_offsets_count_as_the_browser_does():
    text = "𝔘𝔫𝔦 😀 The red army captured Village A0."
    row = claim(5, PLACES[0], "capture", "red", FIRST, text=text)
    report, made, found = row
    actor = replace(made.actors[0], start=text.index("The red"), end=text.index("The red") + len("The red army"))
    made = replace(made, actors=(actor,))
    data = MapData("x", (report,), (made,), CONFLICT, (found,))
    encoded = encode_texts(data, camp_styles(CONFLICT, ()), Places(), find_axis(data))
    columns = encoded["claims"]["columns"]
    units = text.encode("utf-16-le")

    def cut(at, length):
        return units[2 * at : 2 * (at + length)].decode("utf-16-le")

    assert cut(columns["actorAt"][0], columns["actorLength"][0]) == "The red army"
    assert columns["placeAt"][0] == SAME, "the claim's place is the mention's"
    mention = encoded["mentions"]["columns"]
    assert cut(mention["offset"][0], mention["length"][0]) == "Village A0"


def test_an_anaphor_is_marked_by_its_own_words():
    text = "The red army entered the town."
    report = Report("r", "Village A0 is quiet. " + text, published=FIRST)
    antecedent = Resolution(Mention(0, 10, "Village A0"), PLACES[0], None, 1, 1.0, 0.9)
    made = Claim(
        "c", "r", 21, 21 + len(text), text, "advance", resolution=antecedent, place_text="the town", published=FIRST
    )
    data = MapData("x", (report,), (made,), CONFLICT)
    columns = encode_texts(data, camp_styles(CONFLICT, ()), Places(), find_axis(data))["claims"]["columns"]
    at, length = columns["placeAt"][0], columns["placeLength"][0]
    assert text[at : at + length] == "the town"


def test_states_are_stored_as_changes_only():
    data = sample()
    places = Places()
    block = encode_control(data.timeline, data.cells, camp_styles(CONFLICT, ()), places, find_axis(data))
    starts = [sum(block["start"][: n + 1]) for n in range(len(block["start"]))]
    row = [place.id for place in data.timeline.places].index("test:2-3")
    mine = slice(starts[row], starts[row + 1])
    assert block["day"][mine] == [0, 9, 10, 14]
    assert block["holder"][mine] == [1, 1, 0, 0]
    assert block["status"][mine] == [0, 2, 1, 0]
    baseline = slice(starts[0], starts[1])
    assert block["flags"][baseline] == [4]
    assert block["opposed"] == [[0, 1]]


def test_neighbouring_cells_share_their_corners():
    data = sample()
    block = encode_control(data.timeline, data.cells, camp_styles(CONFLICT, ()), Places(), find_axis(data))
    rings = [
        [sum(ring[: n + 1]) for n in range(len(ring))] for outlines in block["cells"]["rings"] for ring in outlines
    ]
    pairs: dict[frozenset[int], int] = {}
    for ring in rings:
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            pairs[frozenset((a, b))] = pairs.get(frozenset((a, b)), 0) + 1
    assert max(pairs.values()) == 2
    assert sum(n == 2 for n in pairs.values()) >= 49, "5 x 6 villages have 49 borders"


def test_geometry_is_delta_coded_with_holes():
    square = shapely.Polygon([(0, 0), (1, 0), (1, 1), (0, 1)], [[(0.4, 0.4), (0.6, 0.4), (0.6, 0.6)]])
    rings = encode_geometry(square)
    assert len(rings) == 2
    assert sum(rings[0][::2]) == 0
    assert sum(rings[0][1::2]) == 0


def test_arrows_lead_from_held_ground_to_the_place_named():
    arrows = blocks(build_map(sample()).get_root().render())["fl-text"]["arrows"]
    advance = next(arrow for arrow in arrows if arrow["derived"])
    assert advance["name"] == "Towards Village D3"
    assert advance["line"][2:] == [35.21, 37.27]
    assert advance["line"][:2] == [35.14, 37.27], "the nearest red village the day before"
    gain = next(arrow for arrow in arrows if not arrow["derived"])
    assert gain["name"] == "Gained: Village C3"


@pytest.mark.parametrize(("options", "what"), [({"theme": "pink"}, "theme"), ({"threshold": 2}, "threshold"),
                                               ({"tiles": "http://example.org/{z}/{x}/{y}.png"}, "tiles"),
                                               ({"tiles": "nowhere"}, "tiles")])  # fmt: skip
def test_bad_options_are_refused_by_name(options, what):
    with pytest.raises(InvalidQueryError, match=what):
        build_map(sample(), **options)


def test_online_tiles_are_allowed_by_name_only():
    html = build_map(sample(), tiles="OpenStreetMap").get_root().render()
    policy = re.search(r'content="(default-src[^"]*)"', html)[1]
    assert "img-src data: blob: https://tile.openstreetmap.org;" in policy
    plain = re.search(r'content="(default-src[^"]*)"', build_map(sample()).get_root().render())[1]
    assert "http" not in plain


def test_options_reach_the_page():
    html = (
        build_map(sample(), title="Another <title>", theme="dark", threshold=0.5, bbox=(36, 34, 38, 36))
        .get_root()
        .render()
    )
    meta = blocks(html)["fl-meta"]
    assert meta["title"] == "Another <title>"
    assert meta["threshold"] == 50
    assert meta["bounds"] == [[34, 36], [36, 38]]
    assert '<html lang="en" data-theme="dark">' in html


def test_colours_that_are_no_colours_never_reach_the_page():
    from types import SimpleNamespace

    bad = SimpleNamespace(id="x", name="X", colour="red;}", colour_dark="url(x)", edge="#12", edge_dark="", shape="<b>",
                          hatch="{{", shows_as="")  # fmt: skip
    (style,) = camp_styles(SimpleNamespace(camps=(bad,)), ())
    assert re.fullmatch(r"#[0-9a-f]{6}", style.colour)
    assert re.fullmatch(r"#[0-9a-f]{6}", style.colour_dark)
    assert (style.edge, style.shape, style.hatch, style.shows_as) == ("", "square", "diagonal", "x")


@pytest.mark.parametrize("browser", [False, None])
def test_picture_by_browser_or_without(tmp_path, browser):
    image = pytest.importorskip("PIL.Image")
    pytest.importorskip("matplotlib")
    data = sample(title="Costs $5 and $6, a_b^c {")
    path = save_png(data, tmp_path / "map.png", size=(800, 600), scale=1, browser=browser)
    with image.open(path) as picture:
        assert picture.size == (800, 600)
        colours = picture.convert("RGB").getcolors(maxcolors=10**6)
    red = sum(n for n, (r, g, b) in colours if r > 160 and g < 150 and b < 150)
    green = sum(n for n, (r, g, b) in colours if g > r + 40 and g > 120)
    assert red > 10_000
    assert green > 10_000


def test_picture_of_nothing_is_refused(tmp_path):
    with pytest.raises(InvalidQueryError, match="pixels"):
        save_png(sample(), tmp_path / "map.png", size=(0, 10))


def test_reports_without_any_date_make_a_map_that_says_so():
    from geo.conflicts import load_conflict
    from geo.control import estimate

    war = load_conflict("syria")
    undated = MapData("Undated", reports=(Report("r", "No place, no day."),), conflict=war)
    _, meta = encode_page(replace(undated, timeline=estimate((), conflict=war)))
    assert (meta["dated"], meta["days"], meta["claims"]) == (False, 0, 0)
    _, dated = encode_page(sample())
    assert dated["dated"]
    assert dated["claims"] == len(sample().claims)


def test_someone_among_the_others_is_shown_as_one_of_them():
    styles = {style.id: style for style in camp_styles(CONFLICT, (f"{CONFLICT.camps[0].id}:new_front", "stray"))}
    child = styles[f"{CONFLICT.camps[0].id}:new_front"]
    assert (child.name, child.shows_as) == ("New front", CONFLICT.camps[0].id)
    assert styles["stray"].shows_as == "stray"
