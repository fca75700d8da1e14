-- One station: a committee with one or more elections of the same day.
-- The rules that make a count trustworthy are kept here, so that they hold for every program that opens
-- the file. A refusal is raised as 'osv: <sentence for the user>'.
-- Every change needs its row in the log, written just before it; a log row needs osv_link, a function that
-- only a program that knows how the chain is made can offer.

CREATE TABLE station (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    committee TEXT NOT NULL CHECK (committee GLOB '[0-9][0-9][0-9][0-9]' OR committee GLOB 'HSB[1-9]'
                                   OR committee GLOB 'HSB[1-9][0-9]' OR committee = 'CSB'),
    counting_method TEXT NOT NULL CHECK (counting_method IN ('STATION', 'CENTRAL')),
    practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
    secret TEXT NOT NULL CHECK (length(secret) = 64),
    created_at TEXT NOT NULL
) STRICT;

-- People ------------------------------------------------------------------------------------------------

CREATE TABLE person (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    name TEXT NOT NULL CHECK (trim(name) <> ''),
    staff_number TEXT NOT NULL CHECK (trim(staff_number) <> '' AND staff_number NOT GLOB '*[^ -~À-ɏ]*'),
    registered_by INTEGER REFERENCES person (id),
    confirmed_by INTEGER REFERENCES person (id),
    registered_at TEXT NOT NULL
) STRICT;
-- "P 07", "p07" and "P07" are one person, and so are "7" and "007". Who has no staff number gives a date of
-- birth, which is one person only together with the name.
CREATE UNIQUE INDEX person_number ON person (
    CASE WHEN staff_number GLOB '[0-9][0-9]-[0-9][0-9]-[0-9][0-9][0-9][0-9]'
         THEN staff_number || lower(replace(name, ' ', ''))
         ELSE ltrim(lower(replace(staff_number, ' ', '')), '0') END);

