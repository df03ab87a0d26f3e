"""OpenID Connect providers, as their client: where to send somebody, and who the provider says came back."""
