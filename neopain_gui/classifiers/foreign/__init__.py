"""Networks that were trained elsewhere: what a file is, what a person declares, how it is built.

Nothing that such a file holds is executed: only known layers are built, from a description that
was read and checked here, and only after their size is known.
"""
