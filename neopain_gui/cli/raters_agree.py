"""How far raters agree, where they do not, and what is decided there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from neopain_gui.annotation.round import SCORES_APART
from neopain_gui.cli import round_options as opt
from neopain_gui.cli.console import open_study, opened_to_write, out, plain, progress
from neopain_gui.cli.options import DecimalComma
from neopain_gui.cli.upkeep import Ids, StudyArgument
from neopain_gui.counted import counted
from neopain_gui.errors import InputError
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.annotation.adjudication import Disagreement
    from neopain_gui.study import Study

Apart = Annotated[
    float,
    typer.Option(
        "--apart",
        min=0.0,
        max=1.0,
        help="Share of a score’s range from which on scores disagree.",
    ),
]


def agreement_of_raters(
    study: StudyArgument,
    round_: Annotated[
        Ids, typer.Option("--round", help="Name of a round; repeat it. All by default.")
    ] = None,
    out_folder: Annotated[
        Path | None,
        typer.Option("--out", help="Folder for raters.csv, its dictionary and LaTeX tables."),
    ] = None,
    decimal_comma: DecimalComma = False,
) -> None:
    """Say how far raters agree, with each other and with themselves."""
    from neopain_gui.pipeline.analysis.raters import agreement_of_raters as compare
    from neopain_gui.pipeline.report.raters import write_rater_tables

    with open_study(study) as opened, progress() as job:
        found = compare(opened, round_, job=job)
    if not found:
        out.print("There is no round in this study; neopain new-round makes one.")
        return
    for one in found:
        out.print(plain(f"{one.round}:"), soft_wrap=True)
        for sentence in one.sentences:
            out.print(plain(f"  {sentence}"), soft_wrap=True)
        if not one.raters and not one.sentences:
            out.print("  Nobody rates in it.")
    if out_folder is not None:
        files = write_rater_tables(found, out_folder, decimal_comma=decimal_comma)
        out.print(plain(f"{counted(len(files), 'file')} written to {out_folder}."), soft_wrap=True)


def disagreements(study: StudyArgument, round_: opt.RoundName, apart: Apart = SCORES_APART) -> None:
    """List where the raters of a round disagree, the widest first, and what was decided."""
    from neopain_gui.pipeline.rounds.adjudicating import study_disagreements

    with open_study(study) as opened:
        found = study_disagreements(opened, round_, apart=apart)
    table = Table("photograph", "question", "apart", "answers", "decided", box=None)
    for one in found:
        table.add_row(
            plain(one.image_id),
            plain(one.question.title),
            percent(one.spread),
            plain(one.words),
            plain(_decided(one)),
        )
    out.print(table if found else "Nobody who handed in the round disagrees with anybody.")
    left = sum(one.decision is None for one in found)
    if found:
        out.print(f"{counted(len(found), 'disagreement')}, {left} not decided.")


def decide(
    study: StudyArgument,
    round_: opt.RoundName,
    photograph: Annotated[str, typer.Option("--photograph", help="Id of the photograph.")],
    instrument: Annotated[
        str, typer.Option("--instrument", help="label, score or scale:ID.")
    ] = "label",
    item: Annotated[str, typer.Option("--item", help="The scale’s item.")] = "",
    value: Annotated[
        str, typer.Option("--value", help="pain, no pain, cannot tell, a number, not codable.")
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept.")] = "",
    by: Annotated[str, typer.Option("--by", help="Pseudonym of whoever decides.")] = "",
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Take back what was decided.")
    ] = False,
) -> None:
    """Decide what counts where raters disagree, with a reason that is kept."""
    from neopain_gui.annotation.adjudication import decided, value_of_words, value_words
    from neopain_gui.pipeline.rounds.adjudicating import put_ruling, rulings
    from neopain_gui.pipeline.rounds.making import now

    if not take_back and not (value and reason.strip()):
        raise InputError("a decision has a value and a reason", remedy="give --value and --reason")
    with opened_to_write(study) as opened:
        about = _disagreement(opened, round_, (photograph, instrument, item))
        if take_back and about.decision is None:
            raise InputError("nothing is decided there", file=study)
        made = None
        if not take_back:
            try:
                said = value_of_words(about.question, value)
            except ValueError as error:
                raise InputError(str(error), remedy="give another --value") from None
            made = decided(about, said, reason=reason, at=now(), by=by)
        put_ruling(opened, rulings(about, made)[1])
    what = "nothing" if made is None else value_words(about.question, made.value)
    out.print(plain(f"{photograph}, {about.question.title}: {what} is decided."), soft_wrap=True)


def _disagreement(study: Study, round_: str, of: tuple[str, str, str]) -> Disagreement:
    from neopain_gui.pipeline.rounds.adjudicating import study_disagreements

    for one in study_disagreements(study, round_, apart=0.0):
        if one.key[1:] == of:
            return one
    raise InputError(
        f"the raters of “{round_}” do not disagree on {' '.join(filter(None, of[1:]))} of {of[0]}",
        file=study.path,
        remedy="see neopain disagreements",
    )


def _decided(one: Disagreement) -> str:
    from neopain_gui.annotation.adjudication import value_words

    if one.decision is None:
        return "–"
    return f"{value_words(one.question, one.decision.value)}: {one.decision.reason}"
