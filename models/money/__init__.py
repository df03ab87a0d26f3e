"""What energy and work are worth: the hours a saving falls in, what a bill becomes, loans, payback and value."""
