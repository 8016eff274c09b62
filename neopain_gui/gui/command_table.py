"""The table of commands: what each is called, where it is, its keys and when it can be used."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A command.

    Attributes
    ----------
    id : str
        Also the name of the method that carries it out.
    menu : str
        Where it is, for example ``"File"`` or ``"File/Export"``.
    text : str
        As in the menu, with ``&`` for the access key and ``…`` when it asks something first.
    icon : str
        Name in ``resources/icons``; empty for none.
    keys : tuple of str
        Shortcuts; the first is shown.
    when : str
        Name of the condition under which it can be used.
    tip : str
        What it does, one line; empty when the text says it all.
    toolbar : bool
        Whether it has a button.
    short : str
        What the button says beside its icon; empty for the icon alone.
    after : bool
        Whether a separator follows.
    checkable : bool
        Whether it is on or off, and shows which.
    seen : str
        Where its keys act if they are letters, digits or signs without Ctrl: ``photograph`` in
        the Inspect tab, ``photographs`` also where the small pictures have the focus,
        ``anywhere`` but in fields.
    """

    id: str
    menu: str
    text: str
    icon: str = ""
    keys: tuple[str, ...] = ()
    when: str = "always"
    tip: str = ""
    toolbar: bool = False
    short: str = ""
    after: bool = False
    checkable: bool = False
    seen: str = "photograph"

    @property
    def plain(self) -> str:
        """The text without access key and ellipsis."""
        return self.text.replace("&", "").rstrip("…")


