"""Pages for the staff of the programme: how files are read. Nothing of a home is shown here."""
