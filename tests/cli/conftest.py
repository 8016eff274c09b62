"""A real photograph for the command line."""

import pytest
from skimage import data

from neopain_gui.imaging import write_png


@pytest.fixture(scope="session")
def astronaut_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("photograph") / "astronaut.png"
    write_png(path, data.astronaut())
    return path
