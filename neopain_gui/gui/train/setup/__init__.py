"""The page on which a training is put together and begun."""
