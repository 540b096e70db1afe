"""A program of its own: sets a page as a PDF. Reads ``{"html", "css"}`` as JSON, writes the file.

``python -m literasi.services.typesetting CPU_SECONDS MEGABYTES``. It fetches nothing: whatever the page shows
stands inside it. It ends with UNAVAILABLE where the library, or the system's Pango behind it, is missing.
"""

import json
import resource
import sys

try:
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher
except (ImportError, OSError):  # the package, or the libraries of the system that it opens
    HTML = None

UNAVAILABLE = 3
VARIANT = "pdf/ua-1"


def main(cpu_seconds: int, megabytes: int) -> int:
    """Set the page that comes in; returns the exit code."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    if HTML is None:
        return UNAVAILABLE
    page = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(typeset(page["html"], page["css"]))
    return 0


def typeset(html: str, css: str) -> bytes:
    """The PDF: tagged, with its fonts inside."""
    inside_only = URLFetcher(allowed_protocols=["data"])
    pdf = HTML(string=html, url_fetcher=inside_only).write_pdf(
        stylesheets=[CSS(string=css, url_fetcher=inside_only)], pdf_variant=VARIANT
    )
    assert isinstance(pdf, bytes)
    return pdf


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
