// Drives a server by autocannon: a job comes as JSON on standard input, what was measured goes to standard output.
//   {url, connections, amount, requests: [{path, method, headers}]}
import autocannon from 'autocannon'

const { url, connections, amount, requests } = JSON.parse(await new Response(process.stdin).text())
const shares = Array.from({ length: connections }, (_, connection) => {
  const own = requests.filter((_, place) => place % connections === connection)
  return own.length > 0 ? own : requests
})
let opened = 0
const done = await autocannon({
  url,
  connections,
  amount,
  timeout: 120,
  sampleInt: 20, // milliseconds; it ends at one of these
  setupClient: (client) => client.setRequests(shares[opened++ % connections]),
})
process.stdout.write(
  JSON.stringify({
    answered: done['2xx'],
    failed: done.non2xx + done.errors + done.timeouts,
    seconds: (done.finish - done.start) / 1000,
    p50: done.latency.p50,
    p99: done.latency.p99,
  }),
)
