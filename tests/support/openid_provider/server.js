// An OpenID provider (https://github.com/panva/node-oidc-provider, certified), for tests: it lets in whoever gives the
// name of one of its people, whatever the password. What it is told on a line of its input are its people, by name;
// it prints its address when it serves, and ends with its input.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";

let people = {};

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://localhost:${server.address().port}`;
  const client = (client_id) => ({
    client_id,
    client_secret: `the secret of ${client_id}`,
    redirect_uris: ["http://localhost/api/auth/oidc/callback"],
  });
  const provider = new Provider(issuer, {
    clients: [client("wexstream"), client("another")],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["not a secret"] },
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
    async findAccount(_, name) {
      return name in people ? { accountId: name, claims: async () => ({ sub: name, ...people[name] }) } : undefined;
    },
    async loadExistingGrant(ctx) {
      const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  // Any port of this machine will do.
  provider.Client.prototype.redirectUriAllowed = (address) =>
    new URL(address).hostname === "localhost" && address.endsWith("/api/auth/oidc/callback");
  server.on("request", provider.callback());
  console.log(issuer);
});

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  people = JSON.parse(line);
  console.log("known");
});
lines.on("close", () => process.exit(0));
