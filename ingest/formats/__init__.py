"""From the bytes of a file to its text and blocks, a module or package for each format."""
