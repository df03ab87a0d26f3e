"""EnerGuide house files (HOT2000, `.h2k`): what an energy advisor measured and noted of one home."""