CREATE TABLE account (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    person INTEGER NOT NULL UNIQUE REFERENCES person (id),
    user_name TEXT NOT NULL UNIQUE COLLATE NOCASE
        CHECK (user_name = trim(user_name) AND user_name <> '' AND user_name NOT GLOB '*[^ -~À-ɏ]*'),
    role TEXT NOT NULL CHECK (role IN ('administrator', 'typist', 'supervisor')),
    password_hash TEXT NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE session (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    account INTEGER NOT NULL REFERENCES account (id),
    terminal TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE INDEX session_account ON session (account);

-- The time in which is entered: opened by an official, with a second one who confirmed the list of persons.
CREATE TABLE sitting (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    session INTEGER NOT NULL REFERENCES session (id),
    confirmed_by INTEGER NOT NULL REFERENCES person (id),
    opened_at TEXT NOT NULL,
    closed_at TEXT
) STRICT;

-- What was set up: the closed network that is allowed, the second place for copies, how is published, the
-- thresholds of checks.
CREATE TABLE setting (
    name TEXT PRIMARY KEY CHECK (name IN ('network', 'copies', 'deadline', 'page', 'contact', 'sitting') OR name GLOB 'threshold [a-z]*'),
    value TEXT NOT NULL CHECK (name NOT GLOB 'threshold *' OR value <> '' AND value NOT GLOB '*[^0-9]*')
) STRICT, WITHOUT ROWID;

-- Definitions -------------------------------------------------------------------------------------------

CREATE TABLE election (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    election_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    subcategory TEXT NOT NULL,
    domain_id TEXT,
    domain_name TEXT NOT NULL,
    election_date TEXT NOT NULL,
    nomination_date TEXT NOT NULL,
    seats INTEGER NOT NULL,
    preference_threshold INTEGER NOT NULL
) STRICT;

CREATE TABLE region (
    election INTEGER NOT NULL REFERENCES election (id),
    position INTEGER NOT NULL,
    category TEXT NOT NULL,
    number INTEGER,
    name TEXT NOT NULL,
    superior_category TEXT,
    superior_number INTEGER,
    committees TEXT NOT NULL,
    PRIMARY KEY (election, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE contest (
    election INTEGER PRIMARY KEY REFERENCES election (id),
    contest_id TEXT NOT NULL,
    name TEXT
) STRICT;

-- A list stands everywhere, or in "kieskringen"; "kieskring" is the lowest of these, or 0. Lists with one
-- number and other candidates stand in other kieskringen.
CREATE TABLE candidate_list (
    election INTEGER NOT NULL REFERENCES election (id),
    number INTEGER NOT NULL CHECK (number > 0),
    kieskring INTEGER NOT NULL CHECK (kieskring >= 0),
    name TEXT NOT NULL,
    publish_gender INTEGER NOT NULL CHECK (publish_gender IN (0, 1)),
    publication_language TEXT NOT NULL,
    kieskringen TEXT NOT NULL CHECK (CAST(kieskringen AS INTEGER) = kieskring AND (kieskringen = '') = (kieskring = 0)),
    PRIMARY KEY (election, number, kieskring)
) STRICT, WITHOUT ROWID;

CREATE TABLE candidate (
    election INTEGER NOT NULL,
    list INTEGER NOT NULL,
    kieskring INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    last_name TEXT NOT NULL,
    initials TEXT NOT NULL,
    prefix TEXT NOT NULL,
    first_name TEXT NOT NULL,
    gender TEXT,
    locality TEXT NOT NULL,
    short_code TEXT NOT NULL,
    PRIMARY KEY (election, list, kieskring, number),
    FOREIGN KEY (election, list, kieskring) REFERENCES candidate_list (election, number, kieskring)
) STRICT, WITHOUT ROWID;

CREATE TABLE committee (
    election INTEGER PRIMARY KEY REFERENCES election (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    eligible INTEGER NOT NULL CHECK (eligible BETWEEN 0 AND 999999999)
) STRICT;

CREATE TABLE unit (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    election INTEGER NOT NULL REFERENCES election (id),
    number INTEGER NOT NULL CHECK (number > 0),
    name TEXT NOT NULL,
    postal_code TEXT,
    eligible INTEGER NOT NULL CHECK (eligible BETWEEN 0 AND 999999999),
    UNIQUE (election, number)
) STRICT;

-- The form of an election: its fields, the question a field stands behind, the answers that open it, and the
-- kieskringen that have it on their paper, if not all have.
CREATE TABLE form_field (
    election INTEGER NOT NULL REFERENCES election (id),
    field TEXT NOT NULL,
    position INTEGER NOT NULL,
    minimum INTEGER NOT NULL CHECK (minimum BETWEEN 0 AND 999999999),
    maximum INTEGER NOT NULL CHECK (maximum BETWEEN minimum AND 999999999),
    gate TEXT,
    kieskringen TEXT NOT NULL,
    PRIMARY KEY (election, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE gate_opening (
    election INTEGER NOT NULL REFERENCES election (id),
    question TEXT NOT NULL,
    answer INTEGER NOT NULL,
    PRIMARY KEY (election, question, answer)
) STRICT, WITHOUT ROWID;

-- The files as they were read, with the fingerprints that were checked against the paper. Candidate lists can
-- come in a file per kieskring; a file for all has number 0, as has every other.
CREATE TABLE document (
    election INTEGER NOT NULL REFERENCES election (id),
    kind TEXT NOT NULL CHECK (kind IN ('110a', '230b', '110b')),
    kieskring INTEGER NOT NULL CHECK (kieskring >= 0 AND (kieskring = 0 OR kind = '230b')),
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    canonical_sha256 TEXT,
    content BLOB NOT NULL,
    read_at TEXT NOT NULL,
    PRIMARY KEY (election, kind, kieskring)
) STRICT, WITHOUT ROWID;

-- What the committee below says of its own count in its file: something to compare with, never a count.
-- Of two files about one unit the later one holds.
CREATE TABLE witness (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    unit INTEGER NOT NULL REFERENCES unit (id),
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    canonical_sha256 TEXT,
    content BLOB NOT NULL,
    session INTEGER NOT NULL REFERENCES session (id),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX witness_unit ON witness (unit);

CREATE TABLE witness_value (
    witness INTEGER NOT NULL REFERENCES witness (id),
    field TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (value BETWEEN 0 AND 999999999),
    PRIMARY KEY (witness, field)
) STRICT, WITHOUT ROWID;

-- Entry -------------------------------------------------------------------------------------------------

CREATE TABLE entry (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    unit INTEGER NOT NULL REFERENCES unit (id),
    number INTEGER NOT NULL CHECK (number IN (1, 2)),
    person INTEGER NOT NULL REFERENCES person (id),
    session INTEGER NOT NULL REFERENCES session (id),
    amends INTEGER UNIQUE REFERENCES entry (id),
    position TEXT,
    started_at TEXT NOT NULL,
    submitted_at TEXT,
    wrong INTEGER NOT NULL DEFAULT 0 CHECK (wrong = 0 OR wrong = 1 AND submitted_at IS NOT NULL)
) STRICT;
CREATE INDEX entry_unit ON entry (unit);

-- A first entry in which a sum does not hold, because the paper says so.
CREATE TABLE let_stand (
    entry INTEGER PRIMARY KEY REFERENCES entry (id),
    session INTEGER NOT NULL REFERENCES session (id),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    at TEXT NOT NULL
) STRICT;

-- A returned entry that a third typist may key again.
CREATE TABLE hand_over (
    entry INTEGER PRIMARY KEY REFERENCES entry (id),
    session INTEGER NOT NULL REFERENCES session (id),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    at TEXT NOT NULL
) STRICT;

-- "carried" marks a number that was not sent back and comes from the entry this one amends.
CREATE TABLE entry_value (
    entry INTEGER NOT NULL REFERENCES entry (id),
    field TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (value BETWEEN 0 AND 999999999),
    carried INTEGER NOT NULL DEFAULT 0 CHECK (carried IN (0, 1)),
    PRIMARY KEY (entry, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    unit INTEGER NOT NULL REFERENCES unit (id),
    first_entry INTEGER NOT NULL REFERENCES entry (id),
    second_entry INTEGER REFERENCES entry (id),
    session INTEGER NOT NULL REFERENCES session (id),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX decision_unit ON decision (unit);

CREATE TABLE decision_field (
    decision INTEGER NOT NULL REFERENCES decision (id),
    entry INTEGER NOT NULL REFERENCES entry (id),
    field TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    PRIMARY KEY (entry, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE discarded (
    entry INTEGER PRIMARY KEY REFERENCES entry (id),
    session INTEGER NOT NULL REFERENCES session (id),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    at TEXT NOT NULL
) STRICT;

CREATE TABLE final_unit (
    unit INTEGER NOT NULL REFERENCES unit (id),
    first_entry INTEGER PRIMARY KEY REFERENCES entry (id),
    second_entry INTEGER NOT NULL UNIQUE REFERENCES entry (id),
    session INTEGER NOT NULL REFERENCES session (id),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX final_unit_unit ON final_unit (unit);

-- A final unit that two officials opened again: its paper was corrected, and is entered anew by two.
CREATE TABLE reopened_unit (
    first_entry INTEGER PRIMARY KEY REFERENCES final_unit (first_entry),
    session INTEGER NOT NULL REFERENCES session (id),
    confirmed_by INTEGER NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    at TEXT NOT NULL
) STRICT;

-- What the supervisor states -----------------------------------------------------------------------------
-- Nothing of it is ever part of a count. Of two rows about the same, the later one holds.

-- On a finding of a check, at the pair of equal entries of which "entry" is the first.
CREATE TABLE disposition (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    entry INTEGER NOT NULL REFERENCES entry (id),
    "check" TEXT NOT NULL,
    subject TEXT NOT NULL,
    looked_at TEXT NOT NULL CHECK (trim(looked_at) <> ''),
    found TEXT NOT NULL CHECK (trim(found) <> ''),
    recounted_by TEXT NOT NULL,
    session INTEGER NOT NULL REFERENCES session (id),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX disposition_entry ON disposition (entry);

-- On the difference between admitted voters and ballots found, of the same pair.
CREATE TABLE count_account (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    entry INTEGER NOT NULL REFERENCES entry (id),
    cause TEXT NOT NULL CHECK (trim(cause) <> ''),
    account TEXT NOT NULL CHECK (trim(account) <> ''),
    passes_recounted INTEGER NOT NULL CHECK (passes_recounted BETWEEN 0 AND 99),
    ballots_recounted INTEGER NOT NULL CHECK (ballots_recounted BETWEEN 0 AND 99),
    recounted_by TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    session INTEGER NOT NULL REFERENCES session (id),
    at TEXT NOT NULL,
    CHECK (passes_recounted + ballots_recounted = 0 OR trim(recounted_by) <> '' AND trim(decided_by) <> '')
) STRICT;
CREATE INDEX count_account_entry ON count_account (entry);

-- On a figure of a counting team that was added up otherwise later.
CREATE TABLE alleged_error (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    unit INTEGER NOT NULL REFERENCES unit (id),
    sheet TEXT NOT NULL CHECK (trim(sheet) <> ''),
    field TEXT NOT NULL,
    old_value INTEGER NOT NULL CHECK (old_value BETWEEN 0 AND 999999999),
    new_value INTEGER NOT NULL CHECK (new_value BETWEEN 0 AND 999999999 AND new_value <> old_value),
    cause TEXT NOT NULL CHECK (trim(cause) <> ''),
    account TEXT NOT NULL CHECK (trim(account) <> ''),
    session INTEGER NOT NULL REFERENCES session (id),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX alleged_error_unit ON alleged_error (unit);

CREATE TABLE withdrawn_error (
    error INTEGER PRIMARY KEY REFERENCES alleged_error (id),
    session INTEGER NOT NULL REFERENCES session (id),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    at TEXT NOT NULL
) STRICT;

-- Release -----------------------------------------------------------------------------------------------

-- The total of a list that was drawn by lot, added by hand from the papers, for a version of the election.
CREATE TABLE control_sum (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    election INTEGER NOT NULL REFERENCES election (id),
    version INTEGER NOT NULL,
    list INTEGER NOT NULL,
    total INTEGER NOT NULL CHECK (total BETWEEN 0 AND 999999999),
    session INTEGER NOT NULL REFERENCES session (id),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX control_sum_election ON control_sum (election, version);

CREATE TABLE final_election (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    election INTEGER NOT NULL REFERENCES election (id),
    version INTEGER NOT NULL CHECK (version > 0),
    session INTEGER NOT NULL REFERENCES session (id),
    confirmed_by INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL,
    UNIQUE (election, version)
) STRICT;

CREATE TABLE reopened_election (
    release INTEGER PRIMARY KEY REFERENCES final_election (id),
    session INTEGER NOT NULL REFERENCES session (id),
    confirmed_by INTEGER NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    at TEXT NOT NULL
) STRICT;

-- A folder that was written to publish; "root" is the SHA-256 of its list of files.
CREATE TABLE package (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    release INTEGER NOT NULL REFERENCES final_election (id),
    folder TEXT NOT NULL,
    root TEXT NOT NULL CHECK (length(root) = 64),
    session INTEGER NOT NULL REFERENCES session (id),
    at TEXT NOT NULL
) STRICT;

-- Seats -------------------------------------------------------------------------------------------------
-- What is drawn in the room and known of candidates at a central committee, for one release. Two persons type
-- each of it, neither of whom sees what the other typed: "again" is what the second one did.

CREATE TABLE lot (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    release INTEGER NOT NULL REFERENCES final_election (id),
    ordinal INTEGER NOT NULL,
    question TEXT NOT NULL CHECK (json_valid(question)),
    drawn TEXT NOT NULL,
    again TEXT NOT NULL,
    session INTEGER NOT NULL REFERENCES session (id),
    confirmed_by INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX lot_release ON lot (release);

CREATE TABLE withdrawn_lot (
    lot INTEGER PRIMARY KEY REFERENCES lot (id),
    session INTEGER NOT NULL REFERENCES session (id),
    confirmed_by INTEGER NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    at TEXT NOT NULL
) STRICT;

-- A candidate by list and place there, as 3.2, or as 3/4.2 on the list that stands from kieskring 4 on.
CREATE TABLE deceased (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    release INTEGER NOT NULL REFERENCES final_election (id),
    place TEXT NOT NULL,
    again TEXT NOT NULL,
    session INTEGER NOT NULL REFERENCES session (id),
    confirmed_by INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX deceased_release ON deceased (release);

CREATE TABLE withdrawn_deceased (
    deceased INTEGER PRIMARY KEY REFERENCES deceased (id),
    session INTEGER NOT NULL REFERENCES session (id),
    confirmed_by INTEGER NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    at TEXT NOT NULL
) STRICT;

-- Every change of state and every stored number, each row bound to the one before it.
CREATE TABLE log (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    at TEXT NOT NULL,
    session INTEGER,
    person INTEGER,
    role TEXT,
    terminal TEXT,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL CHECK (json_valid(detail)),
    previous TEXT NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX log_acts ON log (action, subject) WHERE action <> 'value';

-- Views -------------------------------------------------------------------------------------------------

-- An entry counts as long as it is neither discarded, nor replaced by a re-keyed one, nor of a reopened unit.
CREATE VIEW live_entry AS
SELECT e.* FROM entry e
WHERE NOT EXISTS (SELECT 1 FROM discarded d WHERE d.entry = e.id)
  AND NOT EXISTS (SELECT 1 FROM entry later WHERE later.amends = e.id)
  AND NOT EXISTS (SELECT 1 FROM final_unit f JOIN reopened_unit r ON r.first_entry = f.first_entry
                  WHERE e.id IN (f.first_entry, f.second_entry));

-- The units that are final now, with their two entries.
CREATE VIEW final_now AS
SELECT f.* FROM final_unit f WHERE NOT EXISTS (SELECT 1 FROM reopened_unit r WHERE r.first_entry = f.first_entry);

-- The elections that are released now.
CREATE VIEW released_now AS
SELECT f.* FROM final_election f WHERE NOT EXISTS (SELECT 1 FROM reopened_election r WHERE r.release = f.id);

-- The releases whose seats are being distributed: those of a central committee, until they are published.
CREATE VIEW distributing AS
SELECT r.* FROM released_now r JOIN station s ON s.committee = 'CSB'
WHERE NOT EXISTS (SELECT 1 FROM package p WHERE p.release = r.id);

-- The lots and the deceased candidates that hold now.
CREATE VIEW lot_now AS
SELECT l.* FROM lot l JOIN released_now r ON r.id = l.release
WHERE NOT EXISTS (SELECT 1 FROM withdrawn_lot w WHERE w.lot = l.id);
CREATE VIEW deceased_now AS
SELECT d.* FROM deceased d JOIN released_now r ON r.id = d.release
WHERE NOT EXISTS (SELECT 1 FROM withdrawn_deceased w WHERE w.deceased = d.id);

-- Two entries that are handed in and equal, of a unit that is not final; nothing of them is sent back.
CREATE VIEW equal_pair AS
SELECT one.unit, one.id AS first_entry, two.id AS second_entry
FROM live_entry one JOIN live_entry two ON two.unit = one.unit AND two.number = 2
WHERE one.number = 1 AND one.submitted_at IS NOT NULL AND two.submitted_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM final_now f WHERE f.unit = one.unit)
  AND NOT EXISTS (SELECT 1 FROM decision_field d WHERE d.entry IN (one.id, two.id))
  AND NOT EXISTS (SELECT field, value FROM entry_value WHERE entry = one.id
                  EXCEPT SELECT field, value FROM entry_value WHERE entry = two.id)
  AND NOT EXISTS (SELECT field, value FROM entry_value WHERE entry = two.id
                  EXCEPT SELECT field, value FROM entry_value WHERE entry = one.id);

-- Which file brings the units and the form: above a municipality they follow from the definition.
CREATE VIEW defining AS
SELECT CASE WHEN committee GLOB '[0-9]*' THEN 'file read 110b' ELSE 'file read 230b' END AS units FROM station;

-- The log row that tells of the change that is being made.
CREATE VIEW told AS SELECT * FROM log ORDER BY seq DESC LIMIT 1;

-- Who sits in a session that has not ended, on an account that is active.
CREATE VIEW present AS
SELECT s.id AS session, a.id AS account, a.person, a.role, a.must_change, s.terminal, s.started_at
FROM session s JOIN account a ON a.id = s.account
WHERE s.ended_at IS NULL AND a.active = 1;

-- Who can vouch for another person.
CREATE VIEW official AS
SELECT person FROM account
WHERE active = 1 AND must_change = 0 AND role IN ('administrator', 'supervisor');

-- What stands on the paper of a unit. Only units of a central committee, which are kieskringen, have a paper
-- that is not that of the others.
CREATE VIEW unit_field AS
SELECT u.id AS unit, u.election, f.field, f.position, f.minimum, f.maximum, f.gate
FROM unit u JOIN form_field f ON f.election = u.election
WHERE f.kieskringen = '' OR instr(' ' || f.kieskringen || ' ', ' ' || u.number || ' ') > 0;

-- The fields an entry must fill that are still empty.
CREATE VIEW missing_value AS
SELECT e.id AS entry, f.field
FROM entry e
JOIN unit_field f ON f.unit = e.unit
WHERE NOT EXISTS (SELECT 1 FROM entry_value v WHERE v.entry = e.id AND v.field = f.field)
  AND (f.gate IS NULL OR EXISTS (
        SELECT 1 FROM entry_value g JOIN gate_opening o
          ON o.election = f.election AND o.question = g.field AND o.answer = g.value
        WHERE g.entry = e.id AND g.field = f.gate));

-- Numbers that stand behind a question whose answer closes them.
CREATE VIEW closed_value AS
SELECT e.id AS entry, v.field
FROM entry e
JOIN entry_value v ON v.entry = e.id
JOIN unit_field f ON f.unit = e.unit AND f.field = v.field
WHERE f.gate IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM entry_value g JOIN gate_opening o
          ON o.election = f.election AND o.question = g.field AND o.answer = g.value
        WHERE g.entry = e.id AND g.field = f.gate);

-- Rules: no change without its log row ------------------------------------------------------------------
-- SQLite asks the rule that was made last first: a change that is forbidden anyway is refused for that reason.
-- Before the change, as a temporary trigger of another program could keep rules behind it from being asked.

CREATE TRIGGER station_logged BEFORE INSERT ON station
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'station made' AND at = NEW.created_at)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER person_logged BEFORE INSERT ON person
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'person registered' AND subject = 'person ' || NEW.id AND at = NEW.registered_at
                 AND person IS NEW.registered_by AND detail ->> 'confirmed_by' IS NEW.confirmed_by
                 AND detail ->> 'name' = NEW.name AND detail ->> 'staff_number' = NEW.staff_number)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER account_logged BEFORE INSERT ON account
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'person registered' AND subject = 'person ' || NEW.person
                 AND detail ->> 'user_name' = NEW.user_name AND detail ->> 'role' = NEW.role
                 AND detail ->> 'account' = NEW.id AND detail ->> 'must_change' = NEW.must_change AND NEW.active = 1
                 AND detail ->> 'password' = osv_fingerprint(NEW.password_hash))
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER account_password_logged BEFORE UPDATE OF password_hash, must_change ON account
WHEN NOT EXISTS (SELECT 1 FROM told WHERE subject = 'account ' || NEW.id AND detail ->> 'password' = osv_fingerprint(NEW.password_hash)
                 AND (action = 'password changed' AND person = NEW.person AND NEW.must_change = 0
                   OR action = 'password reset' AND person <> NEW.person AND NEW.must_change = 1
                      AND detail ->> 'confirmed_by' NOT IN (person, NEW.person)
                      AND EXISTS (SELECT 1 FROM official WHERE official.person = detail ->> 'confirmed_by')))
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER account_switch_logged BEFORE UPDATE OF active ON account
WHEN NOT EXISTS (SELECT 1 FROM told WHERE subject = 'account ' || NEW.id AND person <> NEW.person
                 AND action = iif(NEW.active, 'account on', 'account off'))
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER session_logged BEFORE INSERT ON session
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'signed in' AND subject = 'account ' || NEW.account AND at = NEW.started_at
                 AND terminal = NEW.terminal AND detail ->> 'session' = NEW.id)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER session_end_logged BEFORE UPDATE ON session
WHEN NOT EXISTS (SELECT 1 FROM told WHERE subject = 'account ' || NEW.account AND at = NEW.ended_at
                 AND action IN ('signed in', 'signed out', 'password reset', 'account off'))
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER sitting_logged BEFORE INSERT ON sitting
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'sitting opened' AND subject = 'sitting ' || NEW.id AND at = NEW.opened_at
                 AND session = NEW.session AND detail ->> 'confirmed_by' = NEW.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER sitting_end_logged BEFORE UPDATE ON sitting
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'sitting closed' AND subject = 'sitting ' || NEW.id AND at = NEW.closed_at
                 AND role IN ('administrator', 'supervisor'))
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER setting_logged BEFORE INSERT ON setting
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'set up' AND subject = NEW.name AND detail ->> 'value' = NEW.value
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER setting_change_logged BEFORE UPDATE ON setting
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'set up' AND subject = NEW.name AND detail ->> 'value' = NEW.value
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER election_logged BEFORE INSERT ON election
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'file read 110a' AND subject = 'election ' || NEW.id
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER election_removal_logged BEFORE DELETE ON election
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election removed' AND subject = 'election ' || OLD.id
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER region_logged BEFORE INSERT ON region
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'file read 110a' AND subject = 'election ' || NEW.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER region_removal_logged BEFORE DELETE ON region
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election removed' AND subject = 'election ' || OLD.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER contest_logged BEFORE INSERT ON contest
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'file read 230b' AND subject = 'election ' || NEW.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER contest_removal_logged BEFORE DELETE ON contest
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election removed' AND subject = 'election ' || OLD.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER candidate_list_logged BEFORE INSERT ON candidate_list
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'file read 230b' AND subject = 'election ' || NEW.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER candidate_list_removal_logged BEFORE DELETE ON candidate_list
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election removed' AND subject = 'election ' || OLD.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER candidate_logged BEFORE INSERT ON candidate
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'file read 230b' AND subject = 'election ' || NEW.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER candidate_removal_logged BEFORE DELETE ON candidate
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election removed' AND subject = 'election ' || OLD.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER committee_logged BEFORE INSERT ON committee
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = (SELECT units FROM defining) AND subject = 'election ' || NEW.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER committee_removal_logged BEFORE DELETE ON committee
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election removed' AND subject = 'election ' || OLD.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER unit_logged BEFORE INSERT ON unit
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = (SELECT units FROM defining) AND subject = 'election ' || NEW.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER unit_removal_logged BEFORE DELETE ON unit
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election removed' AND subject = 'election ' || OLD.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER form_field_logged BEFORE INSERT ON form_field
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = (SELECT units FROM defining) AND subject = 'election ' || NEW.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER form_field_removal_logged BEFORE DELETE ON form_field
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election removed' AND subject = 'election ' || OLD.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER gate_opening_logged BEFORE INSERT ON gate_opening
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = (SELECT units FROM defining) AND subject = 'election ' || NEW.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER gate_opening_removal_logged BEFORE DELETE ON gate_opening
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election removed' AND subject = 'election ' || OLD.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER document_logged BEFORE INSERT ON document
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'file read ' || NEW.kind AND subject = 'election ' || NEW.election
                 AND role = 'administrator' AND detail ->> 'sha256' = NEW.sha256 AND at = NEW.read_at
                 AND detail ->> 'kieskring' = NEW.kieskring)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER document_removal_logged BEFORE DELETE ON document
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election removed' AND subject = 'election ' || OLD.election
                 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER entry_logged BEFORE INSERT ON entry
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = iif(NEW.amends IS NULL, 'entry begun', 're-key begun')
                 AND subject = 'entry ' || NEW.id AND session = NEW.session AND at = NEW.started_at
                 AND detail ->> 'unit' = NEW.unit AND detail ->> 'number' = NEW.number AND detail ->> 'amends' IS NEW.amends)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER entry_submission_logged BEFORE UPDATE OF submitted_at ON entry
WHEN NEW.submitted_at IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM told WHERE action = 'entry submitted' AND subject = 'entry ' || NEW.id AND person = NEW.person
                 AND at = NEW.submitted_at AND detail ->> 'wrong' = NEW.wrong)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER value_logged BEFORE INSERT ON entry_value
WHEN NOT EXISTS (SELECT 1 FROM told WHERE subject = 'entry ' || NEW.entry AND person = (SELECT e.person FROM entry e WHERE e.id = NEW.entry)
                 AND iif(NEW.carried, action = 're-key begun',
                         action = 'value' AND detail ->> 'field' = NEW.field AND detail ->> 'value' = NEW.value))
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER value_change_logged BEFORE UPDATE ON entry_value
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'value' AND subject = 'entry ' || NEW.entry AND person = (SELECT e.person FROM entry e WHERE e.id = NEW.entry)
                 AND detail ->> 'field' = NEW.field AND detail ->> 'value' = NEW.value)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER value_removal_logged BEFORE DELETE ON entry_value
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'value' AND subject = 'entry ' || OLD.entry AND person = (SELECT e.person FROM entry e WHERE e.id = OLD.entry)
                 AND detail ->> 'field' = OLD.field AND json_type(detail, '$.value') = 'null')
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER decision_logged BEFORE INSERT ON decision
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'decision' AND subject = 'unit ' || NEW.unit AND session = NEW.session AND at = NEW.at
                 AND detail ->> 'decision' = NEW.id AND detail ->> 'first' = NEW.first_entry AND detail ->> 'second' IS NEW.second_entry)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER decision_field_logged BEFORE INSERT ON decision_field
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'field sent back' AND subject = 'entry ' || NEW.entry
                 AND session = (SELECT d.session FROM decision d WHERE d.id = NEW.decision)
                 AND detail ->> 'decision' = NEW.decision AND detail ->> 'field' = NEW.field AND detail ->> 'reason' = NEW.reason)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER discard_logged BEFORE INSERT ON discarded
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action IN ('entry withdrawn', 'entry discarded') AND subject = 'entry ' || NEW.entry
                 AND session = NEW.session AND at = NEW.at AND detail ->> 'reason' = NEW.reason)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER final_logged BEFORE INSERT ON final_unit
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'unit final' AND subject = 'unit ' || NEW.unit AND session = NEW.session AND at = NEW.at
                 AND detail ->> 'first' = NEW.first_entry AND detail ->> 'second' = NEW.second_entry)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER let_stand_logged BEFORE INSERT ON let_stand
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'entry let stand' AND subject = 'entry ' || NEW.entry AND session = NEW.session AND at = NEW.at
                 AND detail ->> 'reason' = NEW.reason)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER hand_over_logged BEFORE INSERT ON hand_over
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'entry handed over' AND subject = 'entry ' || NEW.entry AND session = NEW.session AND at = NEW.at
                 AND detail ->> 'reason' = NEW.reason)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER unit_reopening_logged BEFORE INSERT ON reopened_unit
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'unit reopened' AND subject = 'unit ' || (SELECT f.unit FROM final_unit f WHERE f.first_entry = NEW.first_entry)
                 AND session = NEW.session AND at = NEW.at AND detail ->> 'first' = NEW.first_entry AND detail ->> 'confirmed_by' = NEW.confirmed_by
                 AND detail ->> 'reason' = NEW.reason)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER disposition_logged BEFORE INSERT ON disposition
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'finding disposed' AND subject = 'entry ' || NEW.entry AND session = NEW.session AND at = NEW.at
                 AND detail ->> 'disposition' = NEW.id AND detail ->> 'check' = NEW."check" AND detail ->> 'about' = NEW.subject
                 AND detail ->> 'looked_at' = NEW.looked_at AND detail ->> 'found' = NEW.found AND detail ->> 'recounted_by' = NEW.recounted_by)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER witness_logged BEFORE INSERT ON witness
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'witness read' AND subject = 'unit ' || NEW.unit AND session = NEW.session AND at = NEW.at
                 AND detail ->> 'witness' = NEW.id AND detail ->> 'file_name' = NEW.file_name AND detail ->> 'sha256' = NEW.sha256
                 AND detail ->> 'canonical_sha256' IS NEW.canonical_sha256)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER witness_value_logged BEFORE INSERT ON witness_value
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'witness read' AND detail ->> 'witness' = NEW.witness
                 AND detail ->> ('$.values."' || NEW.field || '"') = NEW.value)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER count_account_logged BEFORE INSERT ON count_account
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'difference accounted' AND subject = 'entry ' || NEW.entry AND session = NEW.session AND at = NEW.at
                 AND detail ->> 'number' = NEW.id AND detail ->> 'cause' = NEW.cause AND detail ->> 'account' = NEW.account
                 AND detail ->> 'passes_recounted' = NEW.passes_recounted AND detail ->> 'ballots_recounted' = NEW.ballots_recounted
                 AND detail ->> 'recounted_by' = NEW.recounted_by AND detail ->> 'decided_by' = NEW.decided_by)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER alleged_error_logged BEFORE INSERT ON alleged_error
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'error recorded' AND subject = 'unit ' || NEW.unit AND session = NEW.session AND at = NEW.at
                 AND detail ->> 'error' = NEW.id AND detail ->> 'sheet' = NEW.sheet AND detail ->> 'field' = NEW.field
                 AND detail ->> 'old' = NEW.old_value AND detail ->> 'new' = NEW.new_value
                 AND detail ->> 'cause' = NEW.cause AND detail ->> 'account' = NEW.account)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER error_withdrawal_logged BEFORE INSERT ON withdrawn_error
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'error withdrawn' AND subject = 'error ' || NEW.error AND session = NEW.session AND at = NEW.at
                 AND detail ->> 'reason' = NEW.reason)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER control_sum_logged BEFORE INSERT ON control_sum
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'control sum' AND subject = 'election ' || NEW.election AND session = NEW.session AND at = NEW.at
                 AND detail ->> 'number' = NEW.id AND detail ->> 'version' = NEW.version AND detail ->> 'list' = NEW.list
                 AND detail ->> 'total' = NEW.total)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER final_election_logged BEFORE INSERT ON final_election
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election final' AND subject = 'election ' || NEW.election
                 AND session = NEW.session AND at = NEW.at AND detail ->> 'release' = NEW.id AND detail ->> 'version' = NEW.version
                 AND detail ->> 'confirmed_by' = NEW.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER election_reopening_logged BEFORE INSERT ON reopened_election
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'election reopened'
                 AND subject = 'election ' || (SELECT f.election FROM final_election f WHERE f.id = NEW.release)
                 AND session = NEW.session AND at = NEW.at AND detail ->> 'release' = NEW.release AND detail ->> 'confirmed_by' = NEW.confirmed_by
                 AND detail ->> 'reason' = NEW.reason)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER package_logged BEFORE INSERT ON package
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'package written'
                 AND subject = 'election ' || (SELECT f.election FROM final_election f WHERE f.id = NEW.release)
                 AND session = NEW.session AND at = NEW.at AND detail ->> 'package' = NEW.id AND detail ->> 'release' = NEW.release
                 AND detail ->> 'folder' = NEW.folder AND detail ->> 'root' = NEW.root)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER lot_logged BEFORE INSERT ON lot
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'lot drawn'
                 AND subject = 'election ' || (SELECT f.election FROM final_election f WHERE f.id = NEW.release)
                 AND session = NEW.session AND at = NEW.at AND detail ->> 'confirmed_by' = NEW.confirmed_by
                 AND detail ->> 'lot' = NEW.id
                 AND detail ->> 'release' = NEW.release
                 AND detail ->> 'ordinal' = NEW.ordinal
                 AND detail ->> 'question' = NEW.question
                 AND detail ->> 'drawn' = NEW.drawn
                 AND detail ->> 'again' = NEW.again)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER lot_withdrawal_logged BEFORE INSERT ON withdrawn_lot
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'lot withdrawn'
                 AND subject = 'election ' || (SELECT f.election FROM final_election f WHERE f.id = (SELECT l.release FROM lot l WHERE l.id = NEW.lot))
                 AND session = NEW.session AND at = NEW.at AND detail ->> 'confirmed_by' = NEW.confirmed_by
                 AND detail ->> 'lot' = NEW.lot
                 AND detail ->> 'reason' = NEW.reason)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER deceased_logged BEFORE INSERT ON deceased
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'deceased told'
                 AND subject = 'election ' || (SELECT f.election FROM final_election f WHERE f.id = NEW.release)
                 AND session = NEW.session AND at = NEW.at AND detail ->> 'confirmed_by' = NEW.confirmed_by
                 AND detail ->> 'deceased' = NEW.id
                 AND detail ->> 'release' = NEW.release
                 AND detail ->> 'place' = NEW.place
                 AND detail ->> 'again' = NEW.again)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER deceased_withdrawal_logged BEFORE INSERT ON withdrawn_deceased
