"""What went over the wire, masked when it is recorded."""
