select
    0 as span,
    coalesce(sum(amount) filter (where is_slipped), 0) as figure_1,
    coalesce(sum(amount), 0) as figure_2,
    count(*) filter (where is_slipped) as figure_3,
    count(*) as figure_4
from (
    select deal.*, beyond.opportunity_id is not null as is_slipped
    from (
    select
        opportunity_id, expected_close_on, probability,
        cast(amount * case currency when $currency_1 then cast($rate_1 as decimal(19, 6)) end as decimal(18, 2)) as amount
    from opportunity_version
    where
        is_open
        and valid_to >= $cut_2
        and valid_from < $cut_2
        and expected_close_on >= $window_1
        and expected_close_on < $window_2
) as deal
    left join (
        select opportunity_id
        from opportunity_version
        where is_open and valid_to >= $cut_1 and valid_from < $cut_1
            and expected_close_on >= $window_2
    ) as beyond on deal.opportunity_id = beyond.opportunity_id
) as opening
group by all;
