-- The index: what was read, what was sent, what came back, and what became of it.
-- Times are milliseconds since 1970-01-01 00:00:00 of the client's local clock; where a column
-- `..._whole_second` is 1, the moment lies anywhere in that second. Byte ranges are half-open and
-- count the bytes of the file on disk or, of a member of an archive, its bytes as they come out;
-- lines count from 1. Secrets in texts (analyzer/extract/secrets.h) are `***`. Each page ends in a
-- hash of it (analyzer/index/sealed_pages.h): what another program writes is refused.

PRAGMA application_id = 1768845409;  -- "inpa"
PRAGMA user_version = 5;

-- A file that was read, or a member of an archive: its path is then that of the archive, `/`, and
-- `member`. `role`: batch (originals), copy (originals that the client copied), response, log (also
-- the window's text), client (its own record: of failures, of batches that it saved, of what
-- remained to be sent), none (not understood).
CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('batch', 'copy', 'response', 'log', 'client', 'none')),
  bytes INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  -- What its bytes were read as; these add up to `bytes`.
  documents INTEGER NOT NULL DEFAULT 0,       -- by structure
  salvaged INTEGER NOT NULL DEFAULT 0,        -- broken documents, searched with patterns
  log_lines INTEGER NOT NULL DEFAULT 0,       -- without the documents in them; also the lines that
                                              -- a message goes on over
  window INTEGER NOT NULL DEFAULT 0,          -- blocks of the client's window, likewise
  blank INTEGER NOT NULL DEFAULT 0,           -- white space, zero bytes, marks, colour codes
  not_understood INTEGER NOT NULL DEFAULT 0,
  named_time INTEGER,              -- the time in its path, where one stands there
  member TEXT NOT NULL,            -- '' where it is a file on disk; `inner.tar/x.json` for an
                                   -- archive in an archive
  -- Where it is read again from. Members of one archive share these.
  given_as TEXT NOT NULL DEFAULT 'source' CHECK (given_as IN ('batch', 'source')),
  on_disk TEXT NOT NULL DEFAULT '',    -- absolute; in a bundle: from the index's folder
  -- Its originals have the ids [first_original, first_original + originals); of these the first
  -- `items` stand by themselves and, where `in_order` is 1, at the positions from 0 on.
  first_original INTEGER NOT NULL DEFAULT 0,
  originals INTEGER NOT NULL DEFAULT 0,
  items INTEGER NOT NULL DEFAULT 0,
  in_order INTEGER NOT NULL DEFAULT 1
) STRICT;

