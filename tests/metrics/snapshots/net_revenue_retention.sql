select
    0 as span,
    sum(starting) as figure_1,
    sum(expansion) as figure_2,
    sum(contraction) as figure_3,
    sum(churn) as figure_4,
    sum(starting + expansion - contraction - churn) as figure_5,
    count(*) as figure_6
from (
    select
        active.account_id, known.customer, known.region, known.industry, known.size_band,
        starting, gained as expansion,
        least(shrunk, starting + gained - least(gone, starting + gained)) as contraction,
        least(gone, starting + gained) as churn
    from (
        select
            account_id, sum(held) as starting, sum(greatest(moved, 0)) as gained,
            sum(case when kind = 'churn' then greatest(-moved, 0) else 0 end) as gone,
            sum(case when kind = 'churn' then 0 else greatest(-moved, 0) end) as shrunk
        from (
            select
                account_id, kind,
                sum(case when booked_on < $edge_1 then recurring_monthly else 0 end) as held,
                sum(case when booked_on < $edge_1 then 0 else recurring_monthly end) as moved
            from booking
            where
                booked_on < $edge_2
                and account_id is not null
                and recurring_monthly is not null
            group by account_id, kind
        ) as by_kind
        group by account_id
        having sum(held) > 0
    ) as active
    inner join (
        select distinct account_id, customer, region, industry, size_band from customer_month
    ) as known on active.account_id = known.account_id
) as customer
group by all;
