// Shows the description of the API, to read and to try, in the colours that the reader prefers.
"use strict";

const darkness = window.matchMedia("(prefers-color-scheme: dark)");

function followDarkness() {
  document.documentElement.classList.toggle("dark-mode", darkness.matches);
}

darkness.addEventListener("change", followDarkness);
followDarkness();

SwaggerUIBundle({
  url: "/schema/openapi.json",
  dom_id: "#api",
  presets: [SwaggerUIBundle.presets.apis], // without the one whose logo brings inline styles
  layout: "BaseLayout",
  validatorUrl: null, // it would ask another host
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
});
