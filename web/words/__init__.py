"""The words residents and coaches read about homes, measures and reviews, in English and French, as typed data."""
