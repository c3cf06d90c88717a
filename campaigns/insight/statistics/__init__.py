"""Owns the statistics behind every reading: numpy in, plain numbers out, nothing else."""
