"""What every PDF is dressed in: the static files that its process may read, and no others."""

from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
STYLESHEETS = (
    "css/tokens.css",
    "css/paper-type.css",
    "css/report.css",
    "css/slips-paper.css",
)
FONTS = (
    "vendor/atkinson/latin.woff2",
    "vendor/atkinson/latin-ext.woff2",
    "vendor/noto-emoji/emoji.woff2",
)
