-- Functions look their tables up in the schema that they are in, whoever calls them: a session whose search_path names
-- another Posthorn in the same database would otherwise change its tables. A migration runs with the search_path of its
-- schema.
ALTER FUNCTION "renew_rules_version"() SET search_path FROM CURRENT;
ALTER FUNCTION "renew_rules_version_of_source"() SET search_path FROM CURRENT;
ALTER FUNCTION "renew_own_rules_version"() SET search_path FROM CURRENT;
ALTER FUNCTION "count_up_catalogue_version"() SET search_path FROM CURRENT;
ALTER FUNCTION "add_partitions"(TIMESTAMPTZ) SET search_path FROM CURRENT;
