"""Running a command in this process, as a person does at the prompt."""

from neopain_gui import cli


def no_window(study=None, *, demo=False):
    raise AssertionError("the window was opened")


def neopain(*arguments):
    return cli.run_command([str(argument) for argument in arguments], no_window)