-- The reading of a file on disk: how to tell that it is the same still, and what its reading added
-- to the report beside what the other tables hold. Of the members of an archive it is one.
CREATE TABLE reading (
  on_disk TEXT PRIMARY KEY,        -- as in file
  shown TEXT NOT NULL,             -- its path in reports
  given_as TEXT NOT NULL CHECK (given_as IN ('batch', 'source')),
  bytes INTEGER NOT NULL,          -- these four before it was read
  modified INTEGER NOT NULL,       -- nanoseconds since 1970, UTC
  changed INTEGER NOT NULL,        -- likewise, of the inode (ctime)
  settled INTEGER NOT NULL,        -- 1: whoever changes it later changes these times, too
  hash BLOB NOT NULL,              -- XXH3 (128 bits) of its bytes
  terms INTEGER NOT NULL,          -- a hash of all else that its reading depends on: its name, how
                                   -- it was given, the program
  archives INTEGER NOT NULL,
  originals INTEGER NOT NULL,
  copies INTEGER NOT NULL,
  responses INTEGER NOT NULL,
  log_lines INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What else the report says of a reading. `number`: how often; of what was not understood 1 where
-- that needs a look.
CREATE TABLE reading_note (
  on_disk TEXT NOT NULL REFERENCES reading,
  kind TEXT NOT NULL CHECK (kind IN ('repair', 'not understood', 'problem')),
  text TEXT NOT NULL,
  number INTEGER NOT NULL
) STRICT;

-- Of a log without originals the begin that need not be read again once the log has grown: its first
-- `bytes` bytes. No line goes on over its end, no document and no block of the window.
CREATE TABLE log_prefix (
  on_disk TEXT PRIMARY KEY REFERENCES reading,
  bytes INTEGER NOT NULL,
  line INTEGER NOT NULL,           -- that begins behind it, from 1
  -- What of the lines before counts for those behind.
  time INTEGER,                    -- of the last one, as in log_fact
  time_whole_second INTEGER NOT NULL,
  number INTEGER,                  -- of the batch that it names
  in_summary INTEGER NOT NULL,     -- 1: it is one of a run's summary
  lost INTEGER NOT NULL,           -- bytes that were looked through for the ends of documents
  -- How much was found in it.
  documents INTEGER NOT NULL,
  broken_documents INTEGER NOT NULL,
  log_lines INTEGER NOT NULL,
  telling_lines INTEGER NOT NULL,  -- of these
  window_blocks INTEGER NOT NULL,
  responses INTEGER NOT NULL,
  records INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  -- Its bytes, as in file.
  bytes_of_documents INTEGER NOT NULL,
  bytes_salvaged INTEGER NOT NULL,
  bytes_of_log_lines INTEGER NOT NULL,
  bytes_of_window INTEGER NOT NULL,
  bytes_blank INTEGER NOT NULL,
  bytes_not_understood INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What cannot be read a second time where it came from, as it is a member of an archive or was
-- standard input, where originals are in it; of secrets outside of originals each byte is `*`.
-- 256 KiB a frame, each compressed (zstd) by itself.
CREATE TABLE kept_frame (
  file INTEGER NOT NULL REFERENCES file,
  number INTEGER NOT NULL,         -- from 0
  bytes BLOB NOT NULL,
  PRIMARY KEY (file, number)
) STRICT, WITHOUT ROWID;

-- A customer or household as it was sent, or a copy of that. What else it says is read from its
-- file, where `digest` tells that it is still the same. `customer` is the same for all versions of
-- one customer.
CREATE TABLE original (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES file,
  position INTEGER,                -- from 0; NULL where it stands inside a record or a log
  byte_begin INTEGER NOT NULL,
  byte_end INTEGER NOT NULL,
  household INTEGER NOT NULL,
  own_id TEXT NOT NULL,            -- customerId or householdId; '' where it has none
  change_type TEXT NOT NULL,
  digest INTEGER NOT NULL,         -- XXH3 (64 bits) of its text in UTF-8
  key INTEGER,                     -- without an own id: a hash of what it is told by instead
  version TEXT,                    -- where its text stands escaped in another: a hash of its value
  batch_number INTEGER,            -- of a copy in a record that holds its whole batch: the batch's
  batch_position INTEGER,          -- number, where it is certain, and the place in it, from 0
  customer TEXT GENERATED ALWAYS AS (
    CASE WHEN own_id = '' THEN format('customer~%016x', key)
         WHEN household THEN 'household:' || own_id ELSE 'customer:' || own_id END) VIRTUAL
) STRICT;

-- One row where the tables from `run` on hold what matching made of the others; none where files
-- were added since. Answers are as if the logs ended at `as_of`; NULL: all of them count.
CREATE TABLE matching (as_of INTEGER) STRICT;

-- The way from what identifies originals (customerId, cards, emails, user names, personal numbers,
-- names, householdId) to their ids: entries of a 64-bit hash of kind and value and a 32-bit id,
-- 336 in a page, sorted, runs of pages by themselves.
CREATE TABLE identity_page (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  first INTEGER NOT NULL,          -- the page's first hash
  entries BLOB NOT NULL            -- all hashes, then all ids, as the machine has them in memory
) STRICT;
CREATE INDEX identity_page_run ON identity_page (run, id, first);  -- without a look at the entries

-- One import, as its log tells of it.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES file,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,          -- its last line
  household INTEGER NOT NULL,
  same_as INTEGER REFERENCES run   -- of which it is a copy: the log was read under two names
) STRICT;

-- What became of the items of a batch: answered + presumed + untold + unanswered = count. Of the
-- answered ones, `succeeded` were accepted; the others are the outcomes that are `counted_in` it.
CREATE TABLE batch (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run,
  number INTEGER NOT NULL,         -- starts at 1 in every run
  items INTEGER,                   -- how many; NULL where their file is not known for certain
  count INTEGER,                   -- how many, as the log says or the items are; NULL: not known
  answered INTEGER NOT NULL,       -- a result of them was seen
  succeeded INTEGER NOT NULL,      -- of these, by the last result
  presumed INTEGER NOT NULL,       -- presumed accepted: the log shows the batch as answered, and
                                   -- no line names them
  untold INTEGER NOT NULL,         -- failures that the log counts and no source names, or results
                                   -- that nothing tells whose they are
  unanswered INTEGER NOT NULL,     -- sent, or planned, and no result was ever seen
  cause TEXT NOT NULL CHECK (cause IN ('', 'failed batch', 'cut response', 'import stopped',
                                       'never sent')),  -- of the unanswered ones
  UNIQUE (run, number)
) STRICT;

-- Items [first, last) of a file, which are a batch or, in order of `part`, a part of one.
CREATE TABLE batch_part (
  batch INTEGER NOT NULL REFERENCES batch,
  part INTEGER NOT NULL,
  file INTEGER NOT NULL REFERENCES file,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (batch, part)
) STRICT;

-- One sending of a batch. `ending`: answered, `HTTP 500` and the like, timed out, error, broken body
-- (HTTP 200, but no JSON); '' where no line tells how it ended. `told_by` is the line that does.
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL REFERENCES batch,
  number INTEGER NOT NULL,
  sent INTEGER NOT NULL,           -- where the log lacks that line: the earliest that it may be
  sent_by INTEGER REFERENCES log_fact,  -- the line that tells it; NULL where the log lacks it
  ending TEXT NOT NULL,
  ended INTEGER,
  told_by INTEGER REFERENCES log_fact
) STRICT;

