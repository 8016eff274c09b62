"""No remedy that cannot be followed where it is printed."""

import ast
import pickle
from functools import cache

import pytest

from neopain_gui.errors import InputError, StudyError, WeightsError
from tests.architecture.sources import texts, trees

COMMAND_LINE_ONLY = (
    *("cli/", "pipeline/map_files/repeat.py", "pipeline/map_files/same_weights.py"),
    *("pipeline/map_files/repeatable.py", "pipeline/map_files/without_study.py"),
    *("pipeline/map_files/export_request.py", "pipeline/map_files/study_files.py"),
    *("pipeline/faithfulness/run.py", "pipeline/faithfulness/plan.py"),
)
"""What the window never calls."""
IN_THE_WINDOW = ("›", "click", "button", "preview", "choose another method", "explain the")
"""Words for something that only a window has."""


def remedies():
    """Every remedy that is written out, with where it is and what the command line says."""
    for place, tree in trees().items():
        if "remedy=" not in texts()[place]:
            continue
        constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            given = {one.arg: one.value for one in node.keywords}
            if "remedy" not in given:
                continue
            said = {
                name: text_of(given[name], constants) for name in ("remedy", "command")
                if name in given
            }  # fmt: skip
            if said["remedy"]:
                yield f"{place}:{node.lineno}", said["remedy"], said.get("command", "")


def text_of(node, constants):
    if isinstance(node, ast.Name):
        node = constants.get(node.id, node)
    parts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
    return " ".join(part for part in parts if isinstance(part, str))


@cache
def found():
    return tuple(remedies())


def only_on_the_command_line(place):
    return place.startswith(COMMAND_LINE_ONLY)


def test_there_are_remedies_to_look_at():
    assert len(found()) > 100
    assert any(command for _, _, command in found())


def wrong(place, remedy, command):
    """Yield why a remedy cannot be followed where it is printed."""
    from_the_window = [word for word in IN_THE_WINDOW if word in remedy]
    if only_on_the_command_line(place):
        yield from (f"the command line has no {word!r}" for word in from_the_window)
        return
    if "--" in remedy:
        yield "the window has no options"
    if "neopain " in remedy:
        yield "the window has no commands"
    if place.startswith("gui/"):
        return
    if not command and (from_the_window or "choose one of" in remedy):
        yield "the command line has no such thing: give command="
    yield from (f"the command line has no {word!r}" for word in IN_THE_WINDOW if word in command)


def test_a_remedy_can_be_followed_where_it_is_printed():
    said = {one: list(wrong(*one)) for one in found()}
    assert {one: why for one, why in said.items() if why} == {}


@pytest.mark.parametrize(
    "remedy",
    [
        ("cli/x.py:1", "click it", ""),
        ("study/x.py:1", "give --image", ""),
        ("study/x.py:1", "run neopain run", ""),
        ("study/x.py:1", "choose one of a, b", ""),
        ("study/x.py:1", "choose another", "click the button"),
        ("gui/x.py:1", "give --image", ""),
    ],
)
def test_a_remedy_that_cannot_be_followed_is_found(remedy):
    assert list(wrong(*remedy))


@pytest.mark.parametrize("kind", [InputError, StudyError, WeightsError])
def test_the_command_line_says_its_own_remedy_also_from_another_process(kind):
    error = kind("it is gone", file="/a/b.png", remedy="choose another", command="give --file")
    for one in (error, pickle.loads(pickle.dumps(error))):
        assert type(one) is kind
        assert str(one) == "b.png: it is gone; choose another."
        assert one.on_command_line == "b.png: it is gone; give --file."
    plain = kind("it is gone", remedy="fetch it")
    assert plain.on_command_line == str(plain) == "it is gone; fetch it."


def test_a_wrong_method_is_answered_with_the_option(tmp_path, capsys):
    from neopain_gui.cli.entry import run_command

    asked = ["attribute", str(tmp_path / "x.png"), "--method", "nonsense", "--out", "o"]
    assert run_command(asked, lambda **_: 0) == 2
    assert "--method" in capsys.readouterr().err
