-- Hard: what an opportunity's kinds of touch hold adds up to what its anchors say: its
-- touches, its decay, and its touches strictly between the anchors of each model.
with added as (
    select
        opportunity_number,
        sum(touch_count) as touch_count,
        sum(decay) as decay,
        sum(between_count) as between_count,
        sum(before_creation_count) as before_creation_count,
        sum(off_anchor_count) as off_anchor_count,
        min(before_creation_count) as least_before_creation
    from opportunity_touch
    group by all
)

select opportunity_anchor.opportunity_id
from opportunity_anchor
left join added
    on opportunity_anchor.opportunity_number = added.opportunity_number
where
    added.opportunity_number is null
    or added.touch_count <> opportunity_anchor.touch_count
    or added.decay <> opportunity_anchor.decay
    or added.between_count <> opportunity_anchor.between_count
    or added.before_creation_count <> opportunity_anchor.before_creation_count
    or added.off_anchor_count <> opportunity_anchor.off_anchor_count
    or added.least_before_creation < 0
