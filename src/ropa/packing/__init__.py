"""A register with all that is drawn of it in one file, and the proof that nothing was altered."""
