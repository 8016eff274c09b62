"""What is good to know of this computer when something does not work; without anybody's name."""
