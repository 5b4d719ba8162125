-- Fills a migrated, empty database. Each part begins with a line "--- what it makes"; bench.size and bench.names
-- are there already. People are numbers here: 1 reads deep pages; 2, 3 and 4 speak to ten, to 10,000 and to
-- 100,000; then come the speakers, the viewers whose reads are measured, and all others.
-- Constraints hold by construction, so that foreign keys are not checked row by row.

--- people
SET session_replication_role = replica;
CREATE TABLE bench.people AS
SELECT n, uuidv7() AS id FROM bench.size, generate_series(1, people + 4) AS n;
ALTER TABLE bench.people ADD PRIMARY KEY (n);
INSERT INTO accounts
SELECT
    id, 'active', given.name || ' ' || family.name, given.folded || ' ' || family.folded,
    'person' || n || '@example.org', 'person' || n || '@example.org', NULL, '1', now(),
    now() - interval '1 year', now() - interval '1 year', NULL, false, 'en', 'Europe/Paris',
    CASE WHEN n % 3 = 0 THEN 'Reads aloud on Sundays, and grows tomatoes on a balcony.' END,
    CASE WHEN n % 4 = 0 THEN 'Lyon' END, NULL, CASE WHEN n % 2 = 0 THEN gen_random_uuid() END,
    true, true, true, false, false, true
FROM bench.people
JOIN bench.names AS given ON given.kind = 'given' AND given.place = hashint4(n) & 63
JOIN bench.names AS family ON family.kind = 'family' AND family.place = hashint4(n + 500000000) & 127;

--- sessions
INSERT INTO sessions
SELECT uuidv7(), id, 'Firefox on Linux', now(), now() + interval '1 day', now() + interval '30 days', false
FROM bench.people;

--- relations
CREATE TABLE bench.edges AS
WITH size AS (SELECT *, 4 + speakers AS last_speaker, 4 + speakers + viewers AS last_viewer FROM bench.size)
SELECT 1 AS one, n AS other, true AS broadcasts
FROM size, generate_series(5, last_speaker) AS n
UNION SELECT 1, n, false FROM size, generate_series(last_speaker + 1, least(people + 4, deep_people + 4)) AS n
UNION SELECT 2, n, false FROM size, generate_series(people - 5, people + 4) AS n
UNION SELECT 3, n, false FROM size, generate_series(last_viewer + 1, least(people + 4, last_viewer + 10000)) AS n
UNION SELECT 4, n, false FROM size, generate_series(5, least(people, 100000) + 4) AS n
UNION SELECT DISTINCT last_speaker + viewer, 5 + (viewer * 7 + k * 13) % speakers, true
FROM size, generate_series(1, viewers) AS viewer, generate_series(1, 12) AS k
UNION SELECT DISTINCT
    last_viewer + 1 + ((speaker * 7919 + k * 104729) % (people + 4 - last_viewer)), speaker, true
FROM size, generate_series(5, last_speaker) AS speaker, generate_series(1, 26) AS k
UNION SELECT DISTINCT
    last_speaker + viewer, last_viewer + 1 + ((viewer * 337 + k * 1009) % (people + 4 - last_viewer)), false
FROM size, generate_series(1, viewers) AS viewer, generate_series(1, 40) AS k
UNION SELECT n, n + step, false
FROM size, generate_series(last_viewer + 1, people + 4 - 31) AS n, unnest(ARRAY[1, 7, 31]) AS step;
INSERT INTO relations
SELECT
    least(one.id, other.id), greatest(one.id, other.id), 'connected', NULL, NULL,
    now() - interval '300 days', false, false, NULL, NULL
FROM bench.edges JOIN bench.people AS one ON one.n = edges.one JOIN bench.people AS other ON other.n = edges.other
ON CONFLICT DO NOTHING;

--- requests to connect, and blocks
INSERT INTO relations
SELECT
    least(viewer.id, other.id), greatest(viewer.id, other.id),
    CASE WHEN k <= 5 THEN 'pending' ELSE 'none' END, CASE WHEN k <= 5 THEN other.id END, now(), NULL,
    k > 5, false, NULL, NULL
FROM bench.size, generate_series(1, viewers) AS v, generate_series(1, 7) AS k,
    bench.people AS viewer, bench.people AS other
WHERE viewer.n = 4 + speakers + v
    AND other.n = 5 + speakers + viewers + ((v * 571 + k * 15013) % (people - speakers - viewers))
