"""What must hold before the first page is shown: unsafe server settings are refused."""

from ipaddress import ip_address

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from data.errors import RevenueError


class UnsafeServerError(RevenueError):
    """The server is set up so that others could read or change what they must not."""

    code = "unsafe_server"


def enter_by_the_front_door() -> None:
    """Nothing inside app.py; a page that runs without it starts again through it.

    Until `st.navigation` has been called once in the process, Streamlit takes the folder pages/
    for its old kind of app and runs a page on its own when its address is opened first: without
    navigation, style, guard and error boundary.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


def is_loopback(address: str | None) -> bool:
    """Whether only this machine reaches the address; none given means every address."""
    if not address:
        return False
    if address == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def unsafe_settings(options: dict[str, object], has_sign_in: bool) -> tuple[str, ...]:
    """What is wrong with the server's settings, each with its mend; empty when safe."""
    found = []
    local = is_loopback(str(options.get("server.address") or ""))
    if not local and not has_sign_in:
        found.append(
            "the server listens beyond this machine without sign-in: "
            'set server.address = "localhost" or configure [auth]'
        )
    if options.get("server.trustedUserHeaders") and not local:
        found.append("server.trustedUserHeaders is believed from anyone: remove it")
    if not options.get("server.enableXsrfProtection"):
        found.append("server.enableXsrfProtection is off: set it to true")
    if not options.get("server.enableCORS"):
        found.append("server.enableCORS is off: set it to true")
    if options.get("server.enableAgentApi"):
        found.append("server.enableAgentApi hands out the data of tables: set it to false")
    return tuple(found)


_SETTINGS = (
    "server.address",
    "server.trustedUserHeaders",
    "server.enableXsrfProtection",
    "server.enableCORS",
    "server.enableAgentApi",
)


def refuse_unsafe_server() -> None:
    """Nothing when the settings are safe.

    Raises: UnsafeServerError that names each setting and its mend.
    """
    options = {name: st.get_option(name) for name in _SETTINGS}
    found = unsafe_settings(options, has_sign_in=has_sign_in())
    if found:
        raise UnsafeServerError("Tandem does not start: " + "; ".join(found) + ".")


def has_sign_in() -> bool:
    """Whether people sign in here."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False
