-- Step: one row per problem of a lead: moments in an order that cannot be, two words
-- about the same link.
with judged as (
    select
        lead_journey.*,
        leads.opportunity_id as named_id,
        leads.accepted_at as stated_accepted_at,
        named.lead_id as named_lead_id
    from lead_journey
    join leads on lead_journey.lead_id = leads.lead_id
    left join opportunities as named on leads.opportunity_id = named.opportunity_id
)

select
    'leads' as table_name,
    lead_id as key,
    'won before first contact' as problem,
    'warning' as severity,
    'The lead was created after its deal was won; correct one of the two dates.'
        as what_to_do
from judged
where won_at < created_at
union all
select
    'leads' as table_name,
    lead_id as key,
    'response before handover' as problem,
    'warning' as severity,
    'It counts as answered at once; correct the handover or the response.' as what_to_do
from judged
where is_response_before_handover
union all
select
    'leads' as table_name,
    lead_id as key,
    'handed over before it was created' as problem,
    'warning' as severity,
    'Correct the creation or the handover.' as what_to_do
from judged
where handed_over_at < created_at
union all
select
    'leads' as table_name,
    lead_id as key,
    'accepted or handed back before it was handed over' as problem,
    'warning' as severity,
    'The decision counts where it stands; correct its date or the handover.'
        as what_to_do
from judged
where least(stated_accepted_at, handed_back_at) < handed_over_at
union all
select
    'leads' as table_name,
    lead_id as key,
    'hand-back answered before it was handed back' as problem,
    'warning' as severity,
    'It counts as answered at once; correct one of the two dates.' as what_to_do
from judged
where hand_back_answered_at < handed_back_at
union all
select
    'leads' as table_name,
    lead_id as key,
    'names opportunity ' || named_id || ', which names lead ' || named_lead_id
        as problem,
    'warning' as severity,
    'The opportunity''s word counts; correct the link of one of the two.' as what_to_do
from judged
where named_lead_id is not null and named_lead_id <> lead_id
union all
select
    'people' as table_name,
    person_id as key,
    'time zone is unknown' as problem,
    'warning' as severity,
    'Business hours run on the company''s zone; write a zone such as Europe/Berlin.'
        as what_to_do
from person_dimension
where not is_known_zone
