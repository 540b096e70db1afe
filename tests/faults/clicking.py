"""Many fingers on one button."""

import threading
from concurrent.futures import ThreadPoolExecutor

CLICKS = 20


def at_once(act, arguments):
    """Call *act* with each of *arguments*, each in a thread of its own and all in the same moment."""
    line = threading.Barrier(len(arguments))

    def run(argument):
        line.wait(timeout=30)
        return act(argument)

    with ThreadPoolExecutor(len(arguments)) as threads:
        return list(threads.map(run, arguments))


def click_at_once(phone, form, answers):
    """Tabs of one browser send the same form in the same moment, one with each of *answers*; their replies.

    An answer of None sends the form as it is.
    """
    clicks = [(phone.same_browser(), answer) for answer in answers]
    return at_once(lambda click: _send(form, *click), clicks)


def _send(form, tab, answer):
    try:
        return tab.send(form, **({} if answer is None else {"answer": answer}))
    finally:
        tab.hang_up()
