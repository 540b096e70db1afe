"""Literasi makes people harder to fool.

Read the layers from the bottom up; each may import only those below it.

    web, cli    HTTP and command line: the only code that knows Flask
    services    what people do: publish, answer, submit (writes; never commits)
    queries     what people look at: pages and reports (reads)
    models      what is stored
    domain      the rules of learning: plain Python, no database, no web

``config`` (settings), ``logs`` (what is said) and ``database`` (engine, transaction) stand beside the layers.
``app.py`` puts everything together.
"""
