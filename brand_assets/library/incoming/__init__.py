"""How files come in: sent in parts and resumed, scanned, unpacked, taken into the library."""
