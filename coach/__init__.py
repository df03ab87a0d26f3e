"""Judgement: everything between evidence and advice. The machine proposes here; a person decides here."""
