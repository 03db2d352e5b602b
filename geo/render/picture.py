"""A still picture of the map: by a browser if one is installed, else drawn with matplotlib."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo._files import atomic_path
from geo.errors import InvalidQueryError, MissingDependencyError
from geo.render.camps import camp_styles, camps_of
from geo.render.page import build_map, encode_page, find_basemap

if TYPE_CHECKING:
    from geo.render.data import MapData

__all__ = ["find_browser", "save_png"]

BROWSERS: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge",
)  # fmt: skip
#: Time the page gets to draw itself; it is virtual time, so a slow machine draws the same picture.
VIRTUAL_TIME_MS: Final = 8000
TIMEOUT_SECONDS: Final = 90
MARKERS: Final = {
    "square": "s", "triangle": "^", "diamond": "D", "circle": "o", "cross": "P", "plus": "P", "hexagon": "h",
    "star": "*", "pentagon": "p",
}  # fmt: skip


def find_browser() -> str | None:
    """Path of an installed Chromium or relative; None if there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def save_png(
    data: MapData,
    path: str | os.PathLike[str],
    *,
    size: tuple[int, int] = (1400, 900),
    scale: float = 2.0,
    browser: str | bool | None = None,
    **options: Any,  # noqa: ANN401
) -> Path:
    """Write a still picture of the map.

    Parameters
    ----------
    data : MapData
    path : path
        PNG file, written whole or not at all.
    size : (int, int)
        Width and height of the page in CSS pixels.
    scale : float
        Device pixels a CSS pixel.
    browser : str or bool, optional
        Path of a Chromium; default: the one that is installed. False: draw with matplotlib instead.
    **options
        As `geo.render.build_map`.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    InvalidQueryError
        If the size is not positive.
    MissingDependencyError
        If there is neither a browser nor matplotlib.
    """
    if min(size) < 50 or scale <= 0:
        message = f"a picture of {size[0]} x {size[1]} pixels at scale {scale} cannot be drawn"
        raise InvalidQueryError(message)
    program = None if browser is False else browser if isinstance(browser, str) else find_browser()
    with atomic_path(path) as target:
        html = build_map(data, **options).get_root().render() if program else ""
        if program is None or not _shoot(program, html, target, size, scale):
            _draw(data, target, size, scale, options)
    return Path(path)


def _shoot(program: str, html: str, target: Path, size: tuple[int, int], scale: float) -> bool:
    """Let a browser draw the page; False if it cannot."""
    with tempfile.TemporaryDirectory(prefix="frontline-") as folder:
        page, shot = Path(folder) / "map.html", Path(folder) / "map.png"
        page.write_bytes(html.encode("utf-8"))
        command = [
            program, "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", f"--user-data-dir={folder}/profile", f"--screenshot={shot}",
            f"--window-size={size[0]},{size[1]}", f"--force-device-scale-factor={scale:g}",
            f"--virtual-time-budget={VIRTUAL_TIME_MS}", page.as_uri(),
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses to start as root otherwise
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT_SECONDS)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            return False
        if not shot.is_file() or not shot.stat().st_size:
            return False
        target.write_bytes(shot.read_bytes())
    return True


