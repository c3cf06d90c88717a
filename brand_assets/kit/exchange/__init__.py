"""Owns kits in the formats of others: design tokens and swatches come in, tokens go out."""
