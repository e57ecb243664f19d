-- What the role that serves may do: read and write rows, change no table, and never rewrite the history.
-- Run by the role that owns the tables, once, after the first migration; tables of later migrations follow by themselves.
-- A newer version that changes these lines says so in CHANGELOG.md. The role is made beforehand:
--   CREATE ROLE portal_web LOGIN PASSWORD '...';

GRANT USAGE ON SCHEMA public TO portal_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO portal_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO portal_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO portal_web;

-- The history is added to; only its anchor is written afterwards.
REVOKE UPDATE, DELETE ON portal_event, portal_anchor, portal_auditcheck FROM portal_web;
GRANT UPDATE (anchor_id) ON portal_event TO portal_web;

-- Who migrates is another.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM portal_web;
