"""A small cross-encoder that reads a question and a sentence together, where all else leaves it undecided."""