WHEN NOT EXISTS (SELECT 1 FROM told WHERE action = 'deceased withdrawn'
                 AND subject = 'election ' || (SELECT f.election FROM final_election f WHERE f.id = (SELECT d.release FROM deceased d WHERE d.id = NEW.deceased))
                 AND session = NEW.session AND at = NEW.at AND detail ->> 'confirmed_by' = NEW.confirmed_by
                 AND detail ->> 'deceased' = NEW.deceased
                 AND detail ->> 'reason' = NEW.reason)
BEGIN SELECT RAISE(ABORT, 'osv: deze wijziging staat niet in het logboek'); END;

CREATE TRIGGER log_chained BEFORE INSERT ON log
WHEN NEW.hash IS NOT osv_link(NEW.previous, NEW.seq, NEW.at, NEW.session, NEW.person, NEW.role,
                              NEW.terminal, NEW.action, NEW.subject, NEW.detail)
BEGIN SELECT RAISE(ABORT, 'osv: de code van deze regel van het logboek klopt niet'); END;

-- Rules: people -----------------------------------------------------------------------------------------

CREATE TRIGGER person_unique BEFORE INSERT ON person
WHEN EXISTS (SELECT 1 FROM person
             WHERE id = NEW.id
             OR CASE WHEN staff_number GLOB '[0-9][0-9]-[0-9][0-9]-[0-9][0-9][0-9][0-9]'
                     THEN staff_number || lower(replace(name, ' ', ''))
                     ELSE ltrim(lower(replace(staff_number, ' ', '')), '0') END
              = CASE WHEN NEW.staff_number GLOB '[0-9][0-9]-[0-9][0-9]-[0-9][0-9][0-9][0-9]'
                     THEN NEW.staff_number || lower(replace(NEW.name, ' ', ''))
                     ELSE ltrim(lower(replace(NEW.staff_number, ' ', '')), '0') END)
