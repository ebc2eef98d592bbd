"""The simulated McTime, written from the descriptions of its API alone.

Where these are silent, or say two things, it decides as follows; in brackets the section of the notes on
the API that a decision completes. What depends on the seed is in `records.Manners`, which tests may turn.

Transport (1)
    - not there (2)      writing of people and organizations, and analytics; 404
    - moments (1.2)      an offset, also `Z`, and whole seconds, 1970 to 8999, else 400; answered by the
                         clocks of the user, the start in `GET /clock` in UTC
    - parameters (1.3)   bare names; brackets are other names, and ignored; several values in one with
                         commas are one unknown value; an empty one is as good as left out; an unknown time
                         type, status, role or organization type is 400
    - pages (1.4)        from 1 on, else 400; beyond the end nothing; people by their id; `pageSize` of no
                         people 0; people without an entry take up a place, with empty `times`, or (even
                         seeds) are left out
    - envelope (1.6)     by id, organizations come bare and people in an envelope, or (even seeds) the other
                         way
    - messages (1.6)     `Success`, `success`, `Success!` and others, by the route
    - 401 (1.7)          also for people and organizations that are not there where such are named; 404 for
                         an unknown id in a path; a foreign one 401
    - refusals (1.8)     what makes sense and is not done: inside a 200 with `valid` false (seeds 1, 4 …),
                         or with a status of its own (seeds 2, 5 …); seeds 0, 3 … as the former, but a stop
                         that could not be saved answers 200, `valid` true, and the invalid entry with a
                         message that says so
    - items that failed  have `message` alone; those of `GET /clock` and `GET /accounts` also `data` null,
                         `valid` false and `code` 400; they come on the first page
    - 429 (1.9)          none but where a fault is asked for

Roles (1.5)
    - reach              a role holds below its organization too; `main_administrator` everywhere
    - seen               people who hold any role where the caller holds a higher one; organizations where
                         the caller holds any role, and those above them; one's own entries, and those
                         booked where the caller holds a higher role
    - may write          for others: manager and above, not approvers; on organizations where the one it is
                         booked for holds a role; a foreign user or organization in a body is a refusal, 401
                         by itself

Clock (2.1, 2.2)
    - `GET /clock`       also id, breaks, comment, type and organization, unless it is told to be sparse; by
                         organization only where the caller holds a higher role, others are items that
                         failed
    - start              without a type `work`, without an organization where somebody is employed; a second
                         one is an item without `data` in an answer that calls itself valid
    - `to`               null while it runs
    - `dateTime`         at most five minutes ahead of the vendor's clock, and not before what was clocked:
                         400
    - break              one without length is not kept
    - stop               ends an open break (200); the entry has the id of the clock; one without length is
                         kept
    - nothing runs       a refusal, 404 by itself
    - cancel             answers the clock that is gone; update without anything to update: 400
    - invalid entry      as it was clocked, of type `clocking`, `not_approved_yet`, and created by the
                         clock; neither removed by others nor in their way; cannot be edited

Entries (2.3 to 2.6)
    - bounds             belong to neither end; `to` before `from` 400; 366 days of 24 hours
    - running clocks     are not among the entries; those of people who left are
    - edited             complete: what is left out is empty, breaks and comment too; no organization is
                         where somebody is employed; `not_approved_yet` and creation null again, in lists
                         the text
    - breaks             null instead of an empty list in `GET /times/{id}`, and in lists for what was
                         clocked
    - several entries    what cannot be read refuses all with 400; else an item for each, in order: 201
                         where any was altered, and only where all failed a status of their own
    - overlaps           of others of the same user in whatever status, also `under_approval`; whole entries
                         go; over `approved` and `exported` nothing is saved
    - `approved`         and `exported` are neither edited nor deleted: a refusal, 400 by itself
    - absences           are neither rounded nor cut, and get no breaks
    - delete             answers the id; by path, or in the other generation by `?id=`; the form that is not
                         there is 405, or (even seeds) 404

Settings (2.11)
    - order              rounding (up, down, nearest) by the wall clock of the user; the allowed times of
                         the day on which it begins; the longest entry; breaks; then automatic ones, in the
                         middle of the longest stretch of work, where there is less rest than the target
                         times ask for
    - nothing left       a refusal, 400 by itself

People (2.7, 2.10), accounts (2.12)
    - by organization    whoever holds a role there or below
    - organizations      neither id nor name: companies; with `types` everything of these, of which no
                         company is
    - accounts           an item for each person; what was worked or is paid for, less the target, without
                         holidays; vacation of the year of the cut-off, eight hours being a day
"""
