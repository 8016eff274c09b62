"""What keys, the wheel and the focus do everywhere."""
