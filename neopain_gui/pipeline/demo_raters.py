"""What made-up raters say in the demo study, and a round for whoever wants to try."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from neopain_gui.annotation.answers import NO_PAIN, PAIN, Answer, Mark, Sitting, Turn
from neopain_gui.annotation.round import LABEL, NOTE, REGIONS, SCORE, Round, new_token
from neopain_gui.annotation.said import Said
from neopain_gui.annotation.scales import Scale, scales
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import Phantom
from neopain_gui.demo.synthetic_raters import MARKED_AS, RATERS, opinion
from neopain_gui.faces.drawn import outlines_of
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.annotation.maps import annotation_maps, raters_models
from neopain_gui.study import Study

MADE_UP, TO_TRY = "Made-up raters", "Try it yourself"
"""Names of the demo's rounds."""
YOU = "You"
SCALE = "nfcs-5"
_SEED = 15


def add_raters(study: Study, phantoms: Mapping[str, Phantom], job: Job = NULL_JOB) -> None:
    """Let two made-up raters rate all phantoms, make their maps, and ask whoever opens the demo.

    Parameters
    ----------
    study : Study
        The demo.
    phantoms : Mapping of str to Phantom
        By photograph.
    job : Job, optional
        Told of progress.
    """
    scale = scales()[SCALE]
    study.gaze.add([Participant(id=who, rater=True) for who in (*RATERS, YOU)], [])
    _ask(study, MADE_UP, RATERS, (LABEL, SCORE, scale.instrument, REGIONS), phantoms)
    _ask(study, TO_TRY, (YOU,), (LABEL, SCORE, scale.instrument, REGIONS, NOTE), phantoms)
    now = datetime.now(UTC).replace(microsecond=0)
    said = [
        _said(rater, turn, phantoms[turn.image_id], scale, now + timedelta(seconds=15 * place))
        for rater in RATERS
        for place, turn in enumerate(study.annotations.turns(MADE_UP, rater))
    ]
    end = (now + timedelta(hours=1)).isoformat()
    study.annotations.put_all(said, {(MADE_UP, rater): end for rater in RATERS})
    groups = [one.name for one in raters_models(study) if one.group]
    study.results.record_many(list(annotation_maps(study, groups, job=job)))


def _ask(
    study: Study,
    name: str,
    raters: tuple[str, ...],
    instruments: tuple[str, ...],
    phantoms: Mapping[str, Phantom],
) -> None:
    study.annotations.put_round(
        Round(
            name=name,
            token=new_token(),
            instruments=instruments,
            raters=raters,
            image_ids=tuple(phantoms),
            seed=_SEED,
            regions=(MARKED_AS,),
            made=datetime.now(UTC).isoformat(timespec="seconds"),
        )
    )


def _said(rater: str, turn: Turn, phantom: Phantom, scale: Scale, at: datetime) -> Said:
    whose: dict[str, Any] = {
        "round": MADE_UP,
        "rater": rater,
        "image_id": turn.image_id,
        "repeat": turn.repeat,
    }
    mind = opinion(rater, phantom, turn.repeat)
    pain = PAIN if mind.label is PainLabel.PAIN else NO_PAIN
    answers = [
        Answer(**whose, instrument=LABEL, value=pain),
        Answer(**whose, instrument=SCORE, value=float(mind.score)),
    ]
    for item, code in mind.codes.items():
        answers.append(
            Answer(
                **whose,
                instrument=scale.instrument,
                version=scale.version,
                item=item,
                value=None if code is None else float(code),
                codable=code is not None,
            )
        )
    outlines = outlines_of(mind.outlines) if mind.outlines else ()
    return Said(
        **whose,
        answers=tuple(answers),
        marks=(Mark(**whose, name=MARKED_AS, outlines=outlines),) if outlines else (),
        sitting=Sitting(**whose, seconds=mind.seconds, done=True, at=at.isoformat()),
    )
