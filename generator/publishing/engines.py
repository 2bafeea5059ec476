"""What can make a site of the pages; the command line names them before it imports any."""

# Our own, and the two programs that make the same site of the same build/docs.
ENGINES = ("gongbao", "mkdocs", "zensical")
