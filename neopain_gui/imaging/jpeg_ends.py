"""Whether each part of a JPEG's codes is needed to its last byte.

libjpeg tells of bytes that belong to no pixel only where there are more than it had read ahead,
up to eight a scan and a restart interval. So each is read once more without its last byte, of
which an honest coder needs a bit at least: where nobody misses it, the codes before it are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
_MAX_INTERVALS = 4_096
_MAX_SCANS = 256
_MAX_WIDTH = 65_500
_MAX_WORK = 1_000_000_000
"""Most samples to read again, scans times pixels: what is behind them is taken as it is."""
_LEAST_WORK = 100_000
"""Samples as which a scan counts, however small: what it costs to begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A scan of a JPEG, with what stands before it.

    Attributes
    ----------
    tables : bytes
        What was defined between the scan before and this one.
    frame : bytes
        The segment that says what the picture is.
    head, codes : bytes
        Its own segment, and what is coded.
    components : frozenset of int
        What it codes.
    first, last : int
        Its band of coefficients.
    progressive : bool
        It is one of many that build a picture up.
    interval : int
        MCUs between two restarts; 0 for none.
    """

    tables: bytes
    frame: bytes
    head: bytes
    codes: bytes
    components: frozenset[int]
    first: int
    last: int
    progressive: bool
    interval: int


def has_spare(scans: Sequence[Scan], complains: Callable[[bytes], bool]) -> bool:
    """Say whether a scan is read without a complaint though its last byte is missing.

    Parameters
    ----------
    scans : sequence of Scan
        Of a picture of which the decoder does not complain.
    complains : callable
        Whether the decoder complains of a file.
    """
    return any(not complains(file) for file in _shaved_files(scans))


def _shaved_files(scans: Sequence[Scan]) -> Iterator[bytes]:
    work = 0
    for number, scan in enumerate(scans[:_MAX_SCANS]):
        tables = b"".join(one.tables for one in scans[: number + 1])
        if scan.interval and not scan.progressive:
            yield from _intervals(scan, tables)
        shaved = _shaved(scan.codes)
        if shaved is None:
            continue
        parts = [b"\xff\xd8", scan.frame]
        for earlier in scans[:number]:
            parts.append(earlier.tables)
            if scan.progressive and _needs(scan, earlier):
                parts += [earlier.head, earlier.codes]
                work += max(_LEAST_WORK, _pixels(scan))
        work += max(_LEAST_WORK, _pixels(scan))
        if work > _MAX_WORK:
            return
        yield b"".join([*parts, scan.tables, scan.head, shaved, b"\xff\xd9"])


def _pixels(scan: Scan) -> int:
    return int.from_bytes(scan.frame[5:7], "big") * int.from_bytes(scan.frame[7:9], "big")


def _needs(scan: Scan, earlier: Scan) -> bool:
    """Say whether a scan refines what an earlier one coded, or may not come without it."""
    overlaps = earlier.first <= scan.last and scan.first <= earlier.last
    return bool(scan.components & earlier.components) and (overlaps or earlier.first == 0)


def _shaved(codes: bytes) -> bytes | None:
    """Return codes without their last byte; None where a coder filled up."""
    if codes.endswith(b"\xff\0"):
        return codes[:-2]
    return None if len(codes) < 2 or codes[-1] == 0xFF or codes.endswith(b"\0\0") else codes[:-1]


def _intervals(scan: Scan, tables: bytes) -> Iterator[bytes]:
    """Yield each restart interval as a picture of its own, one MCU high, without its last byte.

    Not the last one: how many MCUs it has, only the whole picture knows.
    """
    parts = _RESTART.split(scan.codes)
    if len(parts) > _MAX_INTERVALS:
        return
    fields = [scan.frame[place : place + 3] for place in range(10, len(scan.frame), 3)]
    inside = [field for field in fields if field[0] in scan.components]
    if len(inside) == 1:  # then an MCU is a block
        inside = [inside[0][:1] + b"\x11" + inside[0][2:]]
    across = max(field[1] >> 4 for field in inside)
    down = max(field[1] & 15 for field in inside)
    width = 8 * across * scan.interval
    if width > _MAX_WIDTH:
        return
    frame = (
        scan.frame[:2] + (8 + 3 * len(inside)).to_bytes(2, "big") + scan.frame[4:5]
        + (8 * down).to_bytes(2, "big") + width.to_bytes(2, "big")
        + bytes([len(inside)]) + b"".join(inside)
    )  # fmt: skip
    for part in parts[:-1]:
        shaved = _shaved(part)
        if shaved is not None:
            yield b"".join([b"\xff\xd8", tables, frame, scan.head, shaved, b"\xff\xd9"])
