select
    0 as branch,
    0 as bucket,
    count(*) filter (where is_response_before_handover and human_response_at < $as_of_at) as figure_1,
    count(*) filter (where is_answered_off_hours and human_response_at < $as_of_at) as figure_2
from lead_journey
where
    handed_over_at >= $edge_1
    and handed_over_at < $edge_2
group by all;

with as_of_clock as (
    select
        calendar_key,
        seconds_before
        + coalesce(extract(epoch from least(greatest($as_of_at, first_opens_at),
            first_closes_at) - first_opens_at), 0)
        + coalesce(extract(epoch from least(greatest($as_of_at, second_opens_at),
            second_closes_at) - second_opens_at), 0) as business_seconds
    from business_day
    where utc_day = $utc_day_1
),
wait as (
    select
        0 as branch,
        0 as bucket,
        coalesce(human_response_at < $as_of_at, false) as has_ended,
        cast(coalesce(case when coalesce(human_response_at < $as_of_at, false) then response_business_seconds else business_seconds - handed_over_business_seconds end, 0) as bigint) as seconds
    from lead_journey
    left join as_of_clock using (calendar_key)
    where
        handed_over_at >= $edge_1
        and handed_over_at < $edge_2
),
length as (
    select branch, bucket, seconds,
        count(*) filter (where has_ended) as ended,
        count(*) filter (where not has_ended) as censored
    from wait
    group by all
),
counted as (
    select *,
        sum(ended + censored) over (partition by branch, bucket) as at_risk,
        sum(ended) over (partition by branch, bucket) as ended_in_all,
        sum(ended) over (partition by branch, bucket order by seconds) - ended as ended_before
    from length
)
select branch, bucket, seconds, ended, censored, at_risk, ended_in_all
from counted
where 2 * ended_before < at_risk
order by branch, bucket, seconds;
