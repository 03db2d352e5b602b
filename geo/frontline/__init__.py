"""From states to lines: the ground of each camp, the front between them, its doubt, and how it moved."""

from __future__ import annotations

from geo.frontline.cells import CellComplex, Edge, cells
from geo.frontline.doubt import band
from geo.frontline.lines import ControlArea, FrontLine, Movement, control_areas, front_lines, movements

__all__ = [
    "CellComplex",
    "ControlArea",
    "Edge",
    "FrontLine",
    "Movement",
    "band",
    "cells",
    "control_areas",
    "front_lines",
    "movements",
]
