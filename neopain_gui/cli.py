"""The headless command line: the same functions as the window, the same bytes.

Exit codes: 0 done, 1 a bug, 2 something to mend in what was given, 3 the machine could not,
130 stopped.
"""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Protocol

import click
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from neopain_gui import __version__
from neopain_gui.errors import Cancelled, InputError, NeoPainError
from neopain_gui.geometry import Box
from neopain_gui.jobs import Job, PartOfJob

NOTICE = "Research use only. Not a medical device."
EXIT_BUG, EXIT_INPUT, EXIT_MACHINE, EXIT_STOPPED = 1, 2, 3, 130

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


class OpenWindow(Protocol):
    """What opens the window; handed in, because this module does not know it."""

    def __call__(self, study: Path | None = None, *, demo: bool = False) -> int:
        """Open the window and return its exit code."""


app = typer.Typer(
    name="neopain",
    help=f"Compare what people and neural networks look at when they judge neonatal pain. {NOTICE}",
    epilog="Without a command, or with the path of a study, the window opens.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

OutFolder = Annotated[Path, typer.Option("--out", help="Folder that the files are written to.")]
Classifiers = Annotated[
    list[str] | None,
    typer.Option("--classifier", help="Id or weight file; repeat it for several. All by default."),
]
Methods = Annotated[
    list[str] | None,
    typer.Option("--method", help="Id of a method, or all; repeat it for several."),
]
Target = Annotated[
    str, typer.Option(help="Class that is explained: predicted, labelled, pain or 'no pain'.")
]
SingleTarget = Annotated[
    str, typer.Option(help="Class that is explained: predicted, pain or 'no pain'.")
]
Options = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        help="Option of a method as NAME=VALUE; repeat it for several. "
        "'neopain methods' lists them.",
    ),
]
_STEPS = typer.Option(
    "--steps",
    help="Integrated Gradients: a number of midpoints, auto (as many as the contour mask needs; "
    "the default), or paper (50, trapezoid). Short for --option steps=…",
)


