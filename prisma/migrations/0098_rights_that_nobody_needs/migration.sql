-- No policy lets either role write a new organisation, so the right to it opened nothing; a policy written one day
-- for another reason would have made it one.
revoke insert on public.organization from app_user, app_worker;
