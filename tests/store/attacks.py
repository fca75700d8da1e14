"""Statements that a program with the station's file in its hands could try, and what must stop each."""

from __future__ import annotations

from tests.store.attack import Attack, Gap, untold
from tests.store.attacks_on_release import ON_RELEASE
from tests.store.attacks_on_seats import ON_SEATS
from tests.store.attacks_on_statements import ON_STATEMENTS
from tests.store.attacks_on_witnesses import ON_WITNESSES


def begin(unit: str, number: int, person: str, session: str = "", amends: str = "NULL") -> str:
    session = session or f"s_{person}"
    return (
        "INSERT INTO entry (unit, number, person, session, amends, started_at)"
        f" VALUES (:{unit}, {number}, :{person}, :{session}, {amends}, 'nu')"
    )


def put(entry: str, field: str, value: str, carried: int = 0) -> str:
    return f"INSERT INTO entry_value VALUES (:{entry}, '{field}', {value}, {carried})"


def finalise(unit: str, first: str, second: str, session: str = "s_sam") -> str:
    return f"INSERT INTO final_unit VALUES (:{unit}, :{first}, :{second}, :{session}, 'nu')"


def decide(unit: str, first: str, second: str = "", session: str = "s_sam") -> str:
    pair = f":{first}, {f':{second}' if second else 'NULL'}"
    return f"INSERT INTO decision VALUES (NULL, :{unit}, {pair}, :{session}, 'nu')"


def lapse(entry: str, session: str) -> str:
    return f"INSERT INTO discarded VALUES (:{entry}, :{session}, 'weg', 'nu')"


_ACCOUNT = "INSERT INTO account (person, user_name, role, password_hash, must_change) VALUES "

PEOPLE = (
    Attack(
        "replace a person",
        "person_unique",
        "REPLACE INTO person VALUES (:bo, 'Iemand Anders', '999', 1, 2, 'nu')",
    ),
    Attack(
        "insert or replace by staff number",
        "person_unique",
        "INSERT OR REPLACE INTO person VALUES (NULL, 'Typist bo', '201', 1, 2, 'nu')",
    ),
    Attack(
        "upsert a person",
        "person_unique",
        "INSERT INTO person VALUES (:bo, 'Bo', '201', 1, 2, 'nu')"
        " ON CONFLICT (id) DO UPDATE SET name = 'Cas'",
        backed=True,
    ),
    Attack("rename a person", "person_unchanged", "UPDATE person SET name = 'Ander' WHERE id = :bo"),
    Attack(
        "give a person another number, ignoring conflicts",
        "person_unchanged",
        "UPDATE OR IGNORE person SET staff_number = '204' WHERE id = :bo",
    ),
    Attack(
        "move a person over another",
        "person_unchanged",
        "UPDATE OR REPLACE person SET id = :cas WHERE id = :bo",
    ),
    Attack(
        "renumber a person by rowid", "person_unchanged", "UPDATE person SET rowid = 99 WHERE rowid = :bo"
    ),
    Attack("remove a person", "person_kept", "DELETE FROM person WHERE id = :bo"),
    Attack(
        "second account for one person",
        "account_unique",
        _ACCOUNT + "(:bo, 'bo2', 'typist', '$argon2id$', 0)",
        backed=True,
    ),
    Attack(
        "promote by replacing the account",
        "account_unique",
        "REPLACE INTO account VALUES (:a_bo, :bo, 'bo', 'supervisor', '$argon2id$', 0, 1)",
    ),
    Attack(
        "take a user name by replacing",
        "account_unique",
        "REPLACE INTO account VALUES (NULL, :lin, 'BO', 'typist', '$argon2id$', 0, 1)",
    ),
    Attack(
        "promote by upsert",
        "account_unique",
        "INSERT INTO account VALUES (:a_bo, :lin, 'x', 'typist', '$argon2id$', 0, 1)"
        " ON CONFLICT (id) DO UPDATE SET password_hash = '$argon2id$'",
    ),
    Attack("account of nobody", "account_of_person", _ACCOUNT + "(999, 'spook', 'typist', '$argon2id$', 0)"),
    Attack("promote", "account_unchanged", "UPDATE account SET role = 'supervisor' WHERE id = :a_bo"),
    Attack("move an account", "account_unchanged", "UPDATE account SET person = :lin WHERE id = :a_bo"),
    Attack(
        "move an account over another",
        "account_unchanged",
        "UPDATE OR REPLACE account SET person = :cas WHERE id = :a_bo",
    ),
    Attack(
        "renumber an account by rowid",
        "account_unchanged",
        "UPDATE OR REPLACE account SET rowid = :a_cas WHERE rowid = :a_bo",
    ),
    Attack("rename an account", "account_unchanged", "UPDATE account SET user_name = 'xx' WHERE id = :a_bo"),
    Attack(
        "rename an account by case",
        "account_unchanged",
        "UPDATE account SET user_name = 'Bo' WHERE id = :a_bo",
    ),
    Attack("remove an account", "account_kept", "DELETE FROM account WHERE id = :a_bo"),
    Attack(
        "account with a made-up role",
        "CHECK constraint failed: role",
        _ACCOUNT + "(:lin, 'lin', 'baas', '$argon2id$', 0)",
    ),
    Attack(
        "account with a readable password",
        "CHECK constraint failed: password_hash",
        _ACCOUNT + "(:lin, 'lin', 'typist', 'geheim', 0)",
    ),
    Attack(
        "session on an account that is off",
        "session_fits",
        "INSERT INTO session VALUES (NULL, :a_eve, 'tty', 'nu', NULL)",
    ),
    Attack(
        "session on no account", "session_fits", "INSERT INTO session VALUES (NULL, 999, 'tty', 'nu', NULL)"
    ),
    Attack(
        "replace a session",
        "session_once",
        "REPLACE INTO session VALUES (:s_bo, :a_cas, 'tty', 'nu', NULL)",
    ),
    Attack(
        "give a session to another",
        "session_unchanged",
        "UPDATE session SET account = :a_cas WHERE id = :s_bo",
    ),
    Attack(
        "reopen a session", "session_unchanged", "UPDATE session SET ended_at = NULL WHERE id = :s_bo_ended"
    ),
    Attack("remove a session", "session_kept", "DELETE FROM session WHERE id = :s_bo_ended"),
)

