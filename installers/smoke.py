"""Whether a bundle works: ``python -m installers.smoke [PROGRAM]``.

The demo runs to its tables without a window; then the window opens the demo study on a virtual
screen, its engine computes in a process of its own, and closing it ends both. No network, no
environment of Python's, a home of its own with spaces and accents. What it took is printed.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from installers.bundle import BUNDLE

PATIENCE = 600
ENGINE = "--multiprocessing-fork"
SHOT = os.environ.get("NEOPAIN_SHOT", "")
"""Where a picture of the screen is put, if anywhere."""


def environment(home: Path) -> dict[str, str]:
    """Return what a stranger's machine would have in its environment."""
    home.mkdir(parents=True, exist_ok=True)
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


def alone() -> list[str]:
    """Return what makes a command run without any network, where that is allowed."""
    command = ["unshare", "--net", "--map-root-user"]
    if not shutil.which("unshare"):
        return []
    allowed = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if allowed.returncode == 0 else []


def wait(what: str, condition: Callable[[], object]) -> float:
    """Wait until something is so, and return how long that took; stop if it never is."""
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > PATIENCE:
            sys.exit(f"{what}: not after {PATIENCE} s")
        time.sleep(0.02)
    return time.monotonic() - begun


def demo(program: Path, folder: Path) -> None:
    """Run the demo to its tables."""
    begun = time.monotonic()
    command = [*alone(), str(program), "demo", "--headless", "--out", str(folder / "demo")]
    home = environment(folder / "Zuhause von Ärztin")
    done = subprocess.run(command, env=home, capture_output=True, text=True, check=False)
    tables = sorted(path.name for path in (folder / "demo").rglob("*.csv"))
    if done.returncode or not tables:
        sys.exit(f"the demo: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    print(f"demo: {time.monotonic() - begun:.0f} s, {len(tables)} tables", flush=True)


def maps(home: Path) -> int:
    """Return how many maps of networks the demo study in a home has."""
    for database in home.rglob("study.sqlite"):
        try:
            with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as study:
                asked = "SELECT count(*) FROM results WHERE model_kind = 'attribution'"
                return int(study.execute(asked).fetchone()[0])
        except sqlite3.Error:
            continue
    return 0


def children(process: subprocess.Popen[bytes]) -> list[str]:
    """Return the command lines of the processes below one."""
    asked = ["ps", "-o", "args=", "--ppid", str(process.pid)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    return said.stdout.splitlines()


def titles(display: dict[str, str]) -> str:
    """Return the titles of the windows that are to be seen."""
    asked = ["xdotool", "search", "--onlyvisible", "--name", "NeoPain"]
    return subprocess.run(asked, env=display, capture_output=True, text=True, check=False).stdout


def press(keys: str, display: dict[str, str]) -> bool:
    """Press keys in the window."""
    subprocess.run(["xdotool", "key", keys], env=display, check=False)
    return True


def window(program: Path, folder: Path) -> None:
    """Open the demo in the window, let its engine compute a map, close it."""
    number = 90 + os.getpid() % 900
    screen = subprocess.Popen(
        ["Xvfb", f":{number}", "-screen", "0", "1280x720x24"], stderr=subprocess.DEVNULL
    )
    home = folder / "Début d’été"
    display = {**environment(home), "DISPLAY": f":{number}"}
    try:
        wait("a screen", lambda: Path(f"/tmp/.X11-unix/X{number}").exists())  # noqa: S108
        begun = time.monotonic()
        opened = subprocess.Popen([str(program), "demo"], env=display)
        wait("the window", lambda: titles(display))
        print(f"window: {time.monotonic() - begun:.2f} s", flush=True)
        wait("the engine", lambda: any(ENGINE in line for line in children(opened)))
        print(f"engine begun: {time.monotonic() - begun:.1f} s", flush=True)
        asked = wait("a map", lambda: maps(home) or not press("ctrl+Return", display))
        print(f"first map: {asked:.1f} s after the engine began", flush=True)
        if SHOT and shutil.which("import"):
            subprocess.run(["import", "-window", "root", SHOT], env=display, check=False)
        closed = press("ctrl+q", display) and opened.wait(60)
        if closed:
            sys.exit(f"the window ended with {closed}")
        print("closed", flush=True)
    finally:
        screen.terminate()


def main() -> None:
    """Do both, and say what was not done."""
    program = Path(sys.argv[1] if len(sys.argv) > 1 else BUNDLE / "neopain").resolve()
    with tempfile.TemporaryDirectory(prefix="neopain ") as folder:
        demo(program, Path(folder))
        if shutil.which("Xvfb") and shutil.which("xdotool"):
            window(program.with_name("neopain-window"), Path(folder))
        else:
            print("the window: not looked at, because Xvfb and xdotool are not installed here")


if __name__ == "__main__":
    main()
