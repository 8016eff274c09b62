"""What may be said of an error without telling whose data it was about.

Messages of errors hold names and paths, so none is kept. Of what the program was doing remain the
names of our own modules and functions with their lines, and which known library it was in. What
is neither, such as somebody's script, is *elsewhere*: its path may hold a person's name.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath

_PACKAGE = Path(__file__).resolve().parents[1]
_NAME = _PACKAGE.name
_ELSEWHERE = "elsewhere"
_STANDARD = "Python's own library"
_MOST_FRAMES, _MOST_ERRORS, _MOST_THREADS = 40, 5, 8
_LIBRARIES = frozenset(
    {
        *("PIL", "PySide6", "absl", "click", "cv2", "defusedxml", "filelock", "fontTools"),
        *("google", "h5py", "jinja2", "keras", "markupsafe", "matplotlib", "numpy"),
        *("onnxruntime", "openpyxl", "pandas", "pi_heif", "_pi_heif", "platformdirs"),
        *("pydantic", "pyqtgraph", "retinaface", "rich", "safetensors", "scipy", "shiboken6"),
        *("simplejpeg", "skimage", "sklearn", "tensorflow", "threadpoolctl", "typer"),
    }
)
_INSTALLED = ("site-packages", "dist-packages", "_internal")
_PYTHON = re.compile(r"python3\.\d+t?|[Pp]ython3?\d*|Lib|lib")
_FUNCTION = re.compile(r"[A-Za-z_<][\w<>.]{0,79}")
_FRAME = re.compile(r'  File "(?P<file>.*)", line (?P<line>\d+) in (?P<function>\S+)')
_THREAD = re.compile(r"(Current t|T)hread 0x[0-9a-f]+")
_FATAL = re.compile(
    r"(?:Fatal Python error|Windows fatal exception): "
    r"(?P<what>Segm[a-z]+ fault|Aborted|Bus error|Illegal instruction|Floating-point exception"
    r"|Stack overflow|access violation|stack overflow|code 0x[0-9a-f]{1,8}|\w{1,60}(?=:|$))"
)


def error_lines(error: BaseException) -> list[str]:
    """Return the types of an error and of those that led to it, each with where it happened."""
    lines: list[str] = []
    for number, one in enumerate(_chain(error)):
        lines.append(f"{'While that was dealt with: ' if number else ''}{type_name(one)}")
        frames = traceback.walk_tb(one.__traceback__)
        found = [
            _place(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in frames
        ]
        lines += [f"  {place}" for place in found[-_MOST_FRAMES:]]
    return lines


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the first error of a chain, then those that followed from it."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain and len(chain) < _MOST_ERRORS:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    yield from reversed(chain)


def type_name(error: BaseException) -> str:
    """Return the type of an error, unless another program has made it up."""
    top = type(error).__module__.partition(".")[0]
    known = top == _NAME or top in _LIBRARIES or top in sys.stdlib_module_names
    return type(error).__qualname__ if known else "an error from elsewhere"


def function_name(function: Callable[..., object]) -> str:
    """Return what a function of ours is called, with its module."""
    ours = function.__module__.partition(".")[0] == _NAME
    return f"{function.__module__}.{function.__qualname__}" if ours else _ELSEWHERE


def dump_lines(dump: str) -> list[str]:
    """Return what may be said of what ``faulthandler`` wrote; empty where that was nothing."""
    lines: list[str] = []
    threads = frames = 0
    for line in dump.splitlines():
        if fatal := _FATAL.match(line):
            lines.append(f"{fatal['what']}")
        elif thread := _THREAD.match(line):
            threads, frames = threads + 1, 0
            if threads <= _MOST_THREADS:
                lines.append("Where it happened" if thread[1] != "T" else "Meanwhile")
        elif (frame := _FRAME.match(line)) and threads <= _MOST_THREADS:
            frames += 1
            if frames <= _MOST_FRAMES:
                place = _place(frame["file"], int(frame["line"]), frame["function"])
                lines.append(f"  {place}")
    return lines


def _place(file: str, line: int, function: str) -> str:
    """Say where in the program something is: of ours all, of a library its name."""
    parts = PurePath(file.replace("\\", "/")).parts
    ours = _within(parts)
    if ours:
        name = function if _FUNCTION.fullmatch(function) else "?"
        return f"{'/'.join(ours)}:{line} in {name}"
    return f"({_library(parts)})"


def _within(parts: Sequence[str]) -> Sequence[str]:
    """Return a file's place in our package; empty where it is not in it."""
    home = _PACKAGE.parts
    if tuple(parts[: len(home)]) == home:
        return parts[len(home) - 1 :]
    return parts if parts and parts[0] == _NAME else ()  # how a bundle names its modules


def _library(parts: Sequence[str]) -> str:
    for number, part in enumerate(parts[:-1]):
        if part in _INSTALLED:
            top = parts[number + 1].partition(".")[0]
            return top if top in _LIBRARIES else _ELSEWHERE
    top = parts[0].partition(".")[0] if parts else ""
    if top in _LIBRARIES:
        return top
    if top in sys.stdlib_module_names or top == "<frozen importlib":
        return _STANDARD
    for number, part in enumerate(parts[:-1]):
        after = parts[number + 1].partition(".")[0]
        if _PYTHON.fullmatch(part) and after in sys.stdlib_module_names:
            return _STANDARD
    return _ELSEWHERE