STATION = (
    Attack("turn practice on", "station_unchanged", "UPDATE station SET practice = 1"),
    Attack(
        "replace the station",
        "station_once",
        "REPLACE INTO station VALUES (1, '0001', 'CENTRAL', 0, hex(zeroblob(32)), 'nu')",
    ),
    Attack("remove the station", "station_kept", "DELETE FROM station"),
    Attack(
        "replace an election",
        "election_once",
        "REPLACE INTO election SELECT :election, 'X', name, category, subcategory, domain_id, domain_name,"
        " election_date, nomination_date, seats, preference_threshold FROM election WHERE id = 1",
    ),
    Attack(
        "replace an election by its name",
        "election_once",
        "REPLACE INTO election SELECT 77, election_id, name, category, subcategory, domain_id, domain_name,"
        " election_date, nomination_date, seats, preference_threshold FROM election WHERE id = 1",
    ),
    Attack("change an election", "election_unchanged", "UPDATE OR REPLACE election SET seats = 99"),
    Attack("remove an election in use", "election_sealed", "DELETE FROM election WHERE id = :election"),
    Attack(
        "replace a unit by another election's",
        "unit_once",
        "REPLACE INTO unit VALUES (:u_final, :e_untouched, 50, 'Gekaapt', NULL, 1)",
    ),
    Attack(
        "replace a unit by its number",
        "unit_once",
        "REPLACE INTO unit SELECT NULL, election, number, 'Anders', NULL, 1 FROM unit"
        " WHERE election = :e_untouched",
    ),
    Attack(
        "renumber a file's row onto another",
        "no such column: rowid",
        "UPDATE OR REPLACE document SET rowid = 1 WHERE election = :e_untouched",
    ),
)


def _sealed(table: str, insert: str, change: str) -> tuple[Attack, ...]:
    return (
        Attack(f"add to {table}", f"{table}_sealed", f"INSERT OR REPLACE INTO {table} {insert}"),
        Attack(f"change {table}", f"{table}_unchanged", f"UPDATE OR IGNORE {table} SET {change}"),
        Attack(
            f"take from {table}", f"{table}_sealed_too", f"DELETE FROM {table} WHERE election = :election"
        ),
    )


def _read_too(kind: str, kieskring: int) -> str:
    return f"INSERT INTO document VALUES (:e_untouched, '{kind}', {kieskring}, 'x', 'x', NULL, x'00', 'nu')"


_KIESKRING = "INSERT INTO region VALUES (:e_untouched, 98, 'KIESKRING', 1, 'X', NULL, NULL, '')"

DEFINITIONS = (
    *_sealed("region", "VALUES (:election, 99, 'GEMEENTE', 1, 'Extra', NULL, NULL, '')", "name = 'Anders'"),
    *_sealed("contest", "VALUES (:election, '2', 'Anders')", "name = 'Anders'"),
    *_sealed("candidate_list", "VALUES (:election, 9, 0, 'Extra', 0, 'nl', '')", "name = 'Anders'"),
    *_sealed(
        "candidate", "VALUES (:election, 1, 0, 9, 'Extra', '', '', '', NULL, '', '')", "last_name = 'Anders'"
    ),
    *_sealed("committee", "VALUES (:election, '9999', 'Anders', 1)", "eligible = 1"),
    *_sealed("unit", "VALUES (NULL, :election, 99, 'Extra', NULL, 1)", "eligible = 1"),
    *_sealed("form_field", "VALUES (:election, 'extra', 99, 0, 9, NULL, '')", "maximum = 9"),
    *_sealed("gate_opening", "VALUES (:election, 'equal', 1)", "answer = 3"),
    *_sealed("document", "VALUES (:election, '110a', 0, 'x', 'x', NULL, x'', 'nu')", "sha256 = 'x'"),
    Attack(
        "candidate lists of one kieskring beside those of all",
        "document_for_all_or_for_each",
        _read_too("230b", 1),
        given=_KIESKRING,
    ),
    Attack(
        "candidate lists of all beside those of one kieskring",
        "document_for_all_or_for_each",
        _read_too("230b", 0),
        given="UPDATE document SET kieskring = 1 WHERE kind = '230b'",
    ),
    Attack(
        "candidate lists of an unknown kieskring",
        "document_of_a_kieskring",
        _read_too("230b", 2),
        given=f"{_KIESKRING}; DELETE FROM document WHERE kind = '230b'",
    ),
    Attack(
        "polling stations of one kieskring",
        "CHECK constraint failed: kieskring",
        _read_too("110b", 1),
        given=f"{_KIESKRING}; DELETE FROM document WHERE kind = '110b'",
    ),
)

