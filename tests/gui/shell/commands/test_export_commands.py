"""Taking maps and figures out of the window: where they go, and the command line's bytes."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.imaging import read_provenance
from neopain_gui.study import Study
from tests.gui.made_maps import attribution, gaze

ROOT = Path(__file__).parents[4]
IMAGE = "S1_no_pain"


def trigger(window, name):
    action = window.actions_table.by_id[name]
    assert action.isEnabled(), name
    action.trigger()


def said(window):
    return [message.text for message in window.messages.messages()]


def wait_for(window, qtbot, words):
    qtbot.waitUntil(lambda: any(words in text for text in said(window)), timeout=30_000)


def pick(monkeypatch, path, kind=""):
    asked = []

    def answer(_parent, title, start, *kinds):
        asked.append((title, Path(start).name, *kinds))
        return str(path), kind

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return asked


def pick_folder(monkeypatch, path):
    path.mkdir(exist_ok=True)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))


def files_of(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.fixture
def opened(window, study_path):
    window.open_study(study_path)
    window.session.select_image(IMAGE)
    window.session.choices.choose(classifier_id="n_cnn_phantoms", method="grad_cam")
    return window


def show(window, qtbot, rows):
    window.session.record(rows)
    window.session.show_model(rows[0].model.name)
    scenes = CurrentScene.of(window.session, window.jobs)
    names = [row.model.name for row in rows]
    qtbot.waitUntil(
        lambda: scenes.shown_result is not None and not scenes.missing(names), timeout=10_000
    )


def test_the_same_bytes_as_the_command_line(window, study_path, tmp_path, monkeypatch, qtbot):
    line = (sys.executable, "-m", "neopain_gui", "attribute", study_path, "--image", IMAGE)
    options = ("--classifier", "n_cnn_phantoms", "--method", "grad_cam", "--strip")
    subprocess.run(
        [*line, *options, "--out", tmp_path / "line"], cwd=ROOT, check=True, capture_output=True,
        timeout=180,
    )  # fmt: skip
    line = files_of(tmp_path / "line")
    window.open_study(study_path)
    window.session.select_image(IMAGE)
    window.session.choices.choose(classifier_id="n_cnn_phantoms", method="grad_cam")
    window.session.show_model("GradCAM|N-CNN|merge")
    scenes = CurrentScene.of(window.session, window.jobs)
    qtbot.waitUntil(lambda: scenes.shown_result is not None, timeout=10_000)

    pick_folder(monkeypatch, tmp_path / "window")
    trigger(window, "export_map")
    wait_for(window, qtbot, f"6 files were written to {tmp_path / 'window'}.")
    for kind in ("png", "svg", "pdf"):
        name = f"{IMAGE.lower()}__gradcam_n-cnn__strip.{kind}"
        pick(monkeypatch, tmp_path / "window" / name)
        trigger(window, "export_strip")
        qtbot.waitUntil((tmp_path / "window" / name).exists, timeout=30_000)
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=10_000)
    written = files_of(tmp_path / "window")
    assert len(written) == 9
    for name, content in written.items():
        assert content == line[name], name


def test_people_s_maps_are_taken_out_as_they_are(opened, tmp_path, monkeypatch, qtbot):
    show(opened, qtbot, [gaze(opened.session.study, IMAGE)])
    pick_folder(monkeypatch, tmp_path / "out")
    trigger(opened, "export_map")
    wait_for(opened, qtbot, "6 files were written")
    record = read_provenance(tmp_path / "out" / f"{IMAGE.lower()}__experts__map.png")
    assert record["relevance"]["stage"] == "gaze.heatmap_picture"


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("a.svg", "", "a.svg"),
        ("A.PDF", "", "A.PDF"),
        ("N01.v2", "", "N01.v2.png"),
        ("N01.v2", "SVG (*.svg)", "N01.v2.svg"),
        ("taken", "PDF (*.pdf)", None),
    ],
)
def test_a_figure_is_of_the_kind_that_its_name_says(
    opened, tmp_path, monkeypatch, qtbot, typed, kind, written
):
    study = opened.session.study
    show(opened, qtbot, [attribution(study, IMAGE), attribution(study, IMAGE, layer="merge")])
    out = tmp_path / "out"
    out.mkdir()
    (out / "taken.pdf").write_bytes(b"precious")
    asked = pick(monkeypatch, out / typed, kind)
    trigger(opened, "export_strip")
    (question,) = asked
    assert question[1] == f"{IMAGE.lower()}__gradcam_n-cnn__strip.png"
    wait_for(opened, qtbot, "1 file was written" if written else "choose another name")
    assert (out / "taken.pdf").read_bytes() == b"precious"
    assert {file.name for file in out.iterdir()} == {"taken.pdf"} | ({written} - {None})
    if written:
        starts = {".svg": b"<?xml", ".pdf": b"%PDF", ".png": b"\x89PNG"}
        content = (out / written).read_bytes()
        assert content.startswith(starts[Path(written).suffix.lower()])
        assert any("3 of 5 layers have no map yet" in text for text in said(opened))


def test_a_phantom_is_called_one_in_the_figure(opened, study_path, tmp_path, monkeypatch, qtbot):
    opened.session.study.set_setting("synthetic", True)
    show(opened, qtbot, [attribution(opened.session.study, IMAGE)])
    pick(monkeypatch, tmp_path / "a.png")
    trigger(opened, "export_strip")
    wait_for(opened, qtbot, "1 file was written")
    record = read_provenance(tmp_path / "a.png")
    assert record["phantom"] is True
    assert record["photograph"] == IMAGE


def test_the_button_exports_what_the_tab_in_front_shows(opened, monkeypatch, qtbot):
    asked = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (asked.append("a mask"), ("", ""))[1]
    )
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda *_: (asked.append("tables"), "")[1]
    )
    study = opened.session.study
    show(opened, qtbot, [attribution(study, IMAGE), gaze(study, IMAGE)])
    trigger(opened, "export_shown")
    assert asked == ["a mask"]
    panel = opened.go("compare")
    qtbot.waitUntil(lambda: panel.upkeep.current, timeout=10_000)
    trigger(opened, "export_shown")
    assert asked == ["a mask", "tables"]


@pytest.mark.parametrize("command", ["export_map", "export_strip", "export_this"])
def test_without_a_map_nothing_is_asked(opened, monkeypatch, command, qtbot):
    def never(*_):
        raise AssertionError("asked for a file")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", never)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", never)
    opened.session.show_model("GradCAM|N-CNN")
    trigger(opened, command)
    wait_for(opened, qtbot, "no map of this choice")


def test_nothing_is_written_where_the_person_changed_their_mind(
    opened, tmp_path, monkeypatch, qtbot
):
    show(opened, qtbot, [attribution(opened.session.study, IMAGE)])
    before = set(tmp_path.rglob("*.json"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    for command in ("export_map", "export_strip", "export_this"):
        trigger(opened, command)
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=5000)
    assert set(tmp_path.rglob("*.json")) == before
    assert not any("written" in text for text in said(opened))


def test_a_study_for_reading_only_can_be_exported(window, study_path, tmp_path, monkeypatch, qtbot):
    with Study.open(study_path) as study:
        study.results.record(attribution(study, IMAGE))
        window.open_study(study_path)  # somebody else has it open for writing
        assert not window.session.editable
        window.session.select_image(IMAGE)
        window.session.choices.choose(classifier_id="n_cnn_phantoms", method="grad_cam")
        window.session.show_model("GradCAM|N-CNN")
        scenes = CurrentScene.of(window.session, window.jobs)
        qtbot.waitUntil(lambda: scenes.shown_result is not None, timeout=10_000)
        pick_folder(monkeypatch, tmp_path / "out")
        trigger(window, "export_map")
        wait_for(window, qtbot, "6 files were written")
