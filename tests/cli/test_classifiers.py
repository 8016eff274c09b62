"""neopain classifiers: what is there, what was removed, and how it comes back."""

import os

import pytest

from neopain_gui import locations
from neopain_gui.classifiers.bringing import bring_in
from neopain_gui.classifiers.foreign.declared import Declared, preprocessing
from tests.classifiers.foreign import networks

from .running import neopain

ABOUT = "neopain_gui.cli.lists"
DEMO = locations.models() / "n_cnn_phantoms.weights.h5"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setattr(locations, "user_models", lambda: folder)
    (folder / "ward.weights.h5").write_bytes(DEMO.read_bytes())
    return folder


def test_removed_listed_and_put_back(folder, capsys):
    assert neopain("classifiers") == 0
    printed = capsys.readouterr()
    assert "ward" in printed.out
    assert "ward: Demo weights trained on synthetic phantoms" in " ".join(printed.err.split())
    assert neopain("classifiers", "--remove", "ward") == 0
    assert "neopain classifiers --put-back ward" in capsys.readouterr().out
    assert not (folder / "ward.weights.h5").exists()
    assert neopain("classifiers") == 0
    assert "Removed, and can be put back: ward" in capsys.readouterr().out
    assert neopain("classifiers", "--put-back", "ward") == 0
    assert (folder / "ward.weights.h5").read_bytes() == DEMO.read_bytes()


def test_shared_folders_are_named_and_what_lies_there_is_nobodys_to_remove(
    folder, tmp_path, monkeypatch, capsys
):
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "clinic.weights.h5").write_bytes(DEMO.read_bytes())
    gone = tmp_path / "gone"
    monkeypatch.setenv("NEOPAIN_MODELS", os.pathsep.join([str(shared), str(gone)]))
    assert neopain("classifiers") == 0
    printed = capsys.readouterr().out
    assert "clinic" in printed
    assert f"Weights that are shared: {shared}\n" in printed
    assert f"Weights that are shared: {gone} (not there)\n" in printed
    assert neopain("classifiers", "--remove", "clinic") == 2
    assert "of your own" in " ".join(capsys.readouterr().err.split())
    assert (shared / "clinic.weights.h5").exists()


def test_a_file_that_was_replaced_is_said(folder, tmp_path, capsys):
    path = networks.saved(networks.fused(2), tmp_path / "theirs.keras")
    how = preprocessing(size=24, colours="RGB", scale=255.0, mean=(0.0,), fit="stretched")
    copy = bring_in(path, "theirs", Declared(outputs=("pain", "no pain"), preprocessing=how))
    assert neopain("classifiers") == 0
    assert "another one now" not in capsys.readouterr().err
    copy.write_bytes(copy.read_bytes() + b" ")
    assert neopain("classifiers") == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "theirs: Its file is another one now than that which came in" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--remove", "n_cnn_phantoms"), "of your own"),
        (("--put-back", "ward"), "nothing called 'ward' was removed"),
        (("--remove", "ward", "--put-back", "ward"), "give --remove or --put-back"),
    ],
)
def test_what_cannot_be_is_said(arguments, words, folder, capsys):
    assert neopain("classifiers", *arguments) == 2
    assert words in " ".join(capsys.readouterr().err.split())
    assert (folder / "ward.weights.h5").exists()
