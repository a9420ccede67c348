"""What the service publishes: one relation a file, a locked copy of it in memory, and filters that people write."""
