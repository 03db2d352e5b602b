"""The public face: names that exist, an import that costs nothing, floors that hold."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import itertools
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import geo

#: Nothing of this may be loaded by `import geo`, nor by asking for the classes of the data model.
HEAVY = (
    "folium",
    "geopandas",
    "lxml",
    "numpy",
    "pandas",
    "pypdf",
    "pyproj",
    "scipy",
    "shapely",
    "spacy",
    "trafilatura",
)


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_all_is_sorted_and_complete():
    assert geo.__all__ == sorted(geo.__all__)
    assert set(geo.__all__) == set(geo._EXPORTS)
    assert set(geo.__all__) <= set(dir(geo))


@pytest.mark.parametrize("name", geo.__all__)
def test_every_public_name_exists_and_is_documented(name):
    value = getattr(geo, name)
    assert value.__doc__, name
    assert value.__module__.startswith("geo"), name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = geo.nonsense


@pytest.mark.parametrize("code", ["import geo", "import geo; geo.Report; geo.Claim; geo.GeoError; dir(geo)"])
def test_import_is_light(code):
    loaded = run(f"{code}; import sys; print(*sorted(m for m in sys.modules if '.' not in m))").split()
    assert not set(HEAVY) & set(loaded)


def modules() -> list[str]:
    """From the files, so that one broken module fails one test and not the collection."""
    top = Path(geo.__file__).parent
    names = (path.relative_to(top.parent).with_suffix("").parts for path in top.rglob("*.py"))
    return sorted(".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in names if "data" not in parts)


@pytest.mark.parametrize("name", modules())
def test_every_module_is_documented_and_exports_what_it_says(name):
    module = importlib.import_module(name)
    assert module.__doc__, name
    public = getattr(module, "__all__", ())
    assert len(public) == len(set(public))
    assert [each for each in public if not hasattr(module, each)] == []


def test_everything_imported_is_declared(root):
    """Each library that the package imports stands in pyproject.toml: as a dependency, or in an extra."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]
    declared = {re.split(r"[\[<>=!~;\s]", line)[0].lower().replace("-", "_") for line in listed}
    owners = importlib.metadata.packages_distributions()
    undeclared = {}
    for path in (root / "geo").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            else:
                continue
            for name in {each.split(".")[0] for each in names} - sys.stdlib_module_names - {"geo"}:
                if not {owner.lower().replace("-", "_") for owner in owners.get(name, [name])} & declared:
                    undeclared[name] = str(path.relative_to(root))
    assert undeclared == {}


def test_floors_hold(root):
    """The import-linter contract: data flows down once, without a cycle."""
    command = Path(sys.executable).with_name("lint-imports")
    if not command.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([command, "--no-cache"], cwd=root, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout


def test_the_command_line_stays_light_until_it_works():
    """`frontline --help` must not load the map libraries."""
    loaded = run(
        "import sys, contextlib, io\n"
        "from geo.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main(['--help'])\n"
        "print(*sorted(m for m in sys.modules if '.' not in m))"
    ).split()
    assert not set(HEAVY) & set(loaded)
