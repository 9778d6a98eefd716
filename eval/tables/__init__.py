"""Questions in a spreadsheet: CSV and XLSX as an office keeps them, read and written."""
