"""What is on the table, the same for all panels: reading it, drawing it, keeping it in memory."""
