"""Reading: a file as received becomes a `Source`, and a `Source` becomes blocks. Nothing is altered or dropped."""
