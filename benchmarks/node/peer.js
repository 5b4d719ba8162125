// The peer: Express with jsonwebtoken and node-postgres, as one writes it by hand, doing the work of the reads.
// What it is given: PORT, WORK (a file: the statements, the key of the sessions, the database).
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

import compression from 'compression'
import express from 'express'
import jwt from 'jsonwebtoken'
import pg from 'pg'

const INT8 = 20
pg.types.setTypeParser(INT8, Number)

const work = JSON.parse(readFileSync(process.env.WORK, 'utf8'))
const key = Buffer.from(work.key, 'base64')
const pool = new pg.Pool({ ...work.database, max: work.pool, idleTimeoutMillis: 0 })

const run = async (name, values) => {
  const { text, parameters } = work.statements[name]
  const { rows } = await pool.query({ name, text, values: parameters.map((parameter) => values[parameter]) })
  return rows
}

class Refused extends Error {
  constructor(status, code) {
    super(code)
    this.status = status
  }
}

const viewer = async (request) => {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  if (scheme !== 'Bearer') throw new Refused(401, 'not-signed-in')
  let claims
  try {
    claims = jwt.verify(token, key, { algorithms: ['HS256'], audience: work.audience, issuer: work.issuer })
  } catch {
    throw new Refused(401, 'not-signed-in')
  }
  const [row] = await run('session', { session: claims.sid, account: claims.sub, at: new Date() })
  if (row === undefined) throw new Refused(401, 'not-signed-in')
  if (row.state !== 'active') throw new Refused(403, 'not-active')
  return { viewer: claims.sub, moderator: row.moderator }
}

const place = (request, first) => {
  const limit = request.query.limit === undefined ? work.page : Number(request.query.limit)
  if (!(limit >= 1 && limit <= 100)) throw new Refused(400, 'bad-request')
  const { cursor } = request.query
  const [after, afterId] = cursor ? JSON.parse(Buffer.from(cursor, 'base64url').toString()) : first
  return { after, after_id: afterId, limit: limit + 1 }
}
const NEWEST = ['9999-12-31T23:59:59.999999Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
const BY_NAME = ['', '00000000-0000-0000-0000-000000000000']

const page = (rows, { limit }, show) => {
  const items = rows.slice(0, limit - 1).map(show)
  if (rows.length < limit) return { items, next_cursor: null }
  const last = rows[limit - 2]
  const next = JSON.stringify([last.page_key, last.page_id])
  return { items, next_cursor: Buffer.from(next).toString('base64url') }
}

const folded = (text) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ł', 'l')
  .replaceAll('ø', 'o')

// node-postgres leaves arrays of rows as PostgreSQL writes them: {"(id,name,picture)","(…)"}.
const people = (written) => {
  if (written === null) return []
  return pg.types.getTypeParser(1009)(written).map((row) => {
    const fields = [...row.slice(1, -1).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)]
    const [id, fullName, picture] = fields.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? (plain || null))
    return { id, full_name: fullName, picture }
  })
}

const conference = (asks) => (row) => ({
  id: row.id,
  title: row.title,
  description: row.description,
  visibility: row.visibility,
  locked: row.locked,
  state: row.state,
  speaker: { id: row.speaker_id, full_name: row.speaker_name, picture: row.speaker_picture },
  mine: row.speaker_id === asks.viewer,
  joined: row.joined,
  created_at: row.created_at,
  broadcast_at: row.broadcast_at,
  finished_at: row.finished_at,
  people: people(row.people),
  people_count: row.people_count,
  my_attendance_seconds: row.attended,
})
const message = (row) => ({
  id: row.id,
  box: row.box,
  sender: { id: row.sender_id, full_name: row.sender_name, picture: row.sender_picture },
  recipients: people(row.recipients),
  subject: row.subject,
  excerpt: row.excerpt,
  read: row.read,
  created_at: row.created_at,
})
const notification = (row) => ({
  id: row.id,
  kind: row.kind,
  actor: row.actor_id && { id: row.actor_id, full_name: row.actor_name, picture: row.actor_picture },
  conference: row.conference_id && {
    id: row.conference_id,
    title: row.conference_title,
    state: row.conference_state,
  },
  message: row.message_id && { id: row.message_id, subject: row.message_subject },
  sanction: null,
  answerable: row.answerable,
  read: row.read,
  created_at: row.created_at,
})
const person = (row) => ({
  id: row.id,
  full_name: row.full_name,
  bio: row.bio,
  location: row.location,
  picture: row.picture,
  standing: row.standing,
  since: row.since,
  messageable: row.messageable,
})
const profile = (row) => ({
  id: row.id,
  state: row.state,
  full_name: row.full_name,
  bio: row.bio,
  location: row.location,
  website: row.website,
  picture: row.picture,
  standing: row.standing,
  since: row.since,
  messageable: row.messageable,
})

const found = ([row], show) => {
  if (row === undefined) throw new Refused(404, 'not-found')
  return show(row)
}

const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.use((request, response, next) => {
  const began = performance.now()
  const id = randomUUID()
  response.set('x-request-id', id)
  response.set('cache-control', 'no-store')
  response.on('finish', () => {
    const line = {
      method: request.method,
      route: request.route?.path,
      status: response.statusCode,
      milliseconds: Math.round((performance.now() - began) * 10) / 10,
      request_id: id,
      time: new Date().toISOString(),
    }
    process.stderr.write(`${JSON.stringify(line)}\n`)
  })
  next()
})
app.use(compression({ level: 5 }))

app.get('/healthz', (_, response) => response.json({ status: 'ok' }))
app.get('/api/timeline', async (request, response) => {
  const asks = await viewer(request)
  const part = place(request, NEWEST)
  response.json(page(await run('timeline', { ...asks, ...part }), part, conference(asks)))
})
app.get('/api/conferences/:id', async (request, response) => {
  const asks = await viewer(request)
  response.json(found(await run('conference', { ...asks, conference: request.params.id }), conference(asks)))
})
app.get('/api/users/:id', async (request, response) => {
  const asks = await viewer(request)
  response.json(found(await run('profile', { ...asks, account: request.params.id }), profile))
})
app.get('/api/messages', async (request, response) => {
  const asks = await viewer(request)
  const part = place(request, NEWEST)
  response.json(page(await run('inbox', { ...asks, box: 'inbox', ...part }), part, message))
})
app.get('/api/notifications', async (request, response) => {
  const asks = await viewer(request)
  const part = place(request, NEWEST)
  response.json(page(await run('notifications', { ...asks, ...part }), part, notification))
})
app.get('/api/counters', async (request, response) => {
  const asks = await viewer(request)
  response.json((await run('counters', asks))[0])
})
app.get('/api/connections', async (request, response) => {
  const asks = await viewer(request)
  const part = place(request, BY_NAME)
  response.json(page(await run('connections', { ...asks, ...part }), part, person))
})
app.get('/api/users', async (request, response) => {
  const asks = await viewer(request)
  const part = place(request, BY_NAME)
  const pattern = `%${folded(request.query.q).replaceAll(/[\\%_]/g, '\\$&')}%`
  response.json(page(await run('search', { ...asks, pattern, ...part }), part, person))
})
app.use((error, _request, response, _next) => {
  response.status(error.status ?? 500).json({ title: error.message, status: error.status ?? 500 })
})

app.listen(Number(process.env.PORT), '127.0.0.1')