ENTRIES = (
    Attack("entry of no unit", "entry_has_form", begin("u_empty", 1, "bo").replace(":u_empty", "999")),
    Attack("entry on a final unit", "entry_number_free", begin("u_final", 1, "dee"), backed=True),
    Attack(
        "entry on a final unit of which the entries lapsed",
        "entry_of_open_unit",
        begin("u_final", 1, "dee"),
        given=f"{lapse('final_1', 's_sam')}; {lapse('final_2', 's_sam')}",
    ),
    Attack("second beside a first that is wrong", "entry_after_a_sound_one", begin("u_wrong", 2, "cas")),
    Attack(
        "first again by whom the second was keyed before another took it over",
        "entry_by_another",
        begin("u_handed", 1, "cas"),
    ),
    Attack("first again by who took over the second", "entry_by_another", begin("u_handed", 1, "dee")),
    Attack(
        "second by who had taken over what the typist of the first keyed before",
        "entry_by_another",
        begin("u_met", 2, "dee"),
    ),
    Attack(
        "take over what the typist of the other entry keyed",
        "entry_by_another",
        begin("u_returned", 1, "cas", amends=":returned_1"),
        given="INSERT INTO hand_over VALUES (:returned_1, :s_sam, 'ziek', 'nu')",
    ),
    Attack(
        "re-key of an entry of a unit that was opened again",
        "entry_amends_returned",
        begin("u_reopened", 1, "bo", amends=":reopened_1"),
    ),
    Attack(
        "entry that is born wrong",
        "entry_begins_open",
        "INSERT INTO entry (unit, number, person, session, started_at, wrong)"
        " VALUES (:u_empty, 1, :bo, :s_bo, 'nu', 1)",
        backed=True,
    ),
    Attack(
        "say that a wrong entry is right", "entry_unchanged", "UPDATE entry SET wrong = 0 WHERE id = :wrong_1"
    ),
    Attack("supervisor as typist", "entry_by_typist", begin("u_empty", 1, "sam")),
    Attack("administrator as typist", "entry_by_typist", begin("u_empty", 1, "ada")),
    Attack("in another's name", "entry_by_typist", begin("u_empty", 1, "cas", "s_bo")),
    Attack("in an ended session", "entry_by_typist", begin("u_empty", 1, "bo", "s_bo_ended")),
    Attack("on an account that is off", "entry_by_typist", begin("u_empty", 1, "eve")),
    Attack("by nobody", "entry_by_typist", begin("u_empty", 1, "lin", "s_bo")),
    Attack(
        "entry that is born submitted",
        "entry_begins_open",
        "INSERT INTO entry VALUES (NULL, :u_empty, 1, :bo, :s_bo, NULL, NULL, 'nu', 'nu', 0)",
    ),
    Attack(
        "replace an entry",
        "entry_begins_open",
        "REPLACE INTO entry VALUES (:first_done, :u_empty, 1, :bo, :s_bo, NULL, NULL, 'nu', NULL, 0)",
    ),
    Attack(
        "upsert an entry",
        "entry_begins_open",
        "INSERT INTO entry VALUES (:first_open, :u_empty, 1, :bo, :s_bo, NULL, NULL, 'nu', NULL, 0)"
        " ON CONFLICT (id) DO UPDATE SET position = 'blank'",
    ),
    Attack("two re-keys at once", "entry_one_at_a_time", begin("u_rekey", 2, "cas", amends=":rekey_2")),
    Attack(
        "second while the first is open",
        "entry_first_before_second",
        begin("u_first_open", 2, "cas"),
        backed=True,
    ),
    Attack("second by the same person", "entry_by_another", begin("u_first_done", 2, "bo")),
    Attack("another first entry", "entry_number_free", begin("u_first_done", 1, "dee")),
    Attack("a third person", "entry_number_free", begin("u_own_different", 2, "dee")),
    Attack("a third entry", "CHECK constraint failed: number", begin("u_own_different", 3, "dee")),
    Attack("second before first", "entry_first_before_second", begin("u_empty", 2, "bo")),
    Attack(
        "re-key that nobody asked",
        "entry_amends_returned",
        begin("u_first_done", 1, "bo", amends=":first_done"),
    ),
    Attack("re-key by another", "entry_amends_returned", begin("u_returned", 1, "dee", amends=":returned_1")),
    Attack(
        "re-key of the entry that was right",
        "entry_amends_returned",
        begin("u_returned", 2, "cas", amends=":returned_2"),
    ),
    Attack(
        "re-key at another unit", "entry_amends_returned", begin("u_empty", 1, "bo", amends=":returned_1")
    ),
    Attack(
        "reopen a final entry", "entry_unchanged", "UPDATE entry SET submitted_at = NULL WHERE id = :final_1"
    ),
    Attack(
        "reopen a submitted entry, ignoring conflicts",
        "entry_unchanged",
        "UPDATE OR IGNORE entry SET submitted_at = NULL WHERE id = :first_done",
    ),
    Attack("change the typist", "entry_unchanged", "UPDATE entry SET person = :dee WHERE id = :second_open"),
    Attack(
        "change the session", "entry_unchanged", "UPDATE entry SET session = :s_dee WHERE id = :second_open"
    ),
    Attack(
        "swap the entries", "entry_unchanged", "UPDATE entry SET number = 3 - number WHERE unit = :u_final"
    ),
    Attack("move an entry", "entry_unchanged", "UPDATE entry SET unit = :u_empty WHERE id = :first_open"),
    Attack(
        "move an entry over another",
        "entry_unchanged",
        "UPDATE OR REPLACE entry SET rowid = :final_1 WHERE id = :first_open",
    ),
    Attack(
        "make an entry a re-key",
        "entry_unchanged",
        "UPDATE entry SET amends = :returned_1 WHERE id = :first_open",
    ),
    Attack(
        "submit a lapsed entry",
        "entry_discarded_stays",
        "UPDATE entry SET submitted_at = 'nu' WHERE id = :lapsed",
    ),
    Attack(
        "submit an incomplete entry",
        "entry_complete",
        "UPDATE entry SET submitted_at = 'nu' WHERE id = :second_open",
    ),
    Attack(
        "submit a number behind a closed question",
        "entry_complete",
        "UPDATE entry SET submitted_at = 'nu' WHERE id = :closed_value",
    ),
    Attack("remove a final entry", "entry_kept", "DELETE FROM entry WHERE id = :final_1"),
    Attack("remove an open entry", "entry_kept", "DELETE FROM entry WHERE id = :first_open"),
)

