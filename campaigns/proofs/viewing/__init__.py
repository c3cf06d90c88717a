"""Links that show an ad to people without an account, and what they pin on its picture."""
