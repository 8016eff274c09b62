"""What the program draws and makes up itself, for the demo and for tests of methods."""
