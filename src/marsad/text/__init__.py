"""Arabic text: letters, folding, words, marks, dates and sentences."""
