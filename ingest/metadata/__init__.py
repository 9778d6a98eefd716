"""What is known of a report beside its text: title, place, years, kind, issuer, dates, each with its evidence."""
