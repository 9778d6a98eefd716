"""Where reports come from: files, folders, archives, addresses, and what a table beside them says."""
