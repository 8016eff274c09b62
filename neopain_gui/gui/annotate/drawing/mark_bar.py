"""What stands beside the photograph while regions are drawn: name, tool, size, weight, look."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from neopain_gui.gui.annotate.drawing.brush import FIRST, LARGEST, SMALLEST
from neopain_gui.gui.annotate.drawing.mark_layer import OPACITY
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.jump_slider import JumpSlider
from neopain_gui.gui.widgets.region_names import RegionNames
from neopain_gui.gui.widgets.segments import Segment, SegmentRow
from neopain_gui.percentages import percent

MOVE, POLYGON, FREEHAND, BRUSH, ERASER, MAGIC = (
    "move",
    "polygon",
    "freehand",
    "brush",
    "eraser",
    "magic",
)
TOOLS = {
    MOVE: ("Move", "Choose a region, drag it, drag its points; drag beside it to pan"),
    POLYGON: ("Polygon", "Click corner after corner; a double click or Return closes"),
    FREEHAND: ("Freehand", "Drag around the region"),
    BRUSH: ("Brush", "Paint the region; Shift with the wheel: size; a pen's pressure: width"),
    ERASER: ("Eraser", "Rub out of the region; Shift with the wheel: size"),
    MAGIC: ("Magic", "Click: what looks alike is outlined; drag on to take in more"),
}


_LINES = 3
"""Of what is said of a tool, at most."""


class MarkBar(QWidget):
    """The controls of a :class:`~neopain_gui.gui.annotate.drawing.mark_editor.MarkEditor`.

    Signals
    -------
    tool_chosen(tool: str)
    weight_chosen(weight: int)
    size_chosen(diameter: int)
    look_chosen(opacity: float, outlined: bool)
    fitted()
        The whole photograph is to be seen again.
    removed()
        The chosen region is to go.
    copied()
        The chosen region is wanted on the neonate's other photographs.
    """

    tool_chosen = Signal(str)
    weight_chosen = Signal(object)
    size_chosen = Signal(int)
    look_chosen = Signal(float, bool)
    fitted = Signal()
    removed = Signal()
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = RegionNames()
        self.tools: dict[str, Segment] = {}
        self._group = QButtonGroup(self)
        self.says = PlainLabel()
        self.says.setWordWrap(True)
        self.says.setAccessibleName("What the tool does")
        # room for the longest, so that no tool moves the buttons under the pointer
        self.says.setMinimumHeight(_LINES * self.says.fontMetrics().height())
        self.says.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.weight = SegmentRow(
            {
                1: ("1", "The region counts once"),
                2: ("2", "The region counts twice"),
                3: ("3", "The region counts three times"),
            },
            1,
        )
        for weight, button in self.weight.buttons.items():
            button.setAccessibleName(f"Weight {weight}")
        self.diameter, self.diameter_says = JumpSlider(Qt.Orientation.Horizontal), PlainLabel()
        self.opacity, self.opacity_says = JumpSlider(Qt.Orientation.Horizontal), PlainLabel()
        self.outlined = QCheckBox("Outlines")
        self.outlined.setChecked(True)
        self.outlined.setToolTip("Draw the regions' outlines")
        self.fit = Segment("Fit", "Show the whole photograph again", checkable=False)
        self.removing = Segment("Remove", "Take the chosen region away", checkable=False)
        self.copying = Segment(
            "Copy to other photographs",
            "Lay the chosen region on the neonate's other photographs of this round",
            checkable=False,
        )
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        column.addWidget(self.names)
        column.addWidget(self._tool_row())
        column.addWidget(self.says)
        column.addLayout(
            self._slider("Brush", self.diameter, self.diameter_says, (SMALLEST, LARGEST))
        )
        weight = QHBoxLayout()
        weight.addWidget(PlainLabel("Weight"))
        weight.addWidget(self.weight)
        weight.addStretch(1)
        weight.addWidget(self.removing)
        column.addLayout(weight)
        column.addLayout(self._slider("Inside", self.opacity, self.opacity_says, (0, 100)))
        looks = QHBoxLayout()
        looks.addWidget(self.outlined)
        looks.addStretch(1)
        looks.addWidget(self.fit)
        column.addLayout(looks)
        column.addWidget(self.copying)
        self.diameter.setAccessibleName("Size of the brush")
        self.opacity.setAccessibleName("Opacity of the regions")
        self.show_size(FIRST)
        self.opacity.setValue(round(100 * OPACITY))
        self.opacity_says.setText(percent(OPACITY))
        self.copying.hide()
        for field in (self.names.list, self.diameter, self.opacity, self.outlined):
            field.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # letters stay the questions'

    def _tool_row(self) -> QWidget:
        row, group = QWidget(), self._group
        flow = Flow(row)
        flow.setContentsMargins(0, 0, 0, 0)
        for tool, (text, tip) in TOOLS.items():
            button = Segment(text, tip)
            button.clicked.connect(lambda _on=False, one=tool: self.tool_chosen.emit(one))
            group.addButton(button)
            flow.addWidget(button)
            self.tools[tool] = button
        return row

    def _slider(
        self, title: str, slider: JumpSlider, says: PlainLabel, ends: tuple[int, int]
    ) -> QHBoxLayout:
        slider.setRange(*ends)
        row = QHBoxLayout()
        row.addWidget(PlainLabel(title))
        row.addWidget(slider, 1)
        row.addWidget(says)
        return row

    def _connect(self) -> None:
        self.names.refused.connect(self.say)
        self.diameter.valueChanged.connect(self._sized)
        self.weight.chosen.connect(self.weight_chosen)
        self.opacity.valueChanged.connect(self._looked)
        self.outlined.toggled.connect(self._looked)
        self.fit.clicked.connect(lambda *_: self.fitted.emit())
        self.removing.clicked.connect(lambda *_: self.removed.emit())
        self.copying.clicked.connect(lambda *_: self.copied.emit())

    # -- what it shows ---
    def show_tool(self, tool: str, *, taken: bool) -> None:
        """Press a tool in and say what it does; none where the hand is at something else."""
        self._group.setExclusive(taken)
        self.tools[tool].setChecked(taken)
        if not taken:
            for button in self.tools.values():
                button.setChecked(False)
        self.say(f"{TOOLS[tool][1]}." if taken else "Choose a tool to draw regions.")

    def show_size(self, diameter: int) -> None:
        """Show how wide the brush is, in pixels of the photograph."""
        with QSignalBlocker(self.diameter):
            self.diameter.setValue(diameter)
        self.diameter_says.setText(f"{diameter} px")

    def say(self, text: str) -> None:
        """Say something under the tools."""
        self.says.setText(text)
        self.says.setToolTip(literal(text))

    def _sized(self, diameter: int) -> None:
        self.diameter_says.setText(f"{diameter} px")
        self.size_chosen.emit(diameter)

    def _looked(self, *_: object) -> None:
        opacity = self.opacity.value() / 100
        self.opacity_says.setText(percent(opacity))
        self.look_chosen.emit(opacity, self.outlined.isChecked())
