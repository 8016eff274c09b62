"""The functions that the window sends to its engine or to a thread.

Each is a module-level function ``(job, *, study_path, …)`` with picklable arguments. They open
the study read-only, put values into its blob store and hand the rows to the caller in messages
(:mod:`~neopain_gui.pipeline.messages`): the window's process is the only writer of the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neopain_gui.errors import ImageError, InputError
from neopain_gui.gaze.import_preview.gathering import gather
from neopain_gui.jobs import Job, PartOfJob
from neopain_gui.people.subgroups import Subgroup
from neopain_gui.pipeline.annotation.maps import annotation_maps
from neopain_gui.pipeline.eye_tracking.heatmap_import import Placing, import_heatmap, place_heatmap
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings as read
from neopain_gui.pipeline.maps.attribute import attribute_study
from neopain_gui.pipeline.maps.choice import Choice
from neopain_gui.pipeline.maps.load_classifier import load_classifier
from neopain_gui.pipeline.messages import FaceFound, Made, Placed, Refused
from neopain_gui.pipeline.photographs.find_faces import find_faces_of
from neopain_gui.pipeline.settings.method_options import study_options
from neopain_gui.study import Study

if TYPE_CHECKING:
    from neopain_gui.agreement.statistics import Statistic
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.findings.analysis import Analysis
    from neopain_gui.findings.average_face import AverageFaces
    from neopain_gui.gaze.import_preview.gathering import Gathered
    from neopain_gui.gaze.import_preview.importing import ImportPlan
    from neopain_gui.gaze.recordings import ColumnMapping
    from neopain_gui.gaze.settings import GazeSettings
    from neopain_gui.gaze.trials import Trial
    from neopain_gui.maps import ExtractionModel
    from neopain_gui.masks import MaskSettings

WARM_UP_CLASSIFIER = "n_cnn_phantoms"


def warm_up(job: Job) -> None:
    """Load the small classifier, so that the first photograph does not wait for TensorFlow."""
    job.progress(0, 1, "Starting the engine")
    load_classifier(WARM_UP_CLASSIFIER, job)
    job.progress(1, 1, "Engine ready")


def build_weights(job: Job, *, classifier_id: str) -> None:
    """Build the weights of a demo classifier, which are no part of the program."""
    load_classifier(classifier_id, job)


def attribute(
    job: Job,
    *,
    study_path: Path,
    image_ids: Sequence[str],
    classifier_id: str,
    method: str,
    layers: Sequence[str] = (),
    target: str = "predicted",
    options: Mapping[str, Any] | None = None,
) -> None:
    """Compute maps; every result is a message ``Made``.

    ``options`` are the method's; the study's own where there are none.
    """
    classifier = load_classifier(classifier_id, PartOfJob(job, 0.0, 0.1))
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        choice = Choice(
            method=method,
            layers=tuple(layers),
            target=target,
            options=study_options(study, method) if options is None else options,
        )
        for result in attribute_study(
            study, image_ids, classifier, choice, PartOfJob(job, 0.1, 1.0)
        ):
            job.partial(Made(result=result))


def find_faces(
    job: Job, *, study_path: Path, image_ids: Sequence[str], again: bool = False
) -> None:
    """Find faces; every photograph is a message ``FaceFound``.

    With ``again`` also where detectors are known to find none.
    """
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        for image_id, search in find_faces_of(study, image_ids, job, again=again):
            job.partial(FaceFound(image_id=image_id, found=search))


def place_heatmaps(job: Job, *, study_path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Look for photographs on pictures; ``rows`` are ``{"file", "image_id"}``.

    Each is a message ``Placed``; what cannot be read is a problem of its own, and does not keep
    the others from being placed.
    """
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        for done, row in enumerate(rows):
            job.check()
            job.progress(done, len(rows), str(row["image_id"]))
            part = PartOfJob(job, done / len(rows), (done + 1) / len(rows))
            try:
                placing = place_heatmap(study, Path(row["file"]), row["image_id"], part)
            except ImageError as error:
                placing = Placing(problem=error.problem)
            job.partial(Placed(file=Path(row["file"]), image_id=row["image_id"], placing=placing))
        job.progress(len(rows), len(rows))


