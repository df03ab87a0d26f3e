"""What a coach sees and measures at a home: kept while it is written, signed off, and what became of it."""
