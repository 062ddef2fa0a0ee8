"""Text in, references out, and back: no SQL, no Qt, no network."""
