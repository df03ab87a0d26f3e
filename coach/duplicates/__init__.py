"""Households that stand here twice: found by digests, shown side by side, merged by a person, and put back exactly."""
