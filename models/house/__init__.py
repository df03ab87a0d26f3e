"""Houses: what is known of one, what the stock says of those like it, and the weather around it."""
