"""What partners' own software speaks to: tokens by OAuth 2, files in, consents and matches out. No sessions here."""
