"""Follow-through: from a recommendation to work that is done and verified, with what came of it."""
