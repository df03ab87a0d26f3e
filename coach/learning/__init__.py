"""Learning and its scoreboard: training, homes with known savings, advice beside plainer ways."""
