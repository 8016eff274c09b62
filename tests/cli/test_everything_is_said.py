"""Whatever a preview or a result says is said on the terminal.

The core is walked: every field that by its name holds a warning, a problem or a reason, and every
public function whose name says that it returns sentences. A word is planted in what each of them
says, wherever it is made, while a command runs; the terminal must show it. Whoever adds one has to
say here which command prints it, or why none does.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import inspect
import io
import pkgutil
import re
import shutil
import sys

import numpy as np
import pytest

import neopain_gui
from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.imaging import write_png
from neopain_gui.pipeline import runner
from neopain_gui.study import Study
from tests.cli.running import neopain
from tests.dataset.material import photograph
from tests.gaze.looks import look
from tests.gaze.screens import draw_heat, heat, show

ABOUT = "neopain_gui.cli"

FIELDS = re.compile(
    r"warning|problem|reason|remark|^notes?$|caution|guess(es)?$|left_out|^said$|^why$|unclear"
    r"|suggestion|^near$|^flag$|^undefined$|^lacking$|doubt"
)
FUNCTIONS = re.compile(
    r"doubt|^said|sentences?$|caution|^odd|^empty_|^gaps$|alarm|remark|_words$|_lines$|^mixed_|warning"
)
OUTSIDE = ("neopain_gui.gui", "neopain_gui.cli", "neopain_gui.__main__")


def modules():
    for found in pkgutil.walk_packages(neopain_gui.__path__, "neopain_gui."):
        if not found.name.startswith(OUTSIDE):
            yield importlib.import_module(found.name)


def own(kind):
    """Yield (name, thing) of what the core's modules define themselves."""
    for module in modules():
        for name, thing in vars(module).items():
            if kind(thing) and thing.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{module.__name__.removeprefix('neopain_gui.')}.{name}", thing


def members():
    """Yield what records hold (fields) and work out (properties)."""
    for where, kind in own(lambda one: isinstance(one, type)):
        names = [name for name, one in vars(kind).items() if isinstance(one, property)]
        if dataclasses.is_dataclass(kind):
            names += [field.name for field in dataclasses.fields(kind)]
        for name in names:
            if FIELDS.search(name):
                yield f"{where}.{name}", (kind, name)


def functions():
    for where, function in own(inspect.isfunction):
        returns = str(function.__annotations__.get("return"))
        if FUNCTIONS.search(function.__name__) and returns in ("list[str]", "tuple[str, ...]"):
            yield where, function


WINDOW = "files are sorted for the window; a command is given each kind by an option of its own"
TABLES = "stands in the report's tables and on its page, beside each number"
RECORDS = "holds records, whose own reasons are walked"

SAID = {
    # photographs
    "dataset.boxes.BoxColumn.remarks": "manifest",
    "dataset.layout.Listing.problems": "folder",
    "dataset.manifest.Manifest.remarks": "manifest",
    "dataset.names.Named.remarks": "folder",
    "dataset.plain_table.PlainTable.remarks": "manifest",
    "dataset.previews.Claim.unclear": "folder",
    "dataset.previews.Claim.warnings": "folder",
    "dataset.previews.Duplicate.reason": "folder",
    "dataset.previews.ImportPreview.problems": "folder",
    "dataset.previews.ImportRow.unclear": "folder",
    "dataset.previews.ImportRow.warnings": "folder",
    "dataset.previews.Unmatched.reason": "folder",
    "dataset.previews.Unmatched.suggestions": "folder",
    "dataset.previews.gaps": "folder",
    "imaging.decode.Examined.remarks": "folder",
    "imaging.remarks.remarks_on": "folder",
    # recordings
    "gaze.import_preview.import_checks.doubts_of": "import-gaze",
    "gaze.import_preview.importing.FileFound.warnings": "import-gaze",
    "gaze.import_preview.importing.RecordingsPreview.warnings": "import-gaze",
    "gaze.import_preview.importing.StimulusFound.near": "import-gaze",
    "gaze.import_preview.importing.StimulusFound.note": "import-gaze",
    "gaze.import_preview.on_picture.said_of_elsewhere": "import-gaze",
    "people.pseudonyms.said_of_one": "import-gaze",
    "gaze.recordings.doubts.doubts": ("gaze", "import-gaze"),
    "gaze.recordings.found.Found.guesses": "gaze",
    "gaze.recordings.found.Found.warnings": "gaze",
    "gaze.recordings.layout.Layout.guesses": "gaze",
    "gaze.recordings.layout.Layout.notes": "gaze",
    "gaze.recordings.layout.Layout.stimulus_guess": "gaze",
    "gaze.recordings.mapping.ColumnMapping.guesses": "gaze --map",
    "gaze.recordings.recording.Dialect.guesses": ("gaze", "import-gaze"),
    "gaze.recordings.recording.Recording.warnings": ("gaze", "import-gaze"),
    "gaze.import_preview.stimulus_places.doubts": "import-gaze",
    # heatmap pictures
    "gaze.heatmaps.heatmap_names.HeatmapRow.note": "import-heatmaps",
    "gaze.heatmaps.heatmap_names.UnmatchedHeatmap.near": "import-heatmaps",
    "gaze.heatmaps.heatmap_names.UnmatchedHeatmap.reason": "import-heatmaps",
    "gaze.heatmaps.placing.Found.problem": "import-heatmaps refused",
    "pipeline.eye_tracking.heatmap_import.Placing.problem": "import-heatmaps refused",
    # faces, maps and what is compared
    "pipeline.cautions.mixed_models": "run",
    "findings.comparison.Comparison.cautions": "run",
    "findings.comparison.Comparison.left_out": "run",
    "pipeline.photographs.find_faces.in_words": "find-faces",
    "pipeline.photographs.find_faces.said_by_people": "find-faces",
    "pipeline.maps.odd_maps.empty_masks": "run",
    "pipeline.maps.odd_maps.odd_maps": "run",
    "pipeline.maps.noise_words.noise_lines": "run",
    "pipeline.out_of_date.OutOfDate.reasons": "run",
    "pipeline.out_of_date_words.sentences": "run",
    "findings.average_face.AverageFaces.notes": "average-face",
    "findings.average_face.FaceDifference.why": "average-face",
    # training
    "training.fold_edits.remarks": "folds",
    # two studies
    "study.merging.MergePlan.left_out": "merge",
    "study.merging.MergePlan.unclear_neonates": "merge",
    "study.merging.MergePlan.unclear_participants": "merge",
}
"""Which command prints it, or which commands."""
FOLDS = "said when it happens, which test_folds_explain.py looks at"
EACH = [
    (where, command)
    for where, commands in SAID.items()
    for command in ([commands] if isinstance(commands, str) else commands)
]

