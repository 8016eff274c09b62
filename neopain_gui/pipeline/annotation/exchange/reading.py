"""Files of other programs, read: which format, which photographs, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from neopain_gui.annotation.answers import Landmark, Mark
from neopain_gui.annotation.exchange import SHAPES, Format, Point, Region, Sheet
from neopain_gui.annotation.exchange.sheet import json_of
from neopain_gui.annotation.landmarks import LandmarkSet
from neopain_gui.annotation.said import Said
from neopain_gui.annotation.shapes import mask_of, united
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import EnvironmentFault, ImageError, InputError, reason
from neopain_gui.faces.drawn import Outlines, region_name
from neopain_gui.imaging import read_sha256
from neopain_gui.jobs import Job, track
from neopain_gui.pipeline.annotation.exchange.names import Matching
from neopain_gui.pipeline.annotation.exchange.ratings_csv import rows_of, unused

MAX_BYTES = 256 << 20
_JSON, _CSV = ".json", ".csv"
_BY_SUFFIX = {".xml": "cvat", ".pts": "pts", ".png": "masks", ".geojson": "geojson"}
_KNOWN = (*_BY_SUFFIX, _JSON, _CSV)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is marked on one photograph of the study, or said of it, as files have it.

    Attributes
    ----------
    file : str
        The file's name.
    image : FaceImage
        The photograph.
    how : str
        How it was recognised.
    said : Said
        What the file says; round and rater are empty where it does not say.
    """

    file: str
    image: FaceImage
    how: str
    said: Said


