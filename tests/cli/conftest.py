"""A real photograph and a study of phantoms for the command line."""

import shutil

import pytest
from skimage import data

from neopain_gui.imaging import write_png


@pytest.fixture(scope="session")
def astronaut_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("photograph") / "astronaut.png"
    write_png(path, data.astronaut())
    return path


@pytest.fixture
def study_path(phantoms, tmp_path):
    """Path of a study of one's own."""
    return shutil.copytree(phantoms / "demo.neopain", tmp_path / "demo.neopain")
