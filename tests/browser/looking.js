// What is wrong with a page in a theme, once it has drawn itself at a width. Needs axe-core on the page.
async ({ width, theme, rules }) => {
  const root = document.documentElement;

  // What follows from a width comes before the frame after.
  const drawn = () =>
    new Promise((done) => {
      const look = () => requestAnimationFrame(innerWidth === width ? () => requestAnimationFrame(done) : look);
      look();
    });

  const headings = () =>
    [...document.querySelectorAll("h1")]
      .filter((heading) => heading.checkVisibility())
      .map((heading) => heading.innerText);

  // Text that its own box cuts off, but for previews, which say so by an ellipsis or a number of lines.
  const cutOff = () =>
    [...document.querySelectorAll("body *")]
      .filter((element) => {
        if (element.scrollWidth <= element.clientWidth + 1) return false;
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) return false;
        const style = getComputedStyle(element);
        const preview = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
        const hidden = style.clipPath !== "none" || style.visibility === "hidden" || !element.offsetParent;
        return !preview && !hidden && ["hidden", "clip"].includes(style.overflowX);
      })
      .map((element) => element.outerHTML.slice(0, 200));

  const violations = async () => {
    const found = await axe.run(document, { resultTypes: ["violations"], ...(rules && { runOnly: rules }) });
    return found.violations.map((one) => ({
      rule: one.id,
      help: one.help,
      places: one.nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
    }));
  };

  root.dataset.theme = theme;
  await drawn();
  return {
    sideways: root.scrollWidth - root.clientWidth,
    headings: headings(),
    cutOff: cutOff(),
    violations: await violations(),
  };
};
