"""Options of the commands about rounds of raters."""

from __future__ import annotations

from typing import Annotated

import typer

from neopain_gui.annotation.round import SHOWN_SECONDS
from neopain_gui.cli.upkeep import Ids
from neopain_gui.dataset.face_image import PainLabel

RoundName = Annotated[str, typer.Option("--round", help="Name of the round.")]
RaterName = Annotated[str, typer.Option("--rater", help="Pseudonym of the rater.")]
Preview = Annotated[bool, typer.Option("--preview", help="Say what would be done, and do nothing.")]
NewName = Annotated[str, typer.Option("--name", help="What to call the round.")]
Instruments = Annotated[
    Ids,
    typer.Option(
        "--instrument",
        help="What is asked: label, score, note, regions, landmarks:SET or scale:ID; repeat it for "
        "several. By default label and score.",
    ),
]
Raters = Annotated[
    Ids,
    typer.Option(
        "--rater",
        help="Pseudonym of a rater; repeat it for several. By default all raters of the study.",
    ),
]
Photographs = Annotated[
    Ids, typer.Option("--photograph", help="Id or file name; repeat it. All by default.")
]
Neonates = Annotated[
    Ids, typer.Option("--neonate", help="Only photographs of this neonate; repeat it.")
]
DataSets = Annotated[
    Ids, typer.Option("--data-set", help="Only photographs of this data set; repeat it.")
]
Label = Annotated[
    PainLabel | None, typer.Option("--label", help="Only photographs with this label.")
]
Pairs = Annotated[
    bool, typer.Option("--pairs", help="Only neonates with photographs in pain and without.")
]
Repeats = Annotated[
    float, typer.Option("--repeats", help="Share of the photographs that come twice, 0 to 0.5.")
]
Apart = Annotated[
    int, typer.Option("--apart", help="Positions between photographs of one neonate, at least.")
]
Blind = Annotated[
    bool,
    typer.Option(
        "--blind/--open", help="Hide label, neonate, file name, scores, maps, gaze and others."
    ),
]
FaceOnly = Annotated[bool, typer.Option("--face-only", help="Show the face alone.")]
Seconds = Annotated[
    float | None,
    typer.Option(
        "--seconds",
        help=f"How long a photograph is seen; {SHOWN_SECONDS:g} in the dissertation, section 3.2. "
        "As long as the rater likes by default.",
    ),
]
ScoreByOption = Annotated[
    str,
    typer.Option(
        "--score-by", help="How a score is given: numbers, slider (with numbers) or line."
    ),
]
Regions = Annotated[
    Ids, typer.Option("--region", help="A name that is offered for regions; repeat it.")
]
Switches = Annotated[
    Ids,
    typer.Option(
        "--switch",
        help="SCALE.SWITCH=on or =off: how the study adds a scale's total up, such as "
        "nfcs.count_tongue_protrusion=off; repeat it. neopain scales lists them.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", help="What orders and repeats are drawn from; drawn by default."),
]
