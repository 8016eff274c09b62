"""Recent studies of one name are told apart by where they lie."""

from pathlib import Path

from PySide6.QtWidgets import QToolButton

from neopain_gui.gui.shell.recent_places import places
from neopain_gui.study import Study


def test_as_much_of_the_place_as_differs():
    made = [
        Path(one) for one in ("/a/x/s.neopain", "/b/x/s.neopain", "/x/s.neopain", "/a/t.neopain")
    ]
    assert places(made) == ["a/x", "b/x", "/x", "a"]
    assert places([Path("/s.neopain")]) == ["/"]


def test_a_copy_and_its_original_are_two_in_menu_and_on_the_first_page(window, tmp_path):
    for ward in ("a", "b"):
        (tmp_path / ward / "studies").mkdir(parents=True)
        Study.create(tmp_path / ward / "studies" / "demo").close()
        window.open_study(tmp_path / ward / "studies" / "demo.neopain")
    window.action("close_study").trigger()
    window._recent_menu.fill()
    texts = [one.text() for one in window._recent_menu.actions()]
    assert texts[:2] == ["demo in b/studies", "demo in a/studies"]
    rows = [
        one for one in window.start.findChildren(QToolButton)
        if one.accessibleName().startswith("Open the study")
    ]  # fmt: skip
    assert {one.accessibleName() for one in rows} == {f"Open the study {one}" for one in texts[:2]}
    assert {one.text().replace("\n", " ") for one in rows} == set(texts[:2])


def test_a_copy_that_keeps_the_name_of_the_first_says_its_folder(window, tmp_path):
    with Study.create(tmp_path / "first.neopain", name="Ward 3") as study:
        path = study.path
    path.rename(tmp_path / "copy.neopain")
    window.open_study(tmp_path / "copy.neopain")
    assert window.windowTitle().startswith("Ward 3 (copy)")
    assert window.status.study.text().startswith("Ward 3 (copy)")
