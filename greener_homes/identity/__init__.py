"""Ways in: browsers that are signed in, links by e-mail, second factors, and identities that others vouch for."""
