-- One row per stay of an open opportunity in a stage; left_at is null while it lasts.
-- left_to says where it went (the next stage, won, lost, deleted), entered_from where
-- it came from; kind 'open' is a stage. Dimensions and entered_amount as of the entry,
-- left_amount as it left, each in the reporting currency at its own day's rate.
with place as (
    select
        state.*,
        cast(local_time(state.valid_from) as date) as valid_from_on,
        case when state.is_deleted then 'deleted' else state.outcome end as kind,
        case
            when state.is_deleted then 'deleted'
            when state.outcome <> 'open' then state.outcome
            else state.stage
        end as place
    from opportunity_version as state
),

marked as (
    select
        place.*,
        case
            when
                place.place = lag(place.place) over in_time
                and place.kind = lag(place.kind) over in_time
                then 0
            else 1
        end as is_change
    from place
    window in_time as (partition by place.opportunity_id order by place.version)
),

entered as (
    select
        marked.*,
        lag(marked.place) over in_time as entered_from,
        lag(marked.kind) over in_time as entered_from_kind,
        lead(marked.valid_from) over in_time as left_at,
        lead(marked.valid_from_on) over in_time as left_on,
        lead(marked.place) over in_time as left_to,
        lead(marked.kind) over in_time as left_to_kind,
        lead(marked.stage_position) over in_time as left_to_position,
        lead(marked.amount) over in_time as amount_then
    from marked
    where marked.is_change = 1
    window in_time as (partition by marked.opportunity_id order by marked.version)
)

select
    entered.opportunity_id,
    entered.account_id,
    entered.stage,
    entered.stage_position,
    entered.entered_from,
    entered.entered_from_kind,
    entered.left_to,
    entered.left_to_kind,
    entered.left_to_position,
    entered.region,
    entered.industry,
    entered.size_band,
    entered.source,
    entered.channel,
    entered.campaign,
    entered.product,
    entered.product_category,
    entered.strategy,
    entered.sourced_by,
    entered.owner,
    entered.team,
    entered.manager,
    cast(entered.amount * entry_rate.rate as decimal(18, 2)) as entered_amount,
    cast(entered.amount_then * exit_rate.rate as decimal(18, 2)) as left_amount,
    entered.is_derived,
    entered.valid_from as entered_at,
    entered.valid_from_on as entered_on,
    entered.left_at,
    entered.left_on
from entered
left join currency_rate as entry_rate
    on
        entered.currency = entry_rate.currency
        and entered.valid_from_on >= entry_rate.valid_from
        and entered.valid_from_on < entry_rate.valid_to
left join currency_rate as exit_rate
    on
        entered.currency = exit_rate.currency
        and entered.left_on >= exit_rate.valid_from
        and entered.left_on < exit_rate.valid_to
where entered.is_open
order by entered_at, entered.opportunity_id
