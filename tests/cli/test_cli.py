"""The command line as a stranger meets it: files, sentences, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import binary_erosion, distance_transform_edt

from neopain_gui import cli
from neopain_gui.agreement import MEASURES
from neopain_gui.attribution.methods import METHODS
from neopain_gui.classifiers.registry import available
from neopain_gui.errors import EnvironmentFault, InputError
from neopain_gui.imaging import decode, write_png

from .running import neopain

ABOUT = "neopain_gui.cli"

ROOT = Path(__file__).parents[2]


@pytest.fixture
def masks(tmp_path):
    rng = np.random.default_rng(7)
    first, second = rng.random((2, 40, 50)) > 0.6
    write_png(tmp_path / "a.png", first)
    write_png(tmp_path / "b.png", second)
    return tmp_path, first, second


def test_help_names_every_command_and_the_notice(capsys):
    assert neopain("--help") == 0
    text = capsys.readouterr().out
    for word in (
        "demo",
        "new",
        "run",
        "attribute",
        "agree",
        "gaze",
        "classifiers",
        "Research use only",
    ):
        assert word in text


@pytest.mark.parametrize(
    "command", ["demo", "new", "run", "attribute", "faithfulness", "agree", "gaze", "classifiers"]
)
def test_every_command_explains_itself(command, capsys):
    assert neopain(command, "--help") == 0
    assert "Usage" in capsys.readouterr().out


@pytest.mark.parametrize("width", ["40", "80", "200"])
def test_lists_print_what_is_typed_in_full(width, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", width)
    assert neopain("methods") == 0
    text = capsys.readouterr().out
    for method in METHODS.values():
        assert all(name in text for name in (method.id, *method.parameters))
    assert neopain("classifiers") == 0
    text = capsys.readouterr().out
    assert all(info.id in text for info in available())


def test_agree_prints_the_measures(masks, capsys):
    folder, first, second = masks
    assert neopain("agree", folder / "a.png", folder / "b.png") == 0
    text = capsys.readouterr().out
    assert f"{(first == second).mean():.4f}" in text
    p, q = first.mean(), second.mean()
    assert f"{p * q + (1 - p) * (1 - q):.4f}" in text
    phi = np.corrcoef(first.ravel(), second.ravel())[0, 1]
    assert f"{phi:.4f}" in text
    assert [one.title for one in MEASURES if one.of_masks and one.title not in text] == []
    farthest = np.percentile(
        [
            *distance_transform_edt(~border(second))[border(first)],
            *distance_transform_edt(~border(first))[border(second)],
        ],
        95,
    )
    assert f"{farthest:.4f}" in text  # a distance is there too, though nobody listed it


def border(mask):
    return mask & ~binary_erosion(mask)


def test_agree_says_undefined_rather_than_a_number(tmp_path, capsys):
    write_png(tmp_path / "empty.png", np.zeros((20, 20), bool))
    assert neopain("agree", tmp_path / "empty.png", tmp_path / "empty.png") == 0
    text = capsys.readouterr().out
    assert text.count("undefined") == sum(one.of_masks for one in MEASURES)
    assert not any(letter.isdigit() for letter in text.replace("Hausdorff 95 %", ""))


def test_agree_refuses_what_is_no_mask(tmp_path, capsys):
    write_png(tmp_path / "grey.png", np.full((20, 20), 90, np.uint8))
    assert neopain("agree", tmp_path / "grey.png", tmp_path / "grey.png") == cli.EXIT_INPUT
    assert "is not a contour mask" in capsys.readouterr().err


def test_masks_of_different_size_are_refused_in_one_sentence(masks, capsys):
    folder, *_ = masks
    write_png(folder / "c.png", np.ones((20, 20), bool))
    assert neopain("agree", folder / "a.png", folder / "c.png") == cli.EXIT_INPUT
    message = " ".join(capsys.readouterr().err.split())
    assert message == (
        "c.png: is 20 × 20, the other mask 50 × 40; compare masks of the same photograph."
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "ward.neopain", "--bad"], "No such option: --bad."),
        (["report"], "Missing argument 'study'."),
        (["report", "ward.neopain", "--out"], "Option '--out' requires an argument."),
        (["nonsense"], "No such command 'nonsense'."),
    ],
)
def test_what_is_mistyped_is_no_mistake_of_the_programs(arguments, words, capsys):
    assert neopain(*arguments) == cli.EXIT_INPUT
    message = " ".join(capsys.readouterr().err.split())
    assert message == f"{words} Add --help to the command to see what it takes."


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["attribute", "nowhere.png", "--out", "x"], "nowhere.png"),
        (["run", "nowhere.neopain", "--out", "x"], "nowhere.neopain"),
        (["new", "made.neopain", "nowhere"], "nowhere"),
        (["demo", "--headless"], "--out"),
        (["attribute", "photo.png", "--out", "x", "--face", "1,2,3"], "not a rectangle"),
        (["attribute", "photo.png", "--out", "x", "--layer", "conv9"], "conv5_3"),
        (["attribute", "photo.png", "--out", "x", "--classifier", "resnet"], "resnet"),
        (["attribute", "photo.png", "--out", "x", "--method", "magic"], "magic"),
        (
            [
                "attribute",
                "photo.png",
                "--out",
                "x",
                "--method",
                "integrated_gradients",
                "--steps",
                "-3",
            ],
            "steps cannot be '-3'",
        ),
        (["attribute", "photo.png", "--out", "x", "--target", "labelled"], "has no label"),
        (["attribute", "photo.png", "--out", "x", "--classifier", "[/red]"], "[/red]"),
    ],
)
def test_bad_arguments_get_one_sentence(arguments, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_png(tmp_path / "photo.png", np.full((64, 64, 3), 90, np.uint8))
    if "--layer" in arguments:
        arguments = [*arguments, "--classifier", "vgg_face_phantoms", "--face", "0,0,64,64"]
    elif "--face" not in arguments and "photo.png" in arguments:
        arguments = [*arguments, "--face", "0,0,64,64"]
    assert neopain(*arguments) == cli.EXIT_INPUT
    message = capsys.readouterr().err
    assert words in message
    assert "Traceback" not in message


def test_a_photograph_without_a_face_says_how_to_mark_one(tmp_path, capsys):
    write_png(tmp_path / "wall.png", np.full((120, 160, 3), 127, np.uint8))
    code = neopain("attribute", tmp_path / "wall.png", "--out", tmp_path / "out")
    assert code == cli.EXIT_INPUT
    assert "--face LEFT,TOP,RIGHT,BOTTOM" in capsys.readouterr().err


def test_attribute_writes_heatmap_overlay_mask_and_record(tmp_path, astronaut_file):
    out = tmp_path / "out"
    assert neopain("attribute", astronaut_file, "--out", out) == 0
    names = sorted(file.name for file in out.iterdir())
    stem = "astronaut__gradcam_n-cnn"
    assert names == sorted(
        [
            f"{stem}.json",
            f"{stem}__heatmap.png",
            f"{stem}__overlay.png",
            f"{stem}__contour_mask.png",
            f"{stem}__map.png",
            f"{stem}__map.npy",
        ]
    )
    mask = decode(out / f"{stem}__contour_mask.png")
    assert mask.shape == decode(astronaut_file).shape
    assert set(np.unique(mask)) == {0, 255}
    record = json.loads((out / f"{stem}.json").read_text())
    assert record["extraction_model"] == "GradCAM|N-CNN"
    assert record["facts"]["synthetic"] is True
    left, top, right, bottom = record["box"]
    assert not mask[:top].any()
    assert not mask[:, :left].any()
    assert not mask[bottom:].any()
    assert not mask[:, right:].any()
    inside = mask[top:bottom, left:right, 0] > 0
    assert record["coverage"] == pytest.approx(inside.mean(), abs=1e-6)


def test_the_same_command_writes_the_same_bytes(tmp_path, astronaut_file):
    for folder in ("one", "two"):
        code = neopain(
            "attribute", astronaut_file, "--out", tmp_path / folder, "--face", "165,60,290,190"
        )
        assert code == 0
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_exit_codes_tell_the_kind_of_failure(monkeypatch, masks, capsys):
    folder, *_ = masks

    def fail_with(error):
        def agree_files(a, b):
            raise error

        monkeypatch.setattr("neopain_gui.pipeline.map_files.without_study.agree_files", agree_files)
        return neopain("agree", folder / "a.png", folder / "b.png")

    assert fail_with(EnvironmentFault("The disk is full.")) == cli.EXIT_MACHINE
    assert fail_with(KeyboardInterrupt()) == cli.EXIT_STOPPED
    assert fail_with(ZeroDivisionError("oh")) == cli.EXIT_BUG
    message = capsys.readouterr().err
    assert "NEOPAIN_DEBUG=1" in message
    assert "Traceback" not in message


def test_the_demo_command_opens_the_window():
    asked = []

    def window(study=None, *, demo=False):
        asked.append((study, demo))
        return 0

    assert cli.run_command(["demo"], window) == 0
    assert asked == [(None, True)]


def test_without_a_display_the_demo_says_what_to_do():
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    process = subprocess.run(
        [sys.executable, "-m", "neopain_gui", "demo"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert process.returncode != 0
    assert "make demo-headless" in process.stderr
    assert len(process.stderr.strip().splitlines()) == 1


@pytest.fixture
def plain_tree(tmp_path):
    """A source tree without an environment, as somebody unpacks it."""
    (tmp_path / "main.py").write_bytes((ROOT / "main.py").read_bytes())
    (tmp_path / "neopain_gui").symlink_to(ROOT / "neopain_gui")
    return tmp_path


def run_main(tree, *words, **environment):
    """Run main.py with a Python that has none of the packages."""
    code = f"""
