"""The methods to choose from, in groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox

from neopain_gui.attribution.methods import METHODS, PAPER_METHODS, Method
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal

if TYPE_CHECKING:
    from neopain_gui.classifiers.registry import ClassifierInfo

PAPER = "As in the dissertation"
OTHERS = "More methods"
CONTROLS = "Controls, which a map has to beat"


def grouped(methods: Iterable[Method]) -> Mapping[str, list[Method]]:
    """Sort methods into the groups of the list, in its order; groups without any are left out."""
    groups: dict[str, list[Method]] = {PAPER: [], OTHERS: [], CONTROLS: []}
    for method in methods:
        paper = method.id in PAPER_METHODS
        groups[CONTROLS if method.control else PAPER if paper else OTHERS].append(method)
    return {title: found for title, found in groups.items() if found}


def fill_methods(combo: QComboBox, methods: Iterable[Method] = tuple(METHODS.values())) -> None:
    """List the methods under headings that cannot be chosen; one group alone has no heading."""
    groups = grouped(methods)
    for title, found in groups.items():
        if len(groups) > 1:
            _heading(combo, title)
        for method in found:
            combo.addItem(_said(method), method.id)
            combo.setItemData(combo.count() - 1, _tip(method), Qt.ItemDataRole.ToolTipRole)


def why_not(classifier: ClassifierInfo | None, method_id: str) -> str:
    """Say what a classifier lacks for a method; empty where the method can explain it."""
    method = METHODS.get(method_id)
    if classifier is None or method is None:
        return ""
    return method.lacking(classifier.short_name, classifier.gives)


def grey_out(combo: QComboBox, classifier: ClassifierInfo | None) -> None:
    """Offer only what can explain a classifier; of the other methods the tip says why not."""
    model = combo.model()
    if not isinstance(model, QStandardItemModel):
        return
    for place in range(combo.count()):
        method = METHODS.get(combo.itemData(place))
        if method is not None:
            why = why_not(classifier, method.id)
            model.item(place).setEnabled(not why)
            tip = literal(f"{why}.") if why else _tip(method)
            combo.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)


def _tip(method: Method) -> str:
    return literal(f"{method.name} ({method.paper})" if method.paper else method.name)


def _said(method: Method) -> str:
    """Return a method's title; what is abbreviated there is written out."""
    return f"{method.name} ({method.title})" if "." in method.title else method.title


def _heading(combo: QComboBox, title: str) -> None:
    combo.addItem(title)
    model = combo.model()
    if isinstance(model, QStandardItemModel):
        item = model.item(combo.count() - 1)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(theme.strong_font(combo.font()))
