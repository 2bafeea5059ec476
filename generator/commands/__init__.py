"""Groups of commands of `gongbao`, each in a module that adds them to the parser."""
