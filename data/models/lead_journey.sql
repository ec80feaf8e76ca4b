-- One row per lead trip: every moment, the business clocks, the outcome; cost_share is
-- the lead's equal part of its campaign's spend, reporting currency; business time in
-- seconds. Sorted by creation: every date of a lead lies near it, so that a question
-- about a period reads a few of the row groups.
select
    leads.lead_id,
    leads.recycled_from,
    leads.account_id,
    leads.campaign_id,
    leads.owner_id,
    moment.opportunity_id,
    coalesce(person_dimension.calendar_key, workspace_setting.company_calendar_key)
        as calendar_key,
    coalesce(leads.region, accounts.region, '(none)') as region,
    coalesce(leads.industry, accounts.industry, '(none)') as industry,
    coalesce(leads.size_band, accounts.size_band, '(none)') as size_band,
    coalesce(leads.source, '(none)') as source,
    coalesce(campaign_dimension.channel, '(none)') as channel,
    coalesce(campaign_dimension.campaign, leads.campaign_id, '(none)') as campaign,
    coalesce(person_dimension.owner, leads.owner_id, '(none)') as owner,
    coalesce(person_dimension.team, '(none)') as team,
    coalesce(person_dimension.manager, '(none)') as manager,
    coalesce(leads.icp_tier, accounts.icp_tier, '(none)') as icp_tier,
    coalesce(leads.hand_back_reason, '(none)') as hand_back_reason,
    case
        when moment.accepted_at <= leads.handed_back_at then 'accepted'
        when leads.handed_back_at is not null then 'handed_back'
        when moment.accepted_at is not null then 'accepted'
    end as decision,
    moment.outcome,
    moment.cost_share,
    lead_clock.handed_over_seconds as handed_over_business_seconds,
    lead_clock.assigned_seconds as assigned_business_seconds,
    lead_clock.automated_seconds as automated_business_seconds,
    lead_clock.handed_back_seconds as handed_back_business_seconds,
    case
        when moment.human_response_at <= leads.handed_over_at then 0
        else lead_clock.response_seconds - lead_clock.handed_over_seconds
    end as response_business_seconds,
    case
        when leads.hand_back_answered_at <= leads.handed_back_at then 0
        else lead_clock.answer_seconds - lead_clock.handed_back_seconds
    end as hand_back_answer_business_seconds,
    moment.is_acceptance_skipped,
    coalesce(moment.human_response_at < leads.handed_over_at, false)
        as is_response_before_handover,
    coalesce(
        moment.human_response_at > leads.handed_over_at
        and lead_clock.response_seconds = lead_clock.handed_over_seconds, false
    ) as is_answered_off_hours,
    leads.created_at,
    leads.handed_over_at,
    leads.assigned_at,
    moment.human_response_at,
    moment.automated_response_at,
    moment.accepted_at,
    leads.handed_back_at,
    leads.hand_back_answered_at,
    leads.disqualified_at,
    least(moment.accepted_at, leads.handed_back_at) as decided_at,
    least(moment.human_response_at, moment.accepted_at, leads.handed_back_at)
        as first_action_at,
    moment.opportunity_at,
    moment.won_at,
    moment.undone_win_at,
    moment.undone_win_until,
    moment.lost_at,
    lead_due.response_due_at,
    lead_due.hand_back_due_at,
    lead_due.leak_due_at
from leads
cross join workspace_setting
join lead_moment as moment on leads.lead_id = moment.lead_id
left join lead_clock on leads.lead_id = lead_clock.lead_id
left join lead_due on leads.lead_id = lead_due.lead_id
left join accounts on leads.account_id = accounts.account_id
left join campaign_dimension on leads.campaign_id = campaign_dimension.campaign_id
left join person_dimension on leads.owner_id = person_dimension.person_id
order by leads.created_at, leads.lead_id
