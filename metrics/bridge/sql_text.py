"""The SQL of the bridge, in the steps it is made of.

Braces hold conditions on dimensions, windows and moments; every value is a parameter.
"""

# What stood when: rates at both ends of each span; versions with the span they were born and
# ended in (-1 before the first), so that two numbers tell what stood on a day; and wins.
STATES = """span(number, from_on, to_on) as (
    values {edges}
),
rate as (
    select span.number, later.currency, earlier.rate as from_rate, later.rate as to_rate
    from span
    join currency_rate as later
        on span.to_on >= later.valid_from and span.to_on < later.valid_to
    left join currency_rate as earlier
        on later.currency = earlier.currency
        and span.from_on >= earlier.valid_from and span.from_on < earlier.valid_to
),
state as (
    select
        opportunity_id, version, stage, stage_position, outcome, is_deleted, is_open, amount,
        currency, expected_close_on, valid_from,
        {born} as born,
        {ended} as ended,
        ({scope}) as is_in_scope,
        coalesce({is_due}, false) as is_due,
        is_open and ({scope}) and coalesce({is_due}, false) as is_held
    from opportunity_version
    where valid_to >= {first} and valid_from < {last}
),
win as (
    select
        opportunity_id, closed_on, amount, currency_amount, currency,
        ({scope}) as is_in_scope,
        coalesce({is_due_close}, false) as is_due,
        coalesce(lag(reopened_at) over in_time, timestamp '0001-01-01') as since_at,
        coalesce(reopened_at, timestamp '9999-12-31') as until_at,
        case
            when lag(closed_on) over in_time is null then date '0001-01-01' else closed_on
        end as booked_from,
        coalesce(lead(closed_on) over in_time, date '9999-12-31') as booked_until
    from closed_opportunity
    where is_won
    window in_time as (partition by opportunity_id order by closed_at)
)"""

# Deals that changed in a span, as they stood at its two ends, and deals whose rate changed.
PAIRS = """pair as (
    select
        span.number, span.to_on, after.opportunity_id, after.version,
        before.version is not null as is_known_before,
        before.outcome as outcome_before, before.is_deleted as is_deleted_before,
        before.is_due as is_due_before, coalesce(before.is_held, false) as was_in,
        before.stage as stage_before, before.expected_close_on as close_before,
        before.amount as amount_before, before.currency as currency_before,
        after.outcome, after.is_deleted, after.is_due, after.is_held as is_in, after.stage,
        after.expected_close_on, after.amount, after.currency, after.valid_from,
        after.outcome = 'won' and not after.is_deleted and coalesce(
            before.outcome <> 'won' or before.is_deleted, true
        ) as is_new_win
    from state as after
    join span on after.born = span.number
    left join state as before
        on after.opportunity_id = before.opportunity_id
        and after.born = before.ended and before.born < before.ended
    where after.ended > after.born
    union all
    select
        rate.number, span.to_on, state.opportunity_id, state.version, true, 'open', false, true,
        true, state.stage, state.expected_close_on, state.amount, state.currency, 'open', false,
        true, true, state.stage, state.expected_close_on, state.amount, state.currency,
        state.valid_from, false
    from state
    join rate
        on state.currency = rate.currency
        and rate.number > state.born and rate.number < state.ended
    join span on rate.number = span.number
    where state.is_held and rate.from_rate is distinct from rate.to_rate
)"""

# What a win was booked at, as known on the span's last day: its bookings, else the deal's amount.
WINS = """won_deal as (
    select
        pair.number, pair.opportunity_id, win.closed_on, win.is_in_scope, win.is_due,
        win.booked_from, win.booked_until, pair.to_on, win.amount,
        cast(win.currency_amount * rate.from_rate as decimal(18, 2)) as at_from_rate
    from pair
    join win
        on pair.opportunity_id = win.opportunity_id
        and win.since_at <= pair.valid_from and win.until_at > pair.valid_from
    left join rate on pair.number = rate.number and win.currency = rate.currency
    where pair.is_new_win
),
booked as (
    select
        won_deal.number, won_deal.opportunity_id, sum(booking.amount) as amount,
        sum(cast(booking.currency_amount * rate.from_rate as decimal(18, 2))) as at_from_rate
    from won_deal
    join booking
        on won_deal.opportunity_id = booking.opportunity_id
        and booking.kind in ('new', 'expansion', 'renewal')
        and booking.booked_on >= won_deal.booked_from
        and booking.booked_on < won_deal.booked_until
        and booking.booked_on <= won_deal.to_on
    left join rate on won_deal.number = rate.number and booking.currency = rate.currency
    group by won_deal.number, won_deal.opportunity_id
)"""

