"""Where things are kept: as the system says, as an administrator says, or on the stick."""

import os
import sys

import pytest

from neopain_gui import locations
from neopain_gui.classifiers import registry
from neopain_gui.faces import retinaface

FOLDERS = (
    *(locations.data_folder, locations.cache_folder, locations.settings_folder),
    locations.state_folder,
)
SHIPPED = locations.models() / "n_cnn_phantoms.weights.h5"


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.delenv("NEOPAIN_HOME", raising=False)
    monkeypatch.delenv("NEOPAIN_MODELS", raising=False)


def test_one_folder_holds_all_that_is_kept_where_somebody_names_it(tmp_path, monkeypatch):
    home = tmp_path / "Ärztin von nebenan"
    monkeypatch.setenv("NEOPAIN_HOME", str(home))
    kept = [folder() for folder in FOLDERS]
    assert {folder.parent for folder in kept} == {home}
    assert len(set(kept)) == len(FOLDERS)
    assert locations.user_models() == home / "data" / "models"
    assert not home.exists()  # asking makes nothing


def test_a_portable_program_keeps_all_beside_itself(tmp_path, monkeypatch):
    usual = [folder() for folder in FOLDERS]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "neopain-window"))
    assert locations.program_folder() == tmp_path
    assert [folder() for folder in FOLDERS] == usual
    (tmp_path / "portable").touch()
    assert {folder().parent for folder in FOLDERS} == {tmp_path / "NeoPain data"}
    monkeypatch.setenv("NEOPAIN_HOME", str(tmp_path / "elsewhere"))  # said last, so it counts
    assert {folder().parent for folder in FOLDERS} == {tmp_path / "elsewhere"}


def test_weights_that_all_users_share_are_found_and_never_touched(tmp_path, monkeypatch):
    first, second = tmp_path / "first", tmp_path / "zweiter Ordner"
    for folder in (first, second):
        folder.mkdir()
    (second / "ward.weights.h5").write_bytes(SHIPPED.read_bytes())
    (second / retinaface.WEIGHTS_NAME).touch()
    monkeypatch.setattr(locations, "user_models", lambda: tmp_path / "own")
    assert "ward" not in {info.id for info in registry.available()}
    monkeypatch.setenv("NEOPAIN_MODELS", os.pathsep.join([str(first), str(second), ""]))
    assert locations.shared_models() == (first, second)
    assert "ward" in {info.id for info in registry.available()}
    assert second / retinaface.WEIGHTS_NAME in [
        folder / retinaface.WEIGHTS_NAME for folder in retinaface.weight_folders()
    ]
    assert retinaface.find_weights() == second / retinaface.WEIGHTS_NAME


@pytest.mark.skipif(sys.platform == "win32", reason="users by number")
def test_where_the_home_cannot_be_written_to_what_can_be_made_again_is_temporary(
    tmp_path, monkeypatch
):
    usual = locations.cache_folder()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    own = tmp_path / f"neopain-{os.getuid()}"
    assert locations.cache_folder() == own
    assert not own.exists()  # asking makes nothing
    (tmp_path / "somebody else's").mkdir()
    own.symlink_to(tmp_path / "somebody else's")
    assert locations.cache_folder() == usual
