"""The reference vendor: a small simulated service that can do everything, for practice and for tests.

Its contract, for adapters. All bodies are JSON objects in UTF-8; `…` is base_url, `http://127.0.0.1:PORT`.

Every call carries the header `Reference-Key: KEY`; a key belongs to one person. Without a good one: 401.
Errors: `{"error": {"message": "A sentence.", "field": null | "name"}}` with 400 (malformed), 401, 403 (not
this person), 404 (no such thing), 409 (does not fit what there is: decided already, clock running, week
locked), 422 (breaks a rule), 429 (too many calls, with `Retry-After`), 5xx.

Values have the shapes of `punchcard.core.codec`, `approval_codec` and `week_codec` (`entry_to_json`,
`state_to_json`, `punch_to_json`, `person_to_json`, `item_to_json` …), with two differences that make it a
vendor: ids of entries, requests and weeks are the server's own (`E17`, `R4`, `W9`), and an `id` in what is
sent is ignored: a call that is sent twice happens twice, as far as its rules allow. Every answer has `now`
(ISO, UTC, milliseconds): the server's clock, which may differ from everybody's. Days are `YYYY-MM-DD`.

    GET    …/api/me                                  {person}
    GET    …/api/people                              {people}            oneself, for a lead everybody
    GET    …/api/time-types                          {time_types}
    GET    …/api/dimensions                          {dimensions: [{id, name, required}]}
    GET    …/api/choices?dimension=D&parent=ID…      {choices: [{dimension, id, name}]}
    GET    …/api/rights?person=P                     {units: [..], edit_lock_days: null | N}
    GET    …/api/targets?person=P&from=D&to=D        {targets: [{day, seconds, holiday, absence}]}
    GET    …/api/clock?person=P                      {state}
    POST   …/api/clock     {person, punch}           {state, saved: [entry], removed: [id], warnings: [..]}
    GET    …/api/entries?person=P…&from=D&to=D       {entries}           all that touch a day, oldest first
    GET    …/api/entries/ID                          {entry}
    POST   …/api/entries   {entry}                   201 {entry, warnings}
    PUT    …/api/entries/ID {entry}                  {entry, warnings}
    DELETE …/api/entries/ID                          {deleted: ID}
    GET    …/api/weeks?person=P&from=D&to=D          {weeks}             the newest standing of each
    GET    …/api/weeks/due?person=P&until=D          {weeks}
    POST   …/api/weeks/submit   {person, weeks: [{first, last}]}    {weeks}
    POST   …/api/weeks/withdraw {person, weeks: [{first, last}]}    {weeks}
    GET    …/api/approvals?person=P&scope=S          {items}             S: mine, waiting, decided
    GET    …/api/approvals/affected?person=P&item=ID&verdict=V      {items}
    POST   …/api/approvals/ID/decision {person, verdict, reason}    {items}   the decided one first
    POST   …/api/requests  {request}                 201 {items}         the request, then what it replaces
    DELETE …/api/requests/ID?person=P                {items}             P: whose request it is, or 404

The rules are those of the core (`core.clock_rules.apply`, overlaps, `core.weeks`): one running clock a
person; weeks in order, decided in cascades; a lead decides everybody's but their own; locked days want a
request. Only leads act for others. With several people in one call everybody has to be visible, or it is 403.

Where that is silent:

- The vendor's zone is Europe/Berlin. Moments may be sent in any zone, and come back in that one; the day
  of an entry with clock times is the one it begins on there. Years are 1900 to 2999.
- Of an entry `id`, `status`, `source` and `locked` are the server's; a new one has the source `typed`,
  one from the clock `clock`. `breaks`, `type`, `note`, `assignment`, `duration_seconds` and `half_days`
  may be left out.
- Time types and nodes are known by their ids; names that are sent are of no interest, unknown ids are
  422.
- Entries with clock times of one person share no time with each other (422); punches and the running
  clock are not held against them. A punch that does not fit the clock is 409, one at a moment that does
  not fit 422.
- An entry keeps the id of the clock that it was. The `entry_id` of a state to restore is the one the
  server gave: the entry of that id, if there still is one, becomes the clock again (`removed`); else the
  clock gets a new id.
- A clock is started from `Web`, unless the header `Reference-Client: NAME` says from where else: its
  `origin`.
- Weeks are seven days each, counted back from the newest one that is meant, whatever day that begins on.
  `due` begins with the week of the first entry or clock. Handing in gives each week a new id, each time.
- A decision is made as `person`, who has to be a lead (422) and not the one whose item it is (422). The
  text of `reason` may be left out.
- `person` in a query is never left out, and stands there several times for entries alone.

One key exists for each person of the company; the keys are printed when the server starts.
"""
