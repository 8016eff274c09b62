"""Maps as files: pictures, film strips, the record beside them, and making them again from it."""
