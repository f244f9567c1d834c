"""The demonstration: a town as it was lived, told to the operations of real use."""
