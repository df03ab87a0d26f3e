"""Monthly home energy reports: what one month of a home says, who gets it, and whether it helps."""
