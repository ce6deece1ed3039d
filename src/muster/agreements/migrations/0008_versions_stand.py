"""A text that was put before the parties stands; only what stands can be accepted."""

from django.db import migrations

STANDS = """
CREATE FUNCTION agreements_version_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'draft' AND (
        NEW.clauses IS DISTINCT FROM OLD.clauses OR NEW.number <> OLD.number
        OR NEW.agreement_id <> OLD.agreement_id OR NEW.status = 'draft'
        OR (OLD.status = 'withdrawn' AND NEW.status <> 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'version % was put before the parties and stands', OLD.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'withdrawn' AND EXISTS (
        SELECT FROM agreements_acceptance WHERE version_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'version % binds parties and cannot be withdrawn', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER version_stands BEFORE UPDATE ON agreements_agreementversion
    FOR EACH ROW EXECUTE FUNCTION agreements_version_stands();

CREATE FUNCTION agreements_acceptance_of_what_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found agreements_agreementversion;
BEGIN
    -- Shared, so that nobody withdraws it before this transaction ends.
    SELECT * INTO found FROM agreements_agreementversion WHERE id = NEW.version_id FOR SHARE;
    IF found.status <> 'proposed' THEN
        RAISE EXCEPTION 'version % is %', found.number, found.status
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT FROM agreements_party
        WHERE id = NEW.party_id AND agreement_id = found.agreement_id
    ) THEN
        RAISE EXCEPTION 'the version is of another agreement'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER acceptance_of_what_stands BEFORE INSERT OR UPDATE ON agreements_acceptance
    FOR EACH ROW EXECUTE FUNCTION agreements_acceptance_of_what_stands();
"""

ON = """
CREATE TRIGGER {table}_changes AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION agreements_note_change();
"""

TABLES = ("agreements_agreementversion", "agreements_acceptance", "agreements_invitation")


class Migration(migrations.Migration):
    dependencies = [("agreements", "0007_clauses_into_versions")]
    operations = [
        migrations.RemoveField(model_name="clause", name="agreement"),
        migrations.DeleteModel(name="Clause"),
        migrations.RunSQL(
            STANDS + "".join(ON.format(table=table) for table in TABLES), migrations.RunSQL.noop
        ),
    ]