class ConsoleJob:
    """A job that draws a progress bar on the terminal's error stream."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=1.0)

    def check(self) -> None:
        """Ctrl+C stops; nothing to ask here."""

    def progress(self, done: float, total: float, text: str = "") -> None:
        """Move the bar."""
        self._bar.update(self._task, completed=done, total=total or 1.0)
        if text:
            self._bar.update(self._task, description=text)

    def partial(self, message: dict[str, Any]) -> None:
        """Say what was passed over; the rest is written to files."""
        if "skipped" in message:
            self._bar.console.print(
                f"{message['skipped']} left out: {message['why']}", style="yellow", markup=False
            )


@contextmanager
def _progress() -> Iterator[Job]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err) as bar:
        yield ConsoleJob(bar)


@contextmanager
def _whole_or_nothing(study: Path) -> Iterator[None]:
    """Remove a study that could not be filled: the next try would find it in its way."""
    try:
        yield
    except BaseException:
        shutil.rmtree(study, ignore_errors=True)
        raise


@app.command()
def demo(
    context: typer.Context,
    headless: Annotated[
        bool, typer.Option("--headless", help="Run everything without a window.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--out", help="Folder for the study and its files.")
    ] = None,
) -> None:
    """Open the demo study: synthetic phantoms, both classifiers, two synthetic groups."""
    if not headless:
        if folder is not None:
            raise InputError("--out is for the demo without a window", remedy="add --headless")
        raise typer.Exit(context.obj(demo=True))
    if folder is None:
        raise InputError("the demo needs a place for its files", remedy="give --out FOLDER")
    from neopain_gui.pipeline.demo import STEPS, make_demo_study
    from neopain_gui.pipeline.runner import completeness_errors, run_study
    from neopain_gui.study import Study

    with _progress() as job:
        path = make_demo_study(folder, job=PartOfJob(job, 0.0, 0.02))
        with Study.open(path) as study:
            comparison = run_study(study, folder, job=PartOfJob(job, 0.02, 1.0))
            errors = completeness_errors(study)
    out.print("Demo weights trained on synthetic phantoms: the figures mean nothing clinically.")
    for name, (median, worst) in errors.items():
        out.print(
            f"{name}, {STEPS} midpoints: completeness error {median:.1%} in the middle photograph, "
            f"{worst:.1%} in the worst."
        )
    _print_summary(comparison, folder)


@app.command()
def new(
    study: Annotated[Path, typer.Argument(help="Study to make, for example ward.neopain.")],
    folder: Annotated[Path, typer.Argument(help="Folder of photographs, or a manifest (CSV).")],
    copy: Annotated[
        bool, typer.Option("--copy", help="Copy the photographs into the study (portable).")
    ] = False,
) -> None:
    """Make a study from a folder of photographs or a manifest."""
    from neopain_gui.dataset import preview, records
    from neopain_gui.study import Study

    with _progress() as job:
        found = preview(folder, PartOfJob(job, 0.0, 0.6))
        images = records(found)
        root = folder if folder.is_dir() else folder.parent
        with Study.create(study) as made, _whole_or_nothing(made.path):
            made.add_images(images, root=root, copy=copy, job=PartOfJob(job, 0.6, 1.0))
    subjects = {image.neonate.id for image in images if image.neonate}
    out.print(f"{len(images)} photographs of {len(subjects)} neonates in {made.path.name}.")
    for left in found.unmatched:
        err.print(f"{left.file} left out: {left.reason}", style="yellow", markup=False)
    for same in found.duplicates:
        text = f"The same picture more than once: {', '.join(same.files)}"
        err.print(text, style="yellow", markup=False)


@app.command()
def run(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    folder: OutFolder,
    classifier: Classifiers = None,
    method: Methods = None,
    target: Target = "predicted",
    steps: Annotated[str | None, _STEPS] = None,
    option: Options = None,
) -> None:
    """Do what is missing in a study and write contour masks and tables."""
    from neopain_gui.attribution.methods import PAPER_METHODS, chosen_methods
    from neopain_gui.pipeline import runner
    from neopain_gui.study import Study

    methods, options = chosen_methods(method or PAPER_METHODS), _options_of(option, steps)
    _check_options(methods, options)
    with _progress() as job, Study.open(study) as opened:
        if opened.read_only:
            raise InputError(str(opened.why_read_only), file=study)
        comparison = runner.run_study(
            opened,
            folder,
            classifiers=tuple(classifier) if classifier else None,
            methods=methods,
            target=target,
            options=options,
            job=job,
        )
    _print_summary(comparison, folder)


@app.command()
def attribute(
    image: Annotated[Path, typer.Argument(help="A photograph (PNG, JPEG, BMP, TIFF).")],
    folder: OutFolder,
    classifier: Annotated[str, typer.Option(help="Id or weight file.")] = "n_cnn_phantoms",
    method: Annotated[str, typer.Option(help="grad_cam or integrated_gradients.")] = "grad_cam",
    layer: Annotated[
        str | None, typer.Option(help="Layer for GradCAM; the last convolution by default.")
    ] = None,
    target: SingleTarget = "predicted",
    face: Annotated[
        str | None, typer.Option(help="The face as LEFT,TOP,RIGHT,BOTTOM; found by default.")
    ] = None,
    c: Annotated[float, typer.Option(help="Contour mask: keep ≥ mean + c · sd.")] = 0.5,
    steps: Annotated[str | None, _STEPS] = None,
    option: Options = None,
) -> None:
    """Explain one photograph: heatmap, overlay, contour mask and a record of what made them."""
    from neopain_gui.classifiers.registry import find
    from neopain_gui.pipeline.single import attribute_file

    with _progress() as job:
        files = attribute_file(
            image,
            folder,
            classifier=classifier,
            method=method,
            layer=layer,
            target=target,
            box=_parse_box(face) if face else None,
            c=c,
            options=_options_of(option, steps),
            job=job,
        )
    for file in files:
        out.print(file.name, markup=False)
    if find(classifier).synthetic:
        out.print("Demo weights trained on synthetic phantoms: not for real photographs.")


@app.command()
def agree(
    a: Annotated[Path, typer.Argument(help="A contour mask (PNG).")],
    b: Annotated[Path, typer.Argument(help="Another one of the same size.")],
) -> None:
    """Print cosine similarity, Spearman correlation and overlap of two contour masks."""
    from neopain_gui.pipeline.single import agree_files

    table = Table("measure", "value", box=None)
    for name, value in agree_files(a, b).items():
        table.add_row(name, "undefined" if value is None else f"{value:.4f}")
    out.print(table)


@app.command()
def methods() -> None:
    """List the attribution methods and their options."""
    from neopain_gui.attribution.methods import METHODS

    table = Table("id", "method", "option", "accepted (default)", box=None)
    for method in METHODS.values():
        table.add_row(method.id, method.name)
        for option in method.parameters.values():
            table.add_row("", "", option.name, f"{option.accepted} ({option.default})")
    out.print(table)


@app.command()
def classifiers() -> None:
    """List the classifiers that are there and where their weights come from."""
    from neopain_gui.classifiers.registry import available

    table = Table("id", "title", "weights", box=None)
    for info in available():
        there = "in place" if info.weights_file else "built when first needed"
        table.add_row(info.id, info.title, there)
    out.print(table)


def _options_of(texts: list[str] | None, steps: str | None) -> dict[str, str]:
    from neopain_gui.pipeline.options import parse_options

    return parse_options([*(texts or []), *([f"steps={steps}"] if steps else [])])


def _check_options(methods: Sequence[str], options: Mapping[str, str]) -> None:
    """Check before anything slow that each option is known to a method and fits it."""
    from neopain_gui.attribution.methods import find_method

    for name, value in options.items():
        knowing = [m for m in map(find_method, methods) if name in m.parameters]
        if not knowing:
            raise InputError(
                f"none of the methods has an option {name!r}",
                remedy="'neopain methods' lists the options",
            )
        for method in knowing:
            method.parameters[name].checked(value)


def _parse_box(text: str) -> Box:
    try:
        left, top, right, bottom = (int(part) for part in text.split(","))
        return Box(left=left, top=top, right=right, bottom=bottom)
    except ValueError:
        raise InputError(
            f"--face {text!r} is not a rectangle",
            remedy="give four whole numbers, for example --face 90,40,210,190",
        ) from None


def _print_summary(comparison: Any, folder: Path) -> None:
    images = {row.image.id for row in comparison.rows}
    pairs = {(row.pair.model_a, row.pair.model_b) for row in comparison.rows}
    out.print(
        f"{len(comparison.models)} extraction models, {len(pairs)} pairs, "
        f"{len(images)} photographs compared; files in {folder.name}/."
    )
    for image_id, why in comparison.left_out:
        err.print(f"{image_id} left out: {why}", style="yellow", markup=False)
    for sentence in comparison.cautions:
        err.print(sentence, style="yellow", markup=False)
    out.print(NOTICE)


def _version(show: bool) -> None:
    if show:
        out.print(f"NeoPain {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def run_command(arguments: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command and return its exit code; errors are one sentence on the error stream."""
    command = typer.main.get_command(app)
    return _guarded(
        lambda: command.main(
            list(arguments), prog_name="neopain", standalone_mode=False, obj=open_window
        )
    )


def _guarded(action: Callable[[], Any]) -> int:
    """Call ``action``: the command line's entry, one of the two places that catch everything."""
    try:
        code = action()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except (KeyboardInterrupt, click.Abort, Cancelled):
        err.print("Stopped. What was computed until now is kept.")
        return EXIT_STOPPED
    except InputError as error:
        err.print(str(error), style="red", markup=False)
        return EXIT_INPUT
    except NeoPainError as error:
        err.print(str(error), style="red", markup=False)
        return EXIT_MACHINE
    except Exception as bug:  # noqa: BLE001
        text = f"NeoPain made a mistake ({type(bug).__name__}: {bug})."
        err.print(text, style="red", markup=False)
        if os.environ.get("NEOPAIN_DEBUG"):
            traceback.print_exception(bug, file=sys.stderr)
        else:
            err.print("Run it again with NEOPAIN_DEBUG=1 to see where.")
        return EXIT_BUG
