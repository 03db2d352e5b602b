"""The wheel carries everything: built, installed in an environment of its own, and used from another folder."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("build", "hatchling", "pip")),
    reason="build, hatchling and pip make the wheel; pip install '.[dev]'",
)


def run(*command: object, cwd: Path, **extra: str) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COV_"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, **extra},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, root, cwd=out)
    (path,) = out.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory) -> Path:
    """A fresh environment with the wheel in it; the dependencies are lent by the one that runs the tests."""
    home = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", home / "env", cwd=home)
    python = home / "env" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=home)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    # Only this folder is added: path files inside it, such as that of an editable install, are not followed.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home / "env" / "bin"


def test_the_wheel_carries_data_licences_and_types(wheel, root):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    data = {
        f"geo/data/{path.relative_to(root / 'data').as_posix()}"
        for path in (root / "data").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    assert data - names == set()
    assert "geo/py.typed" in names
    licences = {Path(name).name for name in names if ".dist-info/licenses/" in name}
    assert {"LICENSE", "THIRD_PARTY.md"} <= licences
    tops = {name.split("/")[0] for name in names}
    assert len(tops) == 2, f"nothing but the package and its metadata: {tops}"
    assert wheel.stat().st_size < 40_000_000


def test_a_map_is_made_elsewhere(environment, root, tmp_path):
    report = root / "seeds" / "2018-01-07-government-sinjar-taken.md"
    shutil.copy(report, tmp_path / "report.md")
    where = run(environment / "python", "-c", "import geo; print(geo.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(environment.parent), "the installed package, not the checkout"
    run(environment / "frontline", "map", "report.md", "-o", "out/map.html", cwd=tmp_path)
    page = (tmp_path / "out" / "map.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "Sinjar" in page
    assert str(root) not in page
    assert "Sinjar" in run(environment / "frontline", "geocode", "Sinjar", "--country", "SY", cwd=tmp_path)
    assert "frontline" in run(environment / "frontline", "--version", cwd=tmp_path)


def test_constraints_pin_what_the_project_needs(root):
    """Every direct dependency has a tested version, that fits what pyproject.toml asks for, and no address."""
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    assert not [line for line in lines if "://" in line or " @ " in line]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for line in [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]:
        requirement = Requirement(line)
        if requirement.name != project["name"]:
            assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), line


def test_the_shell_files_parse(root):
    run("bash", "-n", root / ".ci" / "run", cwd=root)
    assert os.access(root / ".ci" / "run", os.X_OK)
    run("make", "--dry-run", "map", cwd=root)
