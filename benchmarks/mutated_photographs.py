"""Damages photographs in every way that copying does, and looks at what is taken for a picture.

``python -m benchmarks.mutated_photographs [--count 5000] [--seed 0] [--limit SECONDS]``

Every base picture is cut at each per cent, with and without an end marker, and then damaged at
random: sectors of zeros, of noise and of other files, lost and doubled sectors, halves of two
pictures, flipped bits. Each result is read in a process of its own that is kept. A picture that is
taken without a remark is held against its base: a row is missing where the base has structure and
what was read is flat, as decoders fill up what is not there. Ends with 1 where more than 2 % of
the rows are missing in one that was taken in silence, or where one takes longer than 2 s or 500 MB.
Printed beside: in how many of them more than 2 % of the rows are like their base's no more (by
correlation), which formats without checksums give nobody a way to know.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from skimage.data import astronaut

MOST_MISSING = 0.02
MOST_SECONDS = 2.0
MOST_MEGABYTES = 500.0
_ALIKE = 0.5
_FLAT = 1.0
_STRUCTURE = 4.0
"""Standard deviation of grey below which a row of the base says nothing."""
_BECAME = ("refused", "said", "silent", "otherwise")
_READER = r"""
import json, sys, time
import numpy as np
from neopain_gui.errors import ImageError
from neopain_gui.imaging import decode, examine
from PIL import Image
def peak():
    return next(int(s.split()[1]) / 1024 for s in open("/proc/self/status") if "VmHWM" in s)
for line in sys.stdin:
    path = line.rstrip("\n")
    open("/proc/self/clear_refs", "w").write("5")
    before, start = peak(), time.process_time()
    try:
        remarks, refusal = examine(path).remarks, ""
        seconds, more = time.process_time() - start, peak() - before
        np.save(path + ".npy", np.asarray(Image.fromarray(decode(path)).convert("L")))
    except ImageError as error:
        remarks, refusal = (), str(error)
        seconds, more = time.process_time() - start, peak() - before
    print(json.dumps([refusal, list(remarks), seconds, more]), flush=True)
