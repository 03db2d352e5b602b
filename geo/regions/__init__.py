"""Areas said in words: "southern Idlib", "10 km north of Hama", "between Saraqib and Abu al-Duhur", as geometry."""

from __future__ import annotations

from geo.regions._attach import anaphor_region, attach_regions
from geo.regions._phrases import Phrase, anaphor_phrase, find_phrases
from geo.regions._shapes import footprint

__all__ = ["Phrase", "anaphor_phrase", "anaphor_region", "attach_regions", "find_phrases", "footprint"]
