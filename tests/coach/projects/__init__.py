"""Follow-through."""
