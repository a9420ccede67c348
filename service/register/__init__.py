"""What people decide: designations of Impact Areas and the problems worked on in them."""
