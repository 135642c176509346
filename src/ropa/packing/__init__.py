"""A register with everything drawn of it in one file, and the proof that nothing in it was altered."""
