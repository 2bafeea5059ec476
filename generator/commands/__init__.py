"""The commands of `gongbao`: each is the function `run` of the module of its name, and `generator/cli.py` imports only the one chosen.

`run` takes the arguments as parsed, says in Chinese what it did, and returns the exit status. The other modules are for several commands.
"""
