"""Every message of the product, stored, readable, cancellable, sent once."""
