"""Build a bundle: a folder with the program, its own Python, and all that it needs.

``python -m installers.bundle`` builds the wheel, installs it with the packages of
``requirements.bundle.lock`` into an environment of its own, and runs PyInstaller there. Everything
lies in ``build/``; the wheel in ``dist/``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD, DIST = ROOT / "build", ROOT / "dist"
BUNDLE = BUILD / "bundle" / "NeoPain"
ENVIRONMENT = BUILD / "bundle-env"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
LOCK = ROOT / "requirements.bundle.lock"
UNSTRIPPED = "tensorflow/libtensorflow_*.so.*"
"""Libraries whose tables of names for debuggers take 240 MB; the others have small ones or none."""


def epoch() -> str:
    """Return the moment that everything built says it was made: that of the last commit."""
    said = os.environ.get("SOURCE_DATE_EPOCH")
    if said:
        return said
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


def settled() -> dict[str, str]:
    """Return an environment in which building twice gives the same where the tools allow.

    What is bundled is what is installed, so nothing leads Python to the source tree.
    """
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**inherited, "SOURCE_DATE_EPOCH": epoch(), "PYTHONHASHSEED": "1"}


def run(*command: str | Path) -> None:
    """Run a step from the project's folder, or stop with what it said."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=settled(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{done.stdout[-4000:]}{done.stderr[-4000:]}\n{Path(command[0]).name} failed")


def build_wheel() -> Path:
    """Build the wheel."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", DIST)
    return max(DIST.glob("neopain-*.whl"), key=lambda path: path.stat().st_mtime)


def make_environment(wheel: Path) -> None:
    """Make the environment that is bundled: the locked packages and the wheel."""
    uv = Path(sys.executable).with_name("uv")
    stamp = ENVIRONMENT / ".locked"
    locked = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text("utf-8") != locked:
        run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, ENVIRONMENT)
        run(uv, "pip", "install", "--python", BIN / "python", "--require-hashes", "-r", LOCK)
        stamp.write_text(locked, encoding="utf-8")
    run(uv, "pip", "install", "--python", BIN / "python", "--no-deps", "--reinstall", wheel)


def strip() -> None:
    """Take out the names that only debuggers read."""
    if sys.platform.startswith("linux"):
        for library in sorted((BUNDLE / "_internal").glob(UNSTRIPPED)):
            run("strip", "--strip-unneeded", library)


def main() -> None:
    """Build it."""
    shutil.rmtree(BUNDLE, ignore_errors=True)
    print("The wheel …", flush=True)
    wheel = build_wheel()
    print("An environment of the locked packages …", flush=True)
    make_environment(wheel)
    print("The bundle, which takes some minutes …", flush=True)
    places = ("--distpath", BUNDLE.parent, "--workpath", BUILD / "pyinstaller")
    run(BIN / "pyinstaller", "--noconfirm", *places, ROOT / "installers" / "neopain.spec")
    if not (BUNDLE / "_internal" / "neopain_gui" / "_resources" / "help").is_dir():
        sys.exit("the bundle was not made of the wheel: it lacks what the window shows")
    strip()
    if sys.platform.startswith("linux"):
        (BUNDLE / "neopain-window").symlink_to("neopain")
    size = sum(path.stat().st_size for path in BUNDLE.rglob("*") if not path.is_symlink())
    print(f"{BUNDLE}: {size / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
