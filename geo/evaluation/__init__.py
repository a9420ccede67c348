"""Did it work: every change judged against real places of the same force where nothing was done."""