VALUES = (
    Attack("number into a submitted entry", "value_of_open_entry", put("first_done", "more", "3")),
    Attack("number into a final entry", "value_of_open_entry", put("final_1", "more", "3")),
    Attack("number into a lapsed entry", "value_of_open_entry", put("lapsed", "more", "3")),
    Attack(
        "replace a number of a final entry",
        "value_once",
        "REPLACE INTO entry_value VALUES (:final_1, 'blank', 7, 0)",
        backed=True,
    ),
    Attack(
        "number into no entry",
        "value_of_the_form",
        "INSERT INTO entry_value VALUES (999, 'blank', 1, 0)",
        backed=True,
    ),
    Attack(
        "replace a number that was not sent back",
        "value_rekeyed",
        "REPLACE INTO entry_value VALUES (:rekey_1, 'invalid', 7, 0)",
        backed=True,
    ),
    Attack(
        "upsert a number that was not sent back",
        "value_rekeyed",
        put("rekey_1", "invalid", "7") + " ON CONFLICT (entry, field) DO UPDATE SET value = 7",
        backed=True,
    ),
    Attack("field that is on no list", "value_of_the_form", put("first_open", "list.9.9", "3")),
    Attack(
        "answer that is no answer", "value_of_the_form", put("closed_value", "equal_2", "3"), backed=False
    ),
    Attack("negative", "value_of_the_form", put("first_open", "blank", "-1"), backed=True),
    Attack("ten digits", "value_of_the_form", put("first_open", "blank", "1000000000"), backed=True),
    Attack("text", "cannot store TEXT value in INTEGER column", put("first_open", "blank", "'twaalf'")),
    Attack("fraction", "cannot store REAL value in INTEGER column", put("first_open", "blank", "1.5")),
    Attack("bytes", "cannot store BLOB value in INTEGER column", put("first_open", "blank", "x'01'")),
    Attack("nothing", "value_of_the_form", put("first_open", "blank", "NULL"), backed=True),
    Attack(
        "change into a fraction",
        "cannot store REAL value in INTEGER column",
        "UPDATE entry_value SET value = 1.5 WHERE entry = :first_open AND field = 'proxies'",
    ),
    Attack("carry what was sent back", "value_carried", put("rekey_1", "blank", "9", carried=1)),
    Attack("carry into a new entry", "value_carried", put("first_open", "blank", "2", carried=1)),
    Attack(
        "change a final number", "value_changed", "UPDATE entry_value SET value = 9 WHERE entry = :final_1"
    ),
    Attack(
        "change a submitted number, ignoring conflicts",
        "value_changed",
        "UPDATE OR IGNORE entry_value SET value = 9 WHERE entry = :different_2 AND field = 'blank'",
    ),
    Attack(
        "change a number that was not sent back",
        "value_changed",
        "UPDATE entry_value SET value = 9 WHERE entry = :rekey_1 AND field = 'invalid'",
    ),
    Attack(
        "free a number that was not sent back",
        "value_changed",
        "UPDATE entry_value SET carried = 0 WHERE entry = :rekey_1 AND field = 'invalid'",
    ),
    Attack(
        "lock a number that was typed",
        "value_changed",
        "UPDATE entry_value SET carried = 1 WHERE entry = :first_open AND field = 'valid'",
    ),
    Attack(
        "move a number to another field",
        "value_changed",
        "UPDATE entry_value SET field = 'blank' WHERE entry = :first_open AND field = 'valid'",
    ),
    Attack(
        "move a number to a final entry",
        "value_changed",
        "UPDATE OR REPLACE entry_value SET entry = :final_1 WHERE entry = :first_open AND field = 'valid'",
    ),
    Attack(
        "change into an answer that is no answer",
        "value_changed",
        "UPDATE entry_value SET value = 3 WHERE entry = :first_open AND field = 'equal'",
    ),
    Attack(
        "change into a negative",
        "value_changed",
        "UPDATE entry_value SET value = -1 WHERE entry = :first_open AND field = 'valid'",
        backed=True,
    ),
    Attack(
        "change a lapsed number", "value_changed", "UPDATE entry_value SET value = 1 WHERE entry = :lapsed"
    ),
    Attack(
        "wipe a final number",
        "value_emptied",
        "DELETE FROM entry_value WHERE entry = :final_1 AND field = 'blank'",
    ),
    Attack("wipe a submitted entry", "value_emptied", "DELETE FROM entry_value WHERE entry = :first_done"),
    Attack(
        "wipe a number that was not sent back",
        "value_emptied",
        "DELETE FROM entry_value WHERE entry = :rekey_1 AND field = 'invalid'",
    ),
)

