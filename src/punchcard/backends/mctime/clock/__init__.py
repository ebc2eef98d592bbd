"""The clock: read, driven, and what became of a punch whose answer was lost (sections 2.1 and 2.2).

What the pages leave open is decided so:

- A clock is read right before it is driven, and a start is refused here where one runs. An item that is no
  clock of somebody is an error, and never a clock that does not run.
- A break is begun and ended by the same call. It is sent where the reading differs from what is wanted,
  read again afterwards, and never sent again for an answer that was lost: what came of it is told by the
  reading.
- An open break is ended, at the moment of the stop, before the stop is sent. Where the second half is lost,
  the clock is at work since, and the stop alone is left to be sent.
- A stop that is refused, also inside a good answer, is followed by a reading: where nothing runs any more,
  the clock has become an invalid clocking entry, which is looked for among the entries that began as it
  did.
- What a 201 has changed is told by comparing what was sent with what came back; what vanished besides, by
  the entries of its days, which are read before a stop and after such an answer by whoever keeps them.
- There is no undo: it is made of a deletion, a start and toggles, each upon a reading. Where the last
  toggle is taken back, it is sent once more for the same moment, which leaves a break of no length. Where
  one of several toggles is lost and the reading leaves the breaks out, the person is asked to look.
- What is booked on goes by id. Where an answer has the name alone, it is taken for what was sent if that is
  called so; else it is looked up, and stays a name where several are called so: such a name is never sent.
"""