def _draw(data: MapData, target: Path, size: tuple[int, int], scale: float, options: dict[str, Any]) -> None:
    """Draw title, base map, areas, front, places and legend."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        message = "a picture needs Chromium, or matplotlib: pip install 'frontline-map[notebook]'"
        raise MissingDependencyError(message) from error
    _, meta = encode_page(data, title=options.get("title"), bbox=options.get("bbox"))
    figure = Figure(figsize=(size[0] / 100, size[1] / 100), dpi=100 * scale)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.02, 0.05, 0.96, 0.84))
    west, south, east, north = meta["extent"]
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[], facecolor="#cddde6")
    # At this latitude a degree of longitude is so much shorter than one of latitude. The frame keeps its size; the view
    # grows around what is asked for.
    squeeze = max(0.2, _cosine((south + north) / 2))
    frame = (size[0] * 0.96) / (size[1] * 0.84)
    grow = frame * (north - south) / ((east - west) * squeeze)
    if grow > 1:
        west, east = west - (east - west) * (grow - 1) / 2, east + (east - west) * (grow - 1) / 2
    else:
        south, north = south - (north - south) * (1 / grow - 1) / 2, north + (north - south) * (1 / grow - 1) / 2
    axes.set(xlim=(west, east), ylim=(south, north))
    axes.set_aspect(1 / squeeze, adjustable="box")
    axes.autoscale(enable=False)
    _draw_base(axes, data)
    day = data.as_of or (data.timeline.dates[-1] if data.timeline is not None and data.timeline.dates else None)
    handles = _draw_control(axes, data, day) if day is not None and data.timeline is not None else []
    axes.set(xlabel="", ylabel="")
    if handles:
        axes.legend(handles=handles, loc="upper right", framealpha=0.92, fontsize=9)
    # Text is drawn as it stands: a dollar sign in a title must not start a formula.
    figure.text(0.02, 0.945, meta["title"], fontsize=17, fontweight="bold", family="serif", parse_math=False)
    line = f"{day.day} {day:%B} {day.year}  |  " if day else ""
    line += f"{len(data.reports)} reports, {len(data.claims)} claims"
    figure.text(0.02, 0.91, line, fontsize=11, color="#444444", parse_math=False)
    figure.text(0.02, 0.018, ". ".join(meta["attribution"]), fontsize=7, color="#444444", parse_math=False)
    figure.savefig(target, format="png", metadata={"Software": None})


def _cosine(degrees: float) -> float:
    import math

    return math.cos(math.radians(degrees))


def _draw_base(axes: Any, data: MapData) -> None:  # noqa: ANN401
    from matplotlib.collections import LineCollection, PolyCollection

    west, east = axes.get_xlim()
    south, north = axes.get_ylim()
    block = find_basemap(data, (west, south, east, north))
    if block is None:
        return
    scale = block["scale"]
    for name, colour in (("land", "#dcd8ce"), ("focus", "#ebe7dd"), ("water", "#b9d0de")):
        rings = [_points(rings[0], scale) for rings in block["layers"].get(name, ()) if rings]
        axes.add_collection(PolyCollection(rings, facecolors=colour, edgecolors="none", zorder=1))
    for name, colour, width in (("rivers", "#7ea9c4", 0.7), ("borders1", "#a59e92", 0.6), ("borders0", "#55504a", 1.2)):
        lines = [_points(line, scale) for line in block["layers"].get(name, ())]
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, zorder=3))
    shown = 0
    for label in sorted(block["labels"], key=lambda one: (one["rank"], one["en"])):
        inside = west < label["lon"] < east and south < label["lat"] < north
        if inside and label["kind"] in ("city", "town") and shown < 25:
            shown += 1
            axes.plot(label["lon"], label["lat"], "o", color="#1f2328", markersize=2.5, zorder=6)
            axes.annotate(
                label["en"], (label["lon"], label["lat"]), xytext=(4, 0), textcoords="offset points", fontsize=8,
                va="center", zorder=7, parse_math=False,
            )  # fmt: skip


def _points(line: list[int], scale: int) -> list[tuple[float, float]]:
    x = y = 0
    out = []
    for dx, dy in zip(line[::2], line[1::2], strict=True):
        x, y = x + dx, y + dy
        out.append((x / scale, y / scale))
    return out


def _draw_control(axes: Any, data: MapData, day: Any) -> list[Any]:  # noqa: ANN401
    from matplotlib.lines import Line2D

    styles = {camp.id: camp for camp in camp_styles(data.conflict, camps_of(data))}
    held = set()
    if data.cells is not None:
        import geopandas as gpd

        from geo import frontline

        for area in frontline.control_areas(data.timeline, day, cells=data.cells):
            style = styles[area.camp]
            held.add(area.camp)
            strength = 0.2 if area.basis == "baseline" else 0.6
            hatch = {"claimed": "////", "contested": "xxxx"}.get(area.status)
            gpd.GeoSeries([area.geometry]).plot(
                ax=axes, facecolor=style.colour, alpha=strength, hatch=hatch, edgecolor="none", zorder=2, aspect=None
            )
        for line in frontline.front_lines(data.timeline, day, cells=data.cells):
            dashes = "solid" if line.status == "assessed" else "dashed"
            width = 0.7 if line.basis == "baseline" else 2.0
            gpd.GeoSeries([line.geometry]).plot(
                ax=axes, color="#15181c", linewidth=width, linestyle=dashes, zorder=4, aspect=None
            )
    for state in data.timeline.states(day, reported_only=True):
        if state.holder not in styles:
            continue
        style = styles[state.holder]
        held.add(style.id)
        solid = state.status == "assessed"
        axes.plot(
            state.place.longitude, state.place.latitude, MARKERS.get(style.shape, "o"), markersize=5, zorder=5,
            markerfacecolor=style.colour if solid else "white", markeredgecolor="#222222" if solid else style.colour,
        )  # fmt: skip
    return [
        Line2D([], [], marker=MARKERS.get(style.shape, "o"), linestyle="", markerfacecolor=style.colour,
               markeredgecolor="#222222", label=style.name.replace("$", r"\$"))
        for style in styles.values() if style.id in held
    ]  # fmt: skip