-- An item of a batch of which no result was ever seen. `state`: open (to be sent again), imported
-- (a success of the customer is known that is later, or that was of the same value), failed (its
-- last result, later or of the same value, is a failure), presumed (sent again later in a batch that
-- the log shows as answered), superseded (unanswered again later, or with another value).
CREATE TABLE unanswered (
  batch INTEGER NOT NULL REFERENCES batch,
  position INTEGER NOT NULL,       -- in the batch, from 0
  original INTEGER NOT NULL REFERENCES original,
  customer TEXT NOT NULL,
  cause TEXT NOT NULL,
  detail TEXT NOT NULL,            -- how its last attempt ended
  sent INTEGER,                    -- its last attempt; where the log lacks that line, when it
                                   -- ended; NULL: never
  attempts INTEGER NOT NULL,       -- at the customer, in all
  send_order INTEGER,              -- as in outcome
  state TEXT NOT NULL CHECK (state IN ('open', 'imported', 'failed', 'presumed', 'superseded')),
  PRIMARY KEY (batch, position)
) STRICT;

-- What a line of an import log tells of a run or a batch; also a block of the client's window, and
-- the client's own files. Only a time of day (milliseconds since midnight) is known where it is the
-- window that tells, and no time at all where such a file bears none.
CREATE TABLE log_fact (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES file,
  byte_begin INTEGER NOT NULL,
  byte_end INTEGER NOT NULL,
  line INTEGER NOT NULL,
  time INTEGER,
  time_of_day INTEGER,
  pattern TEXT NOT NULL,
  fact INTEGER NOT NULL,
  number INTEGER,                  -- of the batch
  batches INTEGER,
  attempt INTEGER,
  status INTEGER,
  count INTEGER,
  first INTEGER,
  last INTEGER,
  path TEXT NOT NULL,
  household INTEGER NOT NULL
) STRICT;

-- One answer of the API: a list of results.
CREATE TABLE response (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES file,
  byte_begin INTEGER NOT NULL,
  byte_end INTEGER NOT NULL,
  number INTEGER,                  -- of the batch
  time INTEGER,
  time_whole_second INTEGER NOT NULL,
  time_of_day INTEGER,
  status INTEGER,
  whole INTEGER NOT NULL,
  quoted INTEGER NOT NULL,         -- its body is a string: the client could not read it
  has_errors_list INTEGER NOT NULL,
  listed INTEGER,                  -- results in its one list
  content TEXT NOT NULL,           -- the same for equal answers
  -- Its records have the ids [first_record, first_record + records). Nearly all tell of a success:
  -- `packed_records` of them have no row in `record`, but lie in `packed`, in the order of their
  -- ids, as analyzer/index/packed_records.h tells.
  first_record INTEGER NOT NULL,
  records INTEGER NOT NULL,
  packed_records INTEGER NOT NULL,
  packed BLOB NOT NULL,
  later INTEGER NOT NULL DEFAULT 0,  -- than the moment that was asked for: matching does not use
                                     -- what is packed
  run INTEGER REFERENCES run,
  batch INTEGER REFERENCES batch,
  attempt INTEGER REFERENCES attempt
) STRICT;

