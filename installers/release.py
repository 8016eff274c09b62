"""Make all files of a release, from a clean clone of the last commit.

``python -m installers.release``: wheel, source archive, bundle as ``.tar.zst`` and ``.zip``,
Debian package, bill of materials, release notes, citation and ``SHA256SUMS`` come to lie in
``dist/``. What is not committed is in none of them.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from installers import bundle
from neopain_gui import __version__

STEPS = (
    ("-m", "hatchling", "build", "-t", "sdist", "-d", "dist"),
    ("-m", "installers.bundle"),
    ("-m", "installers.smoke"),
    ("-m", "installers.archives"),
)


def notes(changes: str, version: str) -> str:
    r"""Return what the changes say of a version.

    Examples
    --------
    >>> notes("# Changes\n\n## 0.2.0\nNew.\n\n## 0.1.0\nOld.\n", "0.2.0")
    '# NeoPain 0.2.0\n\nNew.\n'
    """
    found = re.search(rf"(?ms)^## {re.escape(version)}[^\n]*\n(.*?)(?=^## |\Z)", changes)
    if not found:
        sys.exit(f"CHANGELOG.md says nothing of version {version}")
    return f"# NeoPain {version}\n\n{found[1].strip()}\n"


def citation(text: str, version: str, day: str) -> str:
    """Return the citation with the version and its day, which are kept in one place each."""
    return f'{text.rstrip()}\nversion: "{version}"\ndate-released: {day}\n'


def sums(files: list[Path]) -> str:
    """Return the lines of ``SHA256SUMS``."""
    lines = []
    for path in sorted(files):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    return "".join(lines)


def clone() -> Path:
    """Return a clean clone of the last commit, which shares the environment of the bundle."""
    there = bundle.BUILD / "release"
    shutil.rmtree(there, ignore_errors=True)
    bundle.run("git", "clone", "--quiet", "--no-hardlinks", bundle.ROOT, there)
    (there / "build").mkdir()
    if bundle.ENVIRONMENT.exists():  # it holds what the lock says, and nothing else
        (there / "build" / bundle.ENVIRONMENT.name).symlink_to(bundle.ENVIRONMENT.resolve())
    return there


def main() -> None:
    """Make it."""
    there = clone()
    environment = {**bundle.settled(), "PYTHONPATH": str(there)}
    made = there / "dist"
    ours, bundled = Path(sys.executable), bundle.BIN / "python"
    steps = [(ours, *step) for step in STEPS]
    if shutil.which("dpkg-deb"):
        steps.append((bundled, "-m", "installers.deb"))
    bill = str(made / f"neopain-{__version__}.cdx.json")
    folder = str(there / "build" / "bundle" / "NeoPain")
    steps.append((bundled, "-m", "installers.materials", folder, bill))
    for python, *step in steps:
        print(" ".join(step[1:3]), flush=True)
        subprocess.run([str(python), *step], cwd=there, env=environment, check=True)
    changes = (there / "CHANGELOG.md").read_text("utf-8")
    (made / "RELEASE_NOTES.md").write_text(notes(changes, __version__), encoding="utf-8")
    day = f"{datetime.fromtimestamp(int(bundle.epoch()), UTC):%Y-%m-%d}"
    said = citation((there / "CITATION.cff").read_text("utf-8"), __version__, day)
    (made / "CITATION.cff").write_text(said, encoding="utf-8")
    (made / "SHA256SUMS").write_text(sums(list(made.iterdir())), encoding="utf-8")
    bundle.DIST.mkdir(exist_ok=True)
    for path in made.iterdir():
        path.replace(bundle.DIST / path.name)
        print(bundle.DIST / path.name)


if __name__ == "__main__":
    main()
