"""What the interaction network learns from, its twin in torch, and how it is trained."""