-- What was decided about one attempt at one customer. `state`: accepted, failure (the customer's
-- last word), superseded (by a later failure), resolved (by a later success).
CREATE TABLE outcome (
  id INTEGER PRIMARY KEY,
  customer TEXT NOT NULL,
  original INTEGER REFERENCES original,
  joined_by TEXT NOT NULL,         -- the strategy that decided; '' where none did
  joining TEXT NOT NULL CHECK (joining IN ('matched', 'ambiguous', 'unmatched')),
  name_disagrees INTEGER NOT NULL,
  household INTEGER NOT NULL,
  customer_id TEXT NOT NULL,       -- as reported, by the evidence that decides
  username TEXT NOT NULL,
  email TEXT NOT NULL,
  change_type TEXT NOT NULL,
  result TEXT NOT NULL,
  error TEXT NOT NULL,
  time INTEGER,
  time_whole_second INTEGER NOT NULL,
  run INTEGER REFERENCES run,
  batch INTEGER REFERENCES batch,
  attempt INTEGER REFERENCES attempt,
  contradicted INTEGER NOT NULL,   -- its evidence names different results
  order_unknown INTEGER NOT NULL,  -- a success is known too, but not which came last
  already_imported INTEGER NOT NULL,  -- a CONFLICT of a CREATE, and an earlier outcome is a success
  presumed_later INTEGER NOT NULL,    -- sent again later, in a batch that the log shows as answered
  times INTEGER NOT NULL,          -- how often the customer failed for this reason, this included
  attempts INTEGER NOT NULL,       -- how often the customer was sent, as far as is known
  send_order INTEGER,              -- orders customers as they were first sent; NULL: not known
  counted_in INTEGER REFERENCES batch,  -- it failed, and is the last result of an item of that batch
  state TEXT NOT NULL CHECK (state IN ('accepted', 'failure', 'superseded', 'resolved')),
  resolved_by INTEGER REFERENCES outcome
) STRICT;

-- What one place in one source says of one customer. `voice`: 0 response, 1 log line, 2 the
-- client's own JSON. `standing`: accepted, failed, rejected (neither a result nor an error). The
-- accepted ones of answers are in `response.packed`, and here only where they are evidence of an
-- outcome.
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES file,
  byte_begin INTEGER NOT NULL,
  byte_end INTEGER NOT NULL,
  line INTEGER NOT NULL,
  extractor TEXT NOT NULL,
  voice INTEGER NOT NULL,
  response INTEGER REFERENCES response,
  position INTEGER,
  customer_id TEXT NOT NULL,
  username TEXT NOT NULL,
  email TEXT NOT NULL,
  change_type TEXT NOT NULL,
  result TEXT NOT NULL,
  result_stated INTEGER NOT NULL,
  error TEXT NOT NULL,
  standing TEXT NOT NULL CHECK (standing IN ('accepted', 'failed', 'rejected')),
  time INTEGER,
  time_whole_second INTEGER NOT NULL,
  time_of_day INTEGER,
  number INTEGER,                  -- of the batch
  -- Why matching does not use it: nameless (a line without identity that fits no failure), later
  -- (than the moment that was asked for); '' where it does.
  set_aside TEXT NOT NULL DEFAULT '' CHECK (set_aside IN ('', 'nameless', 'later')),
  outcome INTEGER REFERENCES outcome,
  unpacked INTEGER NOT NULL DEFAULT 0  -- 1: it is packed in its answer, too
) STRICT;

-- The originals that an ambiguous or unmatched outcome might be of, or that were ruled out.
CREATE TABLE candidate (
  outcome INTEGER NOT NULL REFERENCES outcome,
  original INTEGER NOT NULL REFERENCES original,
  why TEXT NOT NULL,
  PRIMARY KEY (outcome, original)
) STRICT;

-- What was read although strict readers would refuse it.
CREATE TABLE repair (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES file,
  byte_begin INTEGER NOT NULL,
  byte_end INTEGER NOT NULL,
  line INTEGER NOT NULL,
  what TEXT NOT NULL
) STRICT;

-- The views tell times as `2025-11-10T08:15:06.108`, without the fraction where only the second is
-- known. schema/README.md shows how they are used.
CREATE VIEW outcomes AS
  SELECT o.id, o.state, o.result, coalesce(g.household, o.household) AS household, o.customer,
         o.customer_id, o.username, o.email, o.change_type, o.error, o.joining, o.joined_by,
         f.path AS original_file, g.position AS original_position, o.run, b.number AS batch,
         a.number AS attempt,
         strftime('%Y-%m-%dT%H:%M:%S', o.time / 1000, 'unixepoch')
           || CASE o.time_whole_second WHEN 1 THEN '' ELSE printf('.%03d', o.time % 1000) END
           AS time,
         o.name_disagrees, o.contradicted, o.order_unknown, o.already_imported, o.presumed_later,
         o.times, o.attempts, o.resolved_by
  FROM outcome o LEFT JOIN original g ON g.id = o.original LEFT JOIN file f ON f.id = g.file
  LEFT JOIN batch b ON b.id = o.batch LEFT JOIN attempt a ON a.id = o.attempt;

