"""What makes NeoPain's installers; nothing of it is in the program."""