BEGIN SELECT RAISE(ABORT, 'osv: deze persoon is al geregistreerd'); END;

-- The two founders stand for each other: nobody has signed in yet, and nobody comes after them this way.
CREATE TRIGGER person_by_two BEFORE INSERT ON person
WHEN CASE WHEN NEW.registered_by IS NULL AND NEW.confirmed_by IS NULL
          THEN EXISTS (SELECT 1 FROM session) OR (SELECT count(*) FROM person) >= 2
          ELSE NEW.registered_by IS NEW.confirmed_by
            OR NOT EXISTS (SELECT 1 FROM official WHERE person = NEW.registered_by)
            OR NOT EXISTS (SELECT 1 FROM official WHERE person = NEW.confirmed_by) END
BEGIN SELECT RAISE(ABORT, 'osv: een persoon wordt geregistreerd door twee anderen, met elk een eigen wachtwoord'); END;

CREATE TRIGGER person_unchanged BEFORE UPDATE ON person
BEGIN SELECT RAISE(ABORT, 'osv: een geregistreerde persoon kan niet worden gewijzigd'); END;

CREATE TRIGGER person_kept BEFORE DELETE ON person
BEGIN SELECT RAISE(ABORT, 'osv: een geregistreerde persoon kan niet worden verwijderd'); END;

CREATE TRIGGER account_unique BEFORE INSERT ON account
WHEN EXISTS (SELECT 1 FROM account
             WHERE id = NEW.id OR person = NEW.person OR user_name = NEW.user_name COLLATE NOCASE)
BEGIN SELECT RAISE(ABORT, 'osv: deze persoon of gebruikersnaam heeft al een account'); END;

CREATE TRIGGER account_of_person BEFORE INSERT ON account
WHEN NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person)
BEGIN SELECT RAISE(ABORT, 'osv: een account hoort bij een geregistreerde persoon'); END;

-- Not "UPDATE OF id": that does not fire for "SET rowid".
CREATE TRIGGER account_unchanged BEFORE UPDATE ON account
WHEN NEW.id <> OLD.id OR NEW.person <> OLD.person OR NEW.role <> OLD.role
  OR NEW.user_name <> OLD.user_name COLLATE BINARY
BEGIN SELECT RAISE(ABORT, 'osv: een account houdt zijn persoon, naam en rol'); END;

CREATE TRIGGER account_kept BEFORE DELETE ON account
BEGIN SELECT RAISE(ABORT, 'osv: een account kan niet worden verwijderd, alleen uitgezet'); END;

CREATE TRIGGER session_once BEFORE INSERT ON session
WHEN NEW.ended_at IS NOT NULL
  OR EXISTS (SELECT 1 FROM session WHERE id = NEW.id OR account = NEW.account AND ended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'osv: dit account heeft al een sessie'); END;

CREATE TRIGGER session_fits BEFORE INSERT ON session
WHEN NOT EXISTS (SELECT 1 FROM account WHERE id = NEW.account AND active = 1)
BEGIN SELECT RAISE(ABORT, 'osv: dit account is uitgezet'); END;

CREATE TRIGGER session_unchanged BEFORE UPDATE ON session
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.id <> OLD.id
  OR NEW.account <> OLD.account OR NEW.terminal <> OLD.terminal OR NEW.started_at <> OLD.started_at
BEGIN SELECT RAISE(ABORT, 'osv: een sessie kan alleen worden afgesloten'); END;

CREATE TRIGGER session_kept BEFORE DELETE ON session
BEGIN SELECT RAISE(ABORT, 'osv: een sessie kan niet worden verwijderd'); END;

CREATE TRIGGER sitting_by_two BEFORE INSERT ON sitting
WHEN NEW.closed_at IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM present p WHERE p.session = NEW.session AND p.person <> NEW.confirmed_by
                 AND p.role IN ('administrator', 'supervisor'))
  OR NOT EXISTS (SELECT 1 FROM official WHERE person = NEW.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'osv: een zitting wordt geopend door twee toezichthouders of beheerders'); END;

CREATE TRIGGER sitting_once BEFORE INSERT ON sitting
WHEN EXISTS (SELECT 1 FROM sitting WHERE id = NEW.id OR closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'osv: de zitting is al geopend'); END;

CREATE TRIGGER sitting_unchanged BEFORE UPDATE ON sitting
WHEN OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL OR NEW.id <> OLD.id OR NEW.session <> OLD.session
  OR NEW.confirmed_by <> OLD.confirmed_by OR NEW.opened_at <> OLD.opened_at
BEGIN SELECT RAISE(ABORT, 'osv: een zitting kan alleen worden gesloten'); END;

CREATE TRIGGER sitting_kept BEFORE DELETE ON sitting
BEGIN SELECT RAISE(ABORT, 'osv: een zitting kan niet worden verwijderd'); END;

CREATE TRIGGER setting_kept BEFORE DELETE ON setting
BEGIN SELECT RAISE(ABORT, 'osv: een instelling kan niet worden verwijderd'); END;
CREATE TRIGGER threshold_sealed BEFORE INSERT ON setting
WHEN NEW.name GLOB 'threshold *' AND EXISTS (SELECT 1 FROM entry)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de grenzen liggen vast'); END;
CREATE TRIGGER threshold_sealed_too BEFORE UPDATE ON setting
WHEN 'threshold ' IN (substr(NEW.name, 1, 10), substr(OLD.name, 1, 10)) AND EXISTS (SELECT 1 FROM entry)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de grenzen liggen vast'); END;
CREATE TRIGGER setting_once BEFORE INSERT ON setting
WHEN EXISTS (SELECT 1 FROM setting WHERE name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'osv: deze instelling bestaat al'); END;

-- Rules: definitions are sealed once an entry exists --------------------------------------------------

CREATE TRIGGER election_unchanged BEFORE UPDATE ON election
BEGIN SELECT RAISE(ABORT, 'osv: een ingelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER election_once BEFORE INSERT ON election
WHEN EXISTS (SELECT 1 FROM election WHERE id = NEW.id OR election_id = NEW.election_id)
BEGIN SELECT RAISE(ABORT, 'osv: deze verkiezing is al ingelezen'); END;
CREATE TRIGGER election_sealed BEFORE DELETE ON election
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = OLD.id)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;

