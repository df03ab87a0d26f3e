"""The exact words of every question of consent, one file a purpose and version, never edited once published."""
