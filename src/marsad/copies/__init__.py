"""Stories that share words: how two of them are laid side by side, and which of them are copies of one another."""
