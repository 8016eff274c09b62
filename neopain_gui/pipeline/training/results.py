"""What a study's training achieves, read for people to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.training.judgements import judgements_of
from neopain_gui.reports.evaluation.card import card
from neopain_gui.reports.evaluation.card_markdown import card_markdown
from neopain_gui.reports.evaluation.evaluate import FIGURES, write_evaluation
from neopain_gui.reports.evaluation.run_facts import RunFacts, read_run
from neopain_gui.study import Study
from neopain_gui.training.evaluation import RunEvaluation, evaluation_of
from neopain_gui.training.run_folder import CARD, CARD_JSON, TABLES


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Results:
    """All that is known of a training that has ended.

    Attributes
    ----------
    facts : RunFacts
        What its folder says.
    evaluation : RunEvaluation
        What it achieves.
    card : Mapping
        Its card.
    markdown : str
        The same for people.
    """

    facts: RunFacts
    evaluation: RunEvaluation
    card: Mapping[str, Any]
    markdown: str


def results_of(study: Study, folder: Path, job: Job = NULL_JOB) -> Results:
    """Evaluate a training, beside what people scored since.

    Its tables, figures and card are written where it was stopped before they were.

    Raises
    ------
    InputError
        It has not ended, or a file of it is damaged.
    """
    job.check()
    facts = read_run(folder)
    job.check()
    evaluation = evaluation_of(facts.predictions, facts.validation, judgements_of(study))
    written = (folder / name for name in (TABLES, CARD, CARD_JSON, FIGURES))
    if not study.read_only and not all(one.exists() for one in written):
        write_evaluation(folder, facts, evaluation)
    said = card(facts, evaluation)
    return Results(facts=facts, evaluation=evaluation, card=said, markdown=card_markdown(said))
