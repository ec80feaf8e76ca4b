"""Which account a person means, by its id or its name."""

from metrics.lifecycle.refusals import Refused
from metrics.reader import Reader

FOUND = """select account_id, coalesce(name, account_id)
from accounts
where account_id = $word or lower(name) = lower($word)
order by account_id = $word desc, account_id
limit 2"""
_LONGEST = 60


def account_called(word: str, reader: Reader) -> tuple[str, str]:
    """The account's id and name; '' and '' where none is meant.

    Raises: Refused unknown_account for what names none, or several.
    """
    plain = word.strip()
    if not plain:
        return "", ""
    found = reader.exact_rows(FOUND, {"word": plain})
    mend = "write a name or an account_id of accounts.csv, or leave it out"
    if not found:
        raise Refused("unknown_account", f"no account is called '{plain[:_LONGEST]}'; {mend}")
    if len(found) > 1 and found[0][0] != plain:
        raise Refused(
            "unknown_account", f"several accounts are called '{plain[:_LONGEST]}'; write the id"
        )
    return str(found[0][0]), str(found[0][1])
