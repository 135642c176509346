"""Rules about California: what is declared beside what the records imply."""
