"""What several test files begin with and none of them changes: made once for all processes.

A test that writes takes a copy.
"""

import os
import pickle
from pathlib import Path

import pytest
from filelock import FileLock

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import draw
from neopain_gui.pipeline.demo_study import make_demo_study
from neopain_gui.pipeline.runner import run_study
from neopain_gui.study import Study
from tests.cli.running import neopain
from tests.dataset.material import photograph
from tests.pipeline.analysis.averaged import planted_study

N_CNN = ("n_cnn_phantoms",)
NEONATES = 2


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Return a function ``(name, make)`` that gives a folder which ``make`` has filled."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # the workers' own lie in it

    def once(name, make):
        folder: Path = base / "made-once" / name
        folder.parent.mkdir(exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):
            done = folder.with_suffix(".done")
            if not done.exists():
                folder.mkdir()  # fails where an earlier try did
                make(folder)
                done.touch()
        return folder

    return once


DRAWN = 45
"""Of so many neonates there are phantoms that need not be drawn again."""


def _draw(folder):
    drawn = {(seed, label): draw(seed, label) for seed in range(DRAWN) for label in PainLabel}
    (folder / "phantoms.pickle").write_bytes(pickle.dumps(drawn))


@pytest.fixture(scope="session")
def drawn(made_once):
    """What ``draw(seed, label)`` returns for seeds below 45, by both."""
    return pickle.loads((made_once("drawn", _draw) / "phantoms.pickle").read_bytes())


@pytest.fixture(scope="session")
def phantoms(made_once):
    """Folder with a demo study of two neonates, in which no classifier has computed anything."""
    return made_once("phantoms", lambda folder: make_demo_study(folder, subjects=NEONATES))


@pytest.fixture(scope="session")
def one_neonate(made_once):
    """The same of one neonate."""
    return made_once("one_neonate", lambda folder: make_demo_study(folder, subjects=1))


def _run(folder):
    with Study.open(make_demo_study(folder, subjects=NEONATES)) as study:
        run_study(study, folder / "out", classifiers=N_CNN)


@pytest.fixture(scope="session")
def n_cnn_run(made_once):
    """Folder with the demo study after ``neopain run`` with the N-CNN, and its files in ``out``."""
    return made_once("n_cnn_run", _run)


def _ward(folder):
    rows = ["file,neonate,label,box"]
    for number in range(16):
        name = f"p{number:02d}.png"
        photograph(folder / "set" / name, seed=name)
        label = ("pain", "no pain")[number % 2] if number else ""
        rows.append(f'{name},S{number // 2},{label},"[0, 0, 24, 20]"')
    (folder / "set" / "manifest.csv").write_text("\n".join(rows) + "\n")
    assert neopain("new", folder / "w.neopain", folder / "set" / "manifest.csv") == 0


@pytest.fixture(scope="session")
def ward(made_once):
    """A study to train on: sixteen photographs of eight neonates, the first without a label.

    The whole photographs are the faces.
    """
    return made_once("ward", _ward) / "w.neopain"


@pytest.fixture(scope="session")
def planted(made_once):
    """A study of seven neonates' faces in which it is planted where maps differ."""
    return made_once("planted", lambda folder: planted_study(folder).close()) / "planted.neopain"
