"""Hostile text in every field: nothing runs, nothing breaks, everything is shown as the characters it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from render_samples import PLACES, claim, sample

from geo.models import Mention, Resolution
from geo.render import save_map

pytestmark = pytest.mark.browser

PAYLOADS = {
    "element": '<img src=x onerror="__hit(1)">',
    "script end": "</script><script>__hit(1)</script>",
    "template literal": "${__hit(1)}",
    "backtick": "`+__hit(1)+`",
    "escaped backtick": "\\\\`)[0];__hit(1);//",
    "script address": '<a class=jsu href="javascript:void(__hit(1))">x</a>',
    "template expression": "{{ 191*7919 }}",
    "template code": "{{ cycler.__init__.__globals__.os.popen(dict(id=0)|list|first).read() }}{% raw %}",
}
#: What else a document may hold: broken braces, comment starts, bidirectional overrides, control and lone characters.
ODDITIES = "<!-- {% {# %} \u202e\u0000\u0007\ud800 \u2028 &lt; ]]> '\""


def hostile(text: str):
    """Map data with `text` in every field that comes from a document, a file name or a configuration file."""
    place = replace(PLACES[15], id="hostile:1", name=text, admin1=text, source=text)
    day = date(2018, 1, 12)
    report, made, (_, (resolution,)) = claim(
        99, place, "capture", "red", day, actor=text, text=f"{text} captured {text}, {text} said.", title=text, source=text,
        url=f"javascript:__hit(2)//{text}",
    )  # fmt: skip
    report = replace(report, id=text, stance=text)
    made = replace(
        made, report_id=text, claim_id=text, place_text=text, attribution=text, attribution_chain=(text, text),
        part=text, source_stance=text, certainty_terms=((text, 0.5),), event_id=text, frame=text,
        opponents=made.actors,
    )  # fmt: skip
    lost = Resolution(Mention(0, len(text), text))
    odd = Resolution(Mention(0, len(text), text, literal=False, kind="institution", reason=text))
    data = sample(extra=((report, made, (text, (resolution, lost, odd))),), title=text)
    return replace(data, warnings=(text,), provenance=((text, text),))


@pytest.mark.parametrize("name", [*PAYLOADS, "oddities"])
def test_hostile_text_neither_runs_nor_breaks(open_page, tmp_path, name):
    text = PAYLOADS.get(name, ODDITIES)
    path = save_map(hostile(text), tmp_path / "map.html")
    html = path.read_bytes().decode("utf-8")
    assert "1512529" not in html  # 191 * 7919
    assert "uid=0(" not in html
    with open_page(path) as opened:
        page = opened.page
        row = page.evaluate("frontline.places.id.findIndex((id) => id === 'hostile:1')")
        page.evaluate("(row) => frontline.select('place', row)", row)
        for tab in ("evidence", "change", "table", "about", "legend"):
            page.click(f"#fl-tab-{tab}")
        for details in page.query_selector_all("details"):
            details.evaluate("(node) => { node.open = true; }")
        page.fill("#fl-search", text[:8].replace("\x00", " "))
        page.wait_for_timeout(50)
        page.evaluate("document.querySelectorAll('a').forEach((a) => a.href.startsWith('javascript') && a.click())")
        page.click("#fl-tab-about")
        page.click("#fl-cite")
        assert page.evaluate("window.__hits") == []
        assert page.evaluate("document.querySelectorAll('img, iframe, object, embed').length") == 0
        addresses = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))")
        assert all(address.startswith(("http://", "https://", "#")) for address in addresses)
        shown = "".join(" " if ord(c) < 32 else c for c in text)
        assert page.text_content("#fl-h1") == shown.replace("\ud800", "\ufffd")
        assert opened.problems == []
        assert opened.outside == []


def test_policy_stops_a_script_that_got_in(open_page, tmp_path, sample_file):
    """The second line of defence: even markup that is in the page cannot run."""
    html = sample_file.read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    injected = '<script>__hit(1)</script><img src="https://example.org/x.png" onerror="__hit(2)">'
    broken.write_text(html.replace("<body>", f"<body>{injected}", 1), encoding="utf-8")
    with open_page(broken) as opened:
        assert opened.page.evaluate("window.__hits") == []
        assert opened.page.evaluate("[...document.images].every((image) => !image.naturalWidth)")
        assert any("Content Security Policy" in problem for problem in opened.problems)