DECISIONS = (
    Attack(
        "typist decides",
        "decision_by_supervisor",
        decide("u_different", "different_1", "different_2", "s_bo"),
    ),
    Attack(
        "administrator decides",
        "decision_by_supervisor",
        decide("u_different", "different_1", "different_2", "s_ada"),
    ),
    Attack(
        "supervisor decides where he typed",
        "decision_by_supervisor",
        decide("u_own_different", "own_different_1", "own_different_2"),
    ),
    Attack("decide on a final unit", "decision_on_entries", decide("u_final", "final_1", "final_2")),
    Attack(
        "decide on one entry",
        "decision_on_entries",
        decide("u_first_done", "first_done", "first_done"),
    ),
    Attack("decide on an only entry", "decision_on_entries", decide("u_first_done", "first_done")),
    Attack(
        "decide on one of two entries",
        "decision_on_entries",
        decide("u_different", "different_1"),
        given="UPDATE entry SET wrong = 1 WHERE id = :different_1",
    ),
    Attack(
        "decide on an open entry",
        "decision_on_entries",
        decide("u_second_open", "second_done", "second_open"),
    ),
    Attack("decide twice", "decision_on_entries", decide("u_returned", "returned_1", "returned_2")),
    Attack(
        "decide on entries of another unit",
        "decision_on_entries",
        decide("u_equal", "different_1", "different_2"),
    ),
    Attack(
        "decide on entries of before a unit was opened again",
        "decision_on_entries",
        decide("u_reopened", "reopened_1", "reopened_2"),
    ),
    Attack(
        "replace a decision",
        "decision_on_entries",
        "REPLACE INTO decision VALUES (:decision, :u_different, :different_1, :different_2, :s_sam, 'nu')",
    ),
    Attack("change a decision", "decision_unchanged", "UPDATE decision SET session = :s_ada"),
    Attack("remove a decision", "decision_kept", "DELETE FROM decision WHERE id = :decision"),
    Attack(
        "replace a reason",
        "decision_field_fits",
        "REPLACE INTO decision_field VALUES (:decision, :returned_1, 'blank', 'anders')",
    ),
    Attack(
        "send back under an old decision",
        "decision_field_fits",
        "INSERT INTO decision_field VALUES (:decision_rekey, :rekey_1, 'blank', 'nog eens')",
    ),
    Attack(
        "send back of another unit",
        "decision_field_fits",
        "INSERT INTO decision_field VALUES (:decision, :different_1, 'blank', 'leesfout')",
    ),
    Attack(
        "send back where both are equal",
        "decision_field_differs",
        "INSERT INTO decision_field VALUES (:decision, :returned_1, 'invalid', 'leesfout')",
    ),
    Attack(
        "send back a field that is on no list",
        "decision_field_differs",
        "INSERT INTO decision_field VALUES (:decision, :returned_1, 'list.9.9', 'leesfout')",
    ),
    Attack(
        "send back of two equal entries what is on no list",
        "decision_field_differs",
        "INSERT INTO decision_field VALUES (90, :equal_1, 'list.9.9', 'leesfout')",
        given="INSERT INTO decision VALUES (90, :u_equal, :equal_1, :equal_2, :s_sam, 'nu')",
    ),
    Attack(
        "send back of an only entry what is on no list",
        "decision_field_differs",
        "INSERT INTO decision_field VALUES (90, :wrong_1, 'list.9.9', 'leesfout')",
        given="INSERT INTO decision VALUES (90, :u_wrong, :wrong_1, NULL, :s_sam, 'nu')",
    ),
    Attack(
        "send back without a reason",
        "CHECK constraint failed: trim(reason)",
        "INSERT INTO decision_field VALUES (:decision, :returned_2, 'blank', ' ')",
    ),
    Attack("change a reason", "decision_field_unchanged", "UPDATE decision_field SET reason = 'anders'"),
    Attack("take back a field", "decision_field_kept", "DELETE FROM decision_field"),
    Attack("typist lapses a submitted entry", "discard_allowed", lapse("first_done", "s_bo")),
    Attack("typist lapses another's entry", "discard_allowed", lapse("begun", "s_cas")),
    Attack("typist lapses what he typed", "discard_allowed", lapse("second_open", "s_cas")),
    Attack("typist lapses a re-key", "discard_allowed", lapse("rekey_1", "s_bo")),
    Attack("administrator lapses an entry", "discard_allowed", lapse("first_done", "s_ada")),
    Attack("supervisor lapses where he typed", "discard_allowed", lapse("own_equal_2", "s_sam")),
    Attack("lapse a final entry", "discard_allowed", lapse("final_1", "s_sam")),
    Attack("lapse an entry that was keyed again", "discard_allowed", lapse("rekey_old", "s_sam")),
    Attack(
        "replace the reason it lapsed",
        "discard_allowed",
        "REPLACE INTO discarded VALUES (:lapsed, :s_sam, 'anders', 'nu')",
    ),
    Attack(
        "lapse without a reason",
        "CHECK constraint failed: trim(reason)",
        "INSERT INTO discarded VALUES (:first_done, :s_sam, '', 'nu')",
    ),
    Attack("change why it lapsed", "discard_unchanged", "UPDATE discarded SET reason = 'anders'"),
    Attack("revive a lapsed entry", "discard_kept", "DELETE FROM discarded WHERE entry = :lapsed"),
)

