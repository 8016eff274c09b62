"""Whether a JPEG file holds the whole picture.

A JPEG stream carries no checksum, and its decoder fills up what is missing with grey. Two things
tell: the list of scans says whether each coefficient was coded, and libjpeg's warnings, which
Pillow keeps to itself, say whether the coded data were as long as the picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from neopain_gui.imaging.jpeg_ends import Scan, has_spare

MAX_WORK = 1_000_000_000
"""Most samples, scans times pixels: 50 megapixels in the usual ten scans have 700 million."""
_MAX_SEGMENTS = 4_096
_MAX_FILLING = 65_536
_ZEROS = bytes(256)
"""No coder writes so many in a row, unless its shortest codes mean that nothing changes."""
_SPARE = 512
"""Bytes behind the last pixel that some cameras write."""
_EOI, _SOS = 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = frozenset({0xC2, 0xCA})
_HUFFMAN, _INTERVAL = 0xC4, 0xDD
_TABLES = frozenset({_HUFFMAN, 0xCC, 0xDB, 0xDD})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_EXTRANEOUS = re.compile(r"(\d+) extraneous bytes")
_ENDS_EARLY = re.compile(r"[Pp]remature end|marker 0xd9 instead of")
_HOLLOW = "a part of its data is zeros, as after an interrupted copy"
_UNSURE = "may be damaged: its decoder complains ({}); compare it with the original"


class TooMuchWorkError(Exception):
    """The file would keep a decoder busy far longer than an honest one; says why."""


class DamagedError(ValueError):
    """Data are missing or spoilt; says what in words for a person, unlike what decoders raise."""


@dataclass(slots=True)
class _Frame:
    """The picture that the scans build up: samples of each component, and what is coded."""

    progressive: bool
    samples: Mapping[int, int]
    coded: dict[int, list[int | None]]
    """Bits that are still missing of each of a component's 64 coefficients; None is all."""


def with_end(data: bytes) -> bytes:
    """Return the file with its end marker, without which Pillow refuses a whole picture."""
    return data if data.endswith(b"\xff\xd9") else data + b"\xff\xd9"


def check_head(data: bytes) -> None:
    """Refuse a JPEG with more segments before its first scan than any camera writes.

    Raises
    ------
    TooMuchWorkError
        There are too many, or too much filling between them.
    """
    any(marker == _SOS for marker, _, _ in _segments(data))


def check_jpeg(data: bytes) -> tuple[str, ...]:
    """Refuse a JPEG whose data are missing; say where that cannot be known.

    Parameters
    ----------
    data : bytes
        A file that Pillow has opened.

    Returns
    -------
    tuple of str
        What to look at, for the preview.

    Raises
    ------
    DamagedError
        Data are missing.
    TooMuchWorkError
        It has too many scans or segments for its size.
    """
    bare, scans = _bare(data)
    codes = b"".join(scan.codes for scan in scans)
    complaint = _complaint(bare)
    if complaint:
        return _judged(complaint, codes)
    if _ZEROS in codes and not _plain_codes(bare):
        raise DamagedError(_HOLLOW)
    if has_spare(scans, lambda file: bool(_complaint(file))):
        return (_UNSURE.format("a part of its data belongs to no pixel"),)
    return ()


def _complaint(bare: bytes) -> str:
    """Return the first thing of which libjpeg complains; empty for none."""
    import simplejpeg  # type: ignore[import-untyped]  # costs a while: loaded for the first such file

    try:
        # an eighth of the size: every bit is read, but hardly anything is computed
        simplejpeg.decode_jpeg(
            bare, colorspace="GRAY", min_height=1, min_width=1, min_factor=8, strict=True
        )
    except ValueError as error:
        return str(error) or "it is damaged"
    return ""


