"""What a place of the window is: a tab, a view, a dock, with the commands that belong to it."""