FINAL = (
    Attack(
        "replace a final unit",
        "final_not_twice",
        "REPLACE INTO final_unit VALUES (:u_final, :final_1, :final_2, :s_sam, 'later')",
    ),
    Attack(
        "upsert a final unit",
        "final_not_twice",
        finalise("u_final", "final_1", "final_2") + " ON CONFLICT (first_entry) DO UPDATE SET at = 'later'",
        backed=True,
    ),
    Attack("typist declares final", "final_by_supervisor", finalise("u_equal", "equal_1", "equal_2", "s_bo")),
    Attack(
        "administrator declares final",
        "final_by_supervisor",
        finalise("u_equal", "equal_1", "equal_2", "s_ada"),
    ),
    Attack(
        "supervisor declares final where he typed",
        "final_by_supervisor",
        finalise("u_own_equal", "own_equal_1", "own_equal_2"),
    ),
    Attack(
        "one entry used twice",
        "final_two_persons",
        finalise("u_first_done", "first_done", "first_done"),
        backed=True,
    ),
    Attack("entries of another unit", "final_two_entries", finalise("u_empty", "equal_1", "equal_2")),
    Attack("second entry as the first", "final_two_entries", finalise("u_equal", "equal_2", "equal_1")),
    Attack("two entries by one person", "final_two_persons", finalise("u_same_person", "same_1", "same_2")),
    Attack("an empty field", "final_complete", finalise("u_incomplete", "incomplete_1", "incomplete_2")),
    Attack(
        "a field still sent back", "final_nothing_returned", finalise("u_pending", "pending_1", "pending_2")
    ),
    Attack("entries that differ", "final_equal", finalise("u_different", "different_1", "different_2")),
    Attack("change a final unit", "final_unchanged", "UPDATE final_unit SET at = 'later'"),
    Attack(
        "move a final unit, replacing",
        "final_unchanged",
        "UPDATE OR REPLACE final_unit SET unit = :u_equal WHERE unit = :u_final",
    ),
    Attack("undo a final unit", "final_kept", "DELETE FROM final_unit WHERE unit = :u_final"),
    Attack(
        "final with the entries of before it was opened again",
        "final_two_entries",
        finalise("u_reopened", "reopened_1", "reopened_2"),
        backed=True,
    ),
    Attack(
        "by two of whom one had seen numbers of the other",
        "final_two_persons",
        finalise("u_met_twice", "met_twice_1", "met_twice_2"),
    ),
    Attack(
        "numbers of one person in both, through who took over",
        "final_two_persons",
        finalise("u_chained", "chain_1", "chain_2"),
    ),
)


def log_row(
    *,
    seq: str = "seq + 1",
    previous: str = "hash",
    link: str = "",
    at: str = "(SELECT started_at FROM session WHERE id = :s_bo)",
    session: str = ":s_bo",
    person: str = ":bo",
    role: str = "'typist'",
    terminal: str = "(SELECT terminal FROM session WHERE id = :s_bo)",
    action: str = "'unlocked'",
    subject: str = "'account ' || :a_bo",
    detail: str = "{}",
    verb: str = "INSERT",
    of: str = ":log_end",
) -> str:
    """A log row as the program would write it after row ``of``, but for what is given."""
    row = f"{seq}, {at}, {session}, {person}, {role}, {terminal}, {action}, {subject}, '{detail}'"
    link = link or f"osv_link({previous}, {row})"
    return f"{verb} INTO log SELECT {row}, {previous}, {link} FROM log WHERE seq = {of}"


LOG = (
    Attack("gap in the log", "log_in_order", log_row(seq="seq + 2")),
    Attack("log row before the first", "log_in_order", log_row(seq="-1"), backed=True),
    Attack("log row numbered by itself", "log_in_order", log_row(seq="NULL"), backed=True),
    Attack("log row on a wrong row", "log_in_order", log_row(previous="upper(hash)")),
    Attack("replace a log row", "log_in_order", log_row(of=":log_end - 1", verb="REPLACE")),
    Attack("log row upserted", "log_in_order", log_row(seq="seq", verb="INSERT OR REPLACE")),
    Attack("made-up fingerprint", "log_chained", log_row(link="hash")),
    Attack("fingerprint of another row", "log_chained", log_row(link="osv_link(hash, 'x')")),
    Attack("fingerprint in capitals", "log_chained", log_row(link="upper(hash)")),
    Attack("short fingerprint", "log_chained", log_row(link="substr(hash, 1, 60)"), backed=True),
    Attack("log row in another's name", "log_by_who_is_present", log_row(person=":cas")),
    Attack("log row of an ended session", "log_by_who_is_present", log_row(session=":s_bo_ended")),
    Attack("log row with a higher role", "log_by_who_is_present", log_row(role="'supervisor'")),
    Attack("log row from another terminal", "log_by_who_is_present", log_row(terminal="'tty0'")),
    Attack("log row of a session that is not there", "log_by_who_is_present", log_row(session="999")),
    Attack(
        "log row of nobody",
        "log_without_session",
        log_row(session="NULL", person="NULL", role="NULL", terminal="NULL", action="'value'"),
    ),
    Attack(
        "log row that makes a third founder",
        "log_without_session",
        log_row(session="NULL", person="NULL", role="NULL", action="'person registered'"),
    ),
    Attack(
        "log row of a person without a session",
        "log_without_session",
        log_row(session="NULL", role="NULL", action="'signed in'"),
    ),
    Attack(
        "work on after twelve hours",
        "log_within_twelve_hours",
        log_row(
            at="(SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', started_at, '+13 hours')"
            " FROM session WHERE id = :s_bo)"
        ),
    ),
    Attack("log row without a time", "log_readable", log_row(at="'nu'")),
    Attack("log row with a key twice", "log_readable", log_row(detail='{"value":1,"value":2}')),
    Attack("log row with half a letter", "log_readable", log_row(detail='{"value":"\\ud800"}')),
    Attack("log row of another role", "log_by_role", log_row(action="'unit final'")),
    Attack("log row of something made up", "log_by_role", log_row(action="'iets'")),
    Attack("log row about another's account", "log_by_role", log_row(subject="'account 1'")),
    Attack("change the log", "log_unchanged", "UPDATE log SET detail = '{}' WHERE seq = 5"),
    Attack("renumber the log, replacing", "log_unchanged", "UPDATE OR REPLACE log SET seq = 3 WHERE seq = 5"),
    Attack("cut off the log", "log_kept", "DELETE FROM log WHERE seq = :log_end"),
    Attack("wipe the log", "log_kept", "DELETE FROM log"),
)

_CLOSED = "UPDATE sitting SET closed_at = 'nu'"


