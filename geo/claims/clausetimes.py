"""Which time expressions may date a trigger: those of a relative clause date only what that clause tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.claims.dates import TimeSpan
    from geo.claims.scene import Scene
    from geo.claims.triggers import Trigger

__all__ = ["own_times"]


def own_times(scene: Scene, trigger: Trigger, times: Sequence[TimeSpan]) -> tuple[TimeSpan, ...]:
    """Leave out the times of relative clauses that the trigger does not stand in.

    Parameters
    ----------
    scene : Scene
    trigger : Trigger
    times : sequence of TimeSpan
        Of the sentence.

    Returns
    -------
    tuple of TimeSpan
        "Took X from rebels, who had held it since 2012": nothing for "took", 2012 for "held".
    """
    relative = scene.lexicon.classes["pronoun_of_clause"]
    if not times or relative.isdisjoint([unit.low for unit in scene.units]):
        return tuple(times)
    return tuple(time for time in times if not _elsewhere(scene, trigger, time))


def _in_relative(scene: Scene, trigger: Trigger) -> bool:
    """Whether a trigger stands in a relative clause that a comma opens."""
    units, relative = scene.units, scene.lexicon.classes["pronoun_of_clause"]
    for k in range(trigger.first - 1, 0, -1):
        if units[k].low in relative:
            return units[k - 1].low == ","
        if units[k].low == ",":
            return False
    return False


def _elsewhere(scene: Scene, trigger: Trigger, time: TimeSpan) -> bool:
    units, relative = scene.units, scene.lexicon.classes["pronoun_of_clause"]
    if time.start >= units[trigger.last].end:
        between = [u for u in units[trigger.last + 1 :] if u.start < time.start]
        opened = next((k for k, u in enumerate(between) if u.low in relative and u.kind == "w"), -1)
        if opened < 0 and any(u.low == "," for u in between) and _in_relative(scene, trigger):
            # "X, which rebels had held for years, on Friday": said of the main clause
            return True
        return opened >= 0 and any(u.tags for u in between[opened:]) and all(u.low != "," for u in between[opened:])
    if time.end <= units[trigger.first].start:
        before = [u for u in units[: trigger.first] if u.end <= time.start]
        opened = next((k for k in range(len(before) - 1, -1, -1) if before[k].low in relative), -1)
        if opened < 0 or any(u.low == "," for u in before[opened:]):
            return False
        return any(u.low == "," for u in units[: trigger.first] if u.start >= time.end)
    return False
