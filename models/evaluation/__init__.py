"""The scoreboard's arithmetic: what was said of homes whose true savings are known, beside named baselines."""
