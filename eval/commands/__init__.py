"""The words of `python -m eval`: a module each, with a function `main` that takes the words after its own."""