CREATE TRIGGER region_unchanged BEFORE UPDATE ON region
BEGIN SELECT RAISE(ABORT, 'osv: een ingelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER region_sealed BEFORE INSERT ON region
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = NEW.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;
CREATE TRIGGER region_sealed_too BEFORE DELETE ON region
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = OLD.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;

CREATE TRIGGER contest_unchanged BEFORE UPDATE ON contest
BEGIN SELECT RAISE(ABORT, 'osv: een ingelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER contest_sealed BEFORE INSERT ON contest
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = NEW.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;
CREATE TRIGGER contest_sealed_too BEFORE DELETE ON contest
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = OLD.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;

CREATE TRIGGER candidate_list_unchanged BEFORE UPDATE ON candidate_list
BEGIN SELECT RAISE(ABORT, 'osv: een ingelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER candidate_list_sealed BEFORE INSERT ON candidate_list
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = NEW.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;
CREATE TRIGGER candidate_list_sealed_too BEFORE DELETE ON candidate_list
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = OLD.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;

CREATE TRIGGER candidate_on_a_list BEFORE INSERT ON candidate
WHEN NOT EXISTS (SELECT 1 FROM candidate_list WHERE election = NEW.election AND number = NEW.list AND kieskring = NEW.kieskring)
BEGIN SELECT RAISE(ABORT, 'osv: een kandidaat staat op een lijst'); END;
CREATE TRIGGER candidate_unchanged BEFORE UPDATE ON candidate
BEGIN SELECT RAISE(ABORT, 'osv: een ingelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER candidate_sealed BEFORE INSERT ON candidate
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = NEW.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;
CREATE TRIGGER candidate_sealed_too BEFORE DELETE ON candidate
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = OLD.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;

CREATE TRIGGER committee_unchanged BEFORE UPDATE ON committee
BEGIN SELECT RAISE(ABORT, 'osv: een ingelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER committee_sealed BEFORE INSERT ON committee
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = NEW.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;
CREATE TRIGGER committee_sealed_too BEFORE DELETE ON committee
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = OLD.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;

CREATE TRIGGER unit_unchanged BEFORE UPDATE ON unit
BEGIN SELECT RAISE(ABORT, 'osv: een ingelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER unit_once BEFORE INSERT ON unit
WHEN EXISTS (SELECT 1 FROM unit
             WHERE id = NEW.id OR election = NEW.election AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'osv: dit stembureau bestaat al'); END;
CREATE TRIGGER unit_sealed BEFORE INSERT ON unit
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = NEW.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;
CREATE TRIGGER unit_sealed_too BEFORE DELETE ON unit
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = OLD.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;

CREATE TRIGGER form_field_unchanged BEFORE UPDATE ON form_field
BEGIN SELECT RAISE(ABORT, 'osv: een ingelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER form_field_sealed BEFORE INSERT ON form_field
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = NEW.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;
CREATE TRIGGER form_field_sealed_too BEFORE DELETE ON form_field
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = OLD.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;

CREATE TRIGGER gate_opening_unchanged BEFORE UPDATE ON gate_opening
BEGIN SELECT RAISE(ABORT, 'osv: een ingelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER gate_opening_sealed BEFORE INSERT ON gate_opening
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = NEW.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;
CREATE TRIGGER gate_opening_sealed_too BEFORE DELETE ON gate_opening
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = OLD.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;

CREATE TRIGGER document_unchanged BEFORE UPDATE ON document
BEGIN SELECT RAISE(ABORT, 'osv: een ingelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER document_sealed BEFORE INSERT ON document
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = NEW.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;
CREATE TRIGGER document_for_all_or_for_each BEFORE INSERT ON document
WHEN EXISTS (SELECT 1 FROM document WHERE election = NEW.election AND kind = NEW.kind
             AND kieskring <> NEW.kieskring AND 0 IN (kieskring, NEW.kieskring))
BEGIN SELECT RAISE(ABORT, 'osv: er is al een bestand voor alle kieskringen, of voor een ervan'); END;
CREATE TRIGGER document_of_a_kieskring BEFORE INSERT ON document
WHEN NEW.kieskring > 0 AND NOT EXISTS (SELECT 1 FROM region WHERE election = NEW.election
                                       AND category = 'KIESKRING' AND number = NEW.kieskring)
BEGIN SELECT RAISE(ABORT, 'osv: deze kieskring staat niet in de verkiezingsdefinitie'); END;
CREATE TRIGGER document_sealed_too BEFORE DELETE ON document
WHEN EXISTS (SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE u.election = OLD.election)
BEGIN SELECT RAISE(ABORT, 'osv: er is al ingevoerd; de verkiezing ligt vast'); END;

CREATE TRIGGER station_unchanged BEFORE UPDATE ON station
BEGIN SELECT RAISE(ABORT, 'osv: de gegevens van dit station liggen vast'); END;
CREATE TRIGGER station_kept BEFORE DELETE ON station
BEGIN SELECT RAISE(ABORT, 'osv: de gegevens van dit station liggen vast'); END;
CREATE TRIGGER station_once BEFORE INSERT ON station
WHEN EXISTS (SELECT 1 FROM station)
BEGIN SELECT RAISE(ABORT, 'osv: de gegevens van dit station liggen vast'); END;

-- Rules: entry ------------------------------------------------------------------------------------------

CREATE TRIGGER entry_has_form BEFORE INSERT ON entry
WHEN NOT EXISTS (SELECT 1 FROM unit_field WHERE unit = NEW.unit)
BEGIN SELECT RAISE(ABORT, 'osv: dit stembureau heeft geen formulier'); END;

CREATE TRIGGER entry_in_a_sitting BEFORE INSERT ON entry
WHEN NOT EXISTS (SELECT 1 FROM sitting WHERE closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'osv: de zitting is niet geopend'); END;

CREATE TRIGGER entry_by_typist BEFORE INSERT ON entry
WHEN NOT EXISTS (SELECT 1 FROM present
                 WHERE session = NEW.session AND person = NEW.person AND role = 'typist')
BEGIN SELECT RAISE(ABORT, 'osv: alleen een ingelogde invoerder kan invoeren'); END;

CREATE TRIGGER entry_begins_open BEFORE INSERT ON entry
WHEN NEW.submitted_at IS NOT NULL OR NEW.position IS NOT NULL OR NEW.wrong <> 0
  OR EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'osv: een invoer begint leeg en open'); END;

CREATE TRIGGER entry_one_at_a_time BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM live_entry WHERE unit = NEW.unit AND submitted_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'osv: dit stembureau wordt al ingevoerd'); END;

-- Who took an entry over has seen the numbers that were kept in it, also when both entries lapse later: of
-- all whose numbers live on in the other entry, nobody ever stood in one chain with this typist.
CREATE TRIGGER entry_by_another BEFORE INSERT ON entry
WHEN EXISTS (
    WITH RECURSIVE chain(root, id, person) AS (
        SELECT id, id, person FROM entry WHERE unit = NEW.unit AND amends IS NULL
        UNION ALL SELECT chain.root, e.id, e.person FROM chain JOIN entry e ON e.amends = chain.id)
    SELECT 1 FROM live_entry other
    JOIN chain living ON living.root = (SELECT root FROM chain WHERE id = other.id)
    JOIN chain typed ON typed.person = living.person
    JOIN chain beside ON beside.root = typed.root
    WHERE other.unit = NEW.unit AND other.number <> NEW.number AND beside.person = NEW.person)
BEGIN SELECT RAISE(ABORT, 'osv: de twee invoeren moeten van twee verschillende personen zijn'); END;

CREATE TRIGGER entry_of_open_unit BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM final_now WHERE unit = NEW.unit)
BEGIN SELECT RAISE(ABORT, 'osv: dit stembureau is al definitief'); END;

CREATE TRIGGER entry_after_a_sound_one BEFORE INSERT ON entry
WHEN NEW.amends IS NULL
 AND EXISTS (SELECT 1 FROM live_entry e WHERE e.unit = NEW.unit AND e.wrong = 1
             AND NOT EXISTS (SELECT 1 FROM let_stand l WHERE l.entry = e.id))
BEGIN SELECT RAISE(ABORT, 'osv: de toezichthouder kijkt eerst naar de andere invoer'); END;

CREATE TRIGGER entry_number_free BEFORE INSERT ON entry
WHEN NEW.amends IS NULL
 AND EXISTS (SELECT 1 FROM live_entry WHERE unit = NEW.unit AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'osv: deze invoer bestaat al'); END;

CREATE TRIGGER entry_first_before_second BEFORE INSERT ON entry
WHEN NEW.amends IS NULL AND NEW.number = 2
 AND NOT EXISTS (SELECT 1 FROM live_entry
                 WHERE unit = NEW.unit AND number = 1 AND submitted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'osv: de eerste invoer is nog niet ingeleverd'); END;

CREATE TRIGGER entry_amends_returned BEFORE INSERT ON entry
WHEN NEW.amends IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM live_entry e JOIN decision_field d ON d.entry = e.id
    WHERE e.id = NEW.amends AND e.unit = NEW.unit AND e.number = NEW.number AND e.submitted_at IS NOT NULL
      AND (e.person = NEW.person OR EXISTS (SELECT 1 FROM hand_over h WHERE h.entry = e.id)))
BEGIN SELECT RAISE(ABORT, 'osv: deze invoer is niet teruggegeven aan deze invoerder'); END;

CREATE TRIGGER entry_unchanged BEFORE UPDATE ON entry
WHEN OLD.submitted_at IS NOT NULL
  OR NEW.id <> OLD.id OR NEW.unit <> OLD.unit OR NEW.number <> OLD.number OR NEW.person <> OLD.person
  OR NEW.session <> OLD.session OR NEW.amends IS NOT OLD.amends OR NEW.started_at <> OLD.started_at
BEGIN SELECT RAISE(ABORT, 'osv: een ingeleverde invoer kan niet worden gewijzigd'); END;

CREATE TRIGGER entry_discarded_stays BEFORE UPDATE ON entry
WHEN EXISTS (SELECT 1 FROM discarded WHERE entry = OLD.id)
BEGIN SELECT RAISE(ABORT, 'osv: deze invoer is vervallen'); END;

CREATE TRIGGER entry_complete BEFORE UPDATE OF submitted_at ON entry
WHEN NEW.submitted_at IS NOT NULL AND (
    EXISTS (SELECT 1 FROM missing_value WHERE entry = NEW.id)
    OR EXISTS (SELECT 1 FROM closed_value WHERE entry = NEW.id))
BEGIN SELECT RAISE(ABORT, 'osv: nog niet alle velden zijn ingevuld'); END;

CREATE TRIGGER entry_position_on_form BEFORE UPDATE OF position ON entry
WHEN NEW.position IS NOT NULL AND NOT EXISTS (SELECT 1 FROM unit_field WHERE unit = NEW.unit AND field = NEW.position)
BEGIN SELECT RAISE(ABORT, 'osv: dit veld hoort niet op het formulier'); END;

CREATE TRIGGER entry_kept BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'osv: een invoer kan niet worden verwijderd'); END;

CREATE TRIGGER value_of_open_entry BEFORE INSERT ON entry_value
WHEN NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = NEW.entry AND e.submitted_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM discarded d WHERE d.entry = e.id))
BEGIN SELECT RAISE(ABORT, 'osv: een ingeleverde invoer kan niet worden gewijzigd'); END;

CREATE TRIGGER value_once BEFORE INSERT ON entry_value
WHEN EXISTS (SELECT 1 FROM entry_value WHERE entry = NEW.entry AND field = NEW.field)
BEGIN SELECT RAISE(ABORT, 'osv: dit veld is al ingevuld'); END;

CREATE TRIGGER value_of_the_form BEFORE INSERT ON entry_value
WHEN NOT EXISTS (SELECT 1 FROM entry e JOIN unit_field f ON f.unit = e.unit
                 WHERE e.id = NEW.entry AND f.field = NEW.field AND NEW.value BETWEEN f.minimum AND f.maximum)
BEGIN SELECT RAISE(ABORT, 'osv: dit veld of dit getal hoort niet op het formulier'); END;

CREATE TRIGGER value_carried BEFORE INSERT ON entry_value
WHEN NEW.carried = 1 AND NOT EXISTS (
    SELECT 1 FROM entry e JOIN entry_value v ON v.entry = e.amends
    WHERE e.id = NEW.entry AND v.field = NEW.field AND v.value = NEW.value
      AND NOT EXISTS (SELECT 1 FROM decision_field d WHERE d.entry = e.amends AND d.field = v.field))
BEGIN SELECT RAISE(ABORT, 'osv: dit getal moet opnieuw van papier worden ingevoerd'); END;

CREATE TRIGGER value_rekeyed BEFORE INSERT ON entry_value
WHEN NEW.carried = 0
 AND EXISTS (SELECT 1 FROM entry e WHERE e.id = NEW.entry AND e.amends IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM decision_field d WHERE d.entry = e.amends AND d.field = NEW.field))
BEGIN SELECT RAISE(ABORT, 'osv: dit veld is niet teruggestuurd'); END;

CREATE TRIGGER value_changed BEFORE UPDATE ON entry_value
WHEN NEW.entry <> OLD.entry OR NEW.field <> OLD.field OR NEW.carried <> OLD.carried OR OLD.carried = 1
  OR NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = OLD.entry AND e.submitted_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM discarded d WHERE d.entry = e.id))
  OR NOT EXISTS (SELECT 1 FROM entry e JOIN unit_field f ON f.unit = e.unit
                 WHERE e.id = NEW.entry AND f.field = NEW.field AND NEW.value BETWEEN f.minimum AND f.maximum)
BEGIN SELECT RAISE(ABORT, 'osv: dit getal kan niet worden gewijzigd'); END;

CREATE TRIGGER value_emptied BEFORE DELETE ON entry_value
WHEN OLD.carried = 1
  OR NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = OLD.entry AND e.submitted_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM discarded d WHERE d.entry = e.id))
BEGIN SELECT RAISE(ABORT, 'osv: dit getal kan niet worden gewist'); END;

-- Rules: decisions --------------------------------------------------------------------------------------

CREATE TRIGGER decision_by_supervisor BEFORE INSERT ON decision
WHEN NOT EXISTS (SELECT 1 FROM present p WHERE p.session = NEW.session AND p.role = 'supervisor'
                 AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.unit = NEW.unit AND e.person = p.person))
BEGIN SELECT RAISE(ABORT, 'osv: alleen een toezichthouder die hier niet invoerde kan beslissen'); END;

-- On both entries of a unit, or on the only one when a sum in it does not hold.
CREATE TRIGGER decision_on_entries BEFORE INSERT ON decision
WHEN EXISTS (SELECT 1 FROM decision WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM final_now WHERE unit = NEW.unit)
  OR EXISTS (SELECT 1 FROM decision_field WHERE entry IN (NEW.first_entry, NEW.second_entry))
  OR NOT EXISTS (
        SELECT 1 FROM live_entry one JOIN live_entry two ON two.unit = one.unit
        WHERE one.unit = NEW.unit AND one.id = NEW.first_entry AND two.id = NEW.second_entry
          AND one.number = 1 AND two.number = 2
          AND one.submitted_at IS NOT NULL AND two.submitted_at IS NOT NULL
        UNION ALL
        SELECT 1 FROM live_entry e
        WHERE e.unit = NEW.unit AND e.id = NEW.first_entry AND NEW.second_entry IS NULL AND e.wrong = 1
          AND NOT EXISTS (SELECT 1 FROM live_entry other WHERE other.unit = e.unit AND other.id <> e.id))
BEGIN SELECT RAISE(ABORT, 'osv: er zijn geen ingeleverde invoeren om terug te sturen'); END;

CREATE TRIGGER decision_unchanged BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'osv: een beslissing kan niet worden gewijzigd'); END;
CREATE TRIGGER decision_kept BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'osv: een beslissing kan niet worden verwijderd'); END;

