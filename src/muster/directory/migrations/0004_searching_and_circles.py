"""Names as people type them, kept in step by triggers; and nobody is above themselves."""

from django.db import migrations

# Saint and St., Mount and Mt., Fort and Ft. are one word; accents and apostrophes are nothing.
PLAIN = r"""
CREATE FUNCTION directory_plain(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        lower(translate(replace(name, '&', ' and '), 'áàâäãåéèêëíìîïóòôöõúùûüñçÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÑÇ' || chr(8217) || chr(699) || chr(39),
                        'aaaaaaeeeeiiiiooooouuuuncaaaaaaeeeeiiiiooooouuuunc')),
        '\m(saint|sainte|ste)\M', 'st', 'g'),
        '\mmount\M', 'mt', 'g'),
        '\mfort\M', 'ft', 'g'),
        '[^a-z0-9]+', ' ', 'g'))
$$;
"""

WRITE_KEY = """
CREATE FUNCTION directory_write_search_key() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whereabouts text;
BEGIN
    SELECT concat_ws(' ', county_name, state) INTO whereabouts
        FROM directory_jurisdiction WHERE id = NEW.jurisdiction_id;
    NEW.search_key := ' ' || directory_plain(concat_ws(' ', NEW.name, NEW.city, whereabouts));
    RETURN NEW;
END
$$;
CREATE TRIGGER organization_search_key
    BEFORE INSERT OR UPDATE OF name, city, jurisdiction_id, search_key ON directory_organization
    FOR EACH ROW EXECUTE FUNCTION directory_write_search_key();

CREATE FUNCTION directory_move_search_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_organization one SET search_key = ''
        FROM is_now JOIN was ON was.id = is_now.id
        WHERE one.jurisdiction_id = is_now.id
          AND (was.county_name, was.state) IS DISTINCT FROM (is_now.county_name, is_now.state);
    RETURN NULL;
END
$$;
CREATE TRIGGER jurisdiction_search_keys AFTER UPDATE ON directory_jurisdiction
    REFERENCING OLD TABLE AS was NEW TABLE AS is_now
    FOR EACH STATEMENT EXECUTE FUNCTION directory_move_search_keys();

UPDATE directory_organization SET search_key = '';
"""

# A division lies inside another exactly when its id goes on where the other's ends, so no chain
# of parents comes back to where it began.
INSIDE = """
CREATE FUNCTION directory_refuse_parents_outside() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
BEGIN
    SELECT one.ocd_id INTO wrong
        FROM is_now one JOIN directory_jurisdiction parent ON parent.id = one.parent_id
        WHERE length(parent.ocd_id) >= length(one.ocd_id) LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '% lies inside no division that is as small', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'jurisdiction_inside_a_larger_one';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER jurisdiction_inserted_inside AFTER INSERT ON directory_jurisdiction
    REFERENCING NEW TABLE AS is_now
    FOR EACH STATEMENT EXECUTE FUNCTION directory_refuse_parents_outside();
CREATE TRIGGER jurisdiction_updated_inside AFTER UPDATE ON directory_jurisdiction
    REFERENCING NEW TABLE AS is_now
    FOR EACH STATEMENT EXECUTE FUNCTION directory_refuse_parents_outside();
"""

# Two people may close a circle from two sides, so one change of parents waits for the other.
CIRCLES = """
CREATE FUNCTION directory_refuse_circles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('directory_organization.parent'));
    IF EXISTS (
        WITH RECURSIVE above AS (
            SELECT id, parent_id FROM directory_organization WHERE id = NEW.parent_id
            UNION
            SELECT one.id, one.parent_id
                FROM directory_organization one JOIN above ON one.id = above.parent_id
        )
        SELECT FROM above WHERE id = NEW.id
    ) OR NEW.parent_id = NEW.id THEN
        RAISE EXCEPTION '% would be above itself', NEW.name
            USING ERRCODE = 'check_violation', CONSTRAINT = 'organization_not_above_itself';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER organization_parents BEFORE INSERT OR UPDATE OF parent_id ON directory_organization
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION directory_refuse_circles();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_official_lists"),
    ]
    operations = [
        migrations.RunSQL(PLAIN + WRITE_KEY + INSIDE + CIRCLES, migrations.RunSQL.noop),
    ]
