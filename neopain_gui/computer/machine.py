"""Memory, processor and graphics, as the system tells of them."""

from __future__ import annotations

import ctypes
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_MEMORY = Path("/proc/meminfo")
_CONTROL = Path("/sys/fs/cgroup")
_GROUPS = Path("/proc/self/cgroup")
_NONE = 1 << 50
"""Bytes from which a limit stands for none."""
_PROCESSORS = Path("/proc/cpuinfo")
_CARDS = Path("/sys/class/drm")
_NVIDIA = Path("/proc/driver/nvidia/version")
_VENDORS = {"0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel", "0x1a03": "ASPEED"}
_INSTRUCTIONS = ("avx", "avx2", "fma", "avx512f")
_UNKNOWN = "not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Bytes of memory: all that programs may have, and what is free; None where not known."""

    total: int | None
    free: int | None


def memory() -> Memory:
    """Return how much memory there is, for all programs together or for this one alone."""
    total, free = _of_the_system()
    limits = [limit for limit in (_of_the_group(), _of_the_process()) if limit]
    if limits:
        total = min([*limits, *([total] if total else [])])
        free = min(free, total) if free is not None else None
    return Memory(total=total, free=free)


def _of_the_system() -> tuple[int | None, int | None]:
    if sys.platform == "win32":
        return _of_windows()
    if sys.platform == "darwin":
        said = _said("sysctl", "-n", "hw.memsize")
        return (int(said) if said.isdecimal() else None), None
    with suppress(OSError):
        found = dict(re.findall(r"(\w+):\s+(\d+) kB", _MEMORY.read_text(encoding="ascii")))
        kilobytes = (found.get("MemTotal"), found.get("MemAvailable"))
        total, free = (int(one) * 1024 if one else None for one in kilobytes)
        return total, free
    return None, None


def _of_windows() -> tuple[int | None, int | None]:
    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            ("total", ctypes.c_uint64),
            ("free", ctypes.c_uint64),
            ("rest", ctypes.c_uint64 * 5),
        )

    status = Status(length=ctypes.sizeof(Status))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - Windows alone has it
    return (
        (status.total, status.free)
        if kernel.GlobalMemoryStatusEx(ctypes.byref(status))
        else (
            None,
            None,
        )
    )


def _of_the_group() -> int | None:
    """Return the least limit that a container or the system's manager sets for this process."""
    limits = []
    for file in _limit_files():
        with suppress(OSError, ValueError):
            limit = int(file.read_text(encoding="ascii"))
            if limit < _NONE:
                limits.append(limit)
    return min(limits, default=None)


def _limit_files() -> Iterator[Path]:
    """Yield the files in which a control group and those around it say their limits."""
    with suppress(OSError):
        for line in _GROUPS.read_text(encoding="utf-8", errors="replace").splitlines():
            _, kinds, path = line.split(":", 2)
            if kinds not in ("", "memory"):
                continue
            base = _CONTROL / kinds if kinds else _CONTROL
            name = "memory.limit_in_bytes" if kinds else "memory.max"
            within = Path(path.lstrip("/"))
            for folder in dict.fromkeys((within, *within.parents, Path())):
                yield base / folder / name


def _of_the_process() -> int | None:
    if sys.platform == "win32":
        return None
    import resource

    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if limit == resource.RLIM_INFINITY else limit


def processor() -> str:
    """Return what the processor is called, its cores, and what of it TensorFlow uses."""
    name, flags = platform.processor() or platform.machine() or _UNKNOWN, ""
    if sys.platform == "darwin":
        name = _said("sysctl", "-n", "machdep.cpu.brand_string") or name
    with suppress(OSError):
        text = _PROCESSORS.read_text(encoding="utf-8", errors="replace")
        named = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
        name = named[1].strip() if named else name
        said = re.search(r"^flags\s*:\s*(.+)$", text, re.MULTILINE)
        flags = said[1] if said else ""
    known = [one for one in _INSTRUCTIONS if one in flags.split()]
    used = f", {' '.join(known)}" if known else ""
    return f"{name}, {usable_cores()} of {os.cpu_count() or 1} cores for NeoPain{used}"


def usable_cores() -> int:
    """Return on how many cores this process may run."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def graphics() -> str:
    """Return whose graphics processors there are, as far as the system tells."""
    found = []
    with suppress(OSError):
        for card in sorted(_CARDS.glob("card[0-9]*")):
            with suppress(OSError):
                vendor = (card / "device" / "vendor").read_text(encoding="ascii").strip()
                found.append(_VENDORS.get(vendor, "of another maker"))
    with suppress(OSError):
        said = _NVIDIA.read_text(encoding="ascii", errors="replace")
        version = re.search(r"Kernel Module\s+(?:for \S+\s+)?(\d[\d.]*)", said)
        found.append(f"NVIDIA's driver {version[1]}" if version else "NVIDIA's driver")
    return ", ".join(dict.fromkeys(found)) or "none that the system names"


def _said(*command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the system's own commands
            command, check=False, capture_output=True, text=True, timeout=5
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
