"""What the documents of the library reproduce."""
