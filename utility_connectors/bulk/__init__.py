"""Suppliers' files of many customers: a fast reader for the regular shape, and memory that stays small."""
