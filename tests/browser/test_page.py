"""What a reader does with the map: look, click, move in time, filter, compare, cite, print."""

from __future__ import annotations

import csv
import io

import pytest

pytestmark = pytest.mark.browser

VILLAGE = "frontline.places.id.indexOf('test:2-3')"
CELL_COLOUR = """(id) => {
  const row = frontline.places.id.indexOf(id);
  const view = frontline.areas.layer.view;
  const canvas = document.querySelector('.leaflet-fl-areas-pane canvas, [class*=fl-areas] canvas');
  const x = (view.x(frontline.places.x[row]) + 9) * view.ratio;
  const y = (view.y(frontline.places.y[row]) + 12) * view.ratio;
  return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
}"""


def set_day(page, number):
    script = """(day) => {
      const range = document.getElementById('fl-range');
      range.value = day;
      range.dispatchEvent(new Event('input'));
    }"""
    page.evaluate(script, number)
    page.wait_for_timeout(120)


def test_opens_offline_without_requests_or_errors(open_page, sample_file):
    with open_page(sample_file) as opened:
        assert opened.outside == []
        assert opened.problems == []
        assert opened.page.text_content("#fl-h1") == "A made-up front"
        assert opened.page.title() == "A made-up front"
        assert "7 reports, 6 claims" in opened.page.text_content("#fl-standfirst")


def test_click_on_a_place_shows_its_sentences(open_page, sample_file):
    with open_page(sample_file) as opened:
        page = opened.page
        x, y = page.evaluate(f"""() => {{
          const row = {VILLAGE};
          const point = frontline.map.latLngToContainerPoint([frontline.places.lat[row], frontline.places.lon[row]]);
          const box = frontline.map.getContainer().getBoundingClientRect();
          return [box.left + point.x, box.top + point.y];
        }}""")
        page.mouse.click(x, y)
        assert page.text_content("#fl-ev-title") == "Village C3"
        groups = [node.text_content() for node in page.query_selector_all("#fl-evidence summary")]
        assert groups[:2] == ["For Red side 1", "Against 1"]
        quotes = [node.text_content() for node in page.query_selector_all("#fl-evidence blockquote")]
        assert quotes == [
            "The red army captured Village C3, a monitor said.",
            "The blue front holds Village C3, a monitor said.",
        ]
        marks = [node.text_content() for node in page.query_selector_all("#fl-evidence blockquote >> nth=0 >> mark")]
        assert marks == ["The red army", "Village C3"]
        panel = page.inner_text("#fl-evidence")
        for wanted in (
            "a monitor",
            "neutral",
            "A wire: Report 2",
            "11 Jan 2018",
            "certainty 0.70",
            "exact",
            "Village A0",
        ):
            assert wanted in panel
        assert opened.problems == []


def test_evidence_is_reached_by_keyboard_alone(open_page, sample_file):
    with open_page(sample_file) as opened:
        page = opened.page
        page.focus("#fl-search")
        page.keyboard.type("village c3")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert page.text_content("#fl-ev-title") == "Village C3"


def test_slider_moves_areas_counts_and_table_together(open_page, sample_file):
    with open_page(sample_file) as opened:
        page = opened.page
        page.click("#fl-tab-table")

        def look():
            colour = page.evaluate(CELL_COLOUR, "test:2-3")
            held = page.text_content("#fl-camps tr:nth-child(1) td:nth-child(3)")
            return colour, int(held), page.locator("#fl-rows tr").count()

        set_day(page, 3)
        before = look()
        set_day(page, 16)
        after = look()
        assert before[0][2] > before[0][0], "blue-green before the village falls"
        assert after[0][0] > after[0][2], "red afterwards"
        assert after[1] == before[1] + 1
        assert (before[2], after[2]) == (1, 4)
        day = page.locator("#fl-rows td").first
        assert day.inner_text() == "2018-01-14"
        assert day.bounding_box()["width"] > 60, "words of the table are not broken"
        assert "17 January 2018" in page.text_content("#fl-standfirst")
        assert page.get_attribute("#fl-range", "aria-valuetext") == "17 January 2018"


def test_unconfirmed_ground_is_hatched(open_page, sample_file):
    """A claimed cell has pixels of two strengths, an assessed one only one."""
    spread = """(id) => {
      const row = frontline.places.id.indexOf(id);
      const view = frontline.areas.layer.view;
      const canvas = document.querySelector('[class*=fl-areas] canvas');
      const x = view.x(frontline.places.x[row]) * view.ratio, y = view.y(frontline.places.y[row]) * view.ratio;
      const data = canvas.getContext('2d').getImageData(x - 14, y - 14, 28, 28).data;
      const alphas = data.filter((_, i) => i % 4 === 3);
      return Math.max(...alphas) - Math.min(...alphas);
    }"""
    with open_page(sample_file) as opened:
        set_day(opened.page, 12)
        assert opened.page.evaluate(spread, "test:2-3") > 60
        assert opened.page.evaluate(spread, "test:2-1") < 4


