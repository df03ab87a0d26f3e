/* Adds hover to charts that come near the viewport, unseen over the drawing; the page looks the same without it.
   Plotly is large: it is fetched once, only when needed, when all of the page is there, and never for those who asked to
   save data. */
"use strict";
(() => {
  const { plotly: source, styles: rules } = document.currentScript.dataset;
  const figures = document.querySelectorAll("figure[data-chart]");
  const connection = navigator.connection || {};
  const slow = connection.saveData || /(^|-)2g$/.test(connection.effectiveType || "");
  if (!figures.length || slow || !("IntersectionObserver" in window)) return;

  const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };
  const HEIGHT = 200; /* of the axes, in the drawing's own units: HEIGHT of web/plotting.py */
  let loading = null;

  function added(element) {
    return new Promise((resolve, reject) => {
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
  }

  /* Where a style sheet of this id and class stands, Plotly writes no rules into the page. */
  function load() {
    if (!loading) {
      const sheet = Object.assign(document.createElement("link"), {
        id: "plotly.js-style-global", className: "no-inline-styles", rel: "stylesheet", href: rules,
      });
      const script = Object.assign(document.createElement("script"), { src: source });
      loading = Promise.all([added(sheet), added(script)]).then(() => window.Plotly);
    }
    return loading;
  }

  /* Axes exactly where the drawing has them, whatever size it is shown at. */
  function layout(given, frame, drawing) {
    const styles = getComputedStyle(document.documentElement);
    const token = (name) => styles.getPropertyValue(name).trim();
    const shown = drawing.getBoundingClientRect();
    const whole = drawing.viewBox.baseVal;
    const scale = shown.width / whole.width;
    const [left, right, top] = frame;
    const foot = whole.height - top - HEIGHT;
    return {
      ...given,
      width: shown.width,
      height: shown.height,
      margin: { l: left * scale, r: right * scale, t: top * scale, b: foot * scale, pad: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      showlegend: false,
      dragmode: false,
      hoverlabel: {
        align: "left",
        bgcolor: token("--card"),
        bordercolor: token("--line-strong"),
        font: { family: token("--font"), size: 14, color: token("--ink") },
      },
      xaxis: { ...given.xaxis, visible: false, fixedrange: true },
      yaxis: { ...given.yaxis, visible: false, fixedrange: true },
    };
  }

  async function enhance(figure) {
    const plot = figure.querySelector(".plot");
    const given = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    const shown = () => [...plot.querySelectorAll("div > svg")].find((svg) => svg.getBoundingClientRect().width > 0);
    const Plotly = await load();
    const hover = document.createElement("div");
    hover.className = "hover";
    plot.append(hover);
    await Plotly.newPlot(hover, given.data, layout(given.layout, given.frame, shown()), CONFIG);
    new ResizeObserver(() => Plotly.relayout(hover, layout(given.layout, given.frame, shown()))).observe(plot);
    figure.dataset.chart = "hover";
  }

  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        watcher.unobserve(entry.target);
        enhance(entry.target).catch(() => entry.target.querySelector(".hover")?.remove());
      }
    },
    { rootMargin: "200px" },
  );
  const watch = () => figures.forEach((figure) => watcher.observe(figure));
  if (document.readyState === "complete") watch();
  else addEventListener("load", () => setTimeout(watch));
})();