def register(registered_by: str, confirmed_by: str) -> str:
    return f"INSERT INTO person VALUES (NULL, 'Spook', '777', {registered_by}, {confirmed_by}, 'nu')"


def sit(session: str, confirmed_by: str) -> str:
    return f"INSERT INTO sitting VALUES (NULL, {session}, {confirmed_by}, 'nu', NULL)"


TWO = (
    Attack("register as a third founder", "person_by_two", register("NULL", "NULL")),
    Attack("register alone", "person_by_two", register(":ada", "NULL")),
    Attack("register and confirm alone", "person_by_two", register(":ada", ":ada")),
    Attack("have a typist confirm", "person_by_two", register(":ada", ":bo")),
    Attack("register as a typist", "person_by_two", register(":bo", ":ada")),
    Attack("have nobody confirm", "person_by_two", register(":ada", "99")),
    Attack("open a sitting twice", "sitting_once", sit(":s_ada", ":sam")),
    Attack("open a sitting alone", "sitting_by_two", sit(":s_ada", ":ada"), given=_CLOSED),
    Attack("open a sitting with a typist", "sitting_by_two", sit(":s_ada", ":bo"), given=_CLOSED),
    Attack("open a sitting as a typist", "sitting_by_two", sit(":s_bo", ":sam"), given=_CLOSED),
    Attack("change who opened", "sitting_unchanged", "UPDATE sitting SET confirmed_by = :bo"),
    Attack(
        "open a closed sitting again",
        "sitting_unchanged",
        "UPDATE sitting SET closed_at = NULL",
        given=_CLOSED,
    ),
    Attack(
        "type a field again that was not sent back",
        "value_rekeyed",
        put("rekey_1", "invalid", "3"),
        given="DELETE FROM entry_value WHERE entry = :rekey_1 AND field = 'invalid'",
    ),
    Attack(
        "put the cursor where there is no field",
        "entry_position_on_form",
        "UPDATE entry SET position = CAST(x'FF' AS TEXT) WHERE id = :first_open",
    ),
    Attack(
        "put another number over one that was typed",
        "value_once",
        "REPLACE INTO entry_value VALUES (:first_open, 'valid', 9, 0)",
    ),
    Attack(
        "type on after the sitting",
        "log_in_a_sitting",
        log_row(action="'value'", subject="'entry ' || :first_open"),
        given=_CLOSED,
    ),
    Attack(
        "a second session beside an open one",
        "session_once",
        "INSERT INTO session VALUES (NULL, :a_cas, 'tty', 'nu', NULL)",
    ),
    Attack(
        "a session that is over at once",
        "session_once",
        "INSERT INTO session VALUES (NULL, :a_cas, 'tty', 'nu', 'nu')",
        given="UPDATE session SET ended_at = 'nu' WHERE id = :s_cas",
    ),
    Attack("remove a sitting", "sitting_kept", "DELETE FROM sitting"),
    Attack("enter without a sitting", "entry_in_a_sitting", begin("u_empty", 1, "bo"), given=_CLOSED),
    Attack(
        "replace a setting",
        "setting_once",
        "REPLACE INTO setting VALUES ('copies', '/weg')",
        given="INSERT INTO setting VALUES ('copies', '/hier')",
    ),
    Attack(
        "set a threshold after the first entry",
        "threshold_sealed",
        "INSERT INTO setting VALUES ('threshold blank_percent', '99')",
    ),
    Attack(
        "change a threshold after the first entry",
        "threshold_sealed_too",
        "UPDATE setting SET value = '99'",
        given="INSERT INTO setting VALUES ('threshold blank_percent', '3')",
    ),
    Attack(
        "make a threshold of another setting",
        "threshold_sealed_too",
        "UPDATE setting SET name = 'threshold blank_percent', value = '99'",
        given="INSERT INTO setting VALUES ('copies', '3')",
    ),
    Attack(
        "make another setting of a threshold",
        "threshold_sealed_too",
        "UPDATE setting SET name = 'copies'",
        given="INSERT INTO setting VALUES ('threshold blank_percent', '3')",
    ),
    Attack(
        "replace a threshold",
        "setting_once",
        "REPLACE INTO setting VALUES ('threshold blank_percent', '99')",
        given="INSERT INTO setting VALUES ('threshold blank_percent', '3')",
        backed=True,
    ),
    Attack(
        "remove a setting",
        "setting_kept",
        "DELETE FROM setting",
        given="INSERT INTO setting VALUES ('copies', '/hier')",
    ),
    Attack(
        "candidate on no list",
        "candidate_on_a_list",
        "INSERT INTO candidate VALUES (:e_untouched, 8, 0, 1, 'Spook', '', '', '', NULL, '', '')",
    ),
)


_DEFINED = {
    "election": "(77, 'X', 'X', 'PS', 'PS1', NULL, 'X', '2031-03-19', '2031-02-03', 1, 25)",
    "region": "(:e_untouched, 99, 'X', 1, 'X', NULL, NULL, '')",
    "contest": "(:e_untouched, '1', 'X')",
    "candidate_list": "(:e_untouched, 99, 0, 'X', 0, 'nl', '')",
    "candidate": "(:e_untouched, 1, 0, 99, 'Spook', '', '', '', NULL, '', '')",
    "committee": "(:e_untouched, '9999', 'X', 1)",
    "unit": "(NULL, :e_untouched, 99, 'X', NULL, 1)",
    "form_field": "(:e_untouched, 'spook', 99, 0, 1, NULL, '')",
    "gate_opening": "(:e_untouched, 'spook', 1)",
    "document": "(:e_untouched, '110a', 0, 'x', 'x', NULL, x'00', 'nu')",
}
_ONE_EACH = {"contest", "committee", "document"}


