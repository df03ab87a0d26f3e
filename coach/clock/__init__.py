"""Working days and what is promised within them."""