def _judged(complaint: str, scans: bytes) -> tuple[str, ...]:
    """Tell a complaint that means missing data from one that means damage of unknown extent."""
    text = complaint.removeprefix("Corrupt JPEG data: ")
    if _ENDS_EARLY.search(text):
        raise DamagedError("its data end before the picture does")
    if _ZEROS in scans:
        raise DamagedError(_HOLLOW)
    surplus = _EXTRANEOUS.search(text)
    if surplus is not None:
        spare = int(surplus[1])
        if spare > max(_SPARE, len(scans) // 100):
            raise DamagedError(f"{spare:,} bytes of its data belong to no pixel")
        return (_UNSURE.format(f"{spare:,} bytes that belong to no pixel"),)
    return (_UNSURE.format("its data hold an error"),)


def _plain_codes(bare: bytes) -> bool:
    """Say whether zeros may be honest, as in a picture with large plain areas.

    They are where every table's shortest code ends a block, and in scans that refine others.
    """
    shortest = []
    for marker, head, _ in _segments(bare):
        if marker in _PROGRESSIVE:
            return True
        at = 4 if marker == _HUFFMAN else len(head)
        while at + 17 < len(head):
            if head[at] >> 4:
                shortest.append(head[at + 17])
            at += 17 + sum(head[at + 1 : at + 17])
    return not any(shortest)


def _bare(data: bytes) -> tuple[bytes, list[Scan]]:
    """Return the file with nothing but tables and scans, and the scans alone.

    Only libjpeg's first warning can be read, so what it says of a camera's data must not come
    first.
    """
    frame: _Frame | None = None
    parts, tables, scans, work = [b"\xff\xd8"], list[bytes](), list[Scan](), 0
    described, interval = b"", 0
    for marker, head, body in _segments(data):
        if marker in _FRAMES:
            if frame is None:
                frame, described = _frame(marker, head), head
            parts.append(head)
        elif marker == _SOS:
            if frame is None:
                raise DamagedError("its size is missing")
            work += _coded(frame, head)
            if work > MAX_WORK:
                raise TooMuchWorkError("it has far more scans than a picture of its size needs")
            said = head if frame.progressive else _sequential(head)
            parts += [said, body]
            scans.append(Scan(
                tables=b"".join(tables), frame=described, head=said, codes=body,
                components=frozenset(said[5:-3:2]), first=said[-3], last=said[-2],
                progressive=frame.progressive, interval=interval,
            ))  # fmt: skip
            tables = []
        elif marker in _TABLES:
            parts.append(head)
            if marker == _INTERVAL:
                interval = int.from_bytes(head[4:6], "big")
            tables.append(head)
    if frame is None or not scans:
        raise DamagedError("it holds no picture")
    if any(missing for bits in frame.coded.values() for missing in map(_is_missing, bits)):
        raise DamagedError("its last scans are missing")
    return b"".join([*parts, b"\xff\xd9"]), scans


def _is_missing(bits: int | None) -> bool:
    return bits is None or bits > 0


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield marker, segment and what is coded behind it, up to the end of the first picture."""
    at, count, filling = 2, 0, 0
    while at + 1 < len(data):
        following = data.find(b"\xff", at)
        if following < 0:
            return
        at = following
        while data[at + 1 : at + 2] == b"\xff":
            at, filling = at + 1, filling + 1
            if filling > _MAX_FILLING:
                raise TooMuchWorkError("it is filled up with bytes that say nothing")
        marker = data[at + 1] if at + 1 < len(data) else _EOI
        if marker == _EOI:
            return
        count += 1
        if marker != _SOS and count > _MAX_SEGMENTS:
            raise TooMuchWorkError("it has far more parts than a photograph has")
        if marker == 0 or marker in _ALONE:
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        stop = end
        if marker == _SOS:
            found = _NEXT_MARKER.search(data, end)
            stop = len(data) if found is None else found.start()
        yield marker, data[at:end], data[end:stop]
        at = stop


def _frame(marker: int, head: bytes) -> _Frame:
    height, width = int.from_bytes(head[5:7], "big"), int.from_bytes(head[7:9], "big")
    count = head[9] if len(head) > 9 else 0
    fields = [head[10 + 3 * n : 13 + 3 * n] for n in range(count)]
    if not fields or any(len(one) < 3 for one in fields):
        raise DamagedError("its header is damaged")
    sampling = {one[0]: (one[1] >> 4) * (one[1] & 15) for one in fields}
    most = max(sampling.values()) or 1
    progressive = marker in _PROGRESSIVE
    coefficients = 64 if progressive else 1
    return _Frame(
        progressive=progressive,
        samples={one: width * height * share // most for one, share in sampling.items()},
        coded={one: [None] * coefficients for one in sampling},
    )


def _coded(frame: _Frame, head: bytes) -> int:
    """Note what a scan codes, and return how many samples it goes through."""
    count = head[4] if len(head) > 4 else 0
    named = [head[5 + 2 * n] for n in range(count) if 5 + 2 * n < len(head)]
    spectral = head[5 + 2 * count : 8 + 2 * count]
    if not named or len(spectral) < 3 or not frame.samples.keys() >= set(named):
        raise DamagedError("the head of a scan is damaged")
    first, last, low = (
        (spectral[0], spectral[1], spectral[2] & 15) if frame.progressive else 3 * (0,)
    )
    for one in named:
        for place in range(first, min(last, 63) + 1):
            frame.coded[one][place] = low
    return sum(frame.samples[one] for one in named)


def _sequential(head: bytes) -> bytes:
    """Return a scan's head as the standard wants it where only one order is possible."""
    return head[:-3] + b"\x00\x3f\x00"