CREATE VIEW failures AS
  SELECT id, result AS reason, household, customer_id, username, email, error, joining, joined_by,
         original_file, original_position, run, batch, attempt, time AS last_seen, order_unknown,
         contradicted, already_imported, presumed_later, times, attempts
  FROM outcomes WHERE state = 'failure';

CREATE VIEW unmatched AS SELECT * FROM failures WHERE joining = 'unmatched';
CREATE VIEW ambiguous AS SELECT * FROM failures WHERE joining = 'ambiguous';

CREATE VIEW resolved AS
  SELECT o.id, o.result AS reason, o.customer_id, o.username, o.time AS failed_at,
         s.time AS resolved_at
  FROM outcomes o JOIN outcomes s ON s.id = o.resolved_by
  WHERE o.state = 'resolved';

CREATE VIEW evidence AS
  SELECT r.outcome, f.path, r.line, r.byte_begin, r.byte_end, r.extractor,
         CASE r.voice WHEN 0 THEN 'response' WHEN 1 THEN 'log line' ELSE 'client' END AS voice,
         r.result, r.error, r.standing, f.member
  FROM record r JOIN file f ON f.id = r.file;

CREATE VIEW reasons AS
  SELECT reason, household, count(*) AS failures, sum(joining = 'matched') AS joined,
         sum(joining = 'ambiguous') AS ambiguous, sum(joining = 'unmatched') AS unmatched,
         sum(already_imported) AS already_imported
  FROM failures GROUP BY reason, household;

-- Each sending of a batch; copies of a run have none. The line that tells how it ended, else the one
-- that tells that it was sent, is `told_in`, `told_at`.
CREATE VIEW attempts AS
  SELECT a.id, b.run, b.number AS batch, a.number AS attempt, b.count AS items,
         strftime('%Y-%m-%dT%H:%M:%S', a.sent / 1000, 'unixepoch') || printf('.%03d', a.sent % 1000)
           AS sent,
         a.ending,
         strftime('%Y-%m-%dT%H:%M:%S', a.ended / 1000, 'unixepoch')
           || printf('.%03d', a.ended % 1000) AS ended,
         f.path AS told_in, l.line AS told_at
  FROM attempt a JOIN batch b ON b.id = a.batch
  LEFT JOIN log_fact l ON l.id = coalesce(a.told_by, a.sent_by) LEFT JOIN file f ON f.id = l.file;

-- Each run, with what became of the items of its batches. Copies of a run are left out.
CREATE VIEW runs AS
  SELECT r.id AS run, f.path AS log, r.household,
         strftime('%Y-%m-%dT%H:%M:%S', r.started / 1000, 'unixepoch')
           || printf('.%03d', r.started % 1000) AS started,
         strftime('%Y-%m-%dT%H:%M:%S', r.ended / 1000, 'unixepoch')
           || printf('.%03d', r.ended % 1000) AS ended,
         count(b.id) AS batches, coalesce(sum(b.count), 0) AS items,
         coalesce(sum(b.answered), 0) AS answered, coalesce(sum(b.presumed), 0) AS presumed,
         coalesce(sum(b.untold), 0) AS untold, coalesce(sum(b.unanswered), 0) AS unanswered
  FROM run r JOIN file f ON f.id = r.file LEFT JOIN batch b ON b.run = r.id
  WHERE r.same_as IS NULL GROUP BY r.id;

-- All that is known of each sending of a customer: SELECT * FROM history
-- WHERE customer = 'customer:51000000001' ORDER BY sent. It goes over all originals.
CREATE VIEW history AS
  SELECT g.customer, g.id AS original, b.run, b.number AS batch, a.number AS attempt, a.sent,
         a.ending, o.result, o.id AS outcome, u.state AS unanswered, f.path AS told_in,
         l.line AS told_at
  FROM original g
  JOIN batch_part p ON p.file = g.file AND g.position >= p.first AND g.position < p.last
  JOIN batch b ON b.id = p.batch
  LEFT JOIN attempt a ON a.batch = b.id
  LEFT JOIN outcome o ON o.customer = g.customer AND o.batch = b.id AND o.attempt = a.id
  LEFT JOIN unanswered u ON u.batch = b.id AND u.original = g.id
  LEFT JOIN log_fact l ON l.id = a.told_by
  LEFT JOIN file f ON f.id = l.file;
