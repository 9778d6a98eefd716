"""Web pages: one walk keeps what is visible, a library tells which blocks are the body."""
