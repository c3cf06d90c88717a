"""Properties that hold for all documents, tried with documents at random."""
