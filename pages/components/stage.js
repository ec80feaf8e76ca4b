// F, and a click on what a full_screen key names, fill the screen; the same again gives it back.
if (!window.tandemFullScreen) {
  window.tandemFullScreen = true;
  const turn = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  };
  const stands = () => document.querySelector('[class*="st-key-stage_"]');
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const held = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
    if (event.key.toLowerCase() === "f" && !typing && !held && stands()) turn();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.('[class*="st-key-full_screen"] button') && stands()) turn();
  });
}