EXCHANGED = "neopain import-annotations says it (test_exchange.py)"

NOT_SAID = {
    "annotation.adjudication.Disagreement.said": "what raters answered",
    "annotation.agreement.differences.Limits.why": TABLES,
    "annotation.agreement.value.Value.undefined": TABLES,
    "annotation.agreement.value.Value.why": TABLES,
    "annotation.answers.Amendment.reason": "what a person wrote of a change",
    "annotation.answers.Decision.reason": "what a person wrote of a decision",
    "annotation.faults.Fault.problem": "a file is refused with it (test_instruments.py)",
    "pipeline.settings.instruments.switch_sentences": "neopain rounds says it (test_rounds.py)",
    "annotation.scales.totals.TotalSaid.why": "of the page of a round, beside the total",
    "annotation.ratings_file.Ratings.said": "what a rater answered",
    "pipeline.rounds.collection.State.said": "what raters answered",
    "annotation.exchange.sheet.Read.left_out": EXCHANGED,
    "pipeline.annotation.exchange.into.Brought.left_out": EXCHANGED,
    "pipeline.annotation.exchange.ratings_csv.Row.said": "what a rater answered",
    "pipeline.annotation.exchange.reading.Found.said": "what a rater answered",
    "classifiers.folds.held_out.HeldOut.said": FOLDS,
    "classifiers.folds.held_out.HeldOut.why": FOLDS,
    "classifiers.loaded.FoldsUsed.said": FOLDS,
    "classifiers.loaded.FoldsUsed.why": FOLDS,
    "study.prediction_store.TrainedHow.said": "of the report, which says it",
    "study.prediction_store.TrainedHow.why": "of the report, which says it in words",
    "reports.how_made.fold_sentences": "the methods' text of the report's page",
    "classifiers.inventory.Entry.warning": "neopain classifiers says it (test_classifiers.py)",
    "pipeline.training.comparing.Compared.cautions": "neopain trainings --compare says them",
    "pipeline.training.planned.Planned.problem": "of the window; neopain train is refused with it",
    "pipeline.training.planned.Planned.remarks": "of the window; neopain folds says them",
    "pipeline.training.trainings.Training.why": "neopain trainings says it",
    "pipeline.classifier_preview.Preview.left_out": "neopain weights --try prints it",
    "pipeline.classifier_preview.Preview.remarks": "neopain weights --try prints them",
    "reports.evaluation.card.empty_fields": "a fault of ours: the card is refused with them",
    "training.evaluation.bootstrap.Bounds.undefined": TABLES,
    "training.evaluation.bootstrap.Bounds.why": TABLES,
    "agreement.class_tests.Difference.why": TABLES,
    "agreement.intervals.Interval.undefined": TABLES,
    "agreement.intervals.Interval.why": TABLES,
    "pipeline.cautions.cautions": "of a comparison that was kept; Comparison.cautions are said",
    "agreement.measure.Measure.undefined": "the sentence beside each undefined value",
    "agreement.pairs.PairAgreement.flag": "in agreement_per_image.csv; empty masks are said",
    "agreement.statistics.attributes.TwoAttributes.guess": "a chance of answering right",
    "agreement.statistics.attributes.TwoAttributes.notes": "for scripts, which print them",
    "agreement.statistics.logistic.LogisticModel.notes": "for scripts, which print them",
    "agreement.statistics.looks.Gain.why": RECORDS,
    "agreement.statistics.mixed_models.MixedModel.notes": "rows of their own in mixed_models.csv",
    "agreement.statistics.power.Power.why": TABLES,
    "findings.inference.GainRow.why": TABLES,
    "registration.outcome.Outcome.remarks": "neopain register prints each",
    "crashes.redaction.error_lines": "what a report of a fault holds, shown at the next start",
    "crashes.redaction.dump_lines": "what a report of a fault holds, shown at the next start",
    "agreement.winners.Lead.lacking": TABLES,
    "agreement.winners.Lead.undefined": TABLES,
    "agreement.winners.Lead.why": TABLES,
    "dataset.incoming.Incoming.left_out": RECORDS,
    "dataset.previews.ImportRow.box_warnings": "the last of the row's warnings",
    "dataset.face_image.FaceImage.notes": "what people wrote of a photograph",
    "faithfulness.statistics.Mean.undefined": "a count, in the table that is printed",
    "gaze.density.GroupMap.left_out": "a count, in the table that is printed",
    "gaze.import_preview.gathering.Gathered.problems": WINDOW,
    "gaze.heatmaps.readings.Readings.warning": "a command takes one of the two and says its caveat",
    "gaze.import_preview.sorting.Sorted.said": WINDOW,
    "findings.pairs.PairSummary.undefined": TABLES,
    "jobs.PassedOver.why": "said when it happens, which test_map_words.py looks at",
    "pipeline.messages.Refused.why": "of the window's import; the command is refused with it",
    "pipeline.maps.estimate.Estimate.left_out": "said in the window; a run names them all",
    "pipeline.maps.estimate.Estimate.lacking": "said in the window; a run says it of each map",
    "pipeline.faithfulness.findings.AgreementRow.undefined": "a count, in the table",
    "pipeline.faithfulness.findings.SummaryRow.undefined": "a count, in the table",
    "reports.cautions.alarms": "some of the cautions that are printed",
    "reports.how_made.differing_sentences": "the methods' text of the report's page",
    "reports.how_made.gaze_sentences": "the methods' text of the report's page",
    "reports.how_made.rater_sentences": "the methods' text of the report's page",
    "reports.methods_text.StudyFacts.left_out": "the methods' text of the report's page",
    "reports.shown_table.ShownTable.notes": "below the tables of the report's page",
    "reports.strip_figure.Tile.note": "on the figure",
    "reports.strip_layout.Layout.notes": "on the figure",
    "study.edit_store.Details.notes": "what people wrote of a photograph",
}
"""Why no command need print it."""


