import type { Plugin } from "vite";

/**
 * Leaves out of the router what the page does not use: names for developers' tools and components made by
 * calls, which no bundler may leave out by itself as it cannot know that they do nothing else.
 */
export function unnamedRouter(): Plugin {
  return {
    name: "unnamed-router",
    apply: "build",
    transform: {
      filter: { id: /\/node_modules\/react-router\/dist\// },
      handler: (code) => ({
        code: code
          .replaceAll(/^\w+\.displayName = "\w+";$/gm, "")
          .replaceAll("= React$1.forwardRef(", "= /* @__PURE__ */ React$1.forwardRef("),
        map: null,
      }),
    },
  };
}
