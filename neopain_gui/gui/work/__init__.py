"""What a panel asks the engine or a thread to do."""
