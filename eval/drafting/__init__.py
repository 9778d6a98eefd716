"""Questions proposed from reports by rules, to be corrected by hand."""
