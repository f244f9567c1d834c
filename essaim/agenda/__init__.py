"""Sessions: when people meet, who holds a seat, who waits, who came."""
