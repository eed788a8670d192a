"""What every refusal has in common: a sentence for the person, and the field it stands beside."""


class Refusal(Exception):
    """A request that the rules of the trade do not allow.

    `code` is the stable name tests and wording rely on; `field` names the form field the sentence
    belongs to ("" for the whole form); `facts` carry the figures the sentence quotes. The Russian
    sentence itself is chosen by `wording.refusal`.
    """

    def __init__(self, code: str, *, field: str = "", **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts
