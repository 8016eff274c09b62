"""A module of our own is imported inside a function only where that spares something."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = {}
for file in sorted((ROOT / "neopain_gui").rglob("*.py")):
    parts = file.relative_to(ROOT).with_suffix("").parts
    MODULES[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file

HEAVY = {
    *("PIL", "PySide6", "_pi_heif", "concurrent", "cv2", "filelock", "fontTools", "h5py"),
    *("jinja2", "keras", "matplotlib", "multiprocessing", "numpy", "onnxruntime", "openpyxl"),
    *(
        "pandas",
        "patsy",
        "pi_heif",
        "platformdirs",
        "pydantic",
        "pyqtgraph",
        "retinaface",
        "rich",
        "scipy",
    ),
    *("simplejpeg", "skimage", "sklearn", "sqlite3", "tensorflow", "threadpoolctl"),
    *("typer",),
}
WINDOW = "neopain_gui.gui."
"""Where what is imported late is decided by the first paint, at which tests/gui looks."""
FEW = 8
"""So many modules of our own are imported at once without a person's noticing."""
CHOOSES = {"neopain_gui.__main__"}
"""The program's beginning, which imports the window or the command line and never both."""


def imports(module):
    """Yield what a module imports, and whether inside a function; types alone are left out."""
    package = MODULES[module].name == "__init__.py"

    def walk(node, late):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            inside = late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            if isinstance(child, ast.Import):
                yield from ((alias.name, late) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                base = module.split(".")[: len(module.split(".")) - child.level + package]
                source = ".".join(base) if child.level else ""
                source = ".".join(filter(None, (source, child.module)))
                for alias in child.names:
                    whole = f"{source}.{alias.name}"
                    yield (whole if whole in MODULES else source), late
            yield from walk(child, inside)

    yield from walk(ast.parse(MODULES[module].read_text(encoding="utf-8")), False)


@cache
def imported(module):
    """Return what a module imports directly, each with whether inside a function."""
    return frozenset(imports(module))


@cache
def brought(module):
    """Return the modules of ours and the heavy libraries that importing a module brings along."""
    ours, heavy, waiting = set(), set(), [module]
    while waiting:
        parts = waiting.pop().split(".")
        for end in range(1, len(parts) + 1):
            one = ".".join(parts[:end])
            if one in ours or one not in MODULES:
                continue
            ours.add(one)
            for name, late in imported(one):
                if late:
                    continue
                if name.startswith("neopain_gui"):
                    waiting.append(name)
                elif name.split(".")[0] in HEAVY:
                    heavy.add(name.split(".")[0])
    return ours, heavy


def spares_nothing(module, late):
    """Say whether what a module imports late could as well be imported at once."""
    ours, heavy = brought(late)
    here, loaded = brought(module)
    return heavy <= loaded and len(ours - here) <= FEW and module not in ours


def test_a_late_import_spares_a_library_or_many_modules():
    found = [
        f"{module} imports {name} inside a function, which spares nothing"
        for module in MODULES
        if module not in CHOOSES and not module.startswith(WINDOW)
        for name, late in sorted(imported(module))
        if late and name in MODULES and spares_nothing(module, name)
    ]
    assert found == []


def test_the_rule_notices():
    assert spares_nothing("neopain_gui.masks.contour", "neopain_gui.geometry")
    assert not spares_nothing("neopain_gui.errors", "neopain_gui.masks"), "numpy"
