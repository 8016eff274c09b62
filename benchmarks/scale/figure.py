"""A figure of ``benchmarks scale``: what is measured in a made study, and the most it may be."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What is measured.

    Attributes
    ----------
    name : str
        One word for programs.
    title : str
        For people; without the unit.
    unit : str
        Of the figure.
    measure : callable(Path) -> float
        A function of a module, handed the path of a made study, which it leaves as it was. It
        runs in a process of its own: what it holds in memory is its own, and nothing is warm.
    limits : Mapping of int to float
        The most that it may be, by number of photographs.
    most : float
        The most that it may be at any other number of photographs.
    sizes : collection of int
        The numbers of photographs at which it is measured; all, where it is empty.
    flat : bool
        Whether it must not grow at all; else it may grow as the number of photographs does.
    noise : float
        By how much it differs from run to run where it is small, in its unit.
    """

    name: str
    title: str
    unit: str
    measure: Callable[[Path], float]
    limits: Mapping[int, float] = field(default_factory=dict)
    most: float = float("nan")
    sizes: Collection[int] = ()
    flat: bool = False
    noise: float = 0.0

    def of(self, study: Path) -> float:
        """Measure it in a study, in a process of its own."""
        module, name = self.measure.__module__, self.measure.__name__
        code = (
            f"import sys; from pathlib import Path; from {module} import {name};"
            f"print('\\n' + repr(float({name}(Path(sys.argv[1])))))"
        )
        words = [sys.executable, "-c", code, str(study)]
        done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
        return float(done.stdout.splitlines()[-1])


def peak_megabytes() -> float:
    """Return the most memory that this process has held at any time.

    Linux alone knows it of the process itself; elsewhere its parent's may hide it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [one for one in status.read_text().splitlines() if one.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
