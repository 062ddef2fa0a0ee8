"""The review of an import: what would come in, its fields beside their page, and what is held already."""
