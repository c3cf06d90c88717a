"""Owns how a display list becomes a PDF file: objects, fonts, colours, pictures, metadata."""
