"""Where the packages that NeoPain requires can be installed: ``python -m installers.platforms``.

It asks the package index, so it is no test: it says what resolves, which is not that it runs.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from installers.bundle import ROOT

SYSTEMS = {
    "x86_64-manylinux_2_28": "Linux x86-64, glibc 2.28 (RHEL 8)",
    "x86_64-manylinux_2_31": "Linux x86-64, glibc 2.31 (Ubuntu 20.04)",
    "x86_64-manylinux_2_34": "Linux x86-64, glibc 2.34 (Ubuntu 22.04, Debian 12, RHEL 9)",
    "aarch64-manylinux_2_34": "Linux ARM, glibc 2.34",
    "aarch64-manylinux_2_39": "Linux ARM, glibc 2.39 (Ubuntu 24.04)",
    "x86_64-pc-windows-msvc": "Windows 64 bits",
    "aarch64-apple-darwin": "macOS, Apple silicon",
    "x86_64-apple-darwin": "macOS, Intel",
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def resolves(system: str, python: str) -> str:
    """Return what stands in the way; empty if nothing does."""
    uv = Path(sys.executable).with_name("uv")
    command = [uv, "pip", "compile", "--quiet", "--no-header", "--only-binary", ":all:"]
    where = ["--python-platform", system, "--python-version", python, "pyproject.toml"]
    done = subprocess.run(
        [*map(str, command), *where], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else " ".join(done.stderr.split())


def main() -> None:
    """Print a row for each system and Python."""
    for system, name in SYSTEMS.items():
        for python in PYTHONS:
            fault = resolves(system, python)
            print(f"{name} | {python} | {fault[:300] or 'resolves'}", flush=True)


if __name__ == "__main__":
    main()
