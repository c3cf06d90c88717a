"""Who takes part: the organisation tree, partners, suppliers and accounts."""
