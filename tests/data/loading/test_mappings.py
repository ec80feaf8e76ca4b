"""The shipped mappings on real exports, and what a wrong mapping is told."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from data.errors import DataContractError
from data.mapping import known_mappings, read_mapping
from data.planning import plan
from data.reading import open_files
from tests.data.loading.exports import Reader

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "data" / "samples" / "regional_sales"
OLIST = ROOT.parent / "shared" / "data" / "olist"
LEADS, DEALS, RESAVED, SELLERS = (
    "olist_marketing_qualified_leads_dataset.csv",
    "olist_closed_deals_dataset.csv",
    "olist_closed_deals_dataset.excel_resaved9cols.csv",
    "olist_sellers_dataset.csv",
)


def test_the_regional_sales_sample_loads_whole(read: Reader) -> None:
    found = read(SAMPLE, max_bad="0")
    assert found.rows(
        "select outcome, count(*), sum(amount), count(closed_at), count(expected_close_on) "
        "from opportunities group by 1 order by 1"
    ) == [
        ("lost", 7385, Decimal("23003910.00"), 7385, 0),
        ("open", 5333, Decimal("27812381.00"), 0, 5333),
        ("won", 7282, Decimal("26435925.00"), 7282, 0),
    ]
    assert found.rows(
        "select sum(amount * probability) from opportunities where outcome = 'open'"
    ) == [(Decimal("10893405.50000000"),)]
    assert found.rows(
        "select (select count(*) from people), (select count(*) from campaigns), "
        "(select count(*) from accounts), (select count(*) from products)"
    ) == [(23, 12, 300, 9)]


def test_the_sample_finds_managers_regions_and_industries(read: Reader) -> None:
    found = read(SAMPLE)
    assert found.rows(
        "select accounts.region, sum(opportunities.amount) from opportunities "
        "join accounts using (account_id) where outcome = 'won' group by 1 order by 1"
    ) == [
        ("US-MIDWEST", Decimal("6006016.00")),
        ("US-NORTHEAST", Decimal("2908932.00")),
        ("US-SOUTH", Decimal("10038246.00")),
        ("US-WEST", Decimal("7482731.00")),
    ]
    assert found.rows(
        "select manager.name, sum(amount) from opportunities "
        "join people as owner on owner.person_id = owner_id "
        "join people as manager on manager.person_id = owner.manager_id "
        "where outcome = 'won' group by 1 order by 1"
    ) == [
        ("Amelie Garner", Decimal("9815874.00")),
        ("Ethan Brooks", Decimal("8020694.00")),
        ("Peyton Davis", Decimal("8599357.00")),
    ]
    assert found.rows("select stage, position, kind from stages order by position") == [
        ("1-Qualify", 1, "open"),
        ("2-Develop", 2, "open"),
        ("3-Propose", 3, "open"),
        ("4-Close", 4, "open"),
    ]


# The real files are not part of this repository: where they are, they are read.
if OLIST.is_dir():

    def test_olist_loads_leads_and_won_deals(read: Reader) -> None:
        found = read(OLIST, max_bad="0")
        assert found.rows("select count(*), count(distinct lead_id) from leads") == [(8000, 8000)]
        assert found.rows(
            "select count(*) filter (source is null), count(*) filter (source = 'unknown') "
            "from leads"
        ) == [(60, 1099)]
        assert found.rows(
            "select count(*), count(distinct lead_id), count(amount), count(created_at), "
            "count(*) filter (outcome = 'won' and stage = 'Won'), "
            "count(*) filter (closed_at < created_at) from opportunities"
        ) == [(842, 842, 0, 842, 842, 1)]
        assert found.rows(
            "select source, count(*) from opportunities group by 1 order by 2 desc, 1 limit 3"
        ) == [("organic_search", 271), ("paid_search", 195), ("unknown", 179)]
        # 22 representatives, 32 development representatives, 13 are both.
        assert found.rows("select role, count(*) from people group by 1 order by 1") == [
            ("Sales development representative", 19),
            ("Sales representative", 22),
        ]
        assert found.rows("select count(*), count(region) from accounts") == [(842, 380)]

    def test_the_resaved_deals_are_the_same_to_the_minute(read: Reader) -> None:
        closed = (
            "select opportunity_id, date_trunc('minute', closed_at) from opportunities order by 1"
        )
        original = read(OLIST)
        resaved = read(OLIST / LEADS, OLIST / RESAVED)
        assert resaved.rows(closed) == original.rows(closed)
        assert len(resaved.rows(closed)) == 842

    def test_a_needed_file_of_a_lookup_is_asked_for(read: Reader) -> None:
        with pytest.raises(DataContractError, match=f"created_at is found through {LEADS}"):
            read(OLIST / DEALS)


def test_files_and_columns_that_nothing_uses_are_named(tmp_path: Path) -> None:
    (tmp_path / "Notes.csv").write_text("a\n1\n")
    planned = plan(open_files([SAMPLE, tmp_path / "Notes.csv"], tmp_path), None, is_forced=False)
    assert planned.mapping.name == "msft_regional_sales"
    assert planned.unused == ("Notes.csv",)
    accounts = next(one.file for one in planned.steps if one.spec.table == "accounts")
    assert planned.unknown_columns(accounts) == ("State or Province", "AccountID", "Account Number")


def test_an_unknown_mapping_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(DataContractError) as refusal:
        plan(open_files([SAMPLE], tmp_path), "msft_regional_sale", is_forced=False)
    assert refusal.value.message == (
        "no mapping 'msft_regional_sale'; did you mean 'msft_regional_sales'?; "
        "known: canonical, dbt_attribution_playbook, msft_regional_sales, olist"
    )


def test_the_shipped_mappings_hold() -> None:
    assert [one.name for one in known_mappings()] == [
        "dbt_attribution_playbook",
        "msft_regional_sales",
        "olist",
    ]


GOOD = {
    "name": "crm",
    "title": "A CRM",
    "tables": [{"table": "products", "files": ["p.csv"], "columns": {}}],
}


def _toml(folder: Path, columns: str, table: str = "products") -> Path:
    path = folder / "crm.toml"
    path.write_text(
        f'name = "crm"\ntitle = "A CRM"\n[[tables]]\ntable = {json.dumps(table)}\n'
        f'files = ["p.csv"]\n[tables.columns]\n{columns}\n'
    )
    return path


@pytest.mark.parametrize(
    ("columns", "table", "said"),
    [
        (
            'product_id = "Id"',
            "products",
            "key 'tables[1]': table 'products' needs the column 'name'",
        ),
        (
            'product_id = "Id"\nname = "N"\ncategry = "C"',
            "products",
            "table 'products' has no column 'categry'; did you mean 'category'?",
        ),
        (
            'product_id = "Id"\nname = "N"',
            "product",
            "no canonical table 'product'; did you mean 'products'?",
        ),
        (
            'product_id = "Id"\nname = { constant = "x", column = "N" }',
            "products",
            "key 'tables[1].columns.name': give either 'column' or 'constant'",
        ),
        (
            'product_id = "Id"\nname = { columns = "N" }',
            "products",
            "key 'tables[1].columns.name.columns': Extra inputs are not permitted",
        ),
        (
            'product_id = { joined = ["A"] }\nname = "N"',
            "products",
            "key 'tables[1].columns.product_id': 'joined' takes several columns; for one give",
        ),
        (
            'product_id = { joined = ["A", "B"], column = "C" }\nname = "N"',
            "products",
            "give either 'column' or 'constant', or 'joined' with several columns",
        ),
        (
            'product_id = { constant = "x", otherwise = "C" }\nname = "N"',
            "products",
            "'otherwise' stands in for a 'column'; give that too",
        ),
        (
            'name = "N"\nproduct_id = { joined = ["A", "B"], '
            'lookup = { files = ["f"], key = "k", value = "v" } }',
            "products",
            "a 'lookup' finds by one 'column', not by what is 'joined'",
        ),
        ("product_id = ", "products", "mapping crm.toml: not readable as TOML"),
    ],
)
def test_a_wrong_mapping_names_the_key(tmp_path: Path, columns: str, table: str, said: str) -> None:
    with pytest.raises(DataContractError) as refusal:
        read_mapping(_toml(tmp_path, columns, table))
    assert said in refusal.value.message


def test_a_mapping_maps_values_constants_and_alternatives(
    read: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        'opportunity_id = "Id"\nstage = ["Phase", "Step"]\ncreated_at = "Made"\n'
        'outcome = { column = "State", values = { Closed = "won", Dead = "lost" } }\n'
        'currency = { constant = "EUR" }\n'
    )
    mapping = read_mapping(_toml(tmp_path, text, "opportunities"))
    monkeypatch.setattr("data.planning.known_mappings", lambda: (mapping,))
    (tmp_path / "p.csv").write_text(
        "Id,Step,Made,State\n1,A,2026-01-01,closed\n2,B,2026-01-02,Dead\n3,C,2026-01-03,open\n"
    )
    found = read(tmp_path / "p.csv")
    assert found.rows(
        "select opportunity_id, stage, outcome, currency from opportunities order by 1"
    ) == [("1", "A", "won", "EUR"), ("2", "B", "lost", "EUR"), ("3", "C", "open", "EUR")]


JOINED = """\
product_id = { joined = ["Line", "Size"] }
name = { column = "Title", otherwise = "Line" }
category = "Kind"
"""


def test_a_key_is_joined_and_an_empty_text_has_a_stand_in(
    read: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping = read_mapping(_toml(tmp_path, JOINED))
    monkeypatch.setattr("data.planning.known_mappings", lambda: (mapping,))
    rows = [f"L{number},1,Lens,Optics" for number in range(60)]
    (tmp_path / "p.csv").write_text(
        "\n".join(
            ["Line,Size,Title,Kind,Note", "A,10,Arm,Parts", "A, 20 ,,Parts", "B,,Bolt,", *rows]
        )
    )
    # A line with fewer fields than the header is bad unless the mapping says that it may be.
    bad = read(tmp_path / "p.csv", max_bad="100").bad
    assert len(bad) == 63
    assert bad[0] == (2, "", "", "the line has fewer fields than the header")
    told = mapping.model_copy(update={"short_lines": ("p.csv",)})
    monkeypatch.setattr("data.planning.known_mappings", lambda: (told,))
    found = read(tmp_path / "p.csv")
    assert found.rows("select * from products order by product_id limit 2") == [
        ("A 10", "Arm", "Parts"),
        ("A 20", "A", "Parts"),
    ]
    # Half a key is none: the row goes to the quarantine, under the names of the columns.
    assert [one[:2] for one in found.bad] == [(4, "Line + Size")]
    assert found.counts("products") == (63, 62, 1)


def test_a_column_that_is_joined_must_be_there(
    read: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping = read_mapping(_toml(tmp_path, JOINED))
    monkeypatch.setattr("data.planning.known_mappings", lambda: (mapping,))
    (tmp_path / "p.csv").write_text("Line,Siz,Title,Kind\nA,10,Arm,Parts\n")
    with pytest.raises(DataContractError) as refusal:
        read(tmp_path / "p.csv")
    assert "required column 'Size' is missing; did you mean 'Siz'?" in refusal.value.message


def test_short_lines_keep_quotes_and_line_numbers(
    read: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping = read_mapping(_toml(tmp_path, 'product_id = "Id"\nname = "N"\ncategory = "C"\n'))
    told = mapping.model_copy(update={"short_lines": ("p.csv",)})
    monkeypatch.setattr("data.planning.known_mappings", lambda: (told,))
    text = 'Id,N,C\n1,"a ""b"",\nc"\n2,two\n3,three,x,y\n4\n' + "".join(
        f"{number},n\n" for number in range(5, 80)
    )
    (tmp_path / "p.csv").write_text(text)
    found = read(tmp_path / "p.csv")
    assert found.rows("select * from products order by try_cast(product_id as int) limit 2") == [
        ("1", 'a "b",\nc', None),
        ("2", "two", None),
    ]
    assert [(one[0], one[3]) for one in found.bad] == [
        (5, "the line has more fields than the header"),
        (6, "name is required and missing"),
    ]