def test_filters_change_counts_and_can_be_cleared(open_page, sample_file):
    with open_page(sample_file) as opened:
        page = opened.page
        page.select_option("#fl-span", "0")
        shown = lambda: int(page.text_content("#fl-shown").split()[0])  # noqa: E731
        assert shown() == 6
        page.uncheck("#fl-camp-0")
        assert shown() == 2
        page.check("#fl-camp-0")
        page.uncheck("#fl-predicates label:has-text('strike') input")
        assert shown() == 5
        page.evaluate(
            "{ const c = document.getElementById('fl-certainty'); c.value = 50; c.dispatchEvent(new Event('input')); }"
        )
        assert shown() == 4
        page.select_option("#fl-source", label="Another paper")
        assert shown() == 1
        page.fill("#fl-from", "2018-01-10")
        page.dispatch_event("#fl-from", "change")
        assert shown() == 0
        page.click("#fl-reset")
        assert shown() == 6


def test_address_restores_a_view(open_page, sample_file):
    with open_page(sample_file) as opened:
        page = opened.page
        set_day(page, 12)
        page.evaluate(f"frontline.select('place', {VILLAGE})")
        page.click("#fl-tab-legend")
        page.uncheck("[data-layer=arrows]")
        page.check("[data-layer=mentions]")
        page.uncheck("#fl-camp-1")
        page.evaluate("frontline.map.setView([35.1, 37.2], 9, { animate: false })")
        page.wait_for_timeout(400)
        address = page.evaluate("location.hash")
        assert "day=2018-01-13" in address
        assert "place=test:2-3" in address
    with open_page(sample_file, address=address) as opened:
        page = opened.page
        assert page.text_content(".fl-day >> nth=0") == "13 January 2018"
        assert page.text_content("#fl-ev-title") == "Village C3"
        assert not page.is_checked("[data-layer=arrows]")
        assert page.is_checked("[data-layer=mentions]")
        assert not page.is_checked("#fl-camp-1")
        assert page.evaluate("frontline.map.getZoom()") == 9
        assert opened.problems == []


@pytest.mark.parametrize(
    "address", ["#day=never&view=a/b/c", "#%E0%A4%A", "#layers=+nothing&mode=swipe/x&from=z", "#place=<b>"]
)
def test_a_broken_address_does_no_harm(open_page, sample_file, address):
    with open_page(sample_file, address=address) as opened:
        assert opened.page.text_content(".fl-day >> nth=0") == "21 January 2018"
        assert opened.problems == []


def test_change_view_names_what_was_gained(open_page, sample_file):
    with open_page(sample_file) as opened:
        page = opened.page
        page.click("#fl-tab-change")
        assert "Village C3" in page.inner_text("#fl-changes")
        assert "1 place" in page.inner_text("#fl-changes table")
        page.check("input[name=fl-mode][value=difference]")
        same, turned = page.evaluate(CELL_COLOUR, "test:2-1"), page.evaluate(CELL_COLOUR, "test:2-3")
        assert turned[3] > same[3] + 60, "changed ground stands out"
        page.check("input[name=fl-mode][value=swipe]")
        assert page.is_visible("#fl-divider")
        for _ in range(20):
            page.focus("#fl-divider")
            page.keyboard.press("ArrowRight")
        early = page.evaluate(CELL_COLOUR, "test:2-3")
        assert early[2] > early[0], "left of the divider: the first day"
        assert opened.problems == []


def test_csv_holds_the_claims_of_the_window(open_page, sample_file):
    with open_page(sample_file) as opened:
        page = opened.page
        page.select_option("#fl-span", "0")
        page.click("#fl-tab-table")
        with page.expect_download() as waiting:
            page.click("#fl-csv")
        text = waiting.value.path().read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row["claim_id"] for row in rows] == ["c-1", "c-5", "c-2", "c-3", "c-4", "c-6"]
        assert rows[2]["quote"] == "The red army captured Village C3, a monitor said."
        assert rows[2]["url"] == "https://example.org/2"
        assert rows[0]["event_end"] == "2018-01-02"


