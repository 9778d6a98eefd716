"""Whether a sentence answers a question, read word against word by a small trained network, without torch."""
