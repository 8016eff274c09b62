"""The commands of the menu Help."""

from __future__ import annotations

from neopain_gui.gui.place.command import Command
from neopain_gui.gui.shell.commands import help_commands

HELP = (
    Command(
        id="find_command",
        run=help_commands.find_command,
        menu="Help",
        text="Find a &command…",
        icon="command",
        keys=("Ctrl+K",),
    ),
    Command(
        id="show_shortcuts",
        run=help_commands.show_shortcuts,
        menu="Help",
        text="&Keyboard shortcuts",
        icon="keyboard",
        keys=("?", "F1"),
        words="keys sheet hotkeys",
        seen="anywhere",
    ),
    Command(
        id="user_guide",
        run=help_commands.user_guide,
        menu="Help",
        text="User &guide",
        icon="guide",
        after=True,
        words="manual handbook help documentation weights install",
    ),
    Command(
        id="register",
        run=help_commands.register,
        menu="Help",
        text="&Register on this computer…",
        words="double-click association menu icon desktop install default open with",
        tip="NeoPain in the menu, and studies that open with a double-click; no administrator",
    ),
    Command(
        id="unregister",
        run=help_commands.unregister,
        menu="Help",
        text="&Take it out of this computer’s menus…",
        words="unregister remove association menu icon desktop uninstall",
        tip="What registering has put in place is removed again; studies stay",
        after=True,
    ),
    Command(
        id="about_computer",
        run=help_commands.about_computer,
        menu="Help",
        text="About this co&mputer…",
        words="version memory disk processor graphics fonts folders models system report support",
        tip="Versions, memory, disk, folders, without names, to be copied for whoever helps you",
    ),
    Command(
        id="fault_reports",
        run=help_commands.fault_reports,
        menu="Help",
        text="Reports of &faults…",
        words="crash error log bug report",
        tip="What NeoPain kept on this computer when something went wrong; nothing is sent",
        after=True,
    ),
    Command(
        id="about",
        run=help_commands.about,
        menu="Help",
        text="&About NeoPain",
        icon="info",
        words="version licence license",
    ),
)