def test_unresolved_names_and_warnings_are_listed(open_page, sample_file):
    with open_page(sample_file) as opened:
        page = opened.page
        page.click("#fl-tab-about")
        notes = page.inner_text("#fl-unresolved")
        assert "Nowhereville" in notes
        assert "Shells (not a place)" in notes
        assert "one report has no date" in notes


@pytest.mark.parametrize(
    ("size", "dark"), [((1400, 800), False), ((1400, 800), True), ((700, 400), False), ((360, 740), False)]
)
def test_nothing_covers_the_title_and_nothing_overflows(open_page, sample_file, size, dark):
    """700 x 400 is a 1400 x 800 window at 200 % zoom."""
    with open_page(sample_file, size=size, dark=dark) as opened:
        page = opened.page
        page.evaluate(f"frontline.select('place', {VILLAGE})")
        boxes = page.evaluate("""() => Object.fromEntries(['#fl-head', '#fl-side', '#fl-time', '.folium-map'].map((name) => {
          const box = document.querySelector(name).getBoundingClientRect();
          return [name, [box.left, box.top, box.right, box.bottom]];
        }))""")
        head, side, foot, chart = (boxes[name] for name in ("#fl-head", "#fl-side", "#fl-time", ".folium-map"))
        assert side[1] >= head[3] - 1
        assert chart[1] >= head[3] - 1
        assert foot[1] >= chart[3] - 1
        assert foot[3] <= size[1] + 1
        assert chart[3] - chart[1] >= 0.3 * size[1], "the map keeps a third of the height"
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        top = page.evaluate("""() => {
          const box = document.getElementById('fl-h1').getBoundingClientRect();
          return document.elementFromPoint(box.left + 5, box.top + 5).id;
        }""")
        assert top == "fl-h1"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [(1280, 800), (360, 740)])
def test_axe_finds_nothing_serious(open_page, sample_file, size, dark):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    with open_page(sample_file, size=size, dark=dark, bypass_csp=True) as opened:
        page = opened.page
        found = []
        page.evaluate(f"frontline.select('place', {VILLAGE})")
        for tab in ("evidence", "legend", "change", "table", "about"):
            page.evaluate(f"document.getElementById('fl-tab-{tab}').click()")
            result = axe.Axe().run(page)
            found += [
                (tab, item["id"], [node["html"][:120] for node in item["nodes"]][:3])
                for item in result.response["violations"]
                if item["impact"] in ("serious", "critical")
            ]
        assert found == []


def test_print_gives_title_day_legend_and_sources(open_page, sample_file):
    with open_page(sample_file) as opened:
        page = opened.page
        page.emulate_media(media="print")
        assert page.is_visible("#fl-h1")
        assert page.is_visible("#fl-standfirst .fl-day")
        assert page.is_visible("#fl-camps")
        assert page.is_visible("#fl-sources")
        assert not page.is_visible("#fl-time")
        assert not page.is_visible("#fl-filters")
        page.wait_for_timeout(200)
        assert "State of 21 January 2018, from 7 reports" in page.input_value("#fl-citation")
        tops = [
            page.locator(name).bounding_box()["y"] for name in ("#fl-head", ".folium-map", "#fl-camps", "#fl-sources")
        ]
        assert tops == sorted(tops), "title, map, legend, sources, in this order"
        assert page.locator(".folium-map").bounding_box()["height"] > 400


def test_right_to_left_sentences_keep_their_direction(open_page, tmp_path):
    from datetime import date

    from render_samples import PLACES, claim, sample

    from geo.render import save_map

    row = claim(
        50, PLACES[15], "capture", "red", date(2018, 1, 12), text="سيطر الجيش على Village C3 اليوم.", actor="الجيش"
    )
    path = save_map(sample(extra=(row,)), tmp_path / "map.html")
    with open_page(path) as opened:
        page = opened.page
        page.evaluate(f"frontline.select('place', {VILLAGE})")
        quote = page.locator("#fl-evidence blockquote p", has_text="سيطر")
        assert quote.evaluate("(node) => getComputedStyle(node).direction") == "rtl"


def test_in_a_notebook_the_same_page_shows_in_a_frame(open_page, tmp_path):
    from render_samples import sample

    from geo.render import build_map

    frame = build_map(sample())._repr_html_()
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><html><body>{frame}</body></html>", encoding="utf-8")
    with open_page(path, wait=False) as opened:
        inner = opened.page.frame_locator("iframe")
        inner.locator("html[data-ready=true]").wait_for(timeout=30_000, state="attached")
        assert inner.locator("#fl-h1").text_content() == "A made-up front"
        assert opened.outside == []
        assert opened.problems == []
