"""What the cross-encoder begins with and learns from, its twin in torch, how it is trained, and how it is written."""