CREATE TRIGGER decision_field_fits BEFORE INSERT ON decision_field
WHEN NOT EXISTS (SELECT 1 FROM decision d JOIN live_entry e ON e.id IN (d.first_entry, d.second_entry)
                 WHERE d.id = NEW.decision AND e.id = NEW.entry
                   AND NOT EXISTS (SELECT 1 FROM final_now f WHERE f.unit = d.unit))
  OR EXISTS (SELECT 1 FROM decision_field WHERE entry = NEW.entry AND field = NEW.field)
BEGIN SELECT RAISE(ABORT, 'osv: dit veld hoort niet bij deze beslissing'); END;

-- Of two entries that differ, what goes back is a field in which they do, or one behind a question that goes back.
CREATE TRIGGER decision_field_differs BEFORE INSERT ON decision_field
WHEN NOT EXISTS (
    SELECT 1 FROM decision d
    JOIN unit_field f ON f.unit = d.unit AND f.field = NEW.field
    WHERE d.id = NEW.decision
      AND (d.second_entry IS NULL
           OR (SELECT value FROM entry_value WHERE entry = d.first_entry AND field = f.field)
             IS NOT (SELECT value FROM entry_value WHERE entry = d.second_entry AND field = f.field)
           OR EXISTS (SELECT 1 FROM decision_field question WHERE question.decision = d.id
                      AND question.entry = NEW.entry AND question.field = f.gate)
           OR NOT EXISTS (
                SELECT * FROM (SELECT field, value FROM entry_value WHERE entry = d.first_entry
                               EXCEPT SELECT field, value FROM entry_value WHERE entry = d.second_entry)
                UNION ALL
                SELECT * FROM (SELECT field, value FROM entry_value WHERE entry = d.second_entry
                               EXCEPT SELECT field, value FROM entry_value WHERE entry = d.first_entry))))
BEGIN SELECT RAISE(ABORT, 'osv: in dit veld zijn de twee invoeren gelijk'); END;

CREATE TRIGGER decision_field_unchanged BEFORE UPDATE ON decision_field
BEGIN SELECT RAISE(ABORT, 'osv: een beslissing kan niet worden gewijzigd'); END;
CREATE TRIGGER decision_field_kept BEFORE DELETE ON decision_field
BEGIN SELECT RAISE(ABORT, 'osv: een beslissing kan niet worden verwijderd'); END;

-- A supervisor discards any entry of a unit that is not final; a typist only an own one just begun.
CREATE TRIGGER discard_allowed BEFORE INSERT ON discarded
WHEN NOT EXISTS (
    SELECT 1 FROM live_entry e JOIN present p ON p.session = NEW.session
    WHERE e.id = NEW.entry
      AND NOT EXISTS (SELECT 1 FROM final_now f WHERE f.unit = e.unit)
      AND (p.role = 'supervisor'
             AND NOT EXISTS (SELECT 1 FROM entry own WHERE own.unit = e.unit AND own.person = p.person)
           OR p.role = 'typist' AND p.person = e.person AND e.submitted_at IS NULL AND e.amends IS NULL
             AND NOT EXISTS (SELECT 1 FROM entry_value v WHERE v.entry = e.id)))
BEGIN SELECT RAISE(ABORT, 'osv: deze invoer kan niet vervallen'); END;

CREATE TRIGGER discard_unchanged BEFORE UPDATE ON discarded
BEGIN SELECT RAISE(ABORT, 'osv: een vervallen invoer blijft vervallen'); END;
CREATE TRIGGER discard_kept BEFORE DELETE ON discarded
BEGIN SELECT RAISE(ABORT, 'osv: een vervallen invoer blijft vervallen'); END;

CREATE TRIGGER let_stand_allowed BEFORE INSERT ON let_stand
WHEN EXISTS (SELECT 1 FROM let_stand WHERE entry = NEW.entry)
  OR NOT EXISTS (
    SELECT 1 FROM live_entry e WHERE e.id = NEW.entry AND e.wrong = 1
      AND NOT EXISTS (SELECT 1 FROM live_entry other WHERE other.unit = e.unit AND other.id <> e.id)
      AND NOT EXISTS (SELECT 1 FROM decision_field d WHERE d.entry = e.id)
      AND EXISTS (SELECT 1 FROM present p WHERE p.session = NEW.session AND p.role = 'supervisor'
                 AND NOT EXISTS (SELECT 1 FROM entry typed WHERE typed.unit = e.unit AND typed.person = p.person)))
BEGIN SELECT RAISE(ABORT, 'osv: deze invoer kan niet zo blijven staan'); END;
CREATE TRIGGER let_stand_unchanged BEFORE UPDATE ON let_stand
BEGIN SELECT RAISE(ABORT, 'osv: dit besluit kan niet worden gewijzigd'); END;
CREATE TRIGGER let_stand_kept BEFORE DELETE ON let_stand
BEGIN SELECT RAISE(ABORT, 'osv: dit besluit kan niet worden verwijderd'); END;

CREATE TRIGGER hand_over_allowed BEFORE INSERT ON hand_over
WHEN EXISTS (SELECT 1 FROM hand_over WHERE entry = NEW.entry)
  OR NOT EXISTS (
    SELECT 1 FROM live_entry e JOIN decision_field d ON d.entry = e.id WHERE e.id = NEW.entry
      AND EXISTS (SELECT 1 FROM present p WHERE p.session = NEW.session AND p.role = 'supervisor'
                 AND NOT EXISTS (SELECT 1 FROM entry typed WHERE typed.unit = e.unit AND typed.person = p.person)))
BEGIN SELECT RAISE(ABORT, 'osv: deze invoer kan niet aan een ander worden gegeven'); END;
CREATE TRIGGER hand_over_unchanged BEFORE UPDATE ON hand_over
BEGIN SELECT RAISE(ABORT, 'osv: dit besluit kan niet worden gewijzigd'); END;
CREATE TRIGGER hand_over_kept BEFORE DELETE ON hand_over
BEGIN SELECT RAISE(ABORT, 'osv: dit besluit kan niet worden verwijderd'); END;

-- Rules: final ------------------------------------------------------------------------------------------

CREATE TRIGGER final_not_twice BEFORE INSERT ON final_unit
WHEN EXISTS (SELECT 1 FROM final_now WHERE unit = NEW.unit)
  OR EXISTS (SELECT 1 FROM final_unit WHERE first_entry = NEW.first_entry OR second_entry = NEW.second_entry)
BEGIN SELECT RAISE(ABORT, 'osv: dit stembureau is al definitief'); END;

CREATE TRIGGER final_by_supervisor BEFORE INSERT ON final_unit
WHEN NOT EXISTS (SELECT 1 FROM present p WHERE p.session = NEW.session AND p.role = 'supervisor'
                 AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.unit = NEW.unit AND e.person = p.person))
BEGIN SELECT RAISE(ABORT, 'osv: alleen een toezichthouder kan een stembureau definitief maken'); END;

CREATE TRIGGER final_two_entries BEFORE INSERT ON final_unit
WHEN NOT EXISTS (
    SELECT 1 FROM live_entry one JOIN live_entry two ON one.unit = two.unit
    WHERE one.id = NEW.first_entry AND two.id = NEW.second_entry AND one.unit = NEW.unit
      AND one.number = 1 AND two.number = 2
      AND one.submitted_at IS NOT NULL AND two.submitted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'osv: er zijn nog geen twee ingeleverde invoeren'); END;

-- Of no field are the two numbers of one person, or of two of whom one had seen those of the other.
CREATE TRIGGER final_two_persons BEFORE INSERT ON final_unit
WHEN EXISTS (
    WITH RECURSIVE chain(root, id, person) AS (
        SELECT id, id, person FROM entry WHERE unit = NEW.unit AND amends IS NULL
        UNION ALL SELECT chain.root, e.id, e.person FROM chain JOIN entry e ON e.amends = chain.id)
    SELECT 1 FROM chain living
    JOIN chain typed ON typed.person = living.person
    JOIN chain beside ON beside.root = typed.root
    JOIN chain second ON second.person = beside.person
    WHERE living.root = (SELECT root FROM chain WHERE id = NEW.first_entry)
      AND second.root = (SELECT root FROM chain WHERE id = NEW.second_entry))
BEGIN SELECT RAISE(ABORT, 'osv: de twee invoeren moeten van twee verschillende personen zijn'); END;

CREATE TRIGGER final_complete BEFORE INSERT ON final_unit
WHEN EXISTS (SELECT 1 FROM missing_value WHERE entry IN (NEW.first_entry, NEW.second_entry))
BEGIN SELECT RAISE(ABORT, 'osv: nog niet alle velden zijn ingevuld'); END;

CREATE TRIGGER final_nothing_returned BEFORE INSERT ON final_unit
WHEN EXISTS (SELECT 1 FROM decision_field WHERE entry IN (NEW.first_entry, NEW.second_entry))
BEGIN SELECT RAISE(ABORT, 'osv: een teruggegeven veld is nog niet opnieuw ingevoerd'); END;

CREATE TRIGGER final_equal BEFORE INSERT ON final_unit
WHEN EXISTS (SELECT field, value FROM entry_value WHERE entry = NEW.first_entry
             EXCEPT SELECT field, value FROM entry_value WHERE entry = NEW.second_entry)
  OR EXISTS (SELECT field, value FROM entry_value WHERE entry = NEW.second_entry
             EXCEPT SELECT field, value FROM entry_value WHERE entry = NEW.first_entry)
BEGIN SELECT RAISE(ABORT, 'osv: de twee invoeren zijn niet gelijk'); END;

CREATE TRIGGER final_unchanged BEFORE UPDATE ON final_unit
BEGIN SELECT RAISE(ABORT, 'osv: een definitief stembureau kan niet worden gewijzigd'); END;
CREATE TRIGGER final_kept BEFORE DELETE ON final_unit
BEGIN SELECT RAISE(ABORT, 'osv: een definitief stembureau kan niet worden gewijzigd'); END;

CREATE TRIGGER unit_reopened_by_two BEFORE INSERT ON reopened_unit
WHEN NOT EXISTS (SELECT 1 FROM present WHERE session = NEW.session AND role = 'supervisor' AND person <> NEW.confirmed_by)
  OR NOT EXISTS (SELECT 1 FROM official WHERE person = NEW.confirmed_by)
  OR EXISTS (SELECT 1 FROM final_unit f JOIN entry e ON e.unit = f.unit JOIN present p ON p.person = e.person
             WHERE f.first_entry = NEW.first_entry AND p.session = NEW.session)
BEGIN SELECT RAISE(ABORT, 'osv: een stembureau wordt heropend door een toezichthouder en een tweede persoon'); END;

CREATE TRIGGER unit_reopened_once BEFORE INSERT ON reopened_unit
WHEN NOT EXISTS (SELECT 1 FROM final_now f JOIN unit u ON u.id = f.unit WHERE f.first_entry = NEW.first_entry
                 AND NOT EXISTS (SELECT 1 FROM released_now r WHERE r.election = u.election))
BEGIN SELECT RAISE(ABORT, 'osv: dit stembureau kan nu niet worden heropend'); END;

CREATE TRIGGER unit_reopening_unchanged BEFORE UPDATE ON reopened_unit
BEGIN SELECT RAISE(ABORT, 'osv: een heropening kan niet worden gewijzigd'); END;
CREATE TRIGGER unit_reopening_kept BEFORE DELETE ON reopened_unit
BEGIN SELECT RAISE(ABORT, 'osv: een heropening kan niet worden verwijderd'); END;

-- Rules: what the supervisor states ---------------------------------------------------------------------

CREATE TRIGGER disposition_allowed BEFORE INSERT ON disposition
WHEN EXISTS (SELECT 1 FROM disposition WHERE id = NEW.id) OR NOT EXISTS (
    SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE e.id = NEW.entry
      AND (EXISTS (SELECT 1 FROM final_now f WHERE f.first_entry = e.id)
           OR EXISTS (SELECT 1 FROM equal_pair q WHERE q.first_entry = e.id AND q.unit = e.unit))
      AND NOT EXISTS (SELECT 1 FROM released_now r WHERE r.election = u.election)
      AND EXISTS (SELECT 1 FROM present p WHERE p.session = NEW.session AND p.role = 'supervisor'
                 AND NOT EXISTS (SELECT 1 FROM entry typed WHERE typed.unit = e.unit AND typed.person = p.person)))
