"""What the web server reads before it starts any process.

A setting that is wrong ends it here, with one line and the code that systemd does not try again
after. A process of its own that found it would leave that to chance.
"""

import portal.settings  # noqa: F401
