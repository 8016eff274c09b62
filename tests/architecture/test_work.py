"""Work in a process is declared; what the window asks threads for is its own small reading."""

import ast

from neopain_gui.pipeline.work import WORKS
from tests.architecture.sources import trees


def asked(tree):
    """The functions that are handed to a lane without being declared, with the lane's name."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        whose = ast.unparse(node.func.value)
        if whose.endswith("jobs") and node.func.attr in ("engine", "local", "disk"):
            yield node.func.attr, ast.unparse(node.args[0]), node.lineno


def undeclared():
    return [
        (name, *one)
        for name, tree in trees().items()
        if name.startswith("gui/") and not name.startswith("gui/jobs/")
        for one in asked(tree)
    ]


def test_the_window_sends_only_declared_work_to_a_process():
    assert [one for one in undeclared() if one[1] == "engine"] == []


def test_what_is_declared_is_asked_for_as_such():
    assert [one for one in undeclared() if one[2].rpartition(".")[2] in WORKS] == []


def test_the_rule_notices():
    tree = ast.parse("self._jobs.engine(make, title='')\nwindow.jobs.disk(a.make_gaze_maps)")
    assert [one[:2] for one in asked(tree)] == [("engine", "make"), ("disk", "a.make_gaze_maps")]
    assert len(undeclared()) > 10
