"""One answer's way to the server, as the page's script sees to it: static/js/answers-lane.js."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4


@dataclass
class Lane:
    """What is acknowledged, the newest value that is not, and the tokens that were sent for it."""

    statement: int
    version: int = 0
    acknowledged: int | None = None
    wanted: int | None = None
    token: str = ""
    sent: list[str] = field(default_factory=list)
    # Answers that were not ours, where nobody else answers.
    strange: list[Any] = field(default_factory=list)

    def choose(self, step: int) -> None:
        self.wanted, self.token = step, str(uuid4())
        self.sent.append(self.token)

    def fields(self) -> dict[str, object]:
        answer = {"kind": "rating", "statement": self.statement, "step": self.wanted}
        return answer | {"seen": self.version, "token": self.token}

    def settle(self, status: int, reply: Any) -> bool:
        """Whether the newest value is acknowledged; else it is to be sent again."""
        if status == 200:
            self._acknowledge(reply["version"])
        elif status == 409 and reply["reason"] == "stale":
            self._compare(reply)
        return self.wanted is None

    def _acknowledge(self, version: int) -> None:
        self.version, self.acknowledged, self.wanted = version, self.wanted, None
        self.sent.clear()

    def _compare(self, reply: Any) -> None:
        """One of our own, whose acknowledgement was lost on the way."""
        if reply["token"] not in self.sent:
            self.strange.append(reply)
        self.version = reply["version"]
        if reply["value"] == {"step": str(self.wanted)}:
            self._acknowledge(self.version)


def lost(lanes: dict[tuple[int, int], Lane], ratings: list[list[Any]]) -> list[str]:
    """What was acknowledged but does not stand, unless a value sent after it does; and answers
    that nobody gave. Lanes are told apart by participation and statement.
    """
    standing = {(who, what): (version, step) for who, what, step, version in ratings}
    gone = [
        f"{key}: {lane.acknowledged} of version {lane.version} became {standing.get(key)}"
        for key, lane in lanes.items()
        if lane.acknowledged is not None and not _stands(lane, standing.get(key))
    ]
    return gone + [f"{key}: {lane.strange}" for key, lane in lanes.items() if lane.strange]


def _stands(lane: Lane, standing: tuple[int, int] | None) -> bool:
    if standing == (lane.version, lane.acknowledged):
        return True
    return standing is not None and lane.wanted is not None and standing[0] >= lane.version
