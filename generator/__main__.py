"""`python -m generator` is `gongbao`."""

import sys

from generator.cli import main

sys.exit(main())
