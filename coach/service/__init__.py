"""Whether promises are kept: who is asked and told, calls and visits, the report."""
