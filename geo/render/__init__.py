"""The map: one HTML file that works without a network and runs nothing but its own program.

`MapData` says what is shown, `build_map` makes a `folium.Map` of it, `save_map` a file, `save_png` a picture.
"""

from __future__ import annotations

from geo.render.data import MapData
from geo.render.page import build_map, save_map
from geo.render.picture import find_browser, save_png

__all__ = ["MapData", "build_map", "find_browser", "save_map", "save_png"]
