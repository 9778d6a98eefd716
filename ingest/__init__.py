"""From report files to the index: load → clean → title and structure → metadata → passages → one atomic commit.

`build` is the path; everything before the commit is a pure function of a file's bytes and name.
"""
