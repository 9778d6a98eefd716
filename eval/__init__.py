"""The benchmark: questions with known answers through the assistant, scored by answer, citation and refusal."""
