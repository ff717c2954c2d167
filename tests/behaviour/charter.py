"""The charter of the behaviour suite: a council of five, an assembly, and one kind for each way of voting."""

CHARTER = """
[charter]
version = 1
title = { en = "Charter of the test alliance", fr = "Charte de l’alliance d’essai" }
weights = ["population"]
mid_vote_loss = "remove"

[rights]
active = ["vote", "propose", "second", "object", "hold a seat", "join", "speak", "attend", "answer"]
suspended = ["speak", "attend", "answer"]
candidate = ["attend"]

[bodies.council]
title = { en = "Council", fr = "Conseil" }
seats = 5
chair = { by = "fixed", chair = "EST", vice = "FIN" }

[bodies.assembly]
title = { en = "Assembly", fr = "Assemblée" }
chair = { by = "elected" }

[defaults]
voting = "72h"

[kinds.resolution]
title = { en = "Resolution", fr = "Résolution" }
body = "council"
adopt = "at least 3 of 5 seats"
coalition = true

[kinds.sanctions]
title = { en = "Sanctions", fr = "Sanctions" }
body = "assembly"
adopt = "at least 2/3 of members in good standing"
concerned = "excluded"
impact = true
debate = "48h"
notice = "72h"
urgent = { voting = "12h", requested_by = 2 }

[kinds.declaration]
title = { en = "Declaration", fr = "Déclaration" }
body = "assembly"
adopt = "more for than against"
reminders = ["24h", "4h", "1h"]

[kinds.order]
title = { en = "Order", fr = "Ordre" }
body = "assembly"
adopt = "more for than against"
quorum = "at least 1/2 of entitled members voted"
late_quorum = { window = "6h", extension = "24h" }

[kinds.final]
title = { en = "Final ballots", fr = "Votes définitifs" }
body = "assembly"
adopt = "more than 1/2 of entitled members"
changeable = false
close = "decided"
min_open = "1h"
effect = "binding"

[kinds.quiet]
title = { en = "Quiet count", fr = "Décompte discret" }
body = "assembly"
adopt = "more for than against"
live_tally = false

[kinds.support]
title = { en = "Support", fr = "Soutien" }
body = "council"
adopt = "at least 3 of 5 seats"
concerned = "votes"
names_member = true

[kinds.routine]
title = { en = "Routine text", fr = "Texte courant" }
body = "assembly"
procedure = "silence"
adopt = "no objection"

[kinds.seats]
title = { en = "Seats", fr = "Sièges" }
body = "assembly"
procedure = "ranked"

[kinds.chairs-tie]
title = { en = "Chair’s tie", fr = "Voix prépondérante" }
body = "assembly"
adopt = "more for than against"
tie = "chair"

[kinds.debated]
title = { en = "Debated text", fr = "Texte débattu" }
body = "council"
adopt = "at least 3 of 5 seats"
debate = "48h"

[kinds.second-vote]
title = { en = "Second vote", fr = "Second tour" }
body = "assembly"
adopt = "more for than against"
tie = "second-vote"

[kinds.proposal]
title = { en = "Proposal", fr = "Proposition" }
body = "assembly"
adopt = "more for than against"
seconds = { needed = 2, within = "72h" }
debate = "48h"
urgent = { voting = "12h", requested_by = 3 }

[kinds.binding]
title = { en = "Binding text", fr = "Texte contraignant" }
body = "assembly"
adopt = "more for than against"
effect = "binding"
takes_effect = "24h"

[kinds.noted]
title = { en = "With notes verbales", fr = "Avec notes verbales" }
body = "assembly"
adopt = "more for than against"
notes = true

[kinds.suspension]
title = { en = "Suspension", fr = "Suspension" }
body = "assembly"
adopt = "at least 2/3 of all other members"
effect = "binding"
concerned = "excluded"
names_member = true
confers = "suspended"

[kinds.chairmanship]
title = { en = "Election of the chair", fr = "Élection de la présidence" }
body = "assembly"
adopt = "more for than against"
concerned = "votes"
names_member = true
elects = "chair"

[kinds.vice-chairmanship]
title = { en = "Election of the vice-chair", fr = "Élection de la vice-présidence" }
body = "assembly"
adopt = "more for than against"
concerned = "votes"
names_member = true
elects = "vice-chair"

[kinds.procedure]
title = { en = "Procedure", fr = "Procédure" }
body = "assembly"
adopt = "more for than against"
quorum = "at least 1/3 of entitled members voted"
voting = "24h"

[procedure]
kind = "procedure"

[kinds.present]
title = { en = "Text for those present", fr = "Texte pour les présents" }
body = "assembly"
adopt = "more for than against"
quorum = "at least 3 of entitled members present"

[kinds.noted-final]
title = { en = "With notes, final ballots", fr = "Avec notes, votes définitifs" }
body = "assembly"
adopt = "more than 1/2 of entitled members"
changeable = false
close = "decided"
min_open = "1h"
live_tally = false
notes = true

[kinds.noted-order]
title = { en = "With notes and a quorum", fr = "Avec notes et quorum" }
body = "assembly"
adopt = "more for than against"
quorum = "at least 1/2 of entitled members voted"
late_quorum = { window = "6h", extension = "24h" }
notes = true

[kinds.admission]
title = { en = "Admission", fr = "Admission" }
body = "assembly"
adopt = "more for than against"
effect = "binding"
concerned = "excluded"
names_member = true
confers = "active"
refuses = "refused"
"""


def changed(*changes: tuple[str, str]) -> str:
    """Give the suite's charter with some of its words replaced."""
    text = CHARTER
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text
