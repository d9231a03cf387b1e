"""The first tables, in the words that SQLite and PostgreSQL share.

`attempts` and `outcomes` repeat who and what of their request, so that every figure is a query over one
table: money and tokens come from attempts, calls from outcomes. Both are kept in the order of time, which
is how they are asked for; `at_ms` is always the moment the request came, so a request and what it cost fall
on the same day and into the same budget window. Tiers, zones and sensitivities are stored as their numbers;
NULL in an outcome stands for none, because nothing was called.
"""

_ACCESS = (
    """CREATE TABLE projects (
        project_id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        policy_version TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        removed_ms BIGINT
    )""",
    """CREATE TABLE tokens (
        token_id TEXT NOT NULL PRIMARY KEY,
        project_id TEXT NOT NULL,
        label TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        prefix TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        last_used_ms BIGINT,
        revoked_ms BIGINT
    )""",
    """CREATE TABLE policies (
        version TEXT NOT NULL PRIMARY KEY,
        body TEXT NOT NULL,
        created_ms BIGINT NOT NULL
    )""",
    """CREATE TABLE fleets (
        version TEXT NOT NULL PRIMARY KEY,
        body TEXT NOT NULL,
        created_ms BIGINT NOT NULL
    )""",
    "CREATE TABLE revisions (topic TEXT NOT NULL PRIMARY KEY, number BIGINT NOT NULL)",
)

_LEDGER = (
    """CREATE TABLE runs (
        run_id TEXT NOT NULL PRIMARY KEY,
        host TEXT NOT NULL,
        pid BIGINT NOT NULL,
        born TEXT NOT NULL,
        started_ms BIGINT NOT NULL,
        seen_ms BIGINT NOT NULL,
        open_since_ms BIGINT NOT NULL,
        ended_ms BIGINT
    )""",
    """CREATE TABLE requests (
        request_id TEXT NOT NULL PRIMARY KEY,
        at_ms BIGINT NOT NULL,
        project_id TEXT NOT NULL,
        token_id TEXT NOT NULL,
        run_id TEXT NOT NULL,
        protocol TEXT NOT NULL,
        stream SMALLINT NOT NULL,
        asked_model TEXT NOT NULL,
        target SMALLINT NOT NULL,
        sensitivity SMALLINT NOT NULL,
        reach SMALLINT NOT NULL,
        policy_version TEXT NOT NULL,
        fleet_version TEXT NOT NULL,
        record BYTEA
    )""",
    "CREATE INDEX requests_by_time ON requests (at_ms)",
    """CREATE TABLE tags (
        at_ms BIGINT NOT NULL,
        request_id TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (at_ms, request_id, name, value)
    )""",
    """CREATE TABLE attempts (
        at_ms BIGINT NOT NULL,
        request_id TEXT NOT NULL,
        number BIGINT NOT NULL,
        project_id TEXT NOT NULL,
        token_id TEXT NOT NULL,
        deployment TEXT NOT NULL,
        backend TEXT NOT NULL,
        model TEXT NOT NULL,
        zone SMALLINT NOT NULL,
        tier SMALLINT NOT NULL,
        status TEXT NOT NULL,
        error TEXT NOT NULL,
        input_tokens BIGINT NOT NULL,
        output_tokens BIGINT NOT NULL,
        cached_tokens BIGINT NOT NULL,
        cache_write_tokens BIGINT NOT NULL,
        reasoning_tokens BIGINT NOT NULL,
        estimated SMALLINT NOT NULL,
        cost BIGINT NOT NULL,
        cost_known SMALLINT NOT NULL,
        started_ms BIGINT NOT NULL,
        ttft_ms BIGINT,
        latency_ms BIGINT NOT NULL,
        PRIMARY KEY (at_ms, request_id, number)
    )""",
    """CREATE TABLE outcomes (
        at_ms BIGINT NOT NULL,
        request_id TEXT NOT NULL,
        project_id TEXT NOT NULL,
        token_id TEXT NOT NULL,
        status SMALLINT NOT NULL,
        error TEXT NOT NULL,
        answered_by TEXT NOT NULL,
        backend TEXT NOT NULL,
        model TEXT NOT NULL,
        zone SMALLINT,
        tier SMALLINT,
        degraded SMALLINT NOT NULL,
        ttft_ms BIGINT,
        latency_ms BIGINT NOT NULL,
        PRIMARY KEY (at_ms, request_id)
    )""",
)

_BUDGETS = (
    """CREATE TABLE budgets (
        budget_id TEXT NOT NULL PRIMARY KEY,
        project_id TEXT NOT NULL,
        scope TEXT NOT NULL,
        scope_value TEXT NOT NULL,
        amount BIGINT NOT NULL,
        period TEXT NOT NULL,
        hard SMALLINT NOT NULL,
        created_ms BIGINT NOT NULL,
        removed_ms BIGINT
    )""",
    "CREATE INDEX budgets_by_project ON budgets (project_id)",
    """CREATE TABLE balances (
        budget_id TEXT NOT NULL,
        window_start_ms BIGINT NOT NULL,
        spent BIGINT NOT NULL,
        reserved BIGINT NOT NULL,
        PRIMARY KEY (budget_id, window_start_ms)
    )""",
    """CREATE TABLE reservations (
        request_id TEXT NOT NULL,
        number BIGINT NOT NULL,
        budget_id TEXT NOT NULL,
        window_start_ms BIGINT NOT NULL,
        amount BIGINT NOT NULL,
        run_id TEXT NOT NULL,
        project_id TEXT NOT NULL,
        token_id TEXT NOT NULL,
        at_ms BIGINT NOT NULL,
        deployment TEXT NOT NULL,
        zone SMALLINT NOT NULL,
        tier SMALLINT NOT NULL,
        PRIMARY KEY (request_id, number, budget_id)
    )""",
)

CHAIN = (
    """CREATE TABLE chain (
        number BIGINT NOT NULL PRIMARY KEY,
        at_ms BIGINT NOT NULL,
        request_id TEXT NOT NULL,
        digest BYTEA NOT NULL,
        link BYTEA NOT NULL
    )""",
)

FIRST = (*_ACCESS, *_LEDGER, *_BUDGETS)

SEARCH = (
    "DROP INDEX requests_by_time",
    "CREATE INDEX requests_by_moment ON requests (at_ms, request_id)",
    "CREATE INDEX requests_by_project ON requests (project_id, at_ms, request_id)",
    "CREATE INDEX requests_by_sensitivity ON requests (sensitivity, at_ms, request_id) WHERE sensitivity > 0",
    "CREATE INDEX outcomes_by_project ON outcomes (project_id, at_ms, request_id)",
)

BUDGETS_IN_DETAIL = (
    "ALTER TABLE budgets ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC'",
    "ALTER TABLE budgets ADD COLUMN tiers TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE budgets ADD COLUMN models TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE budgets ADD COLUMN thresholds TEXT NOT NULL DEFAULT '50,80,100'",
    "ALTER TABLE budgets ADD COLUMN pressure SMALLINT NOT NULL DEFAULT 0",
    "ALTER TABLE reservations ADD COLUMN subject TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX tags_by_value ON tags (name, value, at_ms)",
    "ALTER TABLE balances RENAME TO balances_before",
    """CREATE TABLE balances (
        budget_id TEXT NOT NULL,
        subject TEXT NOT NULL,
        window_start_ms BIGINT NOT NULL,
        spent BIGINT NOT NULL,
        reserved BIGINT NOT NULL,
        PRIMARY KEY (budget_id, subject, window_start_ms)
    )""",
    """INSERT INTO balances (budget_id, subject, window_start_ms, spent, reserved)
        SELECT budget_id, '', window_start_ms, spent, reserved FROM balances_before""",
    "DROP TABLE balances_before",
    """CREATE TABLE alerts (
        alert_id TEXT NOT NULL PRIMARY KEY,
        at_ms BIGINT NOT NULL,
        project_id TEXT NOT NULL,
        body TEXT NOT NULL
    )""",
    """CREATE TABLE deliveries (
        alert_id TEXT NOT NULL,
        channel_id TEXT NOT NULL,
        due_ms BIGINT NOT NULL,
        tries BIGINT NOT NULL,
        delivered_ms BIGINT,
        said TEXT NOT NULL,
        PRIMARY KEY (alert_id, channel_id)
    )""",
    "CREATE INDEX deliveries_due ON deliveries (due_ms) WHERE delivered_ms IS NULL",
    """CREATE TABLE channels (
        channel_id TEXT NOT NULL PRIMARY KEY,
        body TEXT NOT NULL,
        created_ms BIGINT NOT NULL
    )""",
)

PRICED = (
    "ALTER TABLE attempts ADD COLUMN price TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE attempts ADD COLUMN service TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE attempts ADD COLUMN cache_write_1h_tokens BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE attempts ADD COLUMN audio_input_tokens BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE attempts ADD COLUMN audio_output_tokens BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE attempts ADD COLUMN image_input_tokens BIGINT NOT NULL DEFAULT 0",
)
