"""Facts and permissions: rows, consent, sealed files, readings, tariffs, and the ledger of background work."""