ON CONFLICT DO NOTHING;

--- conferences
CREATE TABLE bench.conferences AS
SELECT
    row_number() OVER (ORDER BY turn, speaker) AS n, uuidv7() AS id, speaker,
    turn = broadcasts AND speaker % 5 = 0 AS live,
    date_trunc('milliseconds', now() - interval '200 days') + turn * interval '5 days' + speaker * interval '7 minutes' AS at
FROM bench.size, generate_series(5, 4 + speakers) AS speaker, generate_series(1, broadcasts) AS turn;
ALTER TABLE bench.conferences ADD PRIMARY KEY (n);
INSERT INTO conferences
SELECT
    conferences.id, people.id, 'Reading circle, evening ' || conferences.n,
    CASE WHEN conferences.n % 2 = 0 THEN 'Two chapters aloud, then questions, then tea.' END,
    CASE WHEN conferences.n % 5 = 0 THEN 'public' ELSE 'private' END, NULL, md5(conferences.n::text),
    CASE WHEN live THEN 'live' ELSE 'finished' END, at - interval '1 hour', at,
    CASE WHEN NOT live THEN at + interval '1 hour' END, at, CASE WHEN live THEN 'live' ELSE 'finished' END
FROM bench.conferences JOIN bench.people ON people.n = speaker;

--- timelines
INSERT INTO timeline
SELECT reader.id, conferences.id, conferences.at, edges.one % 97 = 0 AND conferences.n % 41 = 0
FROM bench.conferences
JOIN bench.edges ON edges.broadcasts AND edges.other = conferences.speaker
JOIN bench.people AS reader ON reader.n = edges.one;

--- notifications
INSERT INTO notifications
SELECT
    uuidv7(), reader.id, 'conference-live', speaker.id, conferences.id, NULL,
    hashint8(conferences.n * 1009 + edges.one) % 33 <> 0, conferences.at
FROM bench.conferences
JOIN bench.edges ON edges.broadcasts AND edges.other = conferences.speaker
JOIN bench.people AS reader ON reader.n = edges.one
JOIN bench.people AS speaker ON speaker.n = conferences.speaker;

--- members and presences
CREATE TABLE bench.members AS
SELECT conferences.id AS conference_id, reader.id AS account_id, live, at + edges.one % 600 * interval '1 second' AS at
FROM bench.conferences
JOIN bench.edges ON edges.broadcasts AND edges.other = conferences.speaker AND (edges.one + conferences.n) % 8 = 0
JOIN bench.people AS reader ON reader.n = edges.one;
INSERT INTO members
SELECT conference_id, account_id, at, CASE WHEN NOT live THEN at + interval '30 minutes' END FROM bench.members;
INSERT INTO presences
SELECT
    uuidv7(), conference_id, account_id, at, now() + interval '1 day',
    CASE WHEN NOT live THEN at + interval '30 minutes' END
FROM bench.members;

--- messages
CREATE TABLE bench.messages AS
SELECT
    uuidv7() AS id, sender.id AS sender, recipient.id AS recipient, numbered.n,
    date_trunc('milliseconds', now() - interval '100 days') + numbered.n * interval '1 second' AS at
FROM (
    SELECT row_number() OVER () AS n, one, other FROM (
        SELECT n AS one, n + 1 AS other
        FROM bench.size, generate_series(5 + speakers + viewers, people + 3) AS n
        UNION ALL
        SELECT 5 + speakers + viewers + ((v * 337 + k * 1009) % (people - speakers - viewers)), 4 + speakers + v
        FROM bench.size, generate_series(1, viewers) AS v, generate_series(1, 70) AS k
    ) AS pairs
) AS numbered
JOIN bench.people AS sender ON sender.n = one
JOIN bench.people AS recipient ON recipient.n = other;
INSERT INTO messages
SELECT
    id, sender, 'Seedlings, tray ' || n,
    'I bring the tomatoes on Saturday, and would take basil in return. Shall we meet at the usual place? ' || n, at
FROM bench.messages;
INSERT INTO copies (message_id, account_id, box, read, deleted, created_at)
SELECT id, sender, 'sent', true, false, at FROM bench.messages
UNION ALL SELECT id, recipient, 'inbox', n % 9 <> 0, false, at FROM bench.messages;

--- statistics
SET session_replication_role = DEFAULT;
VACUUM (ANALYZE);
CHECKPOINT;
