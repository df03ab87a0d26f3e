"""The lists of all homes of a programme at once."""
