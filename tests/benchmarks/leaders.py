"""Leaders who move a weight at the same moment: sessions of the app over its websocket."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection

from tests.sessions import RUN_SECONDS, linked

PERSONA = "Head of marketing"
MOVES, WARM_UP = 6, 1
_PAUSE_SECONDS = 0.5


class Leader:
    """One head of marketing with the Plan screen open; `seconds` are those of each move."""

    def __init__(self, link: ClientConnection) -> None:
        self._link = link
        self._states: dict[str, WidgetState] = {}
        self._slider, self._fragment = "", ""
        self.seconds: list[float] = []
        self._take_persona()

    def move(self, to: float) -> None:
        """Moves the first slider and waits for the figures, then for the rest of the run."""
        ask = self._asking()
        ask.rerun_script.fragment_id = self._fragment
        state = ask.rerun_script.widget_states.widgets.add(id=self._slider)
        state.double_array_value.data.append(to)
        begun = time.perf_counter()
        self._link.send(ask.SerializeToString())
        told = None
        for message in self._until_finished():
            if told is None and "t-plan-hero" in _html(message):
                told = time.perf_counter() - begun
        assert told is not None, "the move was answered without figures"
        self.seconds.append(told)

    def _take_persona(self) -> None:
        self._link.send(self._asking().SerializeToString())
        box = ""
        for message in self._until_finished():
            element = message.delta.new_element
            if element.WhichOneof("type") == "selectbox" and element.selectbox.label == "Acting as":
                box = element.selectbox.id
        assert box, "the app offers no persona"
        self._states[box] = WidgetState(id=box, string_value=PERSONA)
        self._link.send(self._asking().SerializeToString())
        for message in self._until_finished():
            element = message.delta.new_element
            if element.WhichOneof("type") == "slider" and not self._slider:
                self._slider, self._fragment = element.slider.id, message.delta.fragment_id
        assert self._slider, f"{PERSONA} sees no slider"

    def _asking(self) -> BackMsg:
        ask = BackMsg()
        ask.rerun_script.page_name = "plan"
        ask.rerun_script.widget_states.widgets.extend(self._states.values())
        return ask

    def _until_finished(self) -> Iterator[ForwardMsg]:
        deadline = time.perf_counter() + RUN_SECONDS
        while True:
            body = self._link.recv(timeout=max(deadline - time.perf_counter(), 0.001))
            assert isinstance(body, bytes), "the app's messages are binary"
            message = ForwardMsg.FromString(body)
            yield message
            # 1 is a fragment's end, 0 a whole run's; 2 is a run cut short for the next one.
            if message.WhichOneof("type") == "script_finished" and message.script_finished != 2:
                return


def _html(message: ForwardMsg) -> str:
    return message.delta.new_element.html.body if message.WhichOneof("type") == "delta" else ""


def leaders(port: int, count: int) -> list[float]:
    """Seconds until the figures were sent, of every move of `count` leaders who move together."""
    with ExitStack() as stack:
        people = [stack.enter_context(_leader(port)) for _ in range(count)]
        barrier = threading.Barrier(count)
        threads = [
            threading.Thread(target=_moves, args=(one, place, barrier))
            for place, one in enumerate(people)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [seconds for one in people for seconds in one.seconds[WARM_UP:]]


def _moves(one: Leader, place: int, barrier: threading.Barrier) -> None:
    for number in range(WARM_UP + MOVES):
        barrier.wait(timeout=RUN_SECONDS)
        # Nobody asks what another has been answered already.
        one.move(float(5 + (place * (WARM_UP + MOVES) + number) % 90))
        time.sleep(_PAUSE_SECONDS)


@contextmanager
def _leader(port: int) -> Iterator[Leader]:
    with linked(port) as link:
        yield Leader(link)
