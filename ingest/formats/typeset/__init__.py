"""What is set on pages: PDF, OFD and scans; lines with positions become paragraphs."""
