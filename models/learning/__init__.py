"""Learning savings from simulated homes, and saying how well it went; nothing here is needed to advise."""