BEGIN SELECT RAISE(ABORT, 'osv: hierover kan nu niets worden vastgelegd'); END;
CREATE TRIGGER disposition_unchanged BEFORE UPDATE ON disposition
BEGIN SELECT RAISE(ABORT, 'osv: een beoordeling kan niet worden gewijzigd'); END;
CREATE TRIGGER disposition_kept BEFORE DELETE ON disposition
BEGIN SELECT RAISE(ABORT, 'osv: een beoordeling kan niet worden verwijderd'); END;

CREATE TRIGGER count_account_allowed BEFORE INSERT ON count_account
WHEN EXISTS (SELECT 1 FROM count_account WHERE id = NEW.id) OR NOT EXISTS (
    SELECT 1 FROM entry e JOIN unit u ON u.id = e.unit WHERE e.id = NEW.entry
      AND (EXISTS (SELECT 1 FROM final_now f WHERE f.first_entry = e.id)
           OR EXISTS (SELECT 1 FROM equal_pair q WHERE q.first_entry = e.id AND q.unit = e.unit))
      AND NOT EXISTS (SELECT 1 FROM released_now r WHERE r.election = u.election)
      AND EXISTS (SELECT 1 FROM present p WHERE p.session = NEW.session AND p.role = 'supervisor'
                 AND NOT EXISTS (SELECT 1 FROM entry typed WHERE typed.unit = e.unit AND typed.person = p.person)))
BEGIN SELECT RAISE(ABORT, 'osv: hierover kan nu niets worden vastgelegd'); END;
CREATE TRIGGER count_account_unchanged BEFORE UPDATE ON count_account
BEGIN SELECT RAISE(ABORT, 'osv: een verantwoording kan niet worden gewijzigd'); END;
CREATE TRIGGER count_account_kept BEFORE DELETE ON count_account
BEGIN SELECT RAISE(ABORT, 'osv: een verantwoording kan niet worden verwijderd'); END;

CREATE TRIGGER witness_allowed BEFORE INSERT ON witness
WHEN EXISTS (SELECT 1 FROM witness WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM defining WHERE units = 'file read 110b')
  OR EXISTS (SELECT 1 FROM released_now r JOIN unit u ON u.election = r.election WHERE u.id = NEW.unit)
  OR NOT EXISTS (SELECT 1 FROM present p WHERE p.session = NEW.session AND p.role = 'supervisor')
BEGIN SELECT RAISE(ABORT, 'osv: hier kan nu geen bestand worden gelezen'); END;
CREATE TRIGGER witness_unchanged BEFORE UPDATE ON witness
BEGIN SELECT RAISE(ABORT, 'osv: een gelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER witness_kept BEFORE DELETE ON witness
BEGIN SELECT RAISE(ABORT, 'osv: een gelezen bestand kan niet worden verwijderd'); END;
CREATE TRIGGER witness_value_once BEFORE INSERT ON witness_value
WHEN EXISTS (SELECT 1 FROM witness_value WHERE witness = NEW.witness AND field = NEW.field)
BEGIN SELECT RAISE(ABORT, 'osv: een gelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER witness_value_unchanged BEFORE UPDATE ON witness_value
BEGIN SELECT RAISE(ABORT, 'osv: een gelezen bestand kan niet worden gewijzigd'); END;
CREATE TRIGGER witness_value_kept BEFORE DELETE ON witness_value
BEGIN SELECT RAISE(ABORT, 'osv: een gelezen bestand kan niet worden verwijderd'); END;

CREATE TRIGGER alleged_error_allowed BEFORE INSERT ON alleged_error
WHEN EXISTS (SELECT 1 FROM alleged_error WHERE id = NEW.id)
  OR NOT EXISTS (
    SELECT 1 FROM unit_field f
    WHERE f.unit = NEW.unit AND f.field = NEW.field
      AND NOT EXISTS (SELECT 1 FROM released_now r WHERE r.election = f.election)
      AND EXISTS (SELECT 1 FROM present p WHERE p.session = NEW.session AND p.role = 'supervisor'
                  AND NOT EXISTS (SELECT 1 FROM entry typed WHERE typed.unit = f.unit AND typed.person = p.person)))
BEGIN SELECT RAISE(ABORT, 'osv: hierover kan nu niets worden vastgelegd'); END;
CREATE TRIGGER alleged_error_unchanged BEFORE UPDATE ON alleged_error
BEGIN SELECT RAISE(ABORT, 'osv: een fout op papier kan niet worden gewijzigd'); END;
CREATE TRIGGER alleged_error_kept BEFORE DELETE ON alleged_error
BEGIN SELECT RAISE(ABORT, 'osv: een fout op papier kan niet worden verwijderd'); END;

CREATE TRIGGER error_withdrawal_allowed BEFORE INSERT ON withdrawn_error
WHEN EXISTS (SELECT 1 FROM withdrawn_error WHERE error = NEW.error)
  OR NOT EXISTS (
    SELECT 1 FROM alleged_error a JOIN unit u ON u.id = a.unit WHERE a.id = NEW.error
      AND NOT EXISTS (SELECT 1 FROM released_now r WHERE r.election = u.election)
      AND EXISTS (SELECT 1 FROM present p WHERE p.session = NEW.session AND p.role = 'supervisor'
                 AND NOT EXISTS (SELECT 1 FROM entry typed WHERE typed.unit = a.unit AND typed.person = p.person)))
BEGIN SELECT RAISE(ABORT, 'osv: deze fout op papier kan niet worden ingetrokken'); END;
CREATE TRIGGER error_withdrawal_unchanged BEFORE UPDATE ON withdrawn_error
BEGIN SELECT RAISE(ABORT, 'osv: een intrekking kan niet worden gewijzigd'); END;
CREATE TRIGGER error_withdrawal_kept BEFORE DELETE ON withdrawn_error
BEGIN SELECT RAISE(ABORT, 'osv: een intrekking kan niet worden verwijderd'); END;

-- Rules: release ----------------------------------------------------------------------------------------

CREATE TRIGGER control_sum_allowed BEFORE INSERT ON control_sum
WHEN EXISTS (SELECT 1 FROM control_sum WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM released_now WHERE election = NEW.election)
  OR NEW.version IS NOT (SELECT count(*) + 1 FROM final_election WHERE election = NEW.election)
  OR NOT EXISTS (SELECT 1 FROM candidate_list WHERE election = NEW.election AND number = NEW.list)
  OR NOT EXISTS (SELECT 1 FROM present WHERE session = NEW.session AND role = 'supervisor')
BEGIN SELECT RAISE(ABORT, 'osv: deze controletelling kan nu niet worden vastgelegd'); END;
CREATE TRIGGER control_sum_unchanged BEFORE UPDATE ON control_sum
BEGIN SELECT RAISE(ABORT, 'osv: een controletelling kan niet worden gewijzigd'); END;
CREATE TRIGGER control_sum_kept BEFORE DELETE ON control_sum
BEGIN SELECT RAISE(ABORT, 'osv: een controletelling kan niet worden verwijderd'); END;

CREATE TRIGGER final_election_by_two BEFORE INSERT ON final_election
WHEN NOT EXISTS (SELECT 1 FROM present WHERE session = NEW.session AND role = 'supervisor' AND person <> NEW.confirmed_by)
  OR NOT EXISTS (SELECT 1 FROM official WHERE person = NEW.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'osv: een verkiezing wordt definitief door een toezichthouder en een tweede persoon'); END;

CREATE TRIGGER final_election_once BEFORE INSERT ON final_election
WHEN EXISTS (SELECT 1 FROM final_election WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM released_now WHERE election = NEW.election)
  OR NEW.version IS NOT (SELECT count(*) + 1 FROM final_election WHERE election = NEW.election)
BEGIN SELECT RAISE(ABORT, 'osv: deze verkiezing is al definitief'); END;

CREATE TRIGGER final_election_all_units BEFORE INSERT ON final_election
WHEN NOT EXISTS (SELECT 1 FROM unit WHERE election = NEW.election)
  OR EXISTS (SELECT 1 FROM unit u WHERE u.election = NEW.election
             AND NOT EXISTS (SELECT 1 FROM final_now f WHERE f.unit = u.id))
BEGIN SELECT RAISE(ABORT, 'osv: nog niet alle stembureaus zijn definitief'); END;

CREATE TRIGGER final_election_accounted BEFORE INSERT ON final_election
WHEN EXISTS (
    SELECT 1 FROM unit u JOIN final_now f ON f.unit = u.id WHERE u.election = NEW.election
      AND NOT EXISTS (SELECT 1 FROM count_account a WHERE a.entry = f.first_entry)
      AND EXISTS (SELECT 1 FROM entry_value v WHERE v.entry = f.first_entry AND v.field = 'found')
      AND (EXISTS (SELECT 1 FROM entry_value v WHERE v.entry = f.first_entry AND v.field IN ('more', 'fewer') AND v.value > 0)
           OR coalesce((SELECT value FROM entry_value WHERE entry = f.first_entry AND field = 'admitted_2'),
                       (SELECT value FROM entry_value WHERE entry = f.first_entry AND field = 'admitted'))
              <> (SELECT value FROM entry_value WHERE entry = f.first_entry AND field = 'found')))
BEGIN SELECT RAISE(ABORT, 'osv: nog niet elk telverschil is verantwoord'); END;

-- Three lists drawn by lot, or all of them if there are fewer; the last sum of each is that of the entries.
CREATE TRIGGER final_election_tallied BEFORE INSERT ON final_election
WHEN (SELECT count(DISTINCT list) FROM control_sum WHERE election = NEW.election AND version = NEW.version)
     < (SELECT min(3, count(DISTINCT number)) FROM candidate_list WHERE election = NEW.election)
  OR EXISTS (
    SELECT 1 FROM control_sum c WHERE c.election = NEW.election AND c.version = NEW.version
      AND c.id = (SELECT max(id) FROM control_sum WHERE election = c.election AND version = c.version AND list = c.list)
      AND c.total <> (SELECT sum(v.value) FROM unit u JOIN final_now f ON f.unit = u.id
                      JOIN entry_value v ON v.entry = f.first_entry AND v.field = 'list.' || c.list || '.total'
                      WHERE u.election = c.election))
BEGIN SELECT RAISE(ABORT, 'osv: de controletelling ontbreekt of klopt niet'); END;

CREATE TRIGGER final_election_unchanged BEFORE UPDATE ON final_election
BEGIN SELECT RAISE(ABORT, 'osv: een definitieve verkiezing kan niet worden gewijzigd'); END;
CREATE TRIGGER final_election_kept BEFORE DELETE ON final_election
BEGIN SELECT RAISE(ABORT, 'osv: een definitieve verkiezing kan niet worden verwijderd'); END;

CREATE TRIGGER election_reopened_by_two BEFORE INSERT ON reopened_election
WHEN NOT EXISTS (SELECT 1 FROM present WHERE session = NEW.session AND role = 'supervisor' AND person <> NEW.confirmed_by)
  OR NOT EXISTS (SELECT 1 FROM official WHERE person = NEW.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'osv: een verkiezing wordt heropend door een toezichthouder en een tweede persoon'); END;

CREATE TRIGGER election_reopened_once BEFORE INSERT ON reopened_election
WHEN NOT EXISTS (SELECT 1 FROM released_now WHERE id = NEW.release)
BEGIN SELECT RAISE(ABORT, 'osv: deze verkiezing is niet definitief'); END;

CREATE TRIGGER election_reopening_unchanged BEFORE UPDATE ON reopened_election
BEGIN SELECT RAISE(ABORT, 'osv: een heropening kan niet worden gewijzigd'); END;
CREATE TRIGGER election_reopening_kept BEFORE DELETE ON reopened_election
BEGIN SELECT RAISE(ABORT, 'osv: een heropening kan niet worden verwijderd'); END;

CREATE TRIGGER package_of_release BEFORE INSERT ON package
WHEN EXISTS (SELECT 1 FROM package WHERE id = NEW.id)
  OR NOT EXISTS (SELECT 1 FROM released_now WHERE id = NEW.release)
  OR NOT EXISTS (SELECT 1 FROM present WHERE session = NEW.session AND role = 'supervisor')
BEGIN SELECT RAISE(ABORT, 'osv: deze uitvoer hoort niet bij een definitieve verkiezing'); END;
CREATE TRIGGER package_unchanged BEFORE UPDATE ON package
BEGIN SELECT RAISE(ABORT, 'osv: wat is geëxporteerd kan niet worden gewijzigd'); END;
CREATE TRIGGER package_kept BEFORE DELETE ON package
BEGIN SELECT RAISE(ABORT, 'osv: wat is geëxporteerd kan niet worden verwijderd'); END;

-- Rules: seats ------------------------------------------------------------------------------------------

CREATE TRIGGER lot_by_two BEFORE INSERT ON lot
WHEN NEW.again IS NOT NEW.drawn
  OR NOT EXISTS (SELECT 1 FROM present WHERE session = NEW.session AND role = 'supervisor' AND person <> NEW.confirmed_by)
  OR NOT EXISTS (SELECT 1 FROM official WHERE person = NEW.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'osv: een loting typen twee personen, een toezichthouder en een tweede, los van elkaar en gelijk'); END;

-- Who was drawn is one of those between whom is drawn: a list by its number, a candidate by list and place.
CREATE TRIGGER lot_possible BEFORE INSERT ON lot
WHEN NOT EXISTS (
    WITH RECURSIVE place(n) AS (
        SELECT 0 UNION ALL SELECT n + 1 FROM place WHERE n + 1 < json_array_length(NEW.question, '$.options'))
    SELECT 1 FROM place WHERE CAST(NEW.question ->> ('$.options[' || n || ']') AS TEXT) = NEW.drawn)
BEGIN SELECT RAISE(ABORT, 'osv: tussen deze lijsten of kandidaten wordt niet geloot'); END;

CREATE TRIGGER lot_in_order BEFORE INSERT ON lot
WHEN EXISTS (SELECT 1 FROM lot WHERE id = NEW.id)
  OR NEW.ordinal IS NOT (SELECT count(*) + 1 FROM lot_now WHERE release = NEW.release)
BEGIN SELECT RAISE(ABORT, 'osv: deze loting is niet aan de beurt'); END;

CREATE TRIGGER lot_of_release BEFORE INSERT ON lot
WHEN NOT EXISTS (SELECT 1 FROM distributing WHERE id = NEW.release)
BEGIN SELECT RAISE(ABORT, 'osv: een loting hoort bij een definitieve uitslag van het centraal stembureau die nog niet is geëxporteerd'); END;

CREATE TRIGGER lot_unchanged BEFORE UPDATE ON lot
BEGIN SELECT RAISE(ABORT, 'osv: een loting kan niet worden gewijzigd'); END;
CREATE TRIGGER lot_kept BEFORE DELETE ON lot
BEGIN SELECT RAISE(ABORT, 'osv: een loting kan niet worden verwijderd'); END;

CREATE TRIGGER lot_withdrawn_by_two BEFORE INSERT ON withdrawn_lot
WHEN NOT EXISTS (SELECT 1 FROM present WHERE session = NEW.session AND role = 'supervisor' AND person <> NEW.confirmed_by)
  OR NOT EXISTS (SELECT 1 FROM official WHERE person = NEW.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'osv: een loting wordt ingetrokken door een toezichthouder en een tweede persoon'); END;

-- The last one that holds, so that no later lot is left without the one it follows from.
CREATE TRIGGER lot_withdrawn_last BEFORE INSERT ON withdrawn_lot
WHEN NEW.lot IS NOT (SELECT max(l.id) FROM lot_now l JOIN distributing d ON d.id = l.release
                     WHERE l.release = (SELECT release FROM lot WHERE id = NEW.lot))
BEGIN SELECT RAISE(ABORT, 'osv: deze loting kan niet worden ingetrokken'); END;

CREATE TRIGGER lot_withdrawal_unchanged BEFORE UPDATE ON withdrawn_lot
BEGIN SELECT RAISE(ABORT, 'osv: een intrekking kan niet worden gewijzigd'); END;
CREATE TRIGGER lot_withdrawal_kept BEFORE DELETE ON withdrawn_lot
BEGIN SELECT RAISE(ABORT, 'osv: een intrekking kan niet worden verwijderd'); END;

CREATE TRIGGER deceased_by_two BEFORE INSERT ON deceased
WHEN NEW.again IS NOT NEW.place
  OR NOT EXISTS (SELECT 1 FROM present WHERE session = NEW.session AND role = 'supervisor' AND person <> NEW.confirmed_by)
  OR NOT EXISTS (SELECT 1 FROM official WHERE person = NEW.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'osv: een overleden kandidaat typen twee personen, een toezichthouder en een tweede, los van elkaar en gelijk'); END;

CREATE TRIGGER deceased_on_a_list BEFORE INSERT ON deceased
WHEN NOT EXISTS (SELECT 1 FROM final_election f JOIN candidate c ON c.election = f.election
                 WHERE f.id = NEW.release AND c.list || iif(c.kieskring, '/' || c.kieskring, '') || '.' || c.number = NEW.place)
BEGIN SELECT RAISE(ABORT, 'osv: deze kandidaat staat niet op de lijst'); END;

CREATE TRIGGER deceased_once BEFORE INSERT ON deceased
WHEN EXISTS (SELECT 1 FROM deceased WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM deceased_now WHERE release = NEW.release AND place = NEW.place)
BEGIN SELECT RAISE(ABORT, 'osv: deze kandidaat is al als overleden vastgelegd'); END;

-- Lots answer questions that follow from who is alive.
CREATE TRIGGER deceased_before_lots BEFORE INSERT ON deceased
WHEN NOT EXISTS (SELECT 1 FROM distributing WHERE id = NEW.release)
  OR EXISTS (SELECT 1 FROM lot_now WHERE release = NEW.release)
BEGIN SELECT RAISE(ABORT, 'osv: dit kan alleen bij een definitieve uitslag van het centraal stembureau, vóór de eerste loting en vóór de export'); END;

CREATE TRIGGER deceased_unchanged BEFORE UPDATE ON deceased
BEGIN SELECT RAISE(ABORT, 'osv: een overleden kandidaat kan niet worden gewijzigd'); END;
CREATE TRIGGER deceased_kept BEFORE DELETE ON deceased
BEGIN SELECT RAISE(ABORT, 'osv: een overleden kandidaat kan niet worden verwijderd'); END;

CREATE TRIGGER deceased_withdrawn_by_two BEFORE INSERT ON withdrawn_deceased
WHEN NOT EXISTS (SELECT 1 FROM present WHERE session = NEW.session AND role = 'supervisor' AND person <> NEW.confirmed_by)
  OR NOT EXISTS (SELECT 1 FROM official WHERE person = NEW.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'osv: een overleden kandidaat wordt ingetrokken door een toezichthouder en een tweede persoon'); END;

CREATE TRIGGER deceased_withdrawal_allowed BEFORE INSERT ON withdrawn_deceased
WHEN NOT EXISTS (SELECT 1 FROM deceased_now d JOIN distributing r ON r.id = d.release WHERE d.id = NEW.deceased
                 AND NOT EXISTS (SELECT 1 FROM lot_now l WHERE l.release = d.release))
BEGIN SELECT RAISE(ABORT, 'osv: dit kan niet meer worden ingetrokken'); END;

CREATE TRIGGER deceased_withdrawal_unchanged BEFORE UPDATE ON withdrawn_deceased
BEGIN SELECT RAISE(ABORT, 'osv: een intrekking van een overleden kandidaat kan niet worden gewijzigd'); END;
CREATE TRIGGER deceased_withdrawal_kept BEFORE DELETE ON withdrawn_deceased
BEGIN SELECT RAISE(ABORT, 'osv: een intrekking van een overleden kandidaat kan niet worden verwijderd'); END;

-- Rules: log --------------------------------------------------------------------------------------------

CREATE TRIGGER log_in_order BEFORE INSERT ON log
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM log)
  OR NEW.previous IS NOT coalesce((SELECT hash FROM log ORDER BY seq DESC LIMIT 1), '')
BEGIN SELECT RAISE(ABORT, 'osv: het logboek moet aansluiten'); END;

CREATE TRIGGER log_by_who_is_present BEFORE INSERT ON log
WHEN NEW.session IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM present WHERE session = NEW.session AND person = NEW.person
                 AND role = NEW.role AND terminal = NEW.terminal)