def test_each_warning_of_the_core_has_its_command():
    found = {where for where, _ in (*members(), *functions())}
    known = set(SAID) | set(NOT_SAID)
    assert found == known, (sorted(found - known), sorted(known - found))


def with_word(value, word):
    """Return what is said with a word more."""
    if isinstance(value, str):
        return f"{value} {word}".strip()
    if isinstance(value, list):
        return [*value, word]
    pairs = bool(value) and isinstance(value[0], tuple)
    return (*value, ("a-photograph", word) if pairs else word)


@contextlib.contextmanager
def planted(words):
    """Let each of these parts of the core say its word, as often as it says something."""
    with pytest.MonkeyPatch.context() as patch:
        for where, (kind, name) in members():
            if where in words:
                plant_in_record(patch, kind, name, words[where])
        for where, function in functions():
            if where in words:
                plant_in_function(patch, function, words[where])
        yield


def plant_in_record(patch, kind, name, word):
    present = vars(kind).get(name)
    if isinstance(present, property):
        patch.setattr(kind, name, property(lambda self: with_word(present.fget(self), word)))
        return
    begin = kind.__init__

    def init(self, *args, **more):
        begin(self, *args, **more)
        value = getattr(self, name)
        if name != "left_out" or kind.__name__ != "Comparison":
            object.__setattr__(self, name, with_word(value, word))
        else:
            object.__setattr__(self, name, (*value, ("a-photograph", word)))

    patch.setattr(kind, "__init__", init)


def plant_in_function(patch, function, word):
    def saying(*args, **more):
        return with_word(function(*args, **more), word)

    for module in [one for name, one in sys.modules.items() if name.startswith("neopain_gui")]:
        for name, thing in list(vars(module).items()):
            if thing is function:
                patch.setattr(module, name, saying)


