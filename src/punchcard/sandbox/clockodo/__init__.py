"""The simulated Clockodo, in both generations of its API, written from the descriptions of that API alone.

The `current` generation is the API as it is described now. The `classic` one differs from it where the older
pages describe something else, and nowhere else:

- the grouped query lives at `entrygroups` (`v2/entrygroups` is 404): local moments `YYYY-MM-DD HH:MM:SS`,
  `groupedBy`, `is_lumpSum`, `…_lumpSums`, fewer keys, filters and new values, but `texts_id` among these;
- change requests have no `created_at`, four filters, no order; there is no v3 approval (404), and declining
  answers `{change_request}`;
- answers of the clock are `running` and `stopped` alone, and it knows neither `clear_overlaps` nor
  `clocked_now`, but all else that the current one is told; entries have `offset`, lists of them an echo of
  the `filter`, and no `text` at all; work times are told for everybody where nobody is named;
- `v2/aggregates/users/me` tells of the company.

What was never described exactly, or in two ways, and how it is here; in brackets the section of the notes on
the API that these decisions complete:

Transport (1)
    - base (1.1)         everything is below `/api`; what never existed is 404 `RouteNotFound`, what is
                         retired 410, both also without a key
    - retired (1.1, 12)  what the API's table of deprecated versions names, `v3/users/me`, and v1 of clock and
                         entries in both generations; v1 entry groups and the aggregate in the current one
    - not there          writing of master data, quotas, carries, favorites, `setBilled`,
                         `createNextInterval`, webhooks: no description of what they carry; and writing of
                         absences, which is described and not played; 404 or 405
    - program (1.3)      none: 401; longer than 50 characters: 400; without an address: accepted
    - errors (1.8)       general (1) is the rule; entries: 400 simple (2) with `code`; entry groups: 400
                         simple without; decisions: 400 simple, 422 nested (3) in v3; reports, target hours
                         and 405: `{error: text}`, 410: `{message: text}` (4)
    - statuses (1.9)     400 for whatever is sent wrong or makes no sense; 403 rights and locks; 404 ids that
                         do not exist or are not to be seen, also in bodies; 409 what does not fit what there
                         is; 422 a broken rule on working time
    - 429 (1.10)         counts every call with a good key, by the vendor's clock, in both generations;
                         `Retry-After` in seconds
    - moments (1.5)      UTC with Z and whole seconds alone, 1910 to 2099; in the older routes with
                         `X-ClockodoEnableIsoUtcDateTimes: 1` either form is read, and reports answer in UTC
    - parameters (1.6)   query of GET, body of POST and PUT (JSON, or a form), both of DELETE, where the body
                         counts more; numbers and booleans also as texts; an empty text is as good as null;
                         an empty element of `teams_id` is "without a team"; unknown ones are ignored, but
                         400 on entry groups of the current generation
    - paging (1.7)       1000 a page, or the route's most; more is cut to that; beyond the end: an empty page;
                         no item: `count_pages` 0, in the classic generation 1; work times are paged too
    - languages (1.4)    of messages and names of groups; anything but de and fr is en

Clock (3)
    - `stopped` of GET   the clocked entry that was stopped last; not there in the classic generation
    - `time_since`       not in the future (400), else as long ago as may be; over other entries 409, or a
                         warning where the company allows overlaps; the running clock is stopped at it, and
                         it is 409 where that began later
    - `clear_overlaps`   a running clock that began later is deleted too; without `time_since` 400
    - `duration_transfer` read, and without effect
    - `additional_message` an object; on a free day, and where entries overlap
    - longest entry      24:00:00, from where it began; a clock is cut when it is stopped; an end that
                         is written into an entry may not be later (400)
    - 409                what is said to overlap; a stop of what does not run; `*_before` that is not so (a
                         believed duration of what runs may be 60 s off)
    - start moved over others  moved to where it is free, and told, or as asked where overlaps are allowed;
                         `truncate_previous_entry` is the id of the entry that could be cut instead
    - PUT by duration    moves the start of what runs, and the end of what has ended
    - `away`             in seconds: the clock is stopped so much earlier, and starts again at the stop
    - stop               of an unknown entry, or somebody else's, 404; in the future 400; before its start 400

Entries (4)
    - window             entries that begin in it; its end does not belong to it
    - `text` in lists    null without the enhanced list, in the classic generation absent
    - `billable: -1`     entries of others that may be seen for their times alone
    - revenue            null on hard budgets unless asked for
    - overlaps           409, where the company does not allow them; also with what runs
    - `clocked_offline`  ends a clock that began before it; is clocked, and passes a lock of "clock only"
    - other customer     the project goes, unless it is sent too; other project: so does the subproject
    - `filter[text]`     a part of it, small or capital
    - time type of locks work time locks forbid changes of times, entry locks every change; neither holds for
                         whoever may edit everything there

Entry groups (5)
    - `group`            texts; 0 as a number for "none" (projects: once per customer), years as numbers,
                         months `YYYYMM`, weeks `YYYYWW` (ISO), days `YYYYMMDD`, by the caller's clocks;
                         in the classic generation always texts
    - `restrictions`     what is outer and no time, by `entriesTexts_id` for texts; `[]` where empty
    - what counts        no clock that runs
    - rounding           of the innermost groups, to the nearest, half up; sums of rounded ones above; revenue
                         only where all is billable or none, at one rate, without lump sums
    - `sub_groups`       absent on the innermost level
    - confirm key        once, ten minutes, same person, parameters and entries; else a new first answer
    - bulk               leaves out and does not count what is locked, runs, or is not the caller's to change;
                         what cannot be booked, or has no room with its new user, refuses all of it in the
                         first step
    - second answer      `edited_entries`, `deleted_entries`

Work times (6) and change requests (7)
    - work times         follow from entries: what touches is one, on the day it begins, not cut at midnight;
                         days without are left out; what runs comes first
    - approval           cuts entries and makes new ones, booked like the one that it touches; 409 over a
                         clock that runs
    - rules              more than 10 hours; breaks of 30 min above 6 h and 45 min above 9 h; only what is not
                         broken already. Refused with 422 for odd seeds, 400 for even ones, in v3 and v2; the
                         classic generation knows no rules
    - at once            for days that the user, not the caller, may edit; a pending one goes. The current
                         generation then names neither request, the classic one both
    - bare requests      409 where the company's switch says that work times have to match entries
    - decline            `{change_request}`, the request itself and `{success}` in turn, the first by the seed
    - a declined one     cannot be deleted, approved or declined: 409; does not count as pending
    - who decides        owners and the boss, never their own; `scope=approve` lists those in any status
    - days of a request  each interval shares time with the day, and is at most 24 hours

People (8), names (9), targets (10)
    - who sees what      everybody sees everybody's public fields; owners and bosses, and each of themselves,
                         the rest, their working time, reports and target hours
    - `service_assignments` objects with `services_id`; empty for all
    - reports            targets of all days, differences until today; levels not asked for are null; targets
                         set by the month: null for weeks and days
    - nonbusiness days   `id`, `nonbusiness_groups_id`, `date`, `half_day`, `name`; one group
"""
