"""What an editor is told after reading: what was read, every doubt, what was accepted; on the terminal and as a page."""
