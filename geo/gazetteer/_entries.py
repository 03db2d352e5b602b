"""What every source is read into before it is indexed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log10

__all__ = ["FEATURE_CODES", "Entry", "importance"]

#: GeoNames feature codes that the bundled sources use, with the noun for them.
FEATURE_CODES = {
    "A.ADM1": "governorate",
    "A.ADM2": "district",
    "A.PCLI": "country",
    "A.PCLD": "territory",
    "H.SEA": "sea",
    "H.STM": "river",
    "L.CONT": "continent",
    "L.FRM": "farmland",
    "L.OILF": "oil or gas field",
    "L.RGN": "region",
    "P.PPL": "settlement",
    "P.PPLX": "quarter",
    "R.RD": "road",
    "S.AIRB": "air base",
    "S.AIRH": "heliport",
    "S.AIRP": "airport",
    "S.ANS": "ancient site",
    "S.BDG": "bridge",
    "S.CSTL": "castle",
    "S.DAM": "dam",
    "S.HSP": "hospital",
    "S.INDS": "industrial area",
    "S.INSM": "military base",
    "S.MNQ": "industrial site",
    "S.NVB": "naval base",
    "S.OILR": "oil refinery",
    "S.PRN": "prison",
    "S.PS": "power station",
    "S.PSN": "nuclear power station",
    "S.PSTB": "border crossing",
    "T.HLL": "hill",
    "T.ISL": "island",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of a source.

    Attributes
    ----------
    id : str
        ``scheme:number`` or ``scheme:text``; unique in one index.
    names : tuple of str
        Other names in any script; `name` need not be among them.
    prominence : float
        Decimal logarithm of the number of people who would mean this place by its name, where that is better known
        than by `population`; 0 leaves it to population and feature class.
    """

    id: str
    name: str
    latitude: float
    longitude: float
    names: tuple[str, ...] = ()
    feature_class: str = "P"
    feature_code: str = "PPL"
    country_code: str = ""
    admin1: str = ""
    population: int = 0
    prominence: float = 0.0
    source: str = ""
    part_of: str = ""
    radius_km: float = 0.0

    def with_names(self, names: tuple[str, ...]) -> Entry:
        """The same place with further names, without duplicates."""
        return replace(self, names=tuple(dict.fromkeys((*self.names, *names))))


#: Decimal logarithm of the weight of features that have no population of their own.
_BASE = {
    "A.PCLI": 8.5,
    "A.PCL": 8.5,
    "A.PCLD": 6.5,
    "A.PCLS": 6.5,
    "A.PCLF": 6.5,
    "A.PCLIX": 6.5,
    "A.TERR": 6.0,
    "A.ADM1": 5.0,
    "A.ADM2": 4.0,
    "A.ADM3": 3.3,
    "L.CONT": 9.0,
    "L.RGN": 5.0,
    "H.SEA": 5.5,
    "H.OCN": 7.0,
    "H.GULF": 5.5,
    "H.STM": 4.5,
    "H.LK": 4.5,
    "H.BAY": 4.5,
    "R.RD": 4.0,
    "S.AIRB": 2.9,
    "S.AIRP": 2.9,
    "S.DAM": 3.0,
    "S.PS": 2.9,
    "S.PSN": 3.6,
    "S.INSM": 2.3,
    "S.NVB": 2.5,
    "S.AIRH": 2.2,
    "S.PSTB": 3.6,
    "L.OILF": 2.4,
    "S.MNQ": 2.3,
    "T.HLL": 2.2,
    "P.PPLX": 2.6,
    "L.FRM": 2.4,
}
_BASE_OF_CLASS = {"A": 3.5, "P": 2.4, "L": 4.0, "H": 3.0, "T": 2.5, "R": 2.5, "S": 2.3, "V": 2.0, "U": 2.5}


def importance(entry: Entry) -> float:
    """Decimal logarithm of a pseudo-population (0 to 10): the prior among places of one name."""
    base = _BASE.get(f"{entry.feature_class}.{entry.feature_code}", _BASE_OF_CLASS.get(entry.feature_class, 2.0))
    value = max(base, entry.prominence)
    if entry.population > 0:
        people = log10(entry.population)
        # Cities carry their population; an area is named less often than its people are many.
        if entry.feature_code == "PPLX":
            people -= 1.0  # a quarter's people mostly say the town's name
        value = max(value, people if entry.feature_class == "P" else min(people, base + 1.0))
    return min(10.0, value)
