-- Answers from an earlier application that nobody has confirmed are found without looking at the others.

CREATE INDEX answer_old ON answer(application) WHERE instr(doubts, '#old') > 0;
