-- Hard: won + lost = closed, by count, over every closing.
select
    count(*) as closed,
    sum(case when outcome = 'won' then 1 else 0 end) as won,
    sum(case when outcome = 'lost' then 1 else 0 end) as lost
from closed_opportunity
having
    sum(case when outcome = 'won' and is_won then 1 else 0 end)
    + sum(case when outcome = 'lost' and not is_won then 1 else 0 end)
    <> count(*)
