"""The rules of docs/architecture.md that import-linter cannot say."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

from tests.architecture.sources import PACKAGE, ROOT, texts, trees

# Library: the folders or files that may import it.
AT_HOME = {
    "PySide6": ("gui/",),
    "pyqtgraph": ("gui/",),
    "keras": ("classifiers/", "training/", "attribution/", "demo/training/"),
    "tensorflow": ("classifiers/", "training/", "attribution/", "demo/training/"),
    "sqlite3": ("study/",),
    "pandas": (
        *("reports/", "gaze/", "demo/", "pipeline/scripts/", "api.py"),
        "agreement/statistics/",
    ),
    "patsy": ("agreement/statistics/",),
    "matplotlib": ("reports/",),
    "jinja2": ("reports/",),
    "typer": ("cli/",),
    "winreg": ("registration/windows.py",),
    "retinaface": ("faces/retinaface.py",),
    "onnxruntime": ("faces/retinaface.py",),
    "safetensors": ("classifiers/bases/",),
    "pickle": ("engine/",),  # to say that a message cannot travel; never to read
}
NOWHERE = {
    *("requests", "httpx", "aiohttp", "urllib3", "gdown", "huggingface_hub", "socket", "ssl"),
    *("urllib.request", "http.client", "ftplib", "smtplib", "telnetlib", "webbrowser"),
    *("marshal", "shelve", "dill", "joblib", "cloudpickle", "tf_keras"),
}
CALLS_NOWHERE = {"eval", "exec", "pickle.load", "pickle.loads", "pickle.Unpickler", "os.system"}
HEAVY = {"tensorflow", "keras", "pandas", "matplotlib", "skimage", "cv2", "retinaface", "sklearn"}


def imports(tree):
    """Every module that a file imports, with its line; ``from a import b`` gives a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def within(name, module):
    return name == module or name.startswith(f"{module}.")


def imported_outside(tree, name):
    """Imports of libraries in a file that is not their place."""
    for module, line in imports(tree):
        for library, places in AT_HOME.items():
            if within(module, library) and not name.startswith(places):
                yield f"{name}:{line}: {library} belongs in {' '.join(places)}"
        if any(within(module, banned) for banned in NOWHERE):
            yield f"{name}:{line}: {module} belongs nowhere"


def forbidden(tree, name):
    """Calls, arguments and settings that are never right."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if ast.unparse(node.func) in CALLS_NOWHERE:
                yield f"{name}:{node.lineno}: {ast.unparse(node.func)}"
            for keyword in node.keywords:
                setting = f"{keyword.arg}={ast.unparse(keyword.value)}"
                if setting in {"shell=True", "allow_pickle=True", "safe_mode=False"}:
                    yield f"{name}:{node.lineno}: {setting}"
        elif isinstance(node, ast.Attribute) and node.attr in {
            "keras",
            "enable_unsafe_deserialization",
        }:
            yield f"{name}:{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                if ast.unparse(target).endswith("MAX_IMAGE_PIXELS") and node.value.value is None:
                    yield f"{name}:{node.lineno}: {ast.unparse(node)}"


def too_long(tree, name):
    """Functions of more than 60 lines, their docstrings apart."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node) is not None:
                lines -= node.body[0].end_lineno - node.body[0].lineno + 1
            if lines > 60:
                yield f"{name}:{node.lineno}: {node.name} has {lines} lines"


@pytest.mark.parametrize("rule", [imported_outside, forbidden, too_long])
def test_every_file_keeps_the_rule(rule):
    assert [broken for name, tree in trees().items() for broken in rule(tree, name)] == []


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (imported_outside, "def f():\n    import sqlite3"),
        (imported_outside, "from tensorflow import keras"),
        (imported_outside, "from urllib import request"),
        (imported_outside, "import onnxruntime"),
        (forbidden, "import tensorflow as tf\ntf.keras.Model"),
        (forbidden, "keras.models.load_model(path, safe_mode=False)"),
        (forbidden, "numpy.load(path, allow_pickle=True)"),
        (forbidden, "Image.MAX_IMAGE_PIXELS = None"),
        (forbidden, "subprocess.run(line, shell=True)"),
        (forbidden, "eval(text)"),
        (too_long, "def f():\n" + "    x = 1\n" * 60),
    ],
)
def test_the_rule_notices(rule, source):
    assert list(rule(ast.parse(source), "masks/example.py"))


def test_no_file_is_longer_than_400_lines_and_half_have_130_at_most():
    for folder in (PACKAGE, ROOT / "benchmarks"):
        lines = {name: text.count("\n") for name, text in texts(folder).items()}
        assert [name for name, count in lines.items() if count > 400] == []
        assert median(lines.values()) <= 130


BRANCHING = {
    "cli/gaze_import.py: `_report`": "one line for each thing that may be said",
    "gui/shell/keyboard/keys.py: `eventFilter`": "kinds of events in turn",
}
"""The functions that may have more than twelve ways through, and why."""


def test_no_function_has_more_than_twelve_ways_through():
    """Whatever the code says of itself: nothing is passed over but the exceptions named here."""
    command = [
        *(sys.executable, "-m", "ruff", "check", "--isolated", "--select", "C901"),
        *("--config", "lint.mccabe.max-complexity = 12", "--ignore-noqa", "--no-cache"),
        *("--output-format", "json", str(PACKAGE), str(ROOT / "benchmarks")),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    found = {
        f"{Path(one['filename']).relative_to(PACKAGE).as_posix()}: {one['message'].split()[0]}"
        for one in json.loads(done.stdout)
    }
    assert found == set(BRANCHING)


def test_importing_everything_the_window_imports_brings_nothing_heavy():
    """The packages that the window and the command line import before anything is computed."""
    packages = [
        f"neopain_gui.{path.parent.name}"
        for path in sorted(PACKAGE.glob("*/__init__.py"))
        if path.parent.name not in {"engine", "training", "gui"}
    ]
    code = f"import sys, {', '.join(packages)}, neopain_gui.cli\n" + (
        f"print(sorted({HEAVY} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