TABLE = (
    Spec(
        id="new_study",
        menu="File",
        text="&New study…",
        icon="study-new",
        keys=("Ctrl+N",),
        tip="Make a study from a folder of photographs",
    ),
    Spec(
        id="open_study",
        menu="File",
        text="&Open study…",
        icon="study-open",
        keys=("Ctrl+O",),
        toolbar=True,
    ),
    Spec(
        id="open_demo",
        menu="File",
        text="Open the &demo study",
        icon="demo",
        tip="Synthetic phantoms: everything can be tried without a photograph",
    ),
    Spec(
        id="close_study",
        menu="File",
        text="&Close study",
        keys=("Ctrl+W",),
        when="study",
        after=True,
    ),
    Spec(
        id="add_photographs",
        menu="File",
        text="&Add photographs…",
        icon="photographs-add",
        keys=("Ctrl+I",),
        when="editable",
        toolbar=True,
        short="Add",
    ),
    Spec(
        id="import_recordings",
        menu="File",
        text="Import &recordings of gaze…",
        icon="eye",
        keys=("Ctrl+Shift+I",),
        when="editable_photographs",
        tip="Eye trackers' exports: who looked where, and when",
    ),
    Spec(
        id="import_heatmaps",
        menu="File",
        text="Import &heatmap pictures…",
        when="editable_photographs",
        tip="Pictures of what groups of people looked at",
    ),
    Spec(
        id="find_moved",
        menu="File",
        text="Find &moved photographs…",
        when="editable_photographs",
        tip="Say where photographs are that are not where the study left them",
        after=True,
    ),
    Spec(
        id="export_this",
        menu="File/&Export",
        text="Contour mask of &this map…",
        icon="export",
        keys=("Ctrl+E",),
        when="map",
        tip="The region on the viewer as a black and white PNG of the photograph's size",
        toolbar=True,
        short="Export",
    ),
    Spec(
        id="export_map",
        menu="File/&Export",
        text="&Everything of this map…",
        when="map",
        tip="Heatmap, overlay, mask, the values as NPY and 16-bit PNG, and the record to repeat it",
    ),
    Spec(
        id="export_strip",
        menu="File/&Export",
        text="Film strip as a &figure…",
        when="image",
        tip="All layers with captions: PNG at 300 dpi, SVG or PDF",
        after=True,
    ),
    Spec(
        id="export_selected",
        menu="File/&Export",
        text="Contour masks of the &selected photographs…",
        when="image",
    ),
    Spec(
        id="export_all",
        menu="File/&Export",
        text="Contour masks of &all photographs…",
        when="photographs",
        after=True,
    ),
    Spec(
        id="export_tables",
        menu="File/&Export",
        text="Agreement &tables…",
        when="photographs",
        tip="Agreement per photograph and its means for pain and no pain, as CSV",
    ),
    Spec(
        id="export_report",
        menu="File/&Export",
        text="&Report…",
        when="photographs",
        tip="A page with what the comparison says, its tables and its figures, for a paper",
    ),
    Spec(id="quit", menu="File", text="&Quit", keys=("Ctrl+Q",)),
    Spec(
        id="undo",
        menu="Edit",
        text="&Undo",
        icon="undo",
        keys=("Ctrl+Z",),
        when="undo",
        toolbar=True,
    ),
    Spec(
        id="redo",
        menu="Edit",
        text="&Redo",
        icon="redo",
        keys=("Ctrl+Shift+Z", "Ctrl+Y"),
        when="redo",
        toolbar=True,
        after=True,
    ),
    Spec(
        id="label_pain",
        menu="Edit",
        text="Label &pain",
        icon="label-pain",
        keys=("P",),
        when="editable_image",
        seen="photographs",
        toolbar=True,
    ),
    Spec(
        id="label_no_pain",
        menu="Edit",
        text="Label &no pain",
        icon="label-no-pain",
        keys=("N",),
        when="editable_image",
        seen="photographs",
        toolbar=True,
    ),
    Spec(id="label_none", menu="Edit", text="Remove the &label", when="editable_image", after=True),
    Spec(
        id="find_faces",
        menu="Edit/&Face",
        text="&Find faces",
        icon="face-find",
        keys=("Ctrl+F",),
        when="editable_image",
        tip="Look for the face on each selected photograph",
        toolbar=True,
        short="Find face",
    ),
    Spec(
        id="draw_face",
        menu="Edit/&Face",
        text="&Draw by hand",
        icon="face-draw",
        keys=("D",),
        when="editable_image",
        tip="Draw the face's box on the photograph",
        toolbar=True,
    ),
    Spec(
        id="clear_face",
        menu="Edit/&Face",
        text="&Clear",
        icon="face-clear",
        when="editable_image",
        tip="Remove the box; undo brings it and its maps back",
    ),
    Spec(id="fit", menu="View", text="&Fit", icon="fit", keys=("F",), when="image"),
    Spec(
        id="actual_size", menu="View", text="&100 %", icon="actual-size", keys=("0",), when="image"
    ),
    Spec(id="zoom_in", menu="View", text="Zoom &in", icon="zoom-in", keys=("+", "="), when="image"),
    Spec(
        id="zoom_out",
        menu="View",
        text="Zoom &out",
        icon="zoom-out",
        keys=("-",),
        when="image",
        after=True,
    ),
    Spec(
        id="read_messages",
        menu="View",
        text="&Go to the messages",
        keys=("F8",),
        tip="From one message to the next by keyboard; Esc closes it",
        after=True,
    ),
    Spec(
        id="less_overlay",
        menu="View",
        text="Overlay &fainter",
        keys=("[",),
        when="image",
    ),
    Spec(
        id="more_overlay",
        menu="View",
        text="Overlay &stronger",
        keys=("]",),
        when="image",
        after=True,
    ),
    Spec(
        id="show_regions",
        menu="View",
        text="Facial &regions",
        icon="regions",
        keys=("R",),
        when="image",
        tip="Where the features of the face lie; correct them by hand, add some of one's own",
    ),
    Spec(
        id="play_depth",
        menu="View",
        text="&Play the layers",
        icon="play",
        keys=("L",),
        when="image",
        tip="Show one layer after the other, round and round; again to stop",
        after=True,
    ),
    Spec(
        id="show_steps",
        menu="View",
        text="Post-processing &steps",
        icon="steps",
        keys=("S",),
        when="study",
        tip="The map's way to its contour mask: clusters, smoothing, alpha channel",
        toolbar=True,
        short="Steps",
        checkable=True,
    ),
    Spec(
        id="show_panes",
        menu="View",
        text="&Linked panes",
        icon="panes",
        keys=("M",),
        when="study",
        tip="Up to six maps of the photograph beside each other, with one zoom and one crosshair",
        toolbar=True,
        short="Panes",
        checkable=True,
        after=True,
    ),
    Spec(
        id="compute_this",
        menu="Run",
        text="&Compute the chosen map",
        icon="compute",
        keys=("Ctrl+Return",),
        when="editable_image",
        tip="Classifier, method and class as chosen, for the selected photographs",
        toolbar=True,
        short="Compute",
    ),
    Spec(
        id="compute_all",
        menu="Run",
        text="Compute the chosen map for &all photographs",
        icon="compute-all",
        keys=("Ctrl+Shift+Return",),
        when="editable_photographs",
    ),
    Spec(
        id="compute_study",
        menu="Run",
        text="Compute the &whole study",
        when="editable_photographs",
        tip="Every classifier that is there with every method, for all photographs",
    ),
    Spec(
        id="examine_map",
        menu="Run",
        text="&Test this map",
        icon="trust",
        when="map",
        tip="Measure how far it can be trusted",
        after=True,
    ),
    Spec(
        id="stop",
        menu="Run",
        text="&Stop",
        icon="stop",
        keys=("Ctrl+.",),
        when="busy",
        tip="Stop what is running and waiting",
    ),
    Spec(
        id="find_command",
        menu="Help",
        text="Find a &command…",
        icon="command",
        keys=("Ctrl+K",),
    ),
    Spec(
        id="show_shortcuts",
        menu="Help",
        text="&Keyboard shortcuts",
        icon="keyboard",
        keys=("?", "F1"),
        seen="anywhere",
    ),
    Spec(id="user_guide", menu="Help", text="User &guide", icon="guide", after=True),
    Spec(id="about", menu="Help", text="&About NeoPain", icon="info"),
)

MENUS = ("&File", "&Edit", "&View", "&Run", "&Help")

HELD_KEYS = (
    ("↑  ↓", "Previous and next photograph"),
    ("←  →", "Earlier and later layer of the network"),
    ("1 – 6", "Show an extraction model's map"),
    ("Space", "Hide the overlay while held"),
    ("B", "Blink: in linked panes, the next pane's map while held; in Compare, the other mask"),
)
"""Keys that are no commands; for the shortcut sheet."""
