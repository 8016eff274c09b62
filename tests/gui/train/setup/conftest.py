"""The page on which a training is put together, of a small study."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from neopain_gui.dataset.face_image import Neonate
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.train.setup.setup_page import SetupPage
from neopain_gui.study import Study
from tests.gui.conftest import make_photographs


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Photographs of six neonates, each in pain and at rest, three of each of two data sets."""
    folder = tmp_path_factory.mktemp("pictures")
    found = make_photographs(folder, subjects=6)
    return folder, [
        replace(one, neonate=Neonate(id=one.neonate.id, dataset="AB"[one.neonate.id > "S3"]))
        for one in found
    ]


@pytest.fixture
def study_of(pictures, tmp_path):
    """Make a study of photographs as a function gives them; those left out are None."""

    def make(change=lambda one: one):
        folder, photographs = pictures
        wanted = [one for one in map(change, photographs) if one is not None]
        with Study.create(tmp_path / "ward.neopain") as study:
            study.images.add(wanted, root=folder)
            return study.path

    return make


@pytest.fixture
def page_of(qtbot, jobs, study_of):
    """The page with such a study, once its folds are known."""
    opened = []

    def make(change=lambda one: one):
        session = Session()
        session.open_study(study_of(change))
        opened.append(session)
        page = SetupPage(session, jobs)
        qtbot.addWidget(page)
        page.resize(900, 800)
        page.show()
        qtbot.waitUntil(lambda: page.planning.current)
        return page

    yield make
    for session in opened:
        session.close_study()


@pytest.fixture
def page(page_of):
    return page_of()


@pytest.fixture
def settled(qtbot):
    """Wait until the folds are those of what is chosen."""
    return lambda page: qtbot.waitUntil(lambda: page.planning.current)


@pytest.fixture
def type_in(qtbot):
    """Type a setting's value and leave its field."""

    def type_text(page, place, text):
        line = page.form.fields[place].control
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)

    return type_text
