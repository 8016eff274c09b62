"""Changes of the study's own scales and sets of landmarks; each is kept at once and undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from neopain_gui.pipeline.settings.own_instruments import (
    asking,
    own_definitions,
    with_definition,
)

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.settings.instrument_kinds import InstrumentKind

Definition = dict[str, Any]


class OwnEdits:
    """What a person does with one kind of instrument; a definition need not be usable yet.

    Parameters
    ----------
    session : Session
        Whose study keeps them.
    kind : InstrumentKind
        Which.
    """

    def __init__(self, session: Session, kind: InstrumentKind) -> None:
        self._session, self.kind = session, kind

    def all(self) -> dict[str, Any]:
        """Return what a round can ask, by id."""
        study = self._session.study
        return self.kind.there(study) if study is not None else {}

    def definition(self, name: str) -> Definition | None:
        """Return one of the study's own as plain data; None where it has none of this id."""
        study = self._session.study
        return own_definitions(study, self.kind.key).get(name) if study is not None else None

    def unfinished(self) -> dict[str, Definition]:
        """Return those of the study's own that cannot be used yet."""
        study = self._session.study
        return self.kind.unfinished(study) if study is not None else {}

    def rounds(self, name: str) -> list[str]:
        """Return the rounds that ask for it."""
        study = self._session.study
        return asking(study, f"{self.kind.prefix}{name}") if study is not None else []

    def keep(self, definition: Mapping[str, Any], text: str, *, merge: str = "") -> bool:
        """Keep a definition; ``text`` says what was done to it, as it follows *Undo*."""
        study = self._session.study
        if study is None:
            return False
        key = f"{definition['id']} {merge}" if merge else ""
        settings = with_definition(study, self.kind.key, definition)
        return self._session.settings.put_many(settings, text, merge=key)

    def new(self, definition: Mapping[str, Any], said: str) -> str:
        """Keep one that was not there before, and say so; return its id, empty if it is not kept.

        One that is not usable yet has its id to itself, too.
        """
        study = self._session.study
        if study is None:
            return ""
        there, made = own_definitions(study, self.kind.key), dict(definition)
        while made["id"] in there:
            made["id"] = f"{made['id']}-2"
        settings = with_definition(study, self.kind.key, made)
        kept = self._session.settings.put_many(settings, f"making {made['title']}", said=said)
        return str(made["id"]) if kept else ""

    def take_out(self, name: str, title: str) -> bool:
        """Take one of the study's own out, or its words.

        Raises
        ------
        InputError
            A round asks for it.
        """
        study = self._session.study
        if study is None:
            return False
        settings = self.kind.without(study, name)
        return self._session.settings.put_many(
            settings, f"taking out {title}", said=f"Taken out of the study: {title}."
        )
