"""The simulated Lucca Timesheet, written from the descriptions of its API alone.

Played are the v3 calls on users, departments, axes, axis sections, time entries, timesheets and user dates,
and the v4 ones that move timesheets through approval. What was never described exactly, or in two ways, and
how it is here; in brackets the section of the notes on the API that these decisions complete:

Transport (2 to 7)
    - not there          the whole-period replace service, older workflow services, reports, exports, the
                         newer API, services of the vendor's own screens, `users/me`, and writing of sections:
                         404; no v4 list is described, so `limit`, `page` and `fields.root` have nothing to do
    - key (3.1)          `lucca application=…` alone, `lucca` with any capitals; anything else is 401. Each is
                         an application's: it has rights, and reaches the time of everybody or of some people;
                         the directory and the axes it always reads
    - paths              without regard to capitals; a bar at the end is 404
    - addresses (2)      `url` tells another host than the one that was called, without encryption
    - header (5.4)       beside `data`, with `generated` and `principal`
    - 401, 403, 404      an unknown key; a right that it lacks, or writing an entry for somebody whom it does
                         not reach; what does not exist or is not in its reach
    - error shapes (6)   v3: `{Status, Message}`; by an option the bare message (`{id, error}` for what
                         does not exist), or an empty body. v4: problem details
    - 429 (7)            by an option: all keys together, by the vendor's clock, in whole seconds
    - moments (4.2)      the vendor's own by wall clocks of Paris, to the hundredth of a second; a filter
                         that ends in Z is UTC; days of v3 are told as their midnight, those of v4 as days

Query language (5)
    - `fields`           an unknown name, or one inside of a plain value, is 400; `a.b` is as good as `a[b]`;
                         comments are told whole; with the count alone there are no `items`
    - `paging`           0,1000 where nothing is said; a size outside of 1 to 1000 is 400
    - `orderBy`          pairs of plain properties; nothing comes before something; else by id
    - filters            `between` holds its last day to the end, `until` its midnight; an unknown name is
                         400, so is an operator that does not go with the kind of value
    - of several         parameters of one name the last counts

Time entries (8)
    - default list       deleted and theoretical rows too, and those of no length
    - rows of no length  each day without an entry of a submitted or approved timesheet: midnight, source 0;
                         gone once it is rejected
    - theoretical rows   a row a working day, two weeks ahead; cannot be written (400)
    - arrays             nothing is done where one is wrong, for odd seeds; for even ones all before it.
                         Each wrong one that was looked at is named: `[2]: …` on a line of its own
    - PUT                what is left out stays, but `creationSource`, which is then 2; the owner stays too
    - `id` in a body     may be left out where the address has it, and is not to differ from it
    - deleted entries    404 for PUT and DELETE, and shown by GET, with `archivedAt` and without `timesheetId`
    - lengths            longer than nothing; whole seconds, fractions are 400; an end at midnight is fine
    - moments            a date with its time, `T` or a blank between, 1900 to 2099; days of a contract alone
    - Days               any share of a day that does not pass midnight; in either unit at 00:00 or 12:00
    - axis sections      in activity mode at least one; one of each axis, each below one of the others unless
                         its axis has no parent; a branch may end early; an inactive one cannot be used, and
                         an entry with one neither changed nor deleted
    - time types         have to be there in typed mode; no call lists them
    - overlaps           allowed
    - source 4           allowed, by an option refused with 400, naming `creationSource`
    - source 3           by an option read-only without the right to edit times (403)
    - `timesheetId`      of a submitted or approved timesheet, which locks; null again once it is rejected

Timesheets (9)
    - due ones           from the first one of a person on, once their last day is over; `end` is today
    - rejected           stays listed with status 3; its period is due again, and becomes a new timesheet
    - submit             from the first day of a period alone; `endsAt` its end or its last day; also ahead of
                         time, at most a year; already submitted ones are `noAction`, earlier approved ones
                         are not told. By an option one without time is an `error`, and the others go on
    - approved at once   where nobody approves somebody's timesheets
    - approve            a key with that right takes whichever step is next
    - cancel             each timesheet by the key that submitted it, else `error`; where that holds for the
                         one that is named, nothing is done to the later ones
    - wrong status       `error` for that item, with HTTP 200
    - items              an id of their own, days, `owner`; `expectedNextActor` has id and names
    - transfers          kept, and told nowhere; the authorization 1 exists; `unit` is day or hour

Reference data (10) and people (11)
    - user dates         `date` has to be a day or `between` two, at most a year; TimeSpans; in the unit of
                         days a whole day is one of 24 hours; absences are no entries
    - `managerId`        filters users, as all other properties do
    - former employees   left out, unless `formerEmployees=true` or a filter on `dtContractEnd` asks for them
"""
