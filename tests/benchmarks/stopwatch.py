"""The page's own clock: from what a person does to the changed words and the drawn charts."""

_WATCH = """
() => {
    const words = () => document.querySelector("HERO")?.textContent ?? '';
    window.tandem = {};
    document.addEventListener('EVENT', event => {
        if (!(STARTS)) return;
        const times = {begun: performance.now(), hero: null, chart: null, charts: 0};
        window.tandem = times;
        const before = words();
        const watched = new WeakSet();
        const drawn = () => requestAnimationFrame(() => setTimeout(() => {
            times.chart = performance.now(); times.charts += 1;
        }));
        const look = (changes = []) => {
            // A chart drawn as HTML is put in anew; a script's chart tells that it was drawn.
            const isNew = node => node.nodeType === 1
                && (node.matches('.t-chart') || node.querySelector('.t-chart'));
            if (changes.some(change => [...change.addedNodes].some(isNew))) drawn();
            if (times.hero === null && words() !== '' && words() !== before)
                requestAnimationFrame(() => setTimeout(() => {
                    times.hero ??= performance.now();
                }));
            for (const plot of document.querySelectorAll('.js-plotly-plot'))
                if (plot.on && !watched.has(plot)) {
                    watched.add(plot);
                    plot.on('plotly_afterplot', drawn);
                }
        };
        look();
        const observer = new MutationObserver(look);
        observer.observe(document.body, {subtree: true, childList: true, characterData: true});
        setTimeout(() => observer.disconnect(), 10000);
    }, true);
}
"""


def watch(hero: str, event: str, starts: str) -> str:
    """JavaScript that keeps, in `window.tandem`, when the last `event` was and what followed.

    `begun`, `hero` (the frame after the words at the selector changed), `chart` (the last
    drawing) in milliseconds, and `charts` drawn. `starts` tells of an event whether it counts.
    """
    return _WATCH.replace("HERO", hero).replace("EVENT", event).replace("STARTS", starts)
