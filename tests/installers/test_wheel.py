"""The wheel works by itself: nothing of the source tree is needed, nor seen.

It is installed into an environment of its own, which sees the packages of the one that runs the
tests; with ``CI_BUNDLE=1`` into an empty one, and the demo runs there.
"""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

WHOLE = bool(os.environ.get("CI_BUNDLE"))
BIN = "Scripts" if os.name == "nt" else "bin"
LOOK = """
import sys
from pathlib import Path
from neopain_gui import locations
from neopain_gui.licences import licences
assert Path(locations.__file__).is_relative_to(sys.prefix), locations.__file__
shown = [locations.resources() / name for name in ("help/guide.html", "licences/LGPL-3.0.txt")]
for file in (*shown, locations.models() / "models.toml"):
    assert file.is_file() and file.is_relative_to(sys.prefix), file
assert licences()[0].texts[0].is_relative_to(sys.prefix)
print("whole")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel as any front end would."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install it, and return the folder of the environment's programs."""
    folder = tmp_path_factory.mktemp("other") / "environment of its own"
    venv.create(folder, with_pip=False)
    python = folder / BIN / Path(sys.executable).name
    uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet"]
    if WHOLE:
        more = ["--constraint", str(ROOT / "requirements.lock")]
    else:
        more = ["--no-deps", "--offline"]
        base = {"base": str(folder), "platbase": str(folder)}
        site = Path(sysconfig.get_path("purelib", "venv", vars=base))
        (site / "beside.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    subprocess.run([*uv, "--python", str(python), *more, str(wheel)], check=True)
    return folder / BIN


def run(installed, program, *arguments, **more):
    """Run a program as somebody does who knows nothing of the source tree."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
    environment |= {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [str(installed / program), *arguments],
        cwd=installed.parent,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **more,
    )


def test_it_holds_the_program_what_it_shows_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        entries = next(name for name in names if name.endswith("entry_points.txt"))
        scripts = PathDistribution(zipfile.Path(packed, entries.rpartition("/")[0] + "/"))
        found = {one.name: one.group for one in scripts.entry_points}
    assert {name.partition("/")[0] for name in names} == {
        "neopain_gui",
        entries.partition("/")[0],
    }
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]
    assert found == {"neopain": "console_scripts", "neopain-window": "gui_scripts"}


def test_resources_models_and_help_are_in_it(installed):
    looked = run(installed, "python", "-c", LOOK)
    assert (looked.returncode, looked.stdout) == (0, "whole\n"), looked.stderr


def test_its_commands_run(installed):
    said = run(installed, "neopain", "classifiers")
    assert said.returncode == 0, said.stderr
    assert "n_cnn_phantoms" in said.stdout
    assert (installed / "neopain-window").exists()


@pytest.mark.skipif(not WHOLE, reason="CI_BUNDLE is not set: the demo takes a minute")
def test_the_demo_runs_to_its_tables(installed, tmp_path):
    done = run(installed, "neopain", "demo", "--headless", "--out", str(tmp_path / "demo"))
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "demo").rglob("*.csv"))