# Everything about a deal in the reporting currency; an amount nobody knows counts 0.
PRICED = """priced as (
    select
        pair.*,
        won_deal.closed_on,
        booked.opportunity_id is not null as is_booked,
        coalesce(won_deal.is_in_scope and won_deal.is_due, false) as is_won_here,
        coalesce(won_deal.is_due, pair.is_due) as is_due_after,
        coalesce(won_deal.closed_on, pair.expected_close_on) as close_after,
        coalesce(cast(pair.amount_before * earlier.from_rate as decimal(18, 2)), 0) as at_before,
        case
            when won_deal.is_in_scope and won_deal.is_due
                then coalesce(booked.amount, won_deal.amount, 0)
            when pair.is_in
                then coalesce(cast(pair.amount * later.to_rate as decimal(18, 2)), 0)
            else 0
        end as at_end,
        -- The end's amount at the rates of the beginning; no rate then, no change of amount seen.
        case
            when won_deal.is_in_scope and won_deal.is_due and booked.opportunity_id is not null
                then booked.at_from_rate
            when won_deal.is_in_scope and won_deal.is_due then won_deal.at_from_rate
            when later.from_rate is not null
                then coalesce(cast(pair.amount * later.from_rate as decimal(18, 2)), 0)
        end as at_from_rate
    from pair
    left join won_deal
        on pair.number = won_deal.number and pair.opportunity_id = won_deal.opportunity_id
    left join booked
        on pair.number = booked.number and pair.opportunity_id = booked.opportunity_id
    left join rate as earlier
        on pair.number = earlier.number and pair.currency_before = earlier.currency
    left join rate as later
        on pair.number = later.number and pair.currency = later.currency
    where pair.was_in or pair.is_in or (won_deal.is_in_scope and won_deal.is_due)
)"""

# One reason to enter and one to leave: the first that holds.
REASONS = """reasoned as (
    select
        priced.*,
        case
            when was_in then null
            when not is_known_before then 'created'
            when is_deleted_before or outcome_before <> 'open' then 'reopened'
            when is_due_before then 'transferred_in'
            when {is_early_before} then 'pushed_in'
            else 'pulled_in'
        end as enter_reason,
        case
            when is_won_here then 'won'
            when is_in then null
            when is_deleted then 'deleted'
            when outcome = 'lost' then 'lost'
            when is_due_after then 'transferred_out'
            when {is_early_after} then 'pulled_out'
            else 'pushed_out'
        end as leave_reason,
        coalesce(at_from_rate, at_before) as at_end_unchanged_rate
    from priced
),
moved as (
    select
        reasoned.*,
        case
            when enter_reason is null then 0
            when enter_reason = 'created' then at_end
            else at_before
        end as entered,
        case
            when enter_reason = 'created' or not (is_in or is_won_here) then 0
            else at_end_unchanged_rate - at_before
        end as change,
        case
            when enter_reason = 'created' or not (is_in or is_won_here) then 0
            else at_end - at_end_unchanged_rate
        end as rate_change,
        case
            when leave_reason is null then 0
            when leave_reason = 'won' then at_end
            else at_before
        end as gone
    from reasoned
)"""

# Reads `moved`: per span and pair of reasons, to be added up by bar.
SUMS = """select
    number,
    enter_reason,
    leave_reason,
    sum(entered),
    sum(change) filter (where change > 0),
    sum(change) filter (where change < 0),
    sum(gone),
    sum(rate_change)
from moved
group by number, enter_reason, leave_reason"""

# Reads `moved` of one span.
DEALS = """select
    moved.opportunity_id, moved.enter_reason, moved.leave_reason, moved.entered, moved.change,
    moved.gone, moved.rate_change, moved.was_in, moved.is_in, moved.stage_before, moved.stage,
    moved.close_before, moved.close_after, moved.at_before, moved.at_end,
    moved.is_won_here and not moved.is_booked as is_not_booked,
    coalesce(opportunities.name, moved.opportunity_id) as name,
    coalesce(accounts.name, '(none)') as account,
    latest.owner, latest.region, opportunities.loss_reason
from moved
join opportunity_version as latest
    on moved.opportunity_id = latest.opportunity_id and moved.version = latest.version
left join opportunities on moved.opportunity_id = opportunities.opportunity_id
left join accounts on latest.account_id = accounts.account_id
order by moved.opportunity_id"""

# Deals of one span that nothing happened to, by stage; with those that moved, the whole matrix.
STILL = """select
    state.stage,
    count(*),
    coalesce(sum(cast(state.amount * rate.to_rate as decimal(18, 2))), 0)
from state
left join rate on state.currency = rate.currency
where state.born = -1 and state.ended = 1 and state.is_held
    and rate.from_rate is not distinct from rate.to_rate
group by state.stage
order by state.stage"""

# The stages of deals that were held, in their own order.
STAGES = """select stage, min(stage_position) as place
from opportunity_version
where is_open
group by stage
order by place nulls last, stage"""

# From when on changes of deals were recorded rather than derived from their own dates.
RECORDED = "select min(valid_from) from opportunity_version where not is_derived"