def _of_untouched(table: str) -> str:
    return f"DELETE FROM {table} WHERE {'id' if table == 'election' else 'election'} = :e_untouched"


UNTOLD = (
    untold(
        "station_logged",
        "INSERT INTO station VALUES (1, '9999', 'STATION', 0, hex(randomblob(32)), 'nu')",
        "DELETE FROM station",
    ),
    untold("person_logged", register(":ada", ":sam")),
    untold("account_logged", _ACCOUNT + "(:lin, 'lin', 'typist', '$argon2id$', 0)"),
    untold("account_password_logged", "UPDATE account SET password_hash = '$argon2id$x' WHERE id = :a_cas"),
    untold("account_switch_logged", "UPDATE account SET active = 1 WHERE id = :a_eve"),
    untold(
        "session_logged",
        "INSERT INTO session VALUES (NULL, :a_cas, 'tty', 'nu', NULL)",
        "UPDATE session SET ended_at = 'nu' WHERE id = :s_cas",
    ),
    untold("session_end_logged", "UPDATE session SET ended_at = 'nu' WHERE id = :s_cas"),
    untold("sitting_logged", sit(":s_ada", ":sam"), _CLOSED),
    untold("sitting_end_logged", _CLOSED),
    untold("setting_logged", "INSERT INTO setting VALUES ('network', 'eth0')"),
    untold(
        "setting_change_logged",
        "UPDATE setting SET value = 'eth1'",
        "INSERT INTO setting VALUES ('network', 'eth0')",
    ),
    *(
        untold(
            f"{table}_logged",
            f"INSERT INTO {table} VALUES {row}",
            _of_untouched(table) if table in _ONE_EACH else "",
        )
        for table, row in _DEFINED.items()
    ),
    *(untold(f"{table}_removal_logged", _of_untouched(table)) for table in _DEFINED),
    untold("entry_logged", begin("u_empty", 1, "bo")),
    untold(
        "entry_submission_logged",
        "UPDATE entry SET submitted_at = 'nu' WHERE id = :first_open",
        put("first_open", "blank", "2"),
    ),
    untold("value_logged", put("first_open", "blank", "2")),
    untold(
        "value_change_logged",
        "UPDATE entry_value SET value = 5 WHERE entry = :first_open AND field = 'valid'",
    ),
    untold("value_removal_logged", "DELETE FROM entry_value WHERE entry = :first_open AND field = 'valid'"),
    untold("decision_logged", decide("u_different", "different_1", "different_2")),
    untold(
        "decision_field_logged",
        "INSERT INTO decision_field VALUES (:decision, :returned_2, 'blank', 'leesfout')",
    ),
    untold("discard_logged", lapse("first_done", "s_sam")),
    untold("final_logged", finalise("u_equal", "equal_1", "equal_2")),
)

ATTACKS = (
    *(*PEOPLE, *STATION, *DEFINITIONS, *ENTRIES, *VALUES, *DECISIONS, *FINAL, *LOG, *TWO, *UNTOLD),
    *(*ON_STATEMENTS, *ON_WITNESSES, *ON_RELEASE, *ON_SEATS),
)

_SCHEMA = "whoever may write the file may write its schema: it is compared before the file is opened"

GAPS = (
    Gap("drop a trigger", _SCHEMA, "DROP TRIGGER final_equal"),
    Gap("drop a table", _SCHEMA, "DROP TABLE final_election"),
    Gap("rename a table", _SCHEMA, "ALTER TABLE log RENAME TO old_log"),
    Gap("claim another version", _SCHEMA, "PRAGMA user_version = 0"),
    Gap(
        "write the schema",
        _SCHEMA,
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE type = 'trigger'",
    ),
)

TRICKS = (
    *("PRAGMA recursive_triggers = OFF", "PRAGMA ignore_check_constraints = ON", "PRAGMA foreign_keys = OFF"),
    *("PRAGMA writable_schema = ON", "PRAGMA user_version = 1", "PRAGMA synchronous = OFF"),
    *("PRAGMA journal_mode = MEMORY", "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA schema_version = 1"),
    *("PRAGMA temp_store = FILE", "PRAGMA trusted_schema = OFF", "PRAGMA case_sensitive_like = ON"),
    *("DROP TRIGGER final_equal", "DROP TABLE final_election", "DROP VIEW live_entry", "DROP INDEX log_acts"),
    *("ALTER TABLE log RENAME TO old_log", "ALTER TABLE entry ADD COLUMN x INTEGER"),
    *("ALTER TABLE entry_value DROP COLUMN carried", "CREATE TABLE x (y)", "CREATE VIEW x AS SELECT 1"),
    *("CREATE TEMP TABLE present (session, person, role)", "CREATE TEMP VIEW told AS SELECT 1"),
    "CREATE TEMP TRIGGER t AFTER INSERT ON entry BEGIN UPDATE entry SET person = 1; END",
    "CREATE TRIGGER t AFTER INSERT ON entry BEGIN UPDATE entry SET person = 1; END",
    *("CREATE INDEX x ON entry (person)", "CREATE VIRTUAL TABLE x USING fts5(y)"),
    *("ATTACH ':memory:' AS other", "DETACH main", "VACUUM INTO '/tmp/x'", "VACUUM", "REINDEX", "ANALYZE"),
    *("DELETE FROM log", "DELETE FROM entry", "DELETE FROM person", "DELETE FROM final_unit"),
    *("UPDATE sqlite_master SET sql = ''", "DELETE FROM sqlite_master", "SELECT load_extension('x')"),
    *("SAVEPOINT x", "EXPLAIN ANALYZE"),
)
"""What the program's own connection refuses to do at all, rules or no rules."""
