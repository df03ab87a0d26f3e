"""A coach’s cases: the queue, claiming, changing, deciding, a second look, and what is published."""
