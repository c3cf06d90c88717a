"""Owns the hand-over of order lines to suppliers and channels."""
