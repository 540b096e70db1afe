"""Rendering with a child process that stays: most tests render a little, and starting one takes longer."""

from literasi.services import rendering


class KeptChild(rendering._Child):
    """A rendering process that is not ended while it answers; the next call of ``render`` goes on with it."""

    idle: list["KeptChild"] = []  # noqa: RUF012  (every worker has one list; a child in use is not in it)
    is_answering = True

    @classmethod
    def lent(cls):
        """One that nobody uses, or a new one."""
        return cls.idle.pop() if cls.idle else cls()

    @classmethod
    def end_all(cls):
        """End those that wait for texts."""
        while cls.idle:
            rendering._Child.close(cls.idle.pop())

    def _ask(self, task):
        answer = super()._ask(task)
        self.is_answering = answer is not None
        return answer

    def close(self):
        if not self.is_answering:
            return super().close()
        self.idle.append(self)
        return 0