def import_heatmaps(
    job: Job, *, study_path: Path, rows: Sequence[dict[str, Any]], mode: str
) -> None:
    """Read heatmap pictures; one that cannot be read keeps none of the others out.

    ``rows`` are ``{"file", "image_id", "group"}`` and, where it is known, ``"placing"``. Messages
    are ``Made``, or ``Refused`` with the picture's path and a sentence.
    """
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        for done, row in enumerate(rows):
            job.check()
            job.progress(done, len(rows), f"Reading the heatmap of {row['image_id']}")
            try:
                result = import_heatmap(
                    study,
                    Path(row["file"]),
                    image_id=row["image_id"],
                    group=row["group"],
                    mode=mode,
                    placing=row.get("placing"),
                    job=PartOfJob(job, done / len(rows), (done + 1) / len(rows)),
                )
            except InputError as error:
                job.partial(Refused(file=Path(row["file"]), why=str(error)))
                continue
            job.partial(Made(result=result))
        job.progress(len(rows), len(rows))


def make_gaze_maps(
    job: Job,
    *,
    study_path: Path,
    settings: Mapping[str, Any],
    subgroups: Sequence[Mapping[str, Any]],
    missing_only: bool = False,
) -> None:
    """Make the maps of groups of people; every result is a message ``Made``.

    ``settings`` and ``subgroups`` are what ``GazeSettings.as_dict`` and ``Subgroup.as_dict`` give.
    With ``missing_only`` a map that is there, made in this way, is not made again.
    """
    from neopain_gui.gaze.settings import GazeSettings
    from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps

    chosen = [Subgroup.from_dict(one) for one in subgroups]
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        for result in gaze_maps(
            study, chosen, GazeSettings.from_dict(settings), missing_only=missing_only, job=job
        ):
            job.partial(Made(result=result))


def make_annotation_maps(job: Job, *, study_path: Path, names: Sequence[str] | None = None) -> None:
    """Make the maps of what raters said; every result is a message ``Made``."""
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        for result in annotation_maps(study, names, missing_only=True, job=job):
            job.partial(Made(result=result))


def gather_recordings(
    job: Job,
    *,
    paths: Sequence[Path],
    images: Sequence[FaceImage],
    present: Sequence[Path] = (),
    leave_out: Sequence[Path] = (),
    mapping: ColumnMapping | None = None,
    screen_size: tuple[int, int] | None = None,
) -> Gathered:
    """Say what files and folders hold; names of people are among it and stay in the window."""
    return gather(
        paths,
        images,
        job,
        present=present,
        leave_out=leave_out,
        mapping=mapping,
        screen_size=screen_size,
    )


def import_recordings(
    job: Job, *, study_path: Path, files: Sequence[Path], plan: ImportPlan
) -> list[Trial]:
    """Read recordings into the study's blob store; the caller records all trials, or none."""
    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        return read(study, files, plan, job)


def export_gaze_tables(
    job: Job, *, study: Study, folder: str, settings: GazeSettings, decimal_comma: bool = False
) -> int:
    """Write a study's gaze as tables; return how many."""
    from neopain_gui.pipeline.eye_tracking.gaze_tables import export_gaze_tables as export

    return len(export(study, Path(folder), settings, job, decimal_comma=decimal_comma))


def analyse_study(
    job: Job,
    *,
    study_path: Path,
    settings: MaskSettings,
    models: Sequence[ExtractionModel] | None,
    image_ids: Sequence[str] | None = None,
) -> Analysis:
    """Work out what a study's agreement says, of some photographs or all, and keep it there."""
    from neopain_gui.pipeline.analysis import study_analysis

    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        return study_analysis(study, settings, image_ids=image_ids, models=models, job=job)


def average_study_faces(
    job: Job,
    *,
    study_path: Path,
    models: Sequence[ExtractionModel] | None,
    statistic: Statistic,
    image_ids: Sequence[str] | None = None,
) -> AverageFaces:
    """Carry a study's maps onto the neutral face and test them there, and keep it in the study."""
    from neopain_gui.pipeline.analysis.kept_average_faces import study_average_faces

    with Study.open(study_path, read_only=True, check="elsewhere") as study:
        return study_average_faces(
            study, image_ids=image_ids, models=models, statistic=statistic, job=job
        )
