"""How a training goes on."""