import runpy, sys
sys.path.insert(0, {str(tree)!r})
sys.modules["tkinter"] = None
sys.argv[:] = [{str(tree / "main.py")!r}, *{list(map(str, words))!r}]
runpy.run_path({str(tree / "main.py")!r}, run_name="__main__")
"""
    without = {k: v for k, v in os.environ.items() if "DISPLAY" not in k}
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        env={**without, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_main_with_a_plain_python_says_what_to_run(plain_tree):
    process = run_main(plain_tree)
    assert process.returncode == 1
    assert "make demo" in process.stderr
    assert len(process.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the desktop's own ways")
@pytest.mark.parametrize("command", ["zenity", "kdialog", "xmessage"])
def test_a_double_click_on_it_says_so_in_a_window_too(plain_tree, command):
    tools = plain_tree / "tools"
    tools.mkdir()
    tool = tools / command
    tool.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {plain_tree}/said\n')
    tool.chmod(0o755)
    process = run_main(plain_tree, PATH=str(tools), DISPLAY=":4711")
    assert process.returncode == 1
    assert "make demo" in process.stderr
    said = (plain_tree / "said").read_text()
    assert "'PySide6'" in said
    assert "make demo" in said


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for Python")
def test_it_uses_the_environment_that_lies_beside_it(plain_tree):
    python = plain_tree / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    python.chmod(0o755)
    process = run_main(plain_tree, "ward one.neopain")
    assert process.stdout == f"{plain_tree / 'main.py'}|ward one.neopain|"


def test_phantoms_are_counted_as_neonates_and_the_earlier_option_still_works(
    tmp_path, monkeypatch, capsys
):
    from neopain_gui.pipeline.faithfulness import run

    asked = []

    def examine(_folder, _plan, *, subjects, classifiers, job):
        asked.append(subjects)
        raise InputError("enough")

    monkeypatch.setattr(run, "examine_phantoms", examine)
    for option in ((), ("--neonates", "3"), ("--subjects", "4")):
        neopain("faithfulness", "--phantoms", "--out", tmp_path, *option)
    assert asked == [10, 3, 4]
    capsys.readouterr()
    neopain("faithfulness", "--help")
    said = capsys.readouterr().out
    assert "--neonates" in said
    assert "--subjects" not in said