def folder(place, _):
    for file, seed in (("pain/S1/a", "one"), ("pain/S1/copy", "one"), ("no pain/S1/b", "two")):
        photograph(place / f"set/{file}.png", seed=seed)
    photograph(place / "set/no pain/S2/both.png", seed="two of one")
    photograph(place / "set/pain/S2/both.png", seed="two of one")
    photograph(place / "set/pain/alone.png", seed="three")
    photograph(place / "set/pain/ward/S1/which.png", seed="five")
    photograph(place / "set/06_145026.png", seed="four")
    (place / "set/c.jxl").write_bytes(b"\xff\x0a")
    return "new", place / "w", place / "set"


def manifest(place, _):
    for name in "ab":
        photograph(place / f"set/{name}.png")
    rows = 'a.png,1,pain,"3,2,10,12"\nb.png,1,no pain,"18,14,38,34"\n'
    (place / "set/list.csv").write_text(f"file,neonate,label,bbox\n{rows}")
    return "new", place / "w", place / "set"


def recording(place, study):
    with Study.open(study, read_only=True) as opened:
        first, second, third, *_ = [image.id for image in opened.images.all()]
    file = place / "a.tsv"
    far = look(third, (-0.5, -0.5), start_us=30_000_000, place=(200.0, 200.0, 320.0, 233.0))
    write_prolab(file, [look(f"{first}.bmp"), look("extra", start_us=9_000_000), look(second), far])
    return file


def gaze(place, study):
    return "gaze", recording(place, study)


def gaze_mapped(place, _):
    rows = "".join(f"{k * 20},{100 + k},{200 - k}\n" for k in range(50))
    (place / "own.csv").write_text(f"t,gx,gy\n{rows}")
    return "gaze", place / "own.csv", *("--map", "time=t", "--map", "x=gx", "--map", "y=gy")


def import_gaze(place, study):
    return "import-gaze", study, recording(place, study)


def heatmaps(place, study):
    box = (310, 120, 480, 350)
    with Study.open(study, read_only=True) as opened:
        image = opened.images.all()[0]
        shown = opened.images.pixels(image.id)
    picture = draw_heat(heat((700, 900), box, seed=3), show(shown, box, size=(700, 900)), 0.7)
    (place / "screens").mkdir()
    write_png(place / f"screens/{image.id}__Laypeople.png", picture)
    write_png(place / "screens/nobody.png", np.zeros((20, 20, 3), np.uint8))
    return "import-heatmaps", study, place / "screens"


def run(place, study):
    with Study.open(study) as opened:
        opened.set_setting("gaze", opened.setting("gaze", {}) | {"radius_px": 77.0})
    return "run", study, "--out", place / "out"


def average_face(place, study):
    return "average-face", study, "--out", place / "out"


def find_faces(_, study):
    with Study.open(study, read_only=True) as opened:
        return "find-faces", study, "--image", opened.images.all()[0].id


def folds(_, study):
    return "folds", study, "--protocol", "paper", "--folds", 2


def merge(place, study):
    other = shutil.copytree(study, place / "other.neopain")
    return "merge", study, other, place / "both", "--preview"


COMMANDS = {
    "folder": folder,
    "manifest": manifest,
    "gaze": gaze,
    "gaze --map": gaze_mapped,
    "import-gaze": import_gaze,
    "import-heatmaps": heatmaps,
    "import-heatmaps refused": heatmaps,
    "run": run,
    "average-face": average_face,
    "find-faces": find_faces,
    "folds": folds,
    "merge": merge,
}


@pytest.fixture(scope="module")
def terminals(phantoms, tmp_path_factory):
    """What each command printed with a word planted in all that it is to say, and the words."""
    known = {}

    def terminal(command):
        if command not in known:
            place = tmp_path_factory.mktemp("said")
            study = shutil.copytree(phantoms / "demo.neopain", place / "demo.neopain")
            given = COMMANDS[command](place, study)
            mine = [where for where, by in EACH if by == command]
            words = {where: f"planted{number}x" for number, where in enumerate(mine)}
            said = io.StringIO()
            with (
                contextlib.redirect_stdout(said),
                contextlib.redirect_stderr(said),
                pytest.MonkeyPatch.context() as patch,
                planted(words),
            ):
                patch.setattr(runner, "compute_maps", lambda *_, **__: None)
                neopain(*given)
            assert "made a mistake" not in said.getvalue(), said.getvalue()
            known[command] = words, said.getvalue()
        return known[command]

    return terminal


@pytest.mark.parametrize(("where", "command"), EACH)
def test_what_the_core_says_stands_on_the_terminal(terminals, where, command):
    words, said = terminals(command)
    assert words[where] in said, said
