"""Files to `Report`s: text, Markdown, HTML, PDF, JSON lines, CSV, folders and standard input.

One bad file or row never stops the rest: it becomes a `Problem` of the `ReportSet` that `read_reports` returns.
"""

from __future__ import annotations

from geo.reports._read import load, read_reports
from geo.reports._repeats import near_duplicates
from geo.reports._set import Problem, ReportSet

__all__ = ["Problem", "ReportSet", "load", "near_duplicates", "read_reports"]
