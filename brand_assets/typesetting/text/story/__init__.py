"""Owns running text: blocks to paragraphs, paragraphs to lines, lines to columns."""
