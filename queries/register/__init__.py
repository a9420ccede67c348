"""What people decide: an append-only log beside the generations, and the tables that follow from it."""
