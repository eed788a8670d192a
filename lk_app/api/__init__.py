"""Plain HTTP: sign-in, documents, webhooks, health, and the edge (cache and security headers)."""
