"""A file that lies nowhere: its text goes to this session's browser alone, which saves it.

A download button would leave the file under an address that asks nobody who they are. Here the
text travels in the session's own connection and becomes a link inside the page.
Limit: whoever has saved the file has it; Tandem keeps no copy and no link.
"""

import streamlit as st

_HTML = '<a class="save" tabindex="0"></a>'
_CSS = """
.save { display: inline-block; padding: 0.3rem 0.8rem; border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius); color: var(--st-text-color); text-decoration: none;
  font-family: var(--st-font); font-size: 0.95rem; background: transparent; }
.save:hover, .save:focus-visible { border-color: var(--st-primary-color);
  color: var(--st-primary-color); outline: none; }
"""
_JS = """
export default function ({ parentElement, data }) {
  const link = parentElement.querySelector(".save");
  const file = new Blob(["\\ufeff" + data.text], { type: "text/csv;charset=utf-8" });
  const address = URL.createObjectURL(file);
  link.href = address;
  link.download = data.name;
  link.textContent = data.label;
  return () => URL.revokeObjectURL(address);
}
"""
_SAVE = st.components.v2.component("tandem_save", html=_HTML, css=_CSS, js=_JS)


def save_link(label: str, file_name: str, text: str, key: str) -> None:
    """A link that saves the text as a CSV file on the person's own machine."""
    _SAVE(key=key, data={"label": label, "name": file_name, "text": text}, height="content")
