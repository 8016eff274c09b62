"""What a training achieves."""