class Reader:
    """Reads files one after the other and notes what is left out.

    Parameters
    ----------
    images : sequence of FaceImage
        The study's photographs.
    sets : Mapping of str to LandmarkSet
        Sets that the study knows.
    landmarks : str
        Set of the points whose set a file does not say.
    """

    def __init__(
        self, images: Sequence[FaceImage], sets: Mapping[str, LandmarkSet], landmarks: str
    ) -> None:
        if landmarks and landmarks not in sets:
            raise InputError(
                f"there is no set of landmarks “{landmarks}”", remedy=f"there is {', '.join(sets)}"
            )
        self.found: list[Found] = []
        self.left_out: list[str] = []
        self._matching, self._sets, self._landmarks = Matching(images), sets, landmarks

    def read(self, files: Iterable[Path], job: Job) -> None:
        """Read files, and all that can be read in folders."""
        everything = list(self._files(files))
        for path, chosen in track(everything, job, total=len(everything), text="Reading files"):
            self._file(path, chosen=chosen)

    def _files(self, files: Iterable[Path]) -> Iterable[tuple[Path, bool]]:
        for one in files:
            if not one.is_dir():
                yield one, True
                continue
            inside = sorted(path for path in one.rglob("*") if path.is_file())
            usable = [path for path in inside if path.suffix.lower() in _KNOWN]
            if len(usable) < len(inside):
                many = counted(len(inside) - len(usable), "file of a format", "files of formats")
                self.left_out.append(f"{one.name}: {many} that are not read.")
            yield from ((path, False) for path in usable)

    def _file(self, path: Path, *, chosen: bool) -> None:
        content = _content(path)
        if path.suffix.lower() == _CSV:
            if chosen or content.startswith((b"round,", b"round;")):
                self._table(content, path)
            return
        format_ = _format(content, path)
        if format_ is None:
            if chosen:
                raise InputError(
                    "is in no format that is known here",
                    file=path,
                    remedy=f"give files that end in {', '.join(_KNOWN)}",
                )
            self.left_out.append(f"{path.name}: in no format that is known here.")
            return
        if format_.id == "masks" and self._matching.find([path.parent.name]).image is None:
            self.left_out.append(
                f"{path.name}: its folder “{path.parent.name}” is called like no photograph."
            )
            return
        read = format_.read(content, path, self._sets)
        self.left_out += read.left_out
        for sheet in read.sheets:
            self._sheet(sheet, path)

    def _table(self, content: bytes, path: Path) -> None:
        rows = rows_of(content, path)
        if names := unused(content):
            self.left_out.append(f"{path.name}: not taken in: {', '.join(names)}.")
        for row in rows:
            match = self._matching.find(row.photographs)
            if match.image is None:
                self.left_out.append(
                    f"{path.name}, line {row.line}: “{row.photographs[0]}”: {match.why_not}."
                )
                continue
            turn: dict[str, Any] = {"image_id": match.image.id}
            said = replace(
                row.said,
                **turn,
                answers=tuple(replace(one, **turn) for one in row.said.answers),
                sitting=None if row.said.sitting is None else replace(row.said.sitting, **turn),
            )
            self.found.append(Found(file=path.name, image=match.image, how=match.how, said=said))

    def _sheet(self, sheet: Sheet, path: Path) -> None:
        if not sheet.regions and not sheet.points:
            return
        match = self._matching.find([sheet.file, path.stem], _hashes(sheet, path))
        image = match.image
        if image is None:
            self.left_out.append(f"{path.name}: “{sheet.file}”: {match.why_not}.")
            return
        size = (image.height, image.width)
        if sheet.size is not None and sheet.size != size:
            turned = " (the other program has not turned it upright)" * (sheet.size == size[::-1])
            self.left_out.append(
                f"{path.name}: “{sheet.file}” is {sheet.size[1]} × {sheet.size[0]} pixels there, "
                f"and {size[1]} × {size[0]} here{turned}: left out."
            )
            return
        said = Said(
            round="",
            rater="",
            image_id=image.id,
            marks=self._marks(sheet.regions, image, path),
            landmarks=self._points(sheet.points, image, path),
        )
        self.found.append(Found(file=path.name, image=image, how=match.how, said=said))

    def _marks(self, regions: Sequence[Region], image: FaceImage, path: Path) -> tuple[Mark, ...]:
        size = (image.height, image.width)
        parts: dict[str, list[Outlines]] = {}
        weights: dict[str, Region] = {}
        for one in regions:
            try:
                name = region_name(one.name)
            except ValueError as error:
                self.left_out.append(f"{path.name}: region “{one.name}”: {error}.")
                continue
            if not mask_of(one.outlines, size).any():
                self.left_out.append(f"{path.name}: {name} lies on no pixel of {image.name}.")
                continue
            if name != one.name:
                self._once(f"“{one.name}” is called “{name}” here.")
            if name in parts:
                self._once(f"Regions called “{name}” of one photograph are one region here.")
            parts.setdefault(name, []).append(one.outlines)
            if name not in weights or one.weight > weights[name].weight:
                weights[name] = one
        return tuple(
            Mark(
                round="",
                rater="",
                image_id=image.id,
                name=name,
                outlines=united(found, size),
                weight=weights[name].weight,
            )
            for name, found in parts.items()
        )

    def _points(
        self, points: Sequence[Point], image: FaceImage, path: Path
    ) -> tuple[Landmark, ...]:
        made: dict[tuple[str, str], Landmark] = {}
        for one in points:
            set_id = one.set if one.set in self._sets else self._landmarks
            if not set_id or one.name not in self._sets[set_id].names:
                which = f"the set {set_id} has no such point." if set_id else "of which set?"
                self._once(f"Landmark “{one.name}”: {which} Left out.")
                continue
            made[set_id, one.name] = Landmark(
                round="",
                rater="",
                image_id=image.id,
                set=set_id,
                name=one.name,
                x=one.x,
                y=one.y,
                visible=one.visible,
            )
        return tuple(made.values())

    def _once(self, sentence: str) -> None:
        if sentence not in self.left_out:
            self.left_out.append(sentence)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("is too large for annotations", file=path)
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentFault(f"{path.name}: {reason(error)}.") from error


def _format(content: bytes, path: Path) -> Format | None:
    if path.suffix.lower() != _JSON:
        named = _BY_SUFFIX.get(path.suffix.lower())
        return SHAPES[named] if named else None
    raw = json_of(content, path)
    if isinstance(raw, dict) and raw.get("neopain") == "ratings":
        raise InputError(
            "is a rater’s file of NeoPain",
            file=path,
            remedy="collect it instead",
            command="collect it with neopain collect-rounds",
        )
    return next((one for one in SHAPES.values() if one.knows(raw)), None)


def _hashes(sheet: Sheet, path: Path) -> tuple[str, ...]:
    """Return the SHA-256 of the photograph in the file, and of the one beside it."""
    beside = path.parent / sheet.file.replace("\\", "/")
    found = (sheet.sha256,) if sheet.sha256 else ()
    try:
        if beside.is_file():
            return (*found, read_sha256(beside))
    except (OSError, ValueError, ImageError):
        return found
    return found
