"""The command that explains photographs, and repeats what it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neopain_gui.cli.console import open_study, out, progress, warn
from neopain_gui.cli.options import (
    STEPS,
    Options,
    OutFolder,
    is_study,
    options_of,
    parse_box,
)
from neopain_gui.cli.repeat import repeat_from
from neopain_gui.errors import InputError
from neopain_gui.pipeline.maps.odd_maps import MapFacts, odd_maps

if TYPE_CHECKING:
    from neopain_gui.pipeline.map_files.export_request import ExportRequest

_What = Annotated[
    Path,
    typer.Argument(
        metavar="PHOTOGRAPH|STUDY",
        help="A photograph (PNG, JPEG, BMP, TIFF) or a study (folder ending in .neopain).",
    ),
]
_Classifiers = Annotated[
    list[str] | None,
    typer.Option(
        "--classifier",
        help="Id or weight file; repeat it for several. By default the demo N-CNN for a "
        "photograph, all that are there for a study.",
    ),
]
_Methods = Annotated[
    list[str] | None,
    typer.Option(
        "--method",
        help="Id of a method, or all; repeat it for several. By default GradCAM, for a study "
        "Integrated Gradients too.",
    ),
]
_Images = Annotated[
    list[str] | None,
    typer.Option("--image", help="Id or file name of a study's photograph; repeat it for several."),
]
_Layers = Annotated[
    list[str] | None,
    typer.Option(
        "--layer",
        help="Layer for methods by layer, or all; repeat it for several. By default the last "
        "convolution for a photograph without --strip, else all.",
    ),
]
_Target = Annotated[
    str | None,
    typer.Option(
        help="Class that is explained: predicted (the default), labelled, pain, 'no pain', "
        "or another class of the classifier."
    ),
]
_Face = Annotated[
    str | None,
    typer.Option(help="A photograph's face as LEFT,TOP,RIGHT,BOTTOM; found by default."),
]
_C = Annotated[
    float | None,
    typer.Option(help="Contour mask: keep ≥ mean + c · sd; 0.5 or the study's own by default."),
]
_References = Annotated[
    Path | None,
    typer.Option(help="Folder of photographs without pain, for methods that compare with such."),
]

_Strip = Annotated[
    bool,
    typer.Option(
        "--strip", help="Draw the film strip as well: PNG at 300 dpi, SVG and PDF, with its record."
    ),
]
_Record = Annotated[
    Path | None,
    typer.Option(
        "--from",
        help="Repeat a map or a strip to the byte from the JSON file beside it, or from one of "
        "its PNG files; the class, the method and all else are the record's.",
    ),
]


def attribute(
    what: _What,
    folder: OutFolder,
    image: _Images = None,
    classifier: _Classifiers = None,
    method: _Methods = None,
    layer: _Layers = None,
    target: _Target = None,
    face: _Face = None,
    c: _C = None,
    steps: Annotated[str | None, STEPS] = None,
    option: Options = None,
    references: _References = None,
    strip: _Strip = False,
    record: _Record = None,
) -> None:
    """Explain photographs: heatmap, overlay, mask, the map itself and a record of what made it."""
    if record is not None:
        its_own: dict[str, object] = {"--image": image, "--method": method, "--layer": layer}
        its_own |= {"--target": target, "--face": face, "--c": c, "--steps": steps}
        its_own |= {"--option": option, "--strip": strip or None}
        _refuse("--from repeats what its record says", its_own)
        repeat_from(record, what, folder, classifier, references)
        return
    from neopain_gui.pipeline.map_files.export_request import ExportRequest

    wanted = ExportRequest(
        classifiers=tuple(classifier or ()),
        methods=tuple(method or ()),
        layers=tuple(layer or ()),
        target=target or "predicted",
        options=options_of(option, steps),
        c=c,
        strip=strip,
    )
    if is_study(what):
        _refuse("a study knows its own", {"--face": face, "--references": references})
        _study(what, folder, wanted, image)
    else:
        _refuse("that is for a study", {"--image": image})
        _photograph(what, folder, wanted, face, references)


def _refuse(why: str, given: dict[str, object]) -> None:
    for name, value in given.items():
        if value is not None:
            raise InputError(f"{name} does not belong here: {why}", remedy="leave it out")


def _study(path: Path, folder: Path, wanted: ExportRequest, image_ids: list[str] | None) -> None:
    from neopain_gui.attribution.methods import PAPER_METHODS
    from neopain_gui.pipeline.map_files.study_files import attribute_study_files
    from neopain_gui.pipeline.runner import default_classifiers

    with progress() as job, open_study(path) as study:
        wanted = replace(
            wanted,
            classifiers=wanted.classifiers or default_classifiers(study),
            methods=wanted.methods or PAPER_METHODS,
        )
        files = attribute_study_files(study, folder, wanted, image_ids=image_ids, job=job)
    maps = sum(file.suffix == ".npy" for file in files)
    out.print(f"{maps} maps, {len(files)} files in {folder.name}/.", markup=False)
    _say_of_maps(files)
    _say_worth(wanted)


def _photograph(
    path: Path, folder: Path, wanted: ExportRequest, face: str | None, references: Path | None
) -> None:
    from neopain_gui.pipeline.map_files.without_study import attribute_file

    wanted = replace(
        wanted,
        classifiers=wanted.classifiers or ("n_cnn_phantoms",),
        methods=wanted.methods or ("grad_cam",),
    )
    box = parse_box(face) if face else None
    with progress() as job:
        files = attribute_file(path, folder, wanted, box=box, references=references, job=job)
    for file in files:
        out.print(file.name, markup=False)
    _say_of_maps(files)
    _say_worth(wanted)


def _say_of_maps(files: Sequence[Path]) -> None:
    """Say what is odd about maps, and what rounding or another seed would change.

    All of it is in the records beside them.
    """
    from neopain_gui.pipeline.map_files.record_schema import read_record
    from neopain_gui.pipeline.maps.noise_words import noise_lines

    records = [(file, read_record(file)) for file in files if file.suffix == ".json"]
    maps = [(file, one) for file, one in records if one["record"]["kind"] == "map"]
    looked = [
        MapFacts(
            photograph=file.name.partition("__")[0],
            model=one["extraction_model"],
            facts=one["facts"],
            empty_mask=one["empty"],
        )
        for file, one in maps
    ]
    for sentence in odd_maps(looked):
        warn(sentence)
    for line in noise_lines((one["extraction_model"], one["facts"]) for _, one in maps):
        out.print(line, markup=False)


def _say_worth(wanted: ExportRequest) -> None:
    from neopain_gui.classifiers.registry import find
    from neopain_gui.classifiers.worth import what_to_know

    for sentence in dict.fromkeys(what_to_know(find(one)) for one in wanted.classifiers):
        if sentence:
            out.print(sentence)
