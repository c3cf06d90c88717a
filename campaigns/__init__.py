"""What is done, stage by stage, lowest first."""
