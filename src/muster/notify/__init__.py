"""Mail out: one way to send, an outbox folder as a backend, and a reader for it."""
