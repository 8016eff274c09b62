"""What the phantoms are drawn with; the entry is :mod:`neopain_gui.dataset.phantom`."""
