"""The measure of everything: a bare Flask application under the very settings that serve the site."""

import sys

from flask import Flask

import serve


def create_app():
    """One word, and an address to ask whether it is there."""
    app = Flask(__name__)
    app.add_url_rule("/", "hello", lambda: "hello")
    app.add_url_rule("/healthz", "health", lambda: "ok")
    return app


def main():
    """Serve it as serve.py serves the site, whatever its settings are."""
    server = serve.StoppableServer
    serve.StoppableServer = lambda stop, **settings: server(
        stop, **{**settings, "target": "benchmarks.hello:create_app"}
    )
    return serve.main()


if __name__ == "__main__":
    sys.exit(main())
