"""What every package stands on and which knows no other package."""
