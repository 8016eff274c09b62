"""Digests of everything that a study gives: a change of structure must change nothing.

``python -m benchmarks.golden STUDY before.json`` writes contour masks, tables, records, report and
gaze tables of a copy of the study by the command line alone, and keeps the SHA-256 of each file.
The same command with a file that is there compares with it, names what differs, and ends with 1 if
anything does. Days, durations and versions are taken out before a text is hashed: they are no
result.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_COMMANDS = (
    ("run", "{study}", "--out", "{out}/run"),
    ("report", "{study}", "--out", "{out}/report", "--without-photographs"),
    ("gaze-tables", "{study}", "--out", "{out}/gaze"),
    ("attribute", "{study}", "--out", "{out}/attribute"),
)
_TEXTS = {".csv", ".json", ".tex", ".html"}
# What differs from one run to the next: a day with or without a time, what a clock measured.
_VOLATILE = (
    re.compile(rb"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?"),
    re.compile(rb'"(seconds|took|duration_s|made_at|version)": [^,\n]+'),
)


def digests(study: Path) -> dict[str, str]:
    """Hash every file that the command line makes of a study.

    Parameters
    ----------
    study : Path
        Folder of the study; it is copied first and stays as it is.

    Returns
    -------
    dict of str to str
        SHA-256 by the file's path below the folder of results.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / study.name
        shutil.copytree(study, copy)
        out = Path(folder) / "out"
        for command in _COMMANDS:
            words = [word.format(study=copy, out=out) for word in command]
            subprocess.run([sys.executable, "-m", "neopain_gui", *words], check=True)
        files = sorted(path for path in out.rglob("*") if path.is_file())
        return {path.relative_to(out).as_posix(): _digest(path) for path in files}


def _digest(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix in _TEXTS:
        for pattern in _VOLATILE:
            content = pattern.sub(b"", content)
    return hashlib.sha256(content).hexdigest()


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """List what differs, file by file.

    Parameters
    ----------
    before, after : dict of str to str
        SHA-256 by file.

    Returns
    -------
    list of str
        A line for each file that is gone, new or other than it was, sorted.
    """
    lines = [f"gone: {name}" for name in before.keys() - after.keys()]
    lines += [f"new: {name}" for name in after.keys() - before.keys()]
    lines += [
        f"other: {name}" for name in before.keys() & after.keys() if before[name] != after[name]
    ]
    return sorted(lines)


def main(study: Path, kept: Path) -> int:
    """Keep the digests, or compare with those that are kept."""
    found = digests(study)
    if not kept.exists():
        kept.write_text(json.dumps(found, indent=1))
        print(f"{len(found)} files kept in {kept}")
        return 0
    lines = differences(json.loads(kept.read_text()), found)
    print("\n".join(lines) or f"all {len(found)} files are the same")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