"""


def bases(*, large: bool) -> dict[str, tuple[bytes, NDArray[np.uint8]]]:
    """Return the base pictures by name: their files, and their grey pixels as decoded."""
    kinds: list[tuple[str, str, int, dict[str, Any]]] = [
        ("jpeg", "JPEG", 320, {"quality": 85}),
        ("jpeg 4:4:4", "JPEG", 240, {"quality": 95, "subsampling": 0}),
        ("progressive", "JPEG", 320, {"quality": 85, "progressive": True}),
        ("optimised", "JPEG", 320, {"quality": 60, "optimize": True}),
        ("restarts", "JPEG", 320, {"quality": 85, "restart_marker_rows": 2}),
        ("png", "PNG", 240, {}),
        ("stored png", "PNG", 120, {"compress_level": 0}),
        ("tiff", "TIFF", 160, {}),
        ("lzw tiff", "TIFF", 240, {"compression": "tiff_lzw"}),
        ("deflate tiff", "TIFF", 240, {"compression": "tiff_adobe_deflate"}),
        ("packbits tiff", "TIFF", 160, {"compression": "packbits"}),
        ("jpeg tiff", "TIFF", 320, {"compression": "jpeg"}),
        ("bmp", "BMP", 160, {}),
        ("gif", "GIF", 240, {}),
        ("webp", "WEBP", 320, {"quality": 85}),
        ("lossless webp", "WEBP", 240, {"lossless": True}),
        ("avif", "AVIF", 320, {"quality": 80}),
    ]
    if large:
        kinds += [("6 MP jpeg", "JPEG", 2449, {"quality": 85}),
                  ("6 MP progressive", "JPEG", 2449, {"quality": 85, "progressive": True}),
                  ("6 MP png", "PNG", 2449, {"compress_level": 1})]  # fmt: skip
    made = {}
    for name, kind, side, options in kinds:
        image = Image.fromarray(astronaut()).resize((side, side), Image.Resampling.LANCZOS)
        stream = io.BytesIO()
        image.save(stream, format=kind, **options)
        grey = np.asarray(Image.open(io.BytesIO(stream.getvalue())).convert("RGB").convert("L"))
        made[name] = (stream.getvalue(), grey)
    return made


def cuts(data: bytes, *, steps: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield the file cut at each per cent, plain and with an end that its format has."""
    ends = {"": b"", " and a JPEG end": b"\xff\xd9"} if data[:2] == b"\xff\xd8" else {"": b""}
    for percent in range(1, 100, steps):
        for words, end in ends.items():
            yield f"cut at {percent} %{words}", data[: len(data) * percent // 100] + end
        kept = data[: len(data) * percent // 100]
        yield f"zeros from {percent} %", kept + bytes(len(data) - len(kept))


def damaged(random: np.random.Generator, data: bytes, other: bytes) -> tuple[str, bytes]:
    """Return a file with one kind of damage, and what was done."""
    sector = int(random.choice([512, 2048, 4096, 16_384]))
    place = int(random.integers(0, max(1, len(data) // 512))) * 512
    how = str(random.choice(["zeros", "noise", "foreign", "lost", "doubled", "halves", "bits"]))
    new = bytearray(data)
    room = len(new[place : place + sector])
    if how == "zeros":
        new[place : place + room] = bytes(room)
    elif how == "noise":
        new[place : place + room] = random.bytes(room)
    elif how == "foreign":
        new[place : place + room] = (other * (1 + (place + room) // len(other)))[place:][:room]
    elif how == "lost":
        del new[place : place + room]
    elif how == "doubled":
        new[place:place] = new[place : place + room]
    elif how == "halves":
        share = random.uniform(0.2, 0.95)
        new = bytearray(data[: int(len(data) * share)] + other[int(len(other) * share) :])
    else:
        for at in random.integers(0, len(new), int(random.integers(1, 9))):
            new[at] ^= 1 << int(random.integers(0, 8))
    return f"{how}, {sector} at {place}", bytes(new)


def lost_rows(found: NDArray[np.uint8], base: NDArray[np.uint8]) -> tuple[float, float]:
    """Return the shares of the base's rows that are flat in what was read, and not alike."""
    if found.shape != base.shape:
        return 1.0, 1.0
    a, b = found.astype(float), base.astype(float)
    a, b = a - a.mean(1, keepdims=True), b - b.mean(1, keepdims=True)
    flat, structure = np.sqrt((a**2).mean(1)) < _FLAT, np.sqrt((b**2).mean(1)) > _STRUCTURE
    spread = np.sqrt((a**2).mean(1) * (b**2).mean(1))
    other = (a * b).mean(1) / np.maximum(spread, 1e-9) < _ALIKE
    return float((flat & structure).mean()), float((other & structure).mean())


class Reader:
    """A process that reads pictures, one after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _READER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip

    def read(self, path: Path) -> tuple[str, list[str], float, float]:
        """Return refusal, remarks, seconds of processor time and megabytes more."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(path, file=self._process.stdin, flush=True)
        refusal, remarks, seconds, more = json.loads(self._process.stdout.readline())
        return refusal, remarks, seconds, more

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def cases(count: int, seed: int) -> Iterator[tuple[str, str, bytes, NDArray[np.uint8]]]:
    """Yield base, damage, file and the base's pixels."""
    random = np.random.default_rng(seed)
    small, everything = bases(large=False), bases(large=True)
    for name, (data, grey) in everything.items():
        for how, new in cuts(data, steps=1 if name in small else 10):
            yield name, how, new, grey
    names = [*small] * 4 + [name for name in everything if name not in small]
    for number in range(count):
        name = names[number % len(names)]
        data, grey = everything[name]
        other = everything[names[int(random.integers(0, len(names)))]][0]
        how, new = damaged(random, data, other)
        if new != data:
            yield name, how, new, grey


def main() -> int:
    """Run and print what was taken in silence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float, default=float("inf"), help="seconds in all")
    options = parser.parse_args()
    became: Counter[tuple[str, str]] = Counter()
    bad: list[str] = []
    longest = most = 0.0
    reader, until = Reader(), time.monotonic() + options.limit
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photograph"
        for name, how, data, grey in cases(options.count, options.seed):
            if time.monotonic() > until:
                break
            path.write_bytes(data)
            refusal, remarks, seconds, more = reader.read(path)
            longest, most = max(longest, seconds), max(most, more)
            what = "refused" if refusal else "said" if remarks else "silent"
            became[name, what] += 1
            if seconds > MOST_SECONDS or more > MOST_MEGABYTES:
                bad.append(f"{name}, {how}: {seconds:.1f} s, + {more:.0f} MB")
            if what == "silent":
                flat, other = lost_rows(np.load(f"{path}.npy"), grey)
                became[name, "otherwise"] += other > MOST_MISSING
                if flat > MOST_MISSING:
                    bad.append(f"{name}, {how}: {100 * flat:.0f} % of the rows are missing")
    reader.close()
    for name in dict.fromkeys(name for name, _ in became):
        counts = {what: became[name, what] for what in _BECAME}
        print(f"{name:18}", *(f"{what} {count:5}" for what, count in counts.items()))
    total = sum(count for (_, what), count in became.items() if what != "otherwise")
    print(f"{total} files, longest {longest:.2f} s, most + {most:.0f} MB")
    print(f"{len(bad)} wrong")
    print(*bad[:200], sep="\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