BEGIN SELECT RAISE(ABORT, 'osv: het logboek noemt iemand die niet is ingelogd'); END;

-- What happens before somebody is signed in, or without anybody.
-- Who may do what. Somebody with a one-time password can only choose an own one.
CREATE TRIGGER log_by_role BEFORE INSERT ON log
WHEN EXISTS (
    SELECT 1 FROM present p WHERE p.session = NEW.session AND NOT CASE
        WHEN NEW.action IN ('signed out', 'unlocked', 'password changed')
            THEN NEW.subject = 'account ' || p.account
        WHEN p.must_change = 1 THEN 0
        WHEN NEW.action IN ('value', 'entry begun', 're-key begun', 'entry continued', 'entry submitted',
                            'entry withdrawn') THEN p.role = 'typist'
        WHEN NEW.action IN ('decision', 'field sent back', 'entry discarded', 'entry let stand',
                            'entry handed over', 'unit final', 'unit reopened', 'finding disposed',
                            'difference accounted', 'error recorded', 'error withdrawn', 'control sum',
                            'election final', 'election reopened', 'package written',
                            'signals read', 'witness read', 'lot drawn', 'lot withdrawn', 'deceased told',
                            'deceased withdrawn', 'typed differently') THEN p.role = 'supervisor'
        WHEN NEW.action IN ('sitting opened', 'sitting closed', 'head noted') THEN p.role <> 'typist'
        WHEN NEW.action IN ('person registered', 'password reset', 'account on', 'account off', 'set up',
                            'file read 110a', 'file read 230b', 'file read 110b', 'election removed')
            THEN p.role = 'administrator'
        ELSE 0 END)
BEGIN SELECT RAISE(ABORT, 'osv: deze handeling hoort niet bij deze rol'); END;

CREATE TRIGGER log_in_a_sitting BEFORE INSERT ON log
WHEN NEW.action IN ('value', 'entry begun', 're-key begun', 'entry continued', 'entry submitted')
 AND NOT EXISTS (SELECT 1 FROM sitting WHERE closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'osv: de zitting is niet geopend'); END;

-- A moment with its zone, and JSON in the one spelling that every program reads alike.
CREATE TRIGGER log_readable BEFORE INSERT ON log
WHEN NEW.at NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][+-][0-9][0-9]:[0-9][0-9]'
  OR julianday(NEW.at) IS NULL
  OR instr(NEW.subject || coalesce(NEW.terminal, ''), char(0)) > 0
  OR NOT osv_is_canonical(NEW.detail)
BEGIN SELECT RAISE(ABORT, 'osv: deze regel van het logboek is niet leesbaar'); END;

CREATE TRIGGER log_without_session BEFORE INSERT ON log
WHEN NEW.session IS NULL
 AND (NEW.person IS NOT NULL OR NEW.role IS NOT NULL OR NEW.action NOT IN (
      'station made', 'signed in', 'sign-in refused', 'clock set back', 'clock jumped',
      'connection found', 'connection gone', 'installation changed', 'copy made', 'copy failed', 'restored')
   AND NOT (NEW.action = 'person registered' AND NOT EXISTS (SELECT 1 FROM session)))
BEGIN SELECT RAISE(ABORT, 'osv: voor deze handeling moet iemand zijn ingelogd'); END;

CREATE TRIGGER log_within_twelve_hours BEFORE INSERT ON log
WHEN NEW.action <> 'signed out'
 AND EXISTS (SELECT 1 FROM session WHERE id = NEW.session
             AND julianday(NEW.at) - julianday(started_at) > 0.5)
BEGIN SELECT RAISE(ABORT, 'osv: deze sessie duurt langer dan twaalf uur; log opnieuw in'); END;

CREATE TRIGGER log_unchanged BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'osv: het logboek kan niet worden gewijzigd'); END;
CREATE TRIGGER log_kept BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'osv: het logboek kan niet worden gewijzigd'); END;
