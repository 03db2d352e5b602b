"""The figure: offline, fail-closed, the same bytes each time."""

from __future__ import annotations

import base64
import hashlib
import re

import folium
import pytest
from branca.element import Element, JavascriptLink

from geo.errors import RenderError, UnsafeOutputError
from geo.render.figure import OfflineFigure, Verbatim, stable_ids


def figure_of(chart=None):
    chart = chart or folium.Map([35, 37], tiles=None)
    figure = OfflineFigure(page_title="A <b> & {{ 1 }}")
    figure.add_child(chart)
    return figure, chart


def test_every_script_and_style_is_named_in_the_policy():
    figure, _ = figure_of()
    html = figure.render()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)[1]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    pieces = re.findall(r"<(script|style)>(.*?)</\1>", html, flags=re.DOTALL)
    assert len(pieces) > 3
    for _, text in pieces:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "<title>A &lt;b&gt; &amp; {{ 1 }}</title>" in html


def test_unused_libraries_leave_and_used_ones_stay():
    plain = figure_of()[0].render()
    assert "jQuery" not in plain
    chart = folium.Map([35, 37], tiles=None)
    folium.Marker([35, 37], popup="x", icon=folium.DivIcon(html="x")).add_to(chart)
    assert "jQuery" in figure_of(chart)[0].render()


def test_a_link_without_an_offline_copy_stops_the_build():
    figure, _ = figure_of()
    figure.header.add_child(JavascriptLink("https://example.org/lib.js"), name="lib")
    with pytest.raises(RenderError, match=r"example\.org/lib\.js"):
        figure.render()


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="https://example.org/x.png">',
        "<p onclick = 'x()'>",
        '<a href="javascript:x()">',
        "<iframe></iframe>",
        "<script src='x.js'>",
        "<style>@import 'x.css';</style>",
        "<style>p { background: url(x.png) }</style>",
        "<script>fetch('https://example.org')</script>",
    ],
)
def test_markup_of_a_layer_that_could_load_or_run_stops_the_build(markup):
    figure, _ = figure_of()
    figure.html.add_child(Verbatim(markup))
    with pytest.raises(UnsafeOutputError):
        figure.render()


@pytest.mark.parametrize(
    "script", ["x = '</script>'", "x = '</SCRIPT '", "<!-- x", "u = 'https://example.org/'", "u='//cdn.example.org/x'"]
)
def test_a_script_that_could_end_early_or_load_stops_the_build(script):
    figure, _ = figure_of()
    figure.script.add_child(Verbatim(script))
    with pytest.raises(UnsafeOutputError):
        figure.render()


def test_verbatim_is_no_template():
    assert Verbatim("{{ 6 * 7 }}{% x").render() == "{{ 6 * 7 }}{% x"
    assert Element("{{ 6 * 7 }}").render() == "42", "why Verbatim exists: branca compiles text"


def test_stable_ids_make_equal_bytes():
    pages = []
    for _ in range(2):
        figure, chart = figure_of()
        folium.FeatureGroup("x").add_to(chart)
        stable_ids(figure)
        pages.append(figure.render())
    assert pages[0] == pages[1]
