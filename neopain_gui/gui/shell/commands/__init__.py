"""Whatever can be done: the table of commands, and what each of them does."""
